"""Figures as a report writes them."""

from learnmap.access import Coverage


def people(residents: float) -> str:
    """Return a number of residents, whole."""
    return f"{residents:,.0f}"


def percent(share: float | None) -> str:
    """Return a share with one decimal; a dash where nobody lives."""
    return "–" if share is None else f"{share:.1%}"


def covered(found: Coverage) -> str:
    """Return how many are covered, and their share."""
    return f"{people(found.covered)} ({percent(found.share)})"
