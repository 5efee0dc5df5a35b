"""Slopes: how many metres on the flat a street counts as, up and down.

Tobler (1993, Three Presentations on Geographical Analysis and Modeling, NCGIA report 93-1) fits
the speed of hikers to ``6 exp(-3.5 |s + 0.05|)`` km/h at the slope ``s = dh / dx`` in the
direction of walking. Only its shape is taken, relative to the flat: at a slope a walker has the
share ``f(s) = exp(-3.5 (|s + 0.05| - 0.05))`` of the own speed on the flat, so that a metre
counts as ``1 / f(s)`` metres: 1.42 up a slope of 10 %, 0.84 down one of 5 %, 1.19 down 15 %.

The heights of an edge are taken at its two nodes and in between at even steps as long as the
raster's cells, never closer: a raster knows nothing finer. Each is the mean of the heights half a
step to the north-east, south-east, south-west and north-west, which at the centre of a cell weighs
the cells around it 1-2-1 both ways. A plane keeps its slope by that, and of a raster's noise, which
walkers would have to climb, little is left: 2 m by chance in every cell of 30 m make the walks of a
flat city longer by 0.4 % and not by 4 %. Slopes steeper than `STEEPEST` count as that: streets are
not, cliffs and houses in the raster are.

The ground under a bridge, or above a tunnel, is not the street's: such an edge slopes evenly
between its ends. Where bridges branch or are crossed halfway, the nodes there hang between the
places where the bridges begin, in proportion to the metres (harmonic, with conductances 1 / m).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve

from learnmap.model.errors import ElevationError
from learnmap.network.elevation import Elevation
from learnmap.network.flags import EdgeFlag
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

_Degrees = NDArray[np.float64]

STEEPEST: Final = 0.5
"""Metres up or down per metre; the steepest streets of cities are at 0.35."""
LEAST_STEP_M: Final = 10.0
"""Between heights along an edge, however fine the raster: kerbs and cars are no slopes."""
_DEGREE_M: Final = 111_195.0
"""Of latitude, on a sphere."""
_EDGES: Final = 1 << 18
"""Edges that are worked on at once."""


def with_slopes(graph: WalkGraph, elevation: Elevation) -> tuple[WalkGraph, int]:
    """Give a graph the slopes of its streets.

    Parameters
    ----------
    graph : WalkGraph
    elevation : Elevation

    Returns
    -------
    tuple of WalkGraph and int
        The graph with `arc_m` and `arc_towards_m` by slope, and how many of its edges have
        heights; the others count as flat.

    Raises
    ------
    ElevationError
        When less than half of the edges have heights, or one is none on Earth.
    """
    west, south, east, north = graph.box
    step_m = max(LEAST_STEP_M, elevation.cell_m((west + east) / 2, (south + north) / 2))
    ground_m = _smooth_heights(elevation, graph.node_lon, graph.node_lat, step_m)
    node_m, hangs = _heights_on_spans(graph, ground_m)
    span = (graph.edge_flags & EdgeFlag.SPAN) > 0
    even = span | (hangs[graph.edge_u] & hangs[graph.edge_v])
    steps = np.maximum(1, np.rint(graph.edge_length_m / step_m)).astype(np.int64)
    steps[even] = 1
    ahead, back = np.ones(graph.edge_count), np.ones(graph.edge_count)
    known = 0
    for first in range(0, graph.edge_count, _EDGES):
        part = slice(first, first + _EDGES)
        ahead[part], back[part], have = _shares(
            graph,
            lambda lon, lat: _smooth_heights(elevation, lon, lat, step_m),
            node_m,
            steps,
            part,
        )
        known += have
    _check_covered(graph, elevation, known)
    tail = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    along = graph.edge_u[graph.arc_edge] == tail
    ahead_m, back_m = (graph.edge_length_m * share for share in (ahead, back))
    sloped = replace(
        graph,
        arc_m=np.where(along, ahead_m[graph.arc_edge], back_m[graph.arc_edge]),
        arc_towards_m=np.where(along, back_m[graph.arc_edge], ahead_m[graph.arc_edge]),
    )
    return sloped, known


def flat_metres(slope: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the metres on the flat that a metre of street counts as, by Tobler's function.

    Parameters
    ----------
    slope : (k,) float64
        Metres up per metre, in the direction of walking.
    """
    capped = np.clip(slope, -STEEPEST, STEEPEST)
    return np.exp(3.5 * (np.abs(capped + 0.05) - 0.05))


def _smooth_heights(
    elevation: Elevation, lon: _Degrees, lat: _Degrees, step_m: float
) -> NDArray[np.float64]:
    """Return the mean heights of four places half a step around each; some may hold none."""
    north = step_m / 2 / _DEGREE_M
    east = north / np.cos(np.radians(lat))
    around = np.stack(
        [
            elevation.heights_m(lon + right * east, lat + up * north)
            for right in (-1, 1)
            for up in (-1, 1)
        ]
    )
    held = np.isfinite(around)
    highest = np.fmax.reduce(around)
    # Differences from one of the four: on even ground they are exactly nothing.
    below = np.where(held, around - highest, 0.0).sum(axis=0)
    return np.asarray(highest + below / np.maximum(1, held.sum(axis=0)))


