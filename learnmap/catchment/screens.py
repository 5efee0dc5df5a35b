"""Screens: the obstacles near a catchment, as straight lines on its plane.

A straight way off the street is barred by a screen that it properly crosses. A screen that is
met within `TOUCH_M` of the street is the street's own edge, as a quay that shares the street's
vertices: leaving the street there crosses nothing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network import WalkGraph
from learnmap.network.cells import CELL_STEPS, cell_items
from learnmap.network.localplane import LocalPlane
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.walkgraph import DEGREE_STEP

TOUCH_M: Final = 0.05
_PART_M: Final = 200.0
_WATER: Final = int(ObstacleKind.WATER)


@dataclass(frozen=True, slots=True)
class Screens:
    """Straight lines that bar the way.

    Attributes
    ----------
    lines : (k, 4) float64
        East and north of both ends, in metres on the plane; none is longer than 200 m.
    water : (k,) bool
        Lines of rings round water.
    """

    lines: NDArray[np.float64]
    water: NDArray[np.bool_]


def screens_near(
    graph: WalkGraph, plane: LocalPlane, box: tuple[float, float, float, float]
) -> Screens:
    """Return the screens near a box.

    Parameters
    ----------
    graph : WalkGraph
    plane : LocalPlane
    box : tuple of float
        West, south, east, north in metres on the plane.

    Returns
    -------
    Screens
        All that touch the box, and whole rings of water, so that a row of places crosses
        every ring an even number of times.
    """
    kx, ky = plane.scale
    obstacles = graph.obstacles
    lines, water = _gather(
        obstacles.offset,
        obstacles.x,
        obstacles.y,
        obstacles.kind,
        obstacles.cells.key,
        obstacles.cells.offset,
        obstacles.cells.item,
        plane.lon / DEGREE_STEP,
        plane.lat / DEGREE_STEP,
        kx * DEGREE_STEP,
        ky * DEGREE_STEP,
        *box,
    )
    return Screens(lines, water)


@njit(nogil=True, cache=True)
def _gather(  # noqa: C901, PLR0913 -- a kernel takes arrays, in one piece
    offset: NDArray[np.int32],
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    kind: NDArray[np.uint8],
    cell_key: NDArray[np.int64],
    cell_offset: NDArray[np.int32],
    cell_item: NDArray[np.int32],
    x0: float,
    y0: float,
    step_x: float,
    step_y: float,
    west: float,
    south: float,
    east: float,
    north: float,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the rows of `Screens`."""
    column0 = int(np.floor((x0 + west / step_x) / CELL_STEPS))
    column1 = int(np.floor((x0 + east / step_x) / CELL_STEPS))
    row0 = int(np.floor((y0 + south / step_y) / CELL_STEPS))
    row1 = int(np.floor((y0 + north / step_y) / CELL_STEPS))
    count = 0
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            first, last = cell_items(cell_key, cell_offset, column, row)
            count += last - first
    found = np.empty(count, np.int32)
    count = 0
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            first, last = cell_items(cell_key, cell_offset, column, row)
            found[count : count + last - first] = cell_item[first:last]
            count += last - first
    # A line that lies in several cells counts once.
    found = np.unique(found)
    count = 0
    for item in found:
        for k in range(offset[item], offset[item + 1] - 1):
            dx, dy = (x[k + 1] - x[k]) * step_x, (y[k + 1] - y[k]) * step_y
            count += int(np.sqrt(dx * dx + dy * dy) / _PART_M) + 1
    lines, water = np.empty((count, 4)), np.empty(count, np.bool_)
    count = 0
    for item in found:
        is_water = kind[item] == _WATER
        for k in range(offset[item], offset[item + 1] - 1):
            ax, ay = (x[k] - x0) * step_x, (y[k] - y0) * step_y
            bx, by = (x[k + 1] - x0) * step_x, (y[k + 1] - y0) * step_y
            if max(ay, by) < south or min(ay, by) > north:
                continue
            if not is_water and (max(ax, bx) < west or min(ax, bx) > east):
                continue
            parts = int(np.sqrt((bx - ax) ** 2 + (by - ay) ** 2) / _PART_M) + 1
            for part in range(parts):
                p, q = part / parts, (part + 1) / parts
                lines[count, 0], lines[count, 1] = ax + p * (bx - ax), ay + p * (by - ay)
                lines[count, 2], lines[count, 3] = ax + q * (bx - ax), ay + q * (by - ay)
                water[count] = is_water
                count += 1
    return lines[:count], water[:count]


@njit(nogil=True, cache=True)
def distances(
    lines: NDArray[np.float64],
    within_m: float,
    west: float,
    south: float,
    cell_m: float,
    height: int,
    width: int,
) -> NDArray[np.float64]:
    """Return the distance of each point of a grid to the nearest line; infinite beyond a limit."""
    least = np.full((height, width), np.inf)
    for k in range(len(lines)):
        ax, ay, bx, by = lines[k]
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        row0 = max(0, int(np.ceil((min(ay, by) - within_m - south) / cell_m)))
        row1 = min(height - 1, int(np.floor((max(ay, by) + within_m - south) / cell_m)))
        column0 = max(0, int(np.ceil((min(ax, bx) - within_m - west) / cell_m)))
        column1 = min(width - 1, int(np.floor((max(ax, bx) + within_m - west) / cell_m)))
        for row in range(row0, row1 + 1):
            py = south + row * cell_m - ay
            for column in range(column0, column1 + 1):
                px = west + column * cell_m - ax
                part = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square > 0.0 else 0.0
                ex, ey = px - part * dx, py - part * dy
                least[row, column] = min(least[row, column], ex * ex + ey * ey)
    for row in range(height):
        for column in range(width):
            apart = np.sqrt(least[row, column])
            least[row, column] = apart if apart <= within_m else np.inf
    return least


@njit(nogil=True, cache=True)
def points_in_water(
    lines: NDArray[np.float64],
    water: NDArray[np.bool_],
    west: float,
    south: float,
    cell_m: float,
    height: int,
    width: int,
) -> NDArray[np.bool_]:
    """Tell which points of a grid lie within an odd number of rings of water."""
    odd = np.zeros((height, width), np.bool_)
    for k in range(len(lines)):
        if not water[k]:
            continue
        ax, ay, bx, by = lines[k]
        if ay > by:
            ax, ay, bx, by = bx, by, ax, ay
        row0 = max(0, int(np.ceil((ay - south) / cell_m)))
        row1 = min(height - 1, int(np.ceil((by - south) / cell_m)) - 1)
        for row in range(row0, row1 + 1):
            at = ax + (south + row * cell_m - ay) / (by - ay) * (bx - ax)
            column = max(0, int(np.ceil((at - west) / cell_m)))
            if column < width:
                odd[row, column] = not odd[row, column]
    for row in range(height):
        inside = False
        for column in range(width):
            inside = inside != odd[row, column]
            odd[row, column] = inside
    return odd


@njit(nogil=True, cache=True, inline="always")
def crosses(
    px: float, py: float, qx: float, qy: float, ax: float, ay: float, bx: float, by: float
) -> bool:
    """Tell whether a straight way properly crosses a line."""
    one = (qx - px) * (ay - py) - (qy - py) * (ax - px)
    two = (qx - px) * (by - py) - (qy - py) * (bx - px)
    if (one < 0.0) == (two < 0.0) or one == 0.0 or two == 0.0:
        return False
    three = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    four = (bx - ax) * (qy - ay) - (by - ay) * (qx - ax)
    return (three < 0.0) != (four < 0.0) and three != 0.0 and four != 0.0
