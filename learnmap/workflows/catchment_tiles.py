"""Tiles of a plan: learning points that lie near each other, with the streets round them.

Each tile goes as far beyond its points as the longest walk, so that it gives the same catchments
as the whole city, to the last bit, also of points at its rim.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learnmap.catchment.extent import extent_m
from learnmap.catchment.tile_work import TileWork, Walkers, walkers_on
from learnmap.network.cells import CELL_STEPS
from learnmap.network.tiles import cells_around, cut_tile
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.workflows.catchment_plan import Pair, Plan, shape_of

SIDE_DEGREES: Final = 32 * CELL_STEPS * DEGREE_STEP
"""Points of one tile lie in a square of this side, some 7 km to the north."""
MOST_POINTS: Final = 100


class CatchmentTiles:
    """Catchments to be computed, by tile.

    Parameters
    ----------
    plan : Plan
    due : sequence of Pair
        Of the plan's points and profiles that join the graph.
    """

    def __init__(self, plan: Plan, due: Sequence[Pair]) -> None:
        self._plan = plan
        wanted = pd.DataFrame(list(due), columns=["point_id", "profile"])
        self._due = plan.snaps[["point_id", "profile", "lon", "lat"]].merge(wanted)
        self._due = self._due.sort_values("point_id", kind="stable", ignore_index=True)
        self._cells = _cells_of(plan, self._due)

    def groups(self) -> Iterator[NDArray[np.int64]]:
        """Yield the rows of each tile; each has all rows of its points."""
        due = self._due
        begins = np.flatnonzero(~due["point_id"].duplicated())
        ends = np.append(begins[1:], len(due))
        lon, lat = due["lon"].to_numpy()[begins], due["lat"].to_numpy()[begins]
        for points in near_together(lon, lat):
            yield np.concatenate([np.arange(begins[i], ends[i]) for i in points])

    def halves(self, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Return the rows of either half of a tile's points; one part where it has one point."""
        points = self.points(rows)
        of_half = self._due["point_id"].iloc[rows].isin(points[: len(points) // 2]).to_numpy()
        return [part for part in (rows[of_half], rows[~of_half]) if len(part)]

    def points(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the ids of a tile's points, in order."""
        return list(dict.fromkeys(self._due["point_id"].iloc[rows]))

    def packed(self, rows: NDArray[np.int64]) -> bytes:
        """Cut a tile out of the city's graph, and pack it with its points.

        Parameters
        ----------
        rows : (k,) int64
            As `groups` yields them.

        Returns
        -------
        bytes
            For `learnmap.catchment.tile_work.compute_tile`.
        """
        cells = self._cells[rows]
        box = np.concatenate([cells[:, :2].min(axis=0), cells[:, 2:].max(axis=0)])
        tile = cut_tile(self._plan.graph, box)
        due = self._due.iloc[rows]
        walkers = []
        for part in self._plan.profiles:
            ids = due.loc[due["profile"] == part.costs.profile.code, "point_id"]
            if len(ids):
                access = tuple(part.access[point_id] for point_id in ids)
                walkers.append(walkers_on(tile, Walkers(part.costs, access)))
        return TileWork(tuple(walkers), shape_of(self._plan.settings)).packed()


def near_together(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> Iterator[NDArray[np.int64]]:
    """Put places into groups: those of one square of a grid, halved while they are too many.

    Parameters
    ----------
    lon, lat : (k,) float64
        Degrees.

    Yields
    ------
    (g,) int64
        Places of a group, at most `MOST_POINTS`; square by square from south-west to north-east.
    """
    if not len(lon):
        return
    squares = np.column_stack([lat // SIDE_DEGREES, lon // SIDE_DEGREES])
    _, square = np.unique(squares, axis=0, return_inverse=True)
    order = np.argsort(square.ravel(), kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(square.ravel()[order])) + 1):
        yield from _halved(places, lon, lat)


def _halved(
    places: NDArray[np.int64], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> Iterator[NDArray[np.int64]]:
    """Cut a group across its longer side until the parts are small enough."""
    if len(places) <= MOST_POINTS:
        yield places
        return
    axis = max(lon, lat, key=lambda degrees: float(np.ptp(degrees[places])))
    ranked = places[np.argsort(axis[places], kind="stable")]
    for part in np.array_split(ranked, 2):
        yield from _halved(part, lon, lat)


def _cells_of(plan: Plan, due: pd.DataFrame) -> NDArray[np.int64]:
    """Return the box of cells that each catchment may depend on, (k, 4)."""
    shape, cells = shape_of(plan.settings), np.empty((len(due), 4), np.int64)
    for part in plan.profiles:
        rows = np.flatnonzero(due["profile"] == part.costs.profile.code)
        lon, lat = due["lon"].to_numpy()[rows], due["lat"].to_numpy()[rows]
        reach_m = extent_m(part.costs, limit_s=shape.cutoffs_s[-1], off_street_m=shape.off_street_m)
        if len(rows):
            cells[rows] = cells_around(lon, lat, reach_m)
    return cells