def _check_covered(graph: WalkGraph, elevation: Elevation, known: int) -> None:
    if 2 * known < graph.edge_count:
        covers, streets = (
            ", ".join(f"{edge:.4f}" for edge in box) for box in (elevation.box, graph.box)
        )
        raise ElevationError(
            f"{elevation.name}: holds heights for {known:,} of {graph.edge_count:,} edges; its "
            f"west, south, east and north are {covers}, those of the streets {streets}; give a "
            "raster that covers the city"
        )


def _shares(
    graph: WalkGraph,
    heights_m: Callable[[_Degrees, _Degrees], NDArray[np.float64]],
    node_m: NDArray[np.float64],
    steps: NDArray[np.int64],
    part: slice,
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Return what a metre counts as along and against edges, and how many have heights."""
    length_m, count = graph.edge_length_m[part], steps[part]
    begins = np.cumsum(count + 1) - (count + 1)
    ends = begins + count
    heights = np.empty(int((count + 1).sum()))
    heights[begins] = node_m[graph.edge_u[part]]
    heights[ends] = node_m[graph.edge_v[part]]
    inner = np.ones(len(heights), bool)
    inner[begins] = inner[ends] = False
    heights[inner] = heights_m(*_inner_places(graph, count, part))
    edge = np.repeat(np.arange(len(count)), count)
    climbs = np.delete(np.diff(heights), ends[:-1])
    step_m = (length_m / count)[edge]
    slope = np.divide(climbs, step_m, out=np.zeros(len(climbs)), where=step_m > 0)
    firsts = np.cumsum(count) - count
    known = np.isfinite(np.add.reduceat(climbs, firsts))
    ahead, back = (
        # The mean of the steps; of the same ones it is exactly one.
        np.where(known, np.add.reduceat(flat_metres(way), firsts) / count, 1.0)
        for way in (slope, -slope)
    )
    return ahead, back, int(known.sum())


def _inner_places(
    graph: WalkGraph, count: NDArray[np.int64], part: slice
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the longitudes and latitudes between the even steps of edges, without their ends."""
    offset = graph.vertex_offset[part.start : part.start + len(count) + 1].astype(np.int64)
    vertices = slice(offset[0], offset[-1])
    lon, lat = (axis[vertices] * DEGREE_STEP for axis in (graph.vertex_x, graph.vertex_y))
    # In degrees of latitude on a sphere: enough to share an edge into equal steps.
    pieces = np.hypot(np.diff(lon) * np.cos(np.radians(lat[1:])), np.diff(lat))
    first, last = offset[:-1] - offset[0], offset[1:] - offset[0] - 1
    run = np.concatenate([[0.0], np.cumsum(pieces)])
    within = count - 1
    edge = np.repeat(np.arange(len(count)), within)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(within) - within, within) + 1
    at = run[first][edge] + number / count[edge] * (run[last] - run[first])[edge]
    return np.interp(at, run, lon), np.interp(at, run, lat)


def _heights_on_spans(
    graph: WalkGraph, ground_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the heights of nodes, and which of them hang on a bridge or lie in a tunnel.

    A node is on the ground where one span ends and another street goes on.
    """
    span = (graph.edge_flags & EdgeFlag.SPAN) > 0
    place = _places(graph)
    count = int(place.max()) + 1
    u, v = place[graph.edge_u], place[graph.edge_v]
    spans, others = (_ends(u, v, kind, count) for kind in (span, ~span & (u != v)))
    place_m = np.full(count, np.nan)
    place_m[place] = ground_m
    held = (spans == 1) & (others > 0) & np.isfinite(place_m)
    u, v, length_m = u[span], v[span], graph.edge_length_m[span]
    links = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(count, count))
    structure = connected_components(links, directed=False)[1]
    anchored = np.bincount(structure, held)[structure] > 0
    hangs = (spans > 0) & ~held & anchored
    if hangs.any():
        place_m[hangs] = _between(u, v, length_m, place_m, hangs)
    heights = np.where(hangs[place], place_m[place], ground_m)
    return heights, hangs[place]


def _places(graph: WalkGraph) -> NDArray[np.int64]:
    """Return a number for each node's place: a kerb stands between two nodes of one place."""
    n = graph.node_count
    same = graph.edge_length_m == 0
    u, v = graph.edge_u[same], graph.edge_v[same]
    links = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def _ends(
    u: NDArray[np.int64], v: NDArray[np.int64], kind: NDArray[np.bool_], count: int
) -> NDArray[np.int64]:
    return np.bincount(np.concatenate([u[kind], v[kind]]), minlength=count)


def _between(
    u: NDArray[np.int64],
    v: NDArray[np.int64],
    length_m: NDArray[np.float64],
    place_m: NDArray[np.float64],
    hangs: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the heights of the places that hang between those that do not."""
    apart = u != v
    size = len(place_m)
    pulls = coo_array((1 / length_m[apart], (u[apart], v[apart])), shape=(size, size))
    pulls = pulls + pulls.T
    balance = csr_array(diags_array(pulls.sum(axis=0)) - pulls)
    loose, held = np.flatnonzero(hangs), np.flatnonzero(~hangs)
    # From the lowest up, so that between even places it is exactly even.
    lowest_m = np.nanmin(place_m)
    pulled = balance[loose][:, held] @ (place_m[held] - lowest_m)
    return lowest_m + np.asarray(spsolve(balance[loose][:, loose].tocsc(), -pulled))
