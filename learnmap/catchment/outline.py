"""Outlines: the rings where a grid of values passes from below zero to above it.

Marching squares, with the crossings between grid points interpolated, and the rings simplified
by Douglas and Peucker (1973). Where two opposite corners of a square are inside they stay
apart. So of two grids, one nowhere above the other, the outline of the lower one lies around
that of the higher.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, cache=True)
def trace_rings(  # noqa: C901 -- four corners, each with its case
    values: NDArray[np.float64],
    cut_east: NDArray[np.float64],
    cut_north: NDArray[np.float64],
    cell_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Trace the zero lines of a grid.

    Parameters
    ----------
    values : (h, w) float64
        Below zero inside; at the rim of the grid above zero.
    cut_east, cut_north : (h, w) float64 or (0, 0)
        How much of the way between a grid point and its eastern or northern neighbour lies
        before an obstacle, from the end that is inside; infinite where there is none.
    cell_m : float
        Distance between neighbours, in the unit of the values.

    Returns
    -------
    places : (k, 2) float64
        Columns and rows, fractions included; rings are closed, the inside on their left.
    offset : (r + 1,) int64
        Where each ring begins.
    """
    height, width = values.shape
    # A crossing is called after the grid point west or south of it, and its direction.
    after = np.full(2 * height * width, -1, np.int32)
    starts = np.empty(2 * height * width, np.int32)
    count = 0
    for row in range(height - 1):
        for column in range(width - 1):
            a = values[row, column] < 0.0
            b = values[row, column + 1] < 0.0
            c = values[row + 1, column + 1] < 0.0
            d = values[row + 1, column] < 0.0
            if a == b and b == c and c == d:
                continue
            here = row * width + column
            south, west = 2 * here, 2 * here + 1
            north, east = 2 * (here + width), 2 * (here + 1) + 1
            # From the crossing right of an inner corner, round the inner corners next to it.
            if a and not b:
                after[south] = west if not d else (north if not c else east)
                starts[count] = south
                count += 1
            if b and not c:
                after[east] = south if not a else (west if not d else north)
                starts[count] = east
                count += 1
            if c and not d:
                after[north] = east if not b else (south if not a else west)
                starts[count] = north
                count += 1
            if d and not a:
                after[west] = north if not c else (east if not b else south)
                starts[count] = west
                count += 1
    places = np.empty((2 * count + 1, 2))
    offset = np.empty(count + 1, np.int64)
    rings, filled = 0, 0
    offset[0] = 0
    for k in range(count):
        crossing = starts[k]
        if after[crossing] < 0:
            continue
        while after[crossing] >= 0:
            _place(places[filled], crossing, values, cut_east, cut_north, cell_m)
            filled += 1
            following = after[crossing]
            after[crossing] = -1
            crossing = following
        places[filled] = places[offset[rings]]
        filled += 1
        rings += 1
        offset[rings] = filled
    return places[:filled], offset[: rings + 1]


@njit(nogil=True, cache=True)
def _place(
    place: NDArray[np.float64],
    crossing: int,
    values: NDArray[np.float64],
    cut_east: NDArray[np.float64],
    cut_north: NDArray[np.float64],
    cell_m: float,
) -> None:
    """Interpolate where the zero line crosses between two grid points."""
    point, northward = crossing // 2, crossing % 2 == 1
    row, column = point // values.shape[1], point % values.shape[1]
    here = values[row, column]
    there = values[row + 1, column] if northward else values[row, column + 1]
    part = here / (here - there)
    if cut_east.size > 0:
        most = cut_north[row, column] if northward else cut_east[row, column]
        if most < np.inf:
            # What lies behind is hidden, and says nothing of how far one comes before it.
            most = min(most, -min(here, there) / cell_m)
            part = most if here < 0.0 else 1.0 - most
    place[0] = column if northward else column + part
    place[1] = row + part if northward else row


