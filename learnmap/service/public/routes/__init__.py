"""Addresses of the pages for everybody, each below the language that it is in."""
