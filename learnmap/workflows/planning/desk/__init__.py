"""A city held in memory, and what a scenario would make of it."""
