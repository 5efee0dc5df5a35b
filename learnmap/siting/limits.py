"""Limits: how many sites may be built, and what they may cost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError
from learnmap.siting.question import SitingQuestion


@dataclass(frozen=True, slots=True)
class Limits:
    """What a choice must not exceed.

    Attributes
    ----------
    cost : (c,) float64
    sites : int or None
    budget : float or None
    """

    cost: NDArray[np.float64]
    sites: int | None = None
    budget: float | None = None

    def __str__(self) -> str:
        """Say them as in a sentence."""
        said = []
        if self.sites is not None:
            said.append("1 new site" if self.sites == 1 else f"{self.sites} new sites")
        if self.budget is not None:
            said.append(f"a budget of {self.budget:g}")
        return " and ".join(said) or "any number of sites"


def limits_for(question: SitingQuestion, sites: int | None, budget: float | None) -> Limits:
    """Check limits.

    Raises
    ------
    InvalidInputError
        Neither is given, or nothing can be built within them.
    """
    cost = question.costs
    if sites is None and budget is None:
        raise InvalidInputError("Say how many sites may be built, or name a budget.")
    if sites is not None and not 1 <= sites <= len(cost):
        raise InvalidInputError(
            f"{sites} new sites were asked for, and there are {len(cost)} candidates; ask for 1 "
            f"to {len(cost)}."
        )
    if budget is not None:
        if not (np.isfinite(budget) and budget >= 0):
            raise InvalidInputError(f"The budget is {budget}; give an amount.")
        cheapest = int(np.argmin(cost))
        if cost[cheapest] > budget:
            raise InvalidInputError(
                f"A budget of {budget:g} builds nothing: candidate {cheapest} is the cheapest and "
                f"costs {cost[cheapest]:g}. Name at least that."
            )
    return Limits(cost, sites, budget)
