"""The field of walking times around reached streets, on a square grid in metres.

A place belongs to a catchment when some reached point of a street lies within the off-street
limit of it and the time to that point, plus the straight way to it, is within the cutoff.
Along one straight piece of street the best point to leave it is the first from which the
place is within the limit, since walking on along the street is never faster than walking
straight (the triangle inequality). The field is exact at every grid point.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.traversals import Traversals
from learnmap.network import WalkCosts, WalkGraph
from learnmap.network.localplane import LocalPlane
from learnmap.network.walkgraph import DEGREE_STEP

CELL_M: Final = 10.0
"""Distance between grid points."""
_RIM_M: Final = 1.5 * CELL_M
"""How far beyond the off-street limit distances are kept, to draw its rim between points."""


@dataclass(frozen=True, slots=True)
class TimeField:
    """Times and distances at grid points.

    Attributes
    ----------
    x, y : (w,), (h,) float64
        Metres east and north of the plane's origin.
    time_s : (h, w) float64
        Walking time; infinite where no reached street is within the off-street limit.
    street_m : (h, w) float64
        Distance to the nearest reached street; infinite beyond the limit and its rim.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    time_s: NDArray[np.float64]
    street_m: NDArray[np.float64]


def time_field(
    graph: WalkGraph,
    costs: WalkCosts,
    streets: Traversals,
    plane: LocalPlane,
    *,
    off_street_m: float,
) -> TimeField:
    """Compute the field around reached streets.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile; off the street it walks at its speed on the flat.
    streets : Traversals
        At least one.
    plane : LocalPlane
        Near the streets.
    off_street_m : float
        How far a walker leaves the street.

    Returns
    -------
    TimeField
    """
    pieces = _straight_pieces(
        streets.edge,
        streets.from_m,
        streets.to_m,
        streets.start_s,
        graph.vertex_offset,
        graph.vertex_x,
        graph.vertex_y,
        graph.edge_length_m,
        costs.s_per_m,
        plane.lon,
        plane.lat,
        *plane.scale,
    )
    margin = off_street_m + _RIM_M + CELL_M
    west = math.floor((min(pieces[:, 0].min(), pieces[:, 2].min()) - margin) / CELL_M)
    east = math.ceil((max(pieces[:, 0].max(), pieces[:, 2].max()) + margin) / CELL_M)
    south = math.floor((min(pieces[:, 1].min(), pieces[:, 3].min()) - margin) / CELL_M)
    north = math.ceil((max(pieces[:, 1].max(), pieces[:, 3].max()) + margin) / CELL_M)
    x = np.arange(west, east + 1) * CELL_M
    y = np.arange(south, north + 1) * CELL_M
    time_s = np.full((len(y), len(x)), np.inf)
    street_m = np.full((len(y), len(x)), np.inf)
    _spread_times(
        pieces, x[0], y[0], off_street_m, 1 / costs.profile.speed_m_per_s, time_s, street_m
    )
    return TimeField(x, y, time_s, street_m)


