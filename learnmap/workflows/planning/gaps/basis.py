"""What gaps are told by, made once: while points come and go, residents and streets stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.access import (
    GapTable,
    HomeWalks,
    PartResidents,
    Spots,
    StraightFacts,
    gaps_by_part,
    reasons_of,
)
from learnmap.network import Workspace
from learnmap.store import StoredPoint
from learnmap.workflows.planning.gaps.parts import GapParts
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.walked import Walked

SEARCHED_S: Final = 3600
"""How far the nearest point of those who are not covered is looked for."""


@dataclass(frozen=True, slots=True)
class GapBasis:
    """The residents, parts and streets that gaps are told by.

    Attributes
    ----------
    walked : Walked
    residents : PartResidents
    homes : Spots
    divided : float
        Residents in age bands that the age divides by which gaps are ranked.
    """

    walked: Walked
    residents: PartResidents
    homes: Spots
    divided: float

    @classmethod
    def of(
        cls, inputs: PlanningInputs, walked: Walked, parts: GapParts, *, age_from: int
    ) -> "GapBasis":
        """Count the residents, and put their homes on the ground."""
        older = inputs.counted(age_from)
        residents = PartResidents.of(
            parts.of_place,
            older=older.residents,
            everyone=inputs.counted(0).residents,
        )
        homes = Spots.at(inputs.residents.geometry.get_coordinates().to_numpy())
        return cls(walked, residents, homes, older.divided)

    def gaps(self, walks: HomeWalks, points: Spots, *, cutoff_s: int) -> GapTable:
        """Tell the gaps, by rank; nothing is read or searched but straight ways.

        Parameters
        ----------
        walks : HomeWalks
            Of the residents' places, in their order.
        points : Spots
            The points that count and join a street.
        cutoff_s : int
        """
        reason = reasons_of(
            walks,
            StraightFacts(self.homes, points, self.walked.index.graph.obstacles),
            cutoff_s=cutoff_s,
            speed_m_per_s=self.walked.costs.profile.speed_m_per_s,
        )
        return gaps_by_part(walks, reason, self.residents, cutoff_s=cutoff_s)


@dataclass(frozen=True, slots=True)
class PointsOfSet:
    """The points of a set, as gaps look at them.

    Attributes
    ----------
    set : PointSet
    counts : (p,) bool
        Of the open points: those of the set, without the full ones where places are asked for.
    full : (p,) bool
        Of the open points: those of the set that have no free place.
    not_open : tuple of StoredPoint
        Those of the set that are closed or planned.
    """

    set: PointSet
    counts: NDArray[np.bool_]
    full: NDArray[np.bool_]
    not_open: tuple[StoredPoint, ...]


def walks_of(
    inputs: PlanningInputs,
    walked: Walked,
    points: PointsOfSet,
    workspace: Workspace,
    *,
    cutoff_s: int,
) -> HomeWalks:
    """Search the walks that reasons are told by.

    Parameters
    ----------
    inputs : PlanningInputs
    walked : Walked
        Of the inputs and one profile.
    points : PointsOfSet
    workspace : Workspace
        For the graph.
    cutoff_s : int
        The nearest point that counts is looked for up to `SEARCHED_S`, the others up to here.
    """
    nearest = walked.nearest(points.counts, workspace, limit_s=max(cutoff_s, SEARCHED_S))
    closed = walked.sites(*_places(points.not_open).T)
    walker = walked.costs.profile
    by_stairs_s = None
    if walker.steps_factor is None:
        climbing = Walked.by(walked.index, replace(walker, steps_factor=1.0), inputs)
        by_stairs_s = climbing.nearest_s(points.counts, workspace, limit_s=cutoff_s)
    return HomeWalks(
        nearest.time_s,
        nearest.point,
        walked.seconds_to(closed, workspace, limit_s=cutoff_s),
        walked.nearest_s(points.full, workspace, limit_s=cutoff_s) if points.full.any() else None,
        by_stairs_s,
    )


def spots_of(walked: Walked, inputs: PlanningInputs, counts: NDArray[np.bool_]) -> Spots:
    """Return where the open points are that count and join a street."""
    return Spots.at(_places(inputs.open_points)).where(counts & walked.joins)


def _places(points: Sequence[StoredPoint]) -> NDArray[np.float64]:
    return np.array([one.point.walk_to for one in points], np.float64).reshape(-1, 2)
