"""Cells: which lines lie in which part of the map, as arrays that can be opened from disk.

A cell is a square of `CELL_STEPS` stored units; a line is listed in every cell that the box of
one of its straight pieces touches. The cells are sorted, so that one is found by bisection.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

CELL_STEPS: Final = 20_000
"""Side of a cell in stored units of 1e-7 degrees: 0.002 degrees, some 220 m to the north."""


@dataclass(frozen=True, slots=True)
class CellIndex:
    """Lines by cell.

    Attributes
    ----------
    key : (c,) int64
        Of the cells that hold any line, in rising order (`cell_key`).
    offset : (c + 1,) int32
        Where each cell's lines begin in `item`.
    item : (i,) int32
        Lines, rising within a cell.
    """

    key: NDArray[np.int64]
    offset: NDArray[np.int32]
    item: NDArray[np.int32]


def index_lines(
    offset: NDArray[np.integer], x: NDArray[np.int32], y: NDArray[np.int32]
) -> CellIndex:
    """List lines by the cells that they may touch.

    Parameters
    ----------
    offset : (m + 1,) integers
        Where each line's vertices begin.
    x, y : (k,) int32
        Vertices in stored units.
    """
    if len(offset) < 2:
        return CellIndex(np.empty(0, np.int64), np.zeros(1, np.int32), np.empty(0, np.int32))
    starts = np.asarray(offset[:-1])
    pieces = np.delete(np.arange(len(x) - 1), starts[1:] - 1)
    line = np.searchsorted(starts, pieces, side="right") - 1
    low_x, high_x = (f(x[pieces], x[pieces + 1]) // CELL_STEPS for f in (np.minimum, np.maximum))
    low_y, high_y = (f(y[pieces], y[pieces + 1]) // CELL_STEPS for f in (np.minimum, np.maximum))
    wide, high = high_x - low_x + 1, high_y - low_y + 1
    count = wide.astype(np.int64) * high
    piece = np.repeat(np.arange(len(pieces)), count)
    within = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    key = cell_key(low_x[piece] + within % wide[piece], low_y[piece] + within // wide[piece])
    pairs = np.unique(np.column_stack([key, line[piece]]), axis=0)
    keys, begins = np.unique(pairs[:, 0], return_index=True)
    return CellIndex(
        keys, np.append(begins, len(pairs)).astype(np.int32), pairs[:, 1].astype(np.int32)
    )


def cell_key(column: NDArray[np.integer], row: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the keys of cells, by their column to the east and row to the north."""
    return (np.asarray(row, np.int64) << 32) + np.asarray(column, np.int64)


@njit(nogil=True, cache=True)
def cell_items(
    key: NDArray[np.int64], offset: NDArray[np.int32], column: int, row: int
) -> tuple[int, int]:
    """Return where a cell's lines begin and end in `CellIndex.item`; both 0 for none."""
    wanted = (np.int64(row) << 32) + np.int64(column)
    low, high = 0, len(key)
    while low < high:
        middle = (low + high) >> 1
        if key[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < len(key) and key[low] == wanted:
        return int(offset[low]), int(offset[low + 1])
    return 0, 0
