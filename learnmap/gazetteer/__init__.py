"""Names of a city's places, found as people type them."""

from learnmap.gazetteer.entries import Entry, Sort
from learnmap.gazetteer.gazetteer import Found, Gazetteer
from learnmap.gazetteer.spellings import has_han

__all__ = ["Entry", "Found", "Gazetteer", "Sort", "has_han"]
