"""Blocks: squares of the plane that straight lines are looked up by."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

BLOCK_M: Final = 40.0


@njit(nogil=True, cache=True)
def block_lines(
    lines: NDArray[np.float64], west: float, south: float, rows: int, columns: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List lines by the blocks that their boxes touch; what lies beyond the blocks is left out.

    Parameters
    ----------
    lines : (k, 4 or more) float64
        East and north of both ends in metres.
    west, south : float
        Of the first block.
    rows, columns : int
        Number of blocks.

    Returns
    -------
    offset : (rows * columns + 1,) int32
        Where each block begins, row by row.
    items : (i,) int32
        Lines.
    """
    offset = np.zeros(rows * columns + 1, np.int32)
    for i in range(len(lines)):
        r0, r1, c0, c1 = _blocks_of(lines[i], west, south, rows, columns)
        for row in range(r0, r1 + 1):
            for column in range(c0, c1 + 1):
                offset[row * columns + column + 1] += 1
    for block in range(rows * columns):
        offset[block + 1] += offset[block]
    filled = offset[:-1].copy()
    items = np.empty(offset[-1], np.int32)
    for i in range(len(lines)):
        r0, r1, c0, c1 = _blocks_of(lines[i], west, south, rows, columns)
        for row in range(r0, r1 + 1):
            for column in range(c0, c1 + 1):
                items[filled[row * columns + column]] = i
                filled[row * columns + column] += 1
    return offset, items


@njit(nogil=True, cache=True, inline="always")
def _blocks_of(
    line: NDArray[np.float64], west: float, south: float, rows: int, columns: int
) -> tuple[int, int, int, int]:
    low_x, high_x = min(line[0], line[2]) - west, max(line[0], line[2]) - west
    low_y, high_y = min(line[1], line[3]) - south, max(line[1], line[3]) - south
    return (
        max(0, int(np.floor(low_y / BLOCK_M))),
        min(rows - 1, int(np.floor(high_y / BLOCK_M))),
        max(0, int(np.floor(low_x / BLOCK_M))),
        min(columns - 1, int(np.floor(high_x / BLOCK_M))),
    )
