"""Outline cuts: where screens end the outline between two places of the grid."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.blocks import BLOCK_M, block_lines
from learnmap.catchment.screens import crosses


@njit(nogil=True, cache=True)
def outline_cuts(
    values: NDArray[np.float64],
    screen_m: NDArray[np.float64],
    lines: NDArray[np.float64],
    west: float,
    south: float,
    cell_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where screens end the outline between neighbours, as `trace_rings` takes them."""
    height, width = values.shape
    rows, columns = int(height * cell_m / BLOCK_M) + 1, int(width * cell_m / BLOCK_M) + 1
    offset, items = block_lines(lines, west, south, rows, columns)
    cut_east = np.full((height, width), np.inf)
    cut_north = np.full((height, width), np.inf)
    for row in range(height - 1):
        for column in range(width - 1):
            if screen_m[row, column] > cell_m:
                continue
            inside = values[row, column] < 0.0
            x, y = west + column * cell_m, south + row * cell_m
            if inside != (values[row, column + 1] < 0.0):
                cut_east[row, column] = _first_met(
                    x, y, x + cell_m, y, inside, lines, offset, items, west, south, columns
                )
            if inside != (values[row + 1, column] < 0.0):
                cut_north[row, column] = _first_met(
                    x, y, x, y + cell_m, inside, lines, offset, items, west, south, columns
                )
    return cut_east, cut_north


@njit(nogil=True, cache=True)
def _first_met(  # noqa: PLR0913 -- a kernel takes arrays
    ax: float,
    ay: float,
    bx: float,
    by: float,
    from_a: bool,  # noqa: FBT001 -- a kernel takes positions
    lines: NDArray[np.float64],
    offset: NDArray[np.int32],
    items: NDArray[np.int32],
    west: float,
    south: float,
    columns: int,
) -> float:
    """Return the part of the way from the inner end to the first line; infinite for none."""
    if not from_a:
        ax, ay, bx, by = bx, by, ax, ay
    least = np.inf
    for r in range(int((min(ay, by) - south) / BLOCK_M), int((max(ay, by) - south) / BLOCK_M) + 1):
        for c in range(
            int((min(ax, bx) - west) / BLOCK_M), int((max(ax, bx) - west) / BLOCK_M) + 1
        ):
            for k in range(offset[r * columns + c], offset[r * columns + c + 1]):
                cx, cy, dx, dy = lines[items[k]]
                if crosses(ax, ay, bx, by, cx, cy, dx, dy):
                    one = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
                    two = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
                    least = min(least, one / (one - two))
    return least
