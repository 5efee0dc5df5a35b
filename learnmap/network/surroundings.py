"""Surroundings: what an extract shows near a place, as lines on a plane in metres."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.network.cells import CELL_STEPS, CellIndex, cell_key
from learnmap.network.localplane import LocalPlane
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.runs import runs_of
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

DIRECTIONS: Final = (
    "north",
    "north_east",
    "east",
    "south_east",
    "south",
    "south_west",
    "west",
    "north_west",
)
"""Eighths of the compass, each 45 degrees wide with its name's bearing in the middle."""

Lines = NDArray[np.object_]
"""An array of shapely geometries, in metres on a plane."""


@dataclass(frozen=True, slots=True)
class NearLines:
    """Lines that come within a radius of a place.

    Attributes
    ----------
    row : (k,) int64
        Which edge, excluded way or obstacle it is.
    line : (k,) shapely.LineString
        Whole, in metres east and north of the place.
    distance_m : (k,) float64
        From the place.
    """

    row: NDArray[np.int64]
    line: Lines
    distance_m: NDArray[np.float64]

    def where(self, keep: NDArray[np.bool_]) -> "NearLines":
        """Return some of them."""
        return NearLines(self.row[keep], self.line[keep], self.distance_m[keep])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies within a radius of a place.

    Attributes
    ----------
    graph : WalkGraph
    plane : LocalPlane
        Its origin is the place.
    radius_m : float
    edges : NearLines
        Streets of the graph, whoever may walk them.
    excluded : NearLines
        Streets that feet may not use; rows of `WalkGraph.excluded`.
    obstacles : NearLines
        Lines of `WalkGraph.obstacles`; rings round water are in `water`.
    water : shapely geometry
        Polygons in metres; whole within the radius.
    """

    graph: WalkGraph
    plane: LocalPlane
    radius_m: float
    edges: NearLines
    excluded: NearLines
    obstacles: NearLines
    water: BaseGeometry


def surroundings(graph: WalkGraph, place: tuple[float, float], radius_m: float) -> Surroundings:
    """Gather what lies within a radius of a place.

    Parameters
    ----------
    graph : WalkGraph
    place : tuple of float
        Longitude and latitude, EPSG:4326.
    radius_m : float

    Returns
    -------
    Surroundings
    """
    plane = LocalPlane(*place)
    obstacles, excluded = graph.obstacles, graph.excluded
    drawn = _Drawn(obstacles.offset, obstacles.x, obstacles.y)
    near = _listed(obstacles.cells, plane, radius_m)
    rings = obstacles.kind[near] == ObstacleKind.WATER
    ways = _Drawn(excluded.offset, excluded.x, excluded.y)
    return Surroundings(
        graph,
        plane,
        radius_m,
        edges_near(graph, plane, radius_m),
        ways.near(ways.in_box(plane, radius_m), plane, radius_m),
        drawn.near(near[~rings], plane, radius_m),
        _water(drawn.lines(near[rings], plane)),
    )


def edges_near(graph: WalkGraph, plane: LocalPlane, radius_m: float) -> NearLines:
    """Return the edges that come within a radius of a plane's origin."""
    near = _listed(graph.edge_cells, plane, radius_m)
    return _edges(graph).near(near, plane, radius_m)


def edge_lines(graph: WalkGraph, edges: NDArray[np.integer], plane: LocalPlane) -> Lines:
    """Return edges as lines on a plane in metres."""
    return _edges(graph).lines(edges, plane)


def to_metres(plane: LocalPlane, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn (k, 2) longitudes and latitudes into metres east and north of a plane's origin."""
    return (degrees - (plane.lon, plane.lat)) * plane.scale


def direction_of(metres: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the index into `DIRECTIONS` of (k, 2) places as seen from the origin."""
    bearing = np.degrees(np.arctan2(metres[:, 0], metres[:, 1]))
    return np.asarray(np.floor(bearing / 45 + 0.5), np.int64) % len(DIRECTIONS)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Lines as a graph stores them: where each begins, and vertices in stored units."""

    offset: NDArray[np.int32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]

    def near(self, rows: NDArray[np.integer], plane: LocalPlane, radius_m: float) -> NearLines:
        lines = self.lines(rows, plane)
        distance_m = shapely.distance(lines, shapely.Point(0, 0)).astype(np.float64)
        return NearLines(np.asarray(rows, np.int64), lines, distance_m).where(
            distance_m <= radius_m
        )

    def lines(self, rows: NDArray[np.integer], plane: LocalPlane) -> Lines:
        begins, vertex = runs_of(self.offset, rows)
        of = np.repeat(np.arange(len(rows)), np.diff(begins))
        steps = np.column_stack([self.x[vertex], self.y[vertex]]).astype(np.float64)
        degrees = steps * DEGREE_STEP
        return np.asarray(shapely.linestrings(to_metres(plane, degrees), indices=of), object)

    def in_box(self, plane: LocalPlane, radius_m: float) -> NDArray[np.int64]:
        """Return the lines whose boxes meet the box round a circle."""
        if len(self.offset) < 2:
            return np.empty(0, np.int64)
        west, south, east, north = _box(plane, radius_m)
        meets = np.ones(len(self.offset) - 1, bool)
        for axis, low, high in ((self.x, west, east), (self.y, south, north)):
            meets &= np.minimum.reduceat(axis, self.offset[:-1]) <= high
            meets &= np.maximum.reduceat(axis, self.offset[:-1]) >= low
        return np.flatnonzero(meets)


def _edges(graph: WalkGraph) -> _Drawn:
    return _Drawn(graph.vertex_offset, graph.vertex_x, graph.vertex_y)


def _box(plane: LocalPlane, radius_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the box round a circle, in stored units."""
    x, y = plane.lon / DEGREE_STEP, plane.lat / DEGREE_STEP
    kx, ky = plane.scale
    wide, high = radius_m / kx / DEGREE_STEP, radius_m / ky / DEGREE_STEP
    return x - wide, y - high, x + wide, y + high


def _listed(cells: CellIndex, plane: LocalPlane, radius_m: float) -> NDArray[np.int64]:
    """Return the lines that a cell near a circle lists, rising."""
    west, south, east, north = (int(edge // CELL_STEPS) for edge in _box(plane, radius_m))
    columns, rows = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    wanted = cell_key(columns.ravel(), rows.ravel())
    at = np.searchsorted(cells.key, wanted)
    known = at < len(cells.key)
    known[known] = cells.key[at[known]] == wanted[known]
    parts = [cells.item[cells.offset[k] : cells.offset[k + 1]] for k in at[known]]
    return np.unique(np.concatenate([np.empty(0, np.int32), *parts])).astype(np.int64)


def _water(rings: Lines) -> BaseGeometry:
    """Return the places within an odd number of rings, as polygons."""
    if not len(rings):
        return shapely.MultiPolygon()  # it has a boundary, which an empty collection lacks
    places, ring = shapely.get_coordinates(rings, return_index=True)
    drawn = shapely.polygons(shapely.linearrings(places, indices=ring))
    # By structure, so that a ring that touches itself leaves no lines.
    parts = np.asarray(
        shapely.make_valid(np.asarray(drawn, object), method="structure", keep_collapsed=False)
    )
    inner, _ = shapely.STRtree(parts).query(parts, predicate="covered_by")
    depth = np.bincount(inner, minlength=len(parts))  # a ring lies within itself
    water: BaseGeometry = shapely.union_all(parts[depth == 1])
    for level in range(2, int(depth.max(initial=1)) + 1):
        nested = shapely.union_all(parts[depth == level])
        water = water.union(nested) if level % 2 else water.difference(nested)
    return water
