"""Quotas: how many residents of each district still have to be covered for a fairness floor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from learnmap.model.errors import InvalidInputError
from learnmap.siting.flows import Flows
from learnmap.siting.question import SitingQuestion


@dataclass(frozen=True, slots=True)
class Quotas:
    """What is missing to a floor f, district by district.

    With W the residents of a district and S those within the cutoff of an existing point that has
    room for all::

        need = max(0, f W - S)

    Attributes
    ----------
    need : (d,) float64
        Residents; 0 where the floor is kept already or nobody lives.
    district : (k,) int64
        Row of the district of each place; negative where it lies in none, or in one without need.
    names : tuple of str
    """

    need: NDArray[np.float64]
    district: NDArray[np.int64]
    names: tuple[str, ...]

    def rows(self, flows: Flows) -> sparse.csr_array:
        """Return the residents of each district that each flow covers, (d, m) sparse."""
        district = self.district[flows.place]
        inside = np.flatnonzero((district >= 0) & (flows.covered > 0))
        return sparse.csr_array(
            (flows.covered[inside], (district[inside], inside)), (len(self.need), len(district))
        )


def quotas_for(question: SitingQuestion, floor: float) -> Quotas | None:
    """Return what a floor needs; None where it needs nothing.

    Parameters
    ----------
    question : SitingQuestion
    floor : float
        Share of each district's residents, from 0 to 1.

    Raises
    ------
    InvalidInputError
        The floor is no share, or the districts are missing.
    """
    if not 0 <= floor <= 1:
        raise InvalidInputError(f"The floor is {floor}; give a share from 0 to 1.")
    if floor == 0:
        return None
    if question.district is None:
        raise InvalidInputError("A floor needs to know the district of each place; give them.")
    here = question.district >= 0
    district, names = question.district, question.district_names
    lives = np.bincount(district[here], question.residents[here], len(names))
    standing = np.where(question.standing, question.residents, 0.0)
    covered = np.bincount(district[here], standing[here], len(names))
    need = np.maximum(floor * lives - covered, 0.0)
    if not need.any():
        return None
    return Quotas(need, np.where(here & (need[district] > 0), district, -1), names)
