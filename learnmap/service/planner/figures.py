"""Figures as planners read them."""

from typing import Final

_FEW: Final = 100


def count_words(residents: float) -> str:
    """Return a number of residents: whole from 100 on, below with one decimal where it has one.

    Counts that were shared out to homes are seldom whole; what was rounded here is told with all
    its digits where a figure is explained.
    """
    if abs(residents) >= _FEW or round(residents, 1) == round(residents):
        return f"{residents:,.0f}"
    return f"{residents:,.1f}"


def signed_words(residents: float) -> str:
    """Return a difference of residents with its sign."""
    return f"+{count_words(residents)}" if residents > 0 else count_words(residents)


def share_words(share: float | None) -> str:
    """Return a share as a percentage with one decimal; a dash where nobody lives."""
    return "–" if share is None else f"{share:.1%}"


def exact_words(residents: float) -> str:
    """Return a number of residents with all the digits that were added up."""
    return f"{residents:,.0f}" if residents == round(residents) else f"{residents:,}"


def inline_words(words: str) -> str:
    """Return words that begin a line as they stand within a sentence."""
    return words[:1].lower() + words[1:]
