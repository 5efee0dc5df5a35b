"""What is asked: residents, candidates, and what stands already."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError
from learnmap.siting.walktable import WalkTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingQuestion:
    """Where residents live, where a site could be built, and which points stand and stay.

    Attributes
    ----------
    residents : (k,) float64
        At each place; 0 or more.
    walks : WalkTable
        From the places to the c candidates, within the cutoff.
    nearest_s : (k,) float64, optional
        Seconds to the nearest existing point that has room for all who come, as
        `learnmap.access.seconds_to_nearest` gives them: infinite where none is near, not a
        number where a place joins no street. By default no such point exists.
    cost : (c,) float64, optional
        Of each candidate, 0 or more, in any currency; 1 each by default.
    capacity : (c,) float64, optional
        How many residents each candidate can take, infinite where all; all by default.
    full : WalkTable, optional
        Walks to the e existing points whose capacity binds, with the same cutoff. None of them
        counts in `nearest_s`.
    full_capacity : (e,) float64, optional
        How many residents each of these can take.
    district : (k,) int64, optional
        Row of the district that a place lies in; negative where in none.
    district_names : tuple of str
        What errors call the districts; with `district`.

    Raises
    ------
    InvalidInputError
        A number is missing, negative or not finite where it has to be, or lengths differ.
    """

    residents: NDArray[np.float64]
    walks: WalkTable
    nearest_s: NDArray[np.float64] | None = None
    cost: NDArray[np.float64] | None = None
    capacity: NDArray[np.float64] | None = None
    full: WalkTable | None = None
    full_capacity: NDArray[np.float64] | None = None
    district: NDArray[np.int64] | None = None
    district_names: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        places, candidates = self.walks.places, self.walks.sites
        if not candidates:
            raise InvalidInputError("There is no candidate; name at least one place to build at.")
        _check("residents", self.residents, places, "place")
        if not self.residents.sum() > 0:
            raise InvalidInputError("Nobody lives at any place; give residents.")
        if self.cost is not None:
            _check("cost", self.cost, candidates, "candidate")
        if self.capacity is not None:
            _check("capacity", self.capacity, candidates, "candidate", endless=True)
        if self.nearest_s is not None:
            known = np.where(np.isnan(self.nearest_s), np.inf, self.nearest_s)
            _check("nearest_s", known, places, "place", endless=True)
        self._check_full()
        self._check_districts()

    def _check_full(self) -> None:
        if (self.full is None) != (self.full_capacity is None):
            raise InvalidInputError("Give the walks to full points and their capacities together.")
        if self.full is None or self.full_capacity is None:
            return
        if (self.full.places, self.full.cutoff_s) != (self.walks.places, self.walks.cutoff_s):
            raise InvalidInputError(
                f"Walks to full points are from {self.full.places} places within "
                f"{self.full.cutoff_s} s, those to candidates from {self.walks.places} within "
                f"{self.walks.cutoff_s} s; take the same."
            )
        _check("full_capacity", self.full_capacity, self.full.sites, "point", endless=True)

    def _check_districts(self) -> None:
        if self.district is None:
            return
        if len(self.district) != self.walks.places:
            raise InvalidInputError(
                f"There are {len(self.district)} districts for {self.walks.places} places; "
                "give one for each place, negative for none."
            )
        for wrong in np.flatnonzero(self.district >= len(self.district_names))[:1]:
            raise InvalidInputError(
                f"Place {wrong} lies in district {self.district[wrong]}, and "
                f"{len(self.district_names)} have names; name them all."
            )

    @property
    def bounded(self) -> bool:
        """Whether some capacity may bind."""
        limited = self.capacity is not None and bool(np.isfinite(self.capacity).any())
        return limited or self.full is not None

    @property
    def costs(self) -> NDArray[np.float64]:
        """Cost of each candidate, (c,)."""
        return np.ones(self.walks.sites) if self.cost is None else self.cost

    @property
    def standing_s(self) -> NDArray[np.float64]:
        """Seconds to the nearest existing point that has room for all, (k,); or infinite."""
        if self.nearest_s is None:
            return np.full(self.walks.places, np.inf)
        return np.where(np.isnan(self.nearest_s), np.inf, self.nearest_s)

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Places within the cutoff of such a point, (k,)."""
        return self.standing_s <= self.walks.cutoff_s


def _check(
    name: str, values: NDArray[np.float64], count: int, each: str, *, endless: bool = False
) -> None:
    """Refuse numbers that are missing, negative, or infinite without need."""
    if values.shape != (count,):
        raise InvalidInputError(
            f"`{name}` has {values.size} values for {count} rows; give one for each {each}."
        )
    good = values >= 0 if endless else (values >= 0) & np.isfinite(values)
    for wrong in np.flatnonzero(~good)[:1]:
        raise InvalidInputError(
            f"`{name}` of {each} {wrong} is {values[wrong]}; give a number of 0 or more."
        )