@njit(nogil=True, cache=True)
def _straight_pieces(  # noqa: PLR0913 -- a kernel takes arrays
    edge: NDArray[np.int32],
    from_m: NDArray[np.float64],
    to_m: NDArray[np.float64],
    start_s: NDArray[np.float64],
    vertex_offset: NDArray[np.int64],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    s_per_m: NDArray[np.float64],
    lon: float,
    lat: float,
    kx: float,
    ky: float,
) -> NDArray[np.float64]:
    """Return rows of x and y where a piece starts and ends, start time, seconds per metre."""
    most = 0
    for i in range(len(edge)):
        most += vertex_offset[edge[i] + 1] - vertex_offset[edge[i]]
    rows = np.empty((most, 6))
    count = 0
    for i in range(len(edge)):
        e = edge[i]
        first, last = vertex_offset[e], vertex_offset[e + 1] - 1
        plane_m = 0.0
        for k in range(first, last):
            plane_m += np.hypot(
                (vertex_x[k + 1] - vertex_x[k]) * DEGREE_STEP * kx,
                (vertex_y[k + 1] - vertex_y[k]) * DEGREE_STEP * ky,
            )
        # Positions are in the edge's ellipsoidal metres; `grow` turns the plane's into them.
        grow = edge_length_m[e] / plane_m if plane_m > 0.0 else 1.0
        onward = to_m[i] >= from_m[i]
        low, high = min(from_m[i], to_m[i]), max(from_m[i], to_m[i])
        rate = s_per_m[e]
        run = 0.0
        before = count
        for k in range(first, last):
            ax = (vertex_x[k] * DEGREE_STEP - lon) * kx
            ay = (vertex_y[k] * DEGREE_STEP - lat) * ky
            bx = (vertex_x[k + 1] * DEGREE_STEP - lon) * kx
            by = (vertex_y[k + 1] * DEGREE_STEP - lat) * ky
            length = np.hypot(bx - ax, by - ay) * grow
            begin, end = max(low, run), min(high, run + length)
            if end >= begin and length > 0.0:
                p, q = (begin - run) / length, (end - run) / length
                if not onward:
                    p, q = q, p
                rows[count, 0] = ax + p * (bx - ax)
                rows[count, 1] = ay + p * (by - ay)
                rows[count, 2] = ax + q * (bx - ax)
                rows[count, 3] = ay + q * (by - ay)
                rows[count, 4] = start_s[i] + abs((begin if onward else end) - from_m[i]) * rate
                rows[count, 5] = rate * grow
                count += 1
            run += length
        if count == before:
            # An edge of no length, or an end that the sum of lengths misses by a rounding.
            k = last if low > 0.0 else first
            rows[count, 0] = rows[count, 2] = (vertex_x[k] * DEGREE_STEP - lon) * kx
            rows[count, 1] = rows[count, 3] = (vertex_y[k] * DEGREE_STEP - lat) * ky
            rows[count, 4], rows[count, 5] = start_s[i], rate
            count += 1
    return rows[:count]


@njit(nogil=True, cache=True)
def _spread_times(
    pieces: NDArray[np.float64],
    west: float,
    south: float,
    limit_m: float,
    off_s_per_m: float,
    time_s: NDArray[np.float64],
    street_m: NDArray[np.float64],
) -> None:
    """Lower times and distances at the grid points near each piece."""
    height, width = time_s.shape
    margin = limit_m + _RIM_M
    margin2, limit2 = margin * margin, limit_m * limit_m
    for i in range(len(pieces)):
        ax, ay, bx, by, start_s, rate = pieces[i]
        dx, dy = bx - ax, by - ay
        length = np.hypot(dx, dy)
        if length > 0.0:
            dx, dy = dx / length, dy / length
        row0 = max(0, int(np.ceil((min(ay, by) - margin - south) / CELL_M)))
        row1 = min(height - 1, int(np.floor((max(ay, by) + margin - south) / CELL_M)))
        col0 = max(0, int(np.ceil((min(ax, bx) - margin - west) / CELL_M)))
        col1 = min(width - 1, int(np.floor((max(ax, bx) + margin - west) / CELL_M)))
        for row in range(row0, row1 + 1):
            py = south + row * CELL_M - ay
            for col in range(col0, col1 + 1):
                px = west + col * CELL_M - ax
                along = px * dx + py * dy
                nearest = min(length, max(0.0, along))
                ex, ey = px - nearest * dx, py - nearest * dy
                square = ex * ex + ey * ey
                if square > margin2:
                    continue
                if square < street_m[row, col] ** 2:
                    street_m[row, col] = np.sqrt(square)
                if square > limit2 or start_s >= time_s[row, col]:
                    continue
                across2 = max(0.0, px * px + py * py - along * along)
                leave = 0.0
                if px * px + py * py > limit2:
                    leave = min(length, max(0.0, along - np.sqrt(max(0.0, limit2 - across2))))
                away = np.sqrt((along - leave) ** 2 + across2)
                then = start_s + leave * rate + away * off_s_per_m
                time_s[row, col] = min(time_s[row, col], then)
