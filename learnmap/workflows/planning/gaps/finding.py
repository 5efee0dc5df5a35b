"""Where residents live and no learning point is within reach: a city's gaps, ranked, with why."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from learnmap.access.hexagons import RESOLUTION
from learnmap.access.reasons import shows_water
from learnmap.model.errors import InvalidInputError
from learnmap.network import EdgeIndex, Workspace
from learnmap.store import StoredPoint
from learnmap.workflows.city import City
from learnmap.workflows.planning.gaps.basis import (
    SEARCHED_S,
    GapBasis,
    PointsOfSet,
    spots_of,
    walks_of,
)
from learnmap.workflows.planning.gaps.parts import PartsBy, gap_parts
from learnmap.workflows.planning.gaps.report import GapsReport, gap_rows
from learnmap.workflows.planning.inputs import PlanningInputs, read_inputs
from learnmap.workflows.planning.point_sets import ALL, PointSet, SetsWanted, point_sets
from learnmap.workflows.planning.walked import Walked

RANKED_FROM: Final = 60
"""Years: gaps are ranked by the residents of this age and older."""
EVERY_POINT: Final = PointSet("all")


@dataclass(frozen=True, slots=True)
class GapsQuestion:
    """Which gaps are asked for; the attributes are the parameters of `city_gaps`."""

    by: PartsBy
    resolution: int
    cutoff_s: int
    points: PointSet
    age_from: int
    full: frozenset[str] = frozenset()


def city_gaps(
    city: City,
    *,
    profile: str = "older_adult",
    by: PartsBy = "hexagons",
    resolution: int = RESOLUTION,
    cutoff_s: int | None = None,
    points: PointSet = EVERY_POINT,
    full: Collection[str] = (),
    age_from: int = RANKED_FROM,
) -> GapsReport:
    """Find the residents who cannot walk to an open point in time, part by part, and why.

    Parameters
    ----------
    city : City
    profile : str
        Code of who walks.
    by : str
        Hexagons, or the areas of a level.
    resolution : int
        Of the hexagons.
    cutoff_s : int, optional
        The city's longest by default.
    points : PointSet
        Only points of one set; all by default.
    full : collection of str
        Ids of open points without a free place. Whoever has only such within reach is not covered,
        so that with any, gaps are where no point with a place is.
    age_from : int
        Years; gaps are ranked by the residents of this age and older.

    Raises
    ------
    NotReadyError
        When there are no streets, residents, open points, or areas of the level.
    InvalidInputError
        For a profile, kind, map, point or cutoff that there is not.
    """
    inputs = read_inputs(city)
    settings = inputs.settings
    (walker,) = settings.profiles_of([profile])
    inputs.check_residents()
    inputs.check_open()
    question = GapsQuestion(
        by,
        resolution,
        settings.cutoffs_s[-1] if cutoff_s is None else cutoff_s,
        points,
        age_from,
        frozenset(full),
    )
    points_of_set(inputs, points, full=full)  # a slip in them is told before the streets are read
    walked = Walked.by(EdgeIndex(city.graph(inputs.build)), walker, inputs)
    return gaps_of(inputs, walked, question)


def gaps_of(inputs: PlanningInputs, walked: Walked, asked: GapsQuestion) -> GapsReport:
    """Find the gaps of a city that was read and joined to its streets already.

    Raises
    ------
    NotReadyError
        When there are no areas of the level.
    InvalidInputError
        For a kind, map, point or cutoff that there is not.
    """
    limit_s, points = asked.cutoff_s, asked.points
    if not 0 < limit_s <= SEARCHED_S:
        raise InvalidInputError(
            f"a cutoff of {limit_s / 60:g} minutes: give more than 0 and at most "
            f"{SEARCHED_S // 60} minutes"
        )
    looked_at = points_of_set(inputs, points, full=asked.full)
    parts = gap_parts(inputs, asked.by, resolution=asked.resolution)
    graph = walked.index.graph
    basis = GapBasis.of(inputs, walked, parts, age_from=asked.age_from)
    walks = walks_of(inputs, walked, looked_at, Workspace(graph), cutoff_s=limit_s)
    spots = spots_of(walked, inputs, looked_at.counts)
    found = basis.gaps(walks, spots, cutoff_s=limit_s)
    return GapsReport(
        names=inputs.settings.names,
        profile=walked.costs.profile.code,
        cutoff_s=limit_s,
        searched_s=SEARCHED_S,
        age_from=asked.age_from,
        points=looked_at.set,
        counted=int(looked_at.counts.sum()),
        joined=walked.joined(looked_at.counts),
        full=int(looked_at.full.sum()),
        shows_water=shows_water(graph.obstacles),
        by=asked.by,
        in_several=parts.in_several,
        in_none=parts.in_none,
        divided=basis.divided,
        rows=gap_rows(found, parts, inputs.open_points),
        provenance=inputs.provenance,
    )


def points_of_set(
    inputs: PlanningInputs, chosen: PointSet = EVERY_POINT, *, full: Collection[str] = ()
) -> PointsOfSet:
    """Return which points of a set count, which are full and which are not open.

    Raises
    ------
    InvalidInputError
        For a kind, map or full point that there is not, and for each kind or map at once.
    """
    if chosen.code == ALL:
        raise InvalidInputError(f"gaps are those of one {chosen.by}, not of each; give one")
    ((points, among),) = point_sets(inputs, SetsWanted.alone(chosen))
    ids = [one.point.id for one in inputs.open_points]
    if unknown := sorted(set(full) - set(ids)):
        raise InvalidInputError(
            f"no open point {unknown[0]!r} that could be full; see `learnmap points list`"
        )
    without = np.isin(np.array(ids, str), list(full))
    return PointsOfSet(points, among & ~without, among & without, _not_open(inputs, chosen))


def _not_open(inputs: PlanningInputs, chosen: PointSet) -> tuple[StoredPoint, ...]:
    """Return the points that would be in a set if they were open, by what is on record of them."""
    opened = tuple(
        replace(one, point=one.point.model_copy(update={"status": "open"}))
        for one in inputs.points
        if one.point.status != "open"
    )
    if not opened:
        return ()
    ((_, among),) = point_sets(replace(inputs, points=opened), SetsWanted.alone(chosen))
    return tuple(opened[row] for row in np.flatnonzero(among).tolist())
