"""The way of a walk: which parts of which edges, and the line from door to door."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.walkgraph import DEGREE_STEP

VIA_U: Final = 0
VIA_V: Final = 1
ALONG: Final = 2
"""How one comes to a place on an edge: by its end u, by v, or along the edge itself."""
_SAME_DEGREES: Final = 1e-9


@njit(nogil=True, cache=True)
def way_parts(  # noqa: PLR0913 -- a kernel takes arrays
    edge: NDArray[np.int32],
    along_m: NDArray[np.float64],
    ways: NDArray[np.uint8],
    by_arc: NDArray[np.int32],
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    edge_u: NDArray[np.int32],
    edge_v: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    origin_edge: int,
    origin_m: float,
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return where each walk's parts begin, and rows of edge, metres from and metres to."""
    offset = np.zeros(len(edge) + 1, np.int32)
    for k in range(len(edge)):
        steps = 1
        if ways[k] != ALONG:
            node = edge_u[edge[k]] if ways[k] == VIA_U else edge_v[edge[k]]
            steps = 2
            while by_arc[node] >= 0:
                node = np.searchsorted(arc_offset, by_arc[node], side="right") - 1
                steps += 1
        offset[k + 1] = offset[k] + steps
    parts = np.empty((offset[-1], 3))
    for k in range(len(edge)):
        at = offset[k + 1] - 1
        if ways[k] == ALONG:
            parts[at] = float(edge[k]), origin_m, along_m[k]
            continue
        length_m = edge_length_m[edge[k]]
        parts[at] = float(edge[k]), 0.0 if ways[k] == VIA_U else length_m, along_m[k]
        node = edge_u[edge[k]] if ways[k] == VIA_U else edge_v[edge[k]]
        while by_arc[node] >= 0:
            at -= 1
            e = arc_edge[by_arc[node]]
            before = np.searchsorted(arc_offset, by_arc[node], side="right") - 1
            length_m = edge_length_m[e]
            if edge_u[e] == before:
                parts[at] = float(e), 0.0, length_m
            else:
                parts[at] = float(e), length_m, 0.0
            node = before
        # The search began with the walks to both ends of the edge, u first.
        first_u = by_arc[node] == -1
        end_m = 0.0 if first_u else edge_length_m[origin_edge]
        parts[at - 1] = float(origin_edge), origin_m, end_m
    return offset, parts


@njit(nogil=True, cache=True)
def way_lines(  # noqa: PLR0913 -- a kernel takes arrays
    part_offset: NDArray[np.int32],
    parts: NDArray[np.float64],
    here_lon: float,
    here_lat: float,
    there_lon: NDArray[np.float64],
    there_lat: NDArray[np.float64],
    kx: float,
    ky: float,
    vertex_offset: NDArray[np.int32],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return where each line begins, and longitudes and latitudes from door to door."""
    most = 0
    for i in range(len(parts)):
        e = int(parts[i, 0])
        most += vertex_offset[e + 1] - vertex_offset[e] + 2
    line = np.empty((most + 2 * len(there_lon), 2))
    offset = np.zeros(len(there_lon) + 1, np.int64)
    count = 0
    for k in range(len(there_lon)):
        begin = count
        count = _add(line, begin, count, here_lon, here_lat)
        for i in range(part_offset[k], part_offset[k + 1]):
            e, from_m, to_m = int(parts[i, 0]), parts[i, 1], parts[i, 2]
            first, last = vertex_offset[e], vertex_offset[e + 1] - 1
            plane_m = 0.0
            for j in range(first, last):
                plane_m += np.hypot(
                    (vertex_x[j + 1] - vertex_x[j]) * kx, (vertex_y[j + 1] - vertex_y[j]) * ky
                )
            if plane_m == 0.0:
                at_lon, at_lat = vertex_x[first] * DEGREE_STEP, vertex_y[first] * DEGREE_STEP
                count = _add(line, begin, count, at_lon, at_lat)
                continue
            grow = edge_length_m[e] / plane_m  # positions are in the edge's own metres
            onward = to_m >= from_m
            run = 0.0 if onward else edge_length_m[e]
            for step in range(last - first):
                a = first + step if onward else last - step
                b = a + 1 if onward else a - 1
                ax, ay = vertex_x[a] * DEGREE_STEP, vertex_y[a] * DEGREE_STEP
                bx, by = vertex_x[b] * DEGREE_STEP, vertex_y[b] * DEGREE_STEP
                length = grow * np.hypot(
                    (vertex_x[b] - vertex_x[a]) * kx, (vertex_y[b] - vertex_y[a]) * ky
                )
                # In metres from this vertex on, whichever way the edge is walked.
                start = max(0.0, from_m - run if onward else run - from_m)
                end = min(length, to_m - run if onward else run - to_m)
                run = run + length if onward else run - length
                if end >= start and length > 0.0:
                    for part in (start / length, end / length):
                        count = _add(
                            line, begin, count, ax + part * (bx - ax), ay + part * (by - ay)
                        )
        count = _add(line, begin, count, there_lon[k], there_lat[k])
        if count - begin < 2:  # a line has two ends, also where nobody moves
            line[count, 0], line[count, 1] = there_lon[k], there_lat[k]
            count += 1
        offset[k + 1] = count
    return offset, line[:count]


@njit(nogil=True, cache=True, inline="always")
def _add(line: NDArray[np.float64], begin: int, count: int, lon: float, lat: float) -> int:
    """Put a place behind a line's last one, unless it is the same."""
    if (
        count > begin
        and abs(line[count - 1, 0] - lon) <= _SAME_DEGREES
        and abs(line[count - 1, 1] - lat) <= _SAME_DEGREES
    ):
        return count
    line[count, 0], line[count, 1] = lon, lat
    return count + 1
