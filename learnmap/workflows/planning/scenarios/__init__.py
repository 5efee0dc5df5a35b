"""Scenarios that are kept, compared and taken along."""
