"""Demonstration data of learnmap and the seeded scripts that make it."""
