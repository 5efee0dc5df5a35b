"""Straight ways: which obstacles lie between two places as the crow flies."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.cells import CELL_STEPS, cell_items
from learnmap.network.obstacles import ObstacleKind, Obstacles
from learnmap.network.walkgraph import DEGREE_STEP

_SIDE: Final = float(CELL_STEPS)


def kind_bit(kind: ObstacleKind) -> int:
    """Return the bit that stands for a kind in what `kinds_between` gives."""
    return 1 << kind


def kinds_between(
    obstacles: Obstacles, tails: NDArray[np.float64], heads: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Find the kinds of obstacle that straight ways cross.

    Which lines cross does not change with the scale of an axis, so that all is done in degrees.

    Parameters
    ----------
    obstacles : Obstacles
    tails, heads : (k, 2) float64
        Longitudes and latitudes of the ends of each way, EPSG:4326, some kilometres apart at most.

    Returns
    -------
    (k,) uint8
        A bit for each kind (`kind_bit`). A way that goes through a line at a vertex crosses it too.
    """
    return _crossed(
        np.ascontiguousarray(tails, np.float64) / DEGREE_STEP,
        np.ascontiguousarray(heads, np.float64) / DEGREE_STEP,
        obstacles.offset,
        obstacles.x,
        obstacles.y,
        obstacles.kind,
        obstacles.cells.key,
        obstacles.cells.offset,
        obstacles.cells.item,
    )


@njit(nogil=True, cache=True)
def _crossed(  # noqa: PLR0913 -- a kernel takes arrays, in one piece
    tails: NDArray[np.float64],
    heads: NDArray[np.float64],
    offset: NDArray[np.int32],
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    kind: NDArray[np.uint8],
    cell_key: NDArray[np.int64],
    cell_offset: NDArray[np.int32],
    cell_item: NDArray[np.int32],
) -> NDArray[np.uint8]:
    """Look at the cells through which each way goes, row by row."""
    found = np.zeros(len(tails), np.uint8)
    for k in range(len(tails)):
        px, py, qx, qy = tails[k, 0], tails[k, 1], heads[k, 0], heads[k, 1]
        low, high = min(py, qy), max(py, qy)
        for row in range(int(low // _SIDE), int(high // _SIDE) + 1):
            # The part of the way within the row, and one unit more against rounding.
            ax, bx = px, qx
            if high > low:
                south, north = max(low, row * _SIDE), min(high, (row + 1) * _SIDE)
                ax = px + (south - py) / (qy - py) * (qx - px)
                bx = px + (north - py) / (qy - py) * (qx - px)
            west, east = min(ax, bx) - 1.0, max(ax, bx) + 1.0
            for column in range(int(west // _SIDE), int(east // _SIDE) + 1):
                first, last = cell_items(cell_key, cell_offset, column, row)
                for i in range(first, last):
                    line = cell_item[i]
                    bit = np.uint8(1) << kind[line]
                    if not found[k] & bit and _is_crossed(
                        px, py, qx, qy, x, y, offset[line], offset[line + 1]
                    ):
                        found[k] |= bit
    return found


@njit(nogil=True, cache=True)
def _is_crossed(
    px: float,
    py: float,
    qx: float,
    qy: float,
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    first: int,
    last: int,
) -> bool:
    """Tell whether a way crosses a line; a vertex on the way counts as left of it."""
    dx, dy = qx - px, qy - py
    was_left = dx * (y[first] - py) - dy * (x[first] - px) >= 0.0
    for k in range(first + 1, last):
        left = dx * (y[k] - py) - dy * (x[k] - px) >= 0.0
        if left != was_left:
            ex, ey = float(x[k] - x[k - 1]), float(y[k] - y[k - 1])
            tail = ex * (py - y[k]) - ey * (px - x[k])
            head = ex * (qy - y[k]) - ey * (qx - x[k])
            if (tail < 0.0 and head > 0.0) or (tail > 0.0 and head < 0.0):
                return True
        was_left = left
    return False
