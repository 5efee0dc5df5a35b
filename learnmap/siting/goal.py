"""The goal: what sites are chosen by, and how long and how closely to look."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError
from learnmap.siting.flows import Aim
from learnmap.siting.limits import Limits


@dataclass(frozen=True, slots=True)
class Search:
    """How a choice is looked for.

    Attributes
    ----------
    floor : float
        Share of the residents of each district that have to be covered.
    floor_as_far_as_reachable : bool
        Where all candidates together cannot keep it in a district, take what they reach there.
    gap : float
        Done when the best found is proven within this share of the optimum.
    time_limit_s : float
        For HiGHS; then the best found is taken.
    """

    floor: float = 0.0
    floor_as_far_as_reachable: bool = False
    gap: float = 1e-4
    time_limit_s: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not 0 <= self.gap < 1:
            raise InvalidInputError(f"The gap is {self.gap}; give a share from 0 to below 1.")
        if not self.time_limit_s > 0:
            raise InvalidInputError(f"The time limit is {self.time_limit_s} s; give more than 0.")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a choice is looked for by.

    Attributes
    ----------
    aim : Aim
    limits : Limits
    penalty_s : float
    target : float or None
        Residents that have to be covered, for the fewest sites.
    by_cost : bool
        The least cost, not the fewest sites.
    """

    aim: Aim
    limits: Limits
    penalty_s: float
    target: float | None = None
    by_cost: bool = False

    @property
    def prices(self) -> NDArray[np.float64]:
        """What each candidate counts where sites are to be few, (c,)."""
        return self.limits.cost if self.by_cost else np.ones(len(self.limits.cost))