@njit(nogil=True, cache=True)
def simplify_rings(  # noqa: C901 -- a kernel is quickest in one piece
    places: NDArray[np.float64], offset: NDArray[np.int64], tolerance: float, least_area: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Simplify closed rings, and leave out the smallest.

    Parameters
    ----------
    places : (k, 2) float64
    offset : (r + 1,) int64
    tolerance : float
        No vertex that is left out lies farther from the ring than this.
    least_area : float
        Rings round less than this are left out.

    Returns
    -------
    places : (j, 2) float64
    offset : (q + 1,) int64
    """
    kept = np.empty_like(places)
    begins = np.zeros(len(offset), np.int64)
    stays = np.empty(len(places), np.bool_)
    stack = np.empty((len(places), 2), np.int64)
    count, rings = 0, 0
    for ring in range(len(offset) - 1):
        first, last = offset[ring], offset[ring + 1] - 1
        if abs(ring_area(places, first, last)) < least_area:
            continue
        stays[first : last + 1] = False
        farthest, most = first, 0.0
        for k in range(first, last):
            apart = np.hypot(places[k, 0] - places[first, 0], places[k, 1] - places[first, 1])
            if apart > most:
                farthest, most = k, apart
        stays[first] = stays[last] = stays[farthest] = True
        stack[0] = first, farthest
        stack[1] = farthest, last
        height = 2
        while height > 0:
            height -= 1
            begin, end = stack[height]
            split, worst = begin, tolerance
            for k in range(begin + 1, end):
                apart = _from_line(places, k, begin, end)
                if apart > worst:
                    split, worst = k, apart
            if split > begin:
                stays[split] = True
                stack[height] = begin, split
                stack[height + 1] = split, end
                height += 2
        for k in range(first, last + 1):
            if stays[k]:
                kept[count] = places[k]
                count += 1
        rings += 1
        begins[rings] = count
    return kept[:count], begins[: rings + 1]


@njit(nogil=True, cache=True)
def ring_area(places: NDArray[np.float64], first: int, last: int) -> float:
    """Return the signed area of a closed ring; above zero where the inside is on its left."""
    twice = 0.0
    for k in range(first, last):
        twice += (places[k, 0] - places[first, 0]) * (places[k + 1, 1] - places[first, 1])
        twice -= (places[k + 1, 0] - places[first, 0]) * (places[k, 1] - places[first, 1])
    return twice / 2.0


@njit(nogil=True, cache=True)
def parents(places: NDArray[np.float64], offset: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each ring the shell that it is a hole of, itself for a shell; -1 for no shell.

    Of several shells round a hole the smallest is its own.
    """
    count = len(offset) - 1
    areas = np.empty(count)
    for ring in range(count):
        areas[ring] = ring_area(places, offset[ring], offset[ring + 1] - 1)
    parent = np.full(count, -1, np.int64)
    for ring in range(count):
        if areas[ring] > 0.0:
            parent[ring] = ring
            continue
        x, y = places[offset[ring]]
        for shell in range(count):
            if areas[shell] < -areas[ring]:
                continue
            nearer = parent[ring] < 0 or areas[shell] < areas[parent[ring]]
            if nearer and _is_within(places, offset[shell], offset[shell + 1] - 1, x, y):
                parent[ring] = shell
    return parent


@njit(nogil=True, cache=True)
def _is_within(places: NDArray[np.float64], first: int, last: int, x: float, y: float) -> bool:
    inside = False
    for k in range(first, last):
        ax, ay = places[k]
        bx, by = places[k + 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


@njit(nogil=True, cache=True)
def _from_line(places: NDArray[np.float64], k: int, begin: int, end: int) -> float:
    """Return the distance of a vertex from the straight line between two others."""
    dx, dy = places[end, 0] - places[begin, 0], places[end, 1] - places[begin, 1]
    px, py = places[k, 0] - places[begin, 0], places[k, 1] - places[begin, 1]
    square = dx * dx + dy * dy
    part = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square > 0.0 else 0.0
    return float(np.hypot(px - part * dx, py - part * dy))
