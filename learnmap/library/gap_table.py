"""Where residents live and no learning point is within reach, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from learnmap.access import (
    OUTSIDE,
    HomeWalks,
    NearestTo,
    PartResidents,
    Spots,
    StraightFacts,
    gaps_by_part,
    nearest_to,
    reasons_of,
)
from learnmap.access.gaps import GapTable
from learnmap.access.hexagons import RESOLUTION, hexagons_around
from learnmap.library.coverage_table import areas_of_homes
from learnmap.library.network import Network, seconds_of, walker_of
from learnmap.library.tables import places_of, residents_of
from learnmap.model.crs import STORED_CRS
from learnmap.model.gap_reasons import GapReason
from learnmap.model.profiles import WalkProfile
from learnmap.network import Snaps, SnapStatus, WalkCosts, Workspace

SEARCHED_MIN: Final = 60
"""The nearest point of those who are not covered is looked for up to so many minutes."""


def gaps(  # noqa: PLR0913 -- options, each by its name
    network: Network,
    residents: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    *,
    profile: str | WalkProfile = "adult",
    minutes: float = 15,
    by: gpd.GeoDataFrame | None = None,
    resolution: int = RESOLUTION,
    closed: gpd.GeoDataFrame | None = None,
    count: str = "residents",
    age_from: int = 0,
) -> gpd.GeoDataFrame:
    """Find where residents live and cannot walk to a learning point in time, and why.

    Parameters
    ----------
    network : Network
    residents : GeoDataFrame
        (k,) points in any CRS, with a column of how many live there, or one for each age band.
    points : GeoDataFrame
        (p,) points in any CRS; all count as open.
    profile : str or WalkProfile
        Who walks: ``adult``, ``older_adult``, ``step_free``, or a profile of your own.
    minutes : float
        The longest walk that counts.
    by : GeoDataFrame, optional
        Areas, polygons in any CRS; without, hexagons of H3.
    resolution : int
        Of the hexagons: 8, 9 or 10.
    closed : GeoDataFrame, optional
        Points in any CRS that are not open; they cover nobody, but may be the reason.
    count : str
        The column of residents.
    age_from : int
        Above 0 residents of this age and older are counted, by the columns of age bands.

    Returns
    -------
    GeoDataFrame
        A row for each part of the city in which somebody lives, where most are left out first:
        ``part`` (H3 id, or the index of `by`; empty for who lives in none), ``uncovered``,
        ``unplaced``, ``covered`` and ``total`` residents, ``reason`` (a code of
        `learnmap.model.gap_reasons.GapReason`, empty where nobody is left out), ``nearest`` (the
        index of the point with the shortest walk from a home that is not covered),
        ``nearest_minutes``, ``median_minutes`` (half of the uncovered walk no longer; infinite
        over 60 minutes), and the outline in EPSG:4326. ``attrs`` says what all was made from.

    Raises
    ------
    TableError
        When a table cannot be used; the message names the row and the remedy.
    InvalidInputError
        For an unknown profile, a time that is none, or another resolution.

    Examples
    --------
    >>> import geopandas as gpd, learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> places = gpd.points_from_xy([118.1017, 118.1617], [32.9430, 32.9430])
    >>> homes = gpd.GeoDataFrame({"residents": [30, 12]}, geometry=places, crs=4326)
    >>> found = learnmap.gaps(network, homes, homes.iloc[:1])
    >>> found[["uncovered", "covered", "reason"]].values.tolist()
    [[12.0, 0.0, 'far'], [0.0, 30.0, '']]
    """
    cutoff_s = float(seconds_of([minutes])[0])
    homes, sites = places_of(residents, what="residents"), places_of(points, what="points")
    people = residents_of(residents, count=count, age_from=age_from)
    walker = walker_of(profile)
    walked = _Walked.of(network, walker, homes, sites)
    shut = None if closed is None else places_of(closed, what="closed")
    parts = _Parts.of(homes, by, resolution)
    walks = walked.walks(shut, cutoff_s)
    reason = reasons_of(
        walks,
        walked.straight(),
        cutoff_s=cutoff_s,
        speed_m_per_s=walker.speed_m_per_s,
    )
    ordered = PartResidents.of(parts.of_home, older=people, everyone=people)
    found = gaps_by_part(walks, reason, ordered, cutoff_s=round(cutoff_s))
    rows = list(_rows(found, parts, points.index))
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=STORED_CRS)
    frame.attrs |= network.origin(profile) | {"minutes": minutes, "age_from": age_from}
    return frame


@dataclass(frozen=True, slots=True)
class _Walked:
    """Homes and points on the streets of one walker, joined to them once."""

    network: Network
    costs: WalkCosts
    homes: gpd.GeoSeries
    points: gpd.GeoSeries
    homes_on: Snaps
    points_on: Snaps

    @classmethod
    def of(
        cls, network: Network, walker: WalkProfile, homes: gpd.GeoSeries, points: gpd.GeoSeries
    ) -> "_Walked":
        costs = network.costs(walker)
        on_streets = (network.snap(places, costs) for places in (homes, points))
        return cls(network, costs, homes, points, *on_streets)

    def walks(self, closed: gpd.GeoSeries | None, cutoff_s: float) -> HomeWalks:
        """Search the walks that reasons are told by."""
        nearest = self._nearest(self.points_on, max(60.0 * SEARCHED_MIN, cutoff_s))
        shut_s = np.full(len(self.homes), np.inf)
        if closed is not None and len(closed):
            shut_s = self._nearest(self.network.snap(closed, self.costs), cutoff_s).time_s
        walker, stairs_s = self.costs.profile, None
        if walker.steps_factor is None:
            climber = replace(walker, steps_factor=1.0)
            climbing = _Walked.of(self.network, climber, self.homes, self.points)
            stairs_s = climbing._nearest(climbing.points_on, cutoff_s).time_s  # noqa: SLF001 -- its own
        return HomeWalks(nearest.time_s, nearest.point, shut_s, None, stairs_s)

    def straight(self) -> StraightFacts:
        """Return what straight ways are drawn between."""
        homes, points = (
            Spots.at(shapely.get_coordinates(one.to_numpy())) for one in (self.homes, self.points)
        )
        joined = self.points_on.status == SnapStatus.SNAPPED
        return StraightFacts(homes, points.where(joined), self.costs.graph.obstacles)

    def _nearest(self, points_on: Snaps, limit_s: float) -> NearestTo:
        return nearest_to(
            self.costs,
            self.homes_on,
            points_on,
            limit_s=limit_s,
            workspace=Workspace(self.costs.graph),
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Hexagons or areas, and which of them each home lies in."""

    names: pd.Index
    shapes: NDArray[np.object_]
    of_home: NDArray[np.int64]

    @classmethod
    def of(cls, homes: gpd.GeoSeries, by: gpd.GeoDataFrame | None, resolution: int) -> "_Parts":
        if by is None:
            found = hexagons_around(homes, resolution=resolution)
            return cls(pd.Index(found.ids), found.shapes, found.of_place)
        outlines, around = areas_of_homes(by, homes)
        return cls(by.index, outlines.to_numpy(), around)


def _rows(found: GapTable, parts: _Parts, points: pd.Index) -> Iterator[dict[str, Any]]:
    for gap in found.gaps():
        outside = gap.part == OUTSIDE
        left = gap.everyone
        yield {
            "part": None if outside else parts.names[gap.part],
            "uncovered": left.uncovered,
            "unplaced": left.unplaced,
            "covered": left.covered,
            "total": left.total,
            "reason": gap.reason.code if isinstance(gap.reason, GapReason) else "",
            "nearest": None if gap.nearest_point is None else points[gap.nearest_point],
            "nearest_minutes": np.inf if gap.nearest_s is None else gap.nearest_s / 60,
            "median_minutes": np.inf if gap.median_s is None else gap.median_s / 60,
            "geometry": None if outside else parts.shapes[gap.part],
        }
