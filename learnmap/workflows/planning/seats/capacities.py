"""How many seats there are at each open point, as far as anybody knows."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.model.records import Offering
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.taught import taught_at


@dataclass(frozen=True, slots=True)
class Capacities:
    """The seats of open points for residents from an age on, and how well they are known.

    Attributes
    ----------
    seats : (p,) float64
        The capacities of what is taught at each of `PlanningInputs.open_points`, added up; not a
        number where none of them is known. Only what is open to residents of the age counts.
    partly : int
        Points of which some capacities are known and others not; what is known counts.
    unknown : int
        Points where something is taught and no capacity is known.
    untaught : int
        Points of which nothing is on record that is taught there.
    """

    seats: NDArray[np.float64]
    partly: int
    unknown: int
    untaught: int

    @property
    def total(self) -> float:
        """All seats that are known."""
        return float(np.nansum(self.seats))

    @property
    def known(self) -> int:
        """Points of which some or all capacities are known."""
        return int((~np.isnan(self.seats)).sum())


def capacities_of(inputs: PlanningInputs, age_from: int) -> Capacities:
    """Add up the seats of each open point.

    An offering that visits several points has its seats at each, as others come to each of them.

    Parameters
    ----------
    inputs : PlanningInputs
    age_from : int
        Years; an offering counts unless all who may come are younger.
    """
    points = len(inputs.open_points)
    taught: list[list[int]] = [[] for _ in range(points)]
    for point, offering in zip(*taught_at(inputs), strict=True):
        taught[point].append(int(offering))
    offerings = inputs.teaching.offerings
    seats = np.full(points, math.nan)
    partly = unknown = 0
    for row, there in enumerate(taught):
        fitting = [one for one in (offerings[n] for n in there) if _is_for(one, age_from)]
        known = [one.capacity for one in fitting if one.capacity is not None]
        if known or (there and not fitting):
            seats[row] = sum(known)
        partly += 0 < len(known) < len(fitting)
        unknown += bool(fitting) and not known
    return Capacities(seats, partly, unknown, sum(not there for there in taught))


def _is_for(offering: Offering, age_from: int) -> bool:
    return offering.age_to is None or offering.age_to >= age_from
