"""Engines: each module answers questions about a prepared city, in a process of its own."""
