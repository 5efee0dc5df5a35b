"""Where residents live and no learning point is within reach: a city's gaps, ranked, with why."""

from collections.abc import Collection
from typing import Final

import numpy as np

from learnmap.access.hexagons import RESOLUTION
from learnmap.access.reasons import shows_water
from learnmap.model.errors import InvalidInputError
from learnmap.network import EdgeIndex, Workspace
from learnmap.workflows.city import City
from learnmap.workflows.planning.gap_basis import (
    SEARCHED_S,
    GapBasis,
    PointsOfSet,
    spots_of,
    walks_of,
)
from learnmap.workflows.planning.gap_parts import PartsBy, gap_parts
from learnmap.workflows.planning.gaps_report import GapsReport, gap_rows
from learnmap.workflows.planning.inputs import PlanningInputs, read_inputs
from learnmap.workflows.planning.point_sets import ALL, PointSet, point_sets
from learnmap.workflows.planning.walked import Walked

RANKED_FROM: Final = 60
"""Years: gaps are ranked by the residents of this age and older."""
EVERY_POINT: Final = PointSet("all")


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
        Only points of one kind or one map; all by default.
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
    limit_s = settings.cutoffs_s[-1] if cutoff_s is None else cutoff_s
    if not 0 < limit_s <= SEARCHED_S:
        raise InvalidInputError(
            f"a cutoff of {limit_s / 60:g} minutes: give more than 0 and at most "
            f"{SEARCHED_S // 60} minutes"
        )
    inputs.check_residents()
    inputs.check_open()
    looked_at = points_of_set(inputs, points, full=full)
    parts = gap_parts(inputs, by, resolution=resolution)
    index = EdgeIndex(city.graph(inputs.build))
    walked = Walked.by(index, walker, inputs)
    basis = GapBasis.of(inputs, walked, parts, age_from=age_from)
    walks = walks_of(inputs, walked, looked_at, Workspace(index.graph), cutoff_s=limit_s)
    spots = spots_of(walked, inputs, looked_at.counts)
    found = basis.gaps(walks, spots, cutoff_s=limit_s)
    return GapsReport(
        names=settings.names,
        profile=walker.code,
        cutoff_s=limit_s,
        searched_s=SEARCHED_S,
        age_from=age_from,
        points=points,
        counted=int(looked_at.counts.sum()),
        joined=walked.joined(looked_at.counts),
        full=int(looked_at.full.sum()),
        shows_water=shows_water(index.graph.obstacles),
        by=by,
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
    ((_, among),) = point_sets(
        inputs.points,
        inputs.kinds,
        kinds=[chosen.code] if chosen.by == "kind" else [],
        maps=[chosen.code] if chosen.by == "map" else [],
    )
    is_open = np.array([one.point.status == "open" for one in inputs.points], np.bool_)
    ids = [one.point.id for one in inputs.open_points]
    if unknown := sorted(set(full) - set(ids)):
        raise InvalidInputError(
            f"no open point {unknown[0]!r} that could be full; see `learnmap points list`"
        )
    counts, without = among[is_open], np.isin(np.array(ids, str), list(full))
    not_open = (inputs.points[row] for row in np.flatnonzero(among & ~is_open).tolist())
    return PointsOfSet(counts & ~without, counts & without, tuple(not_open))
