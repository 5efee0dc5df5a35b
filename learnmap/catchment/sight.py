"""Sight: nearness where screens may hide a place from the street.

The value of a place is as in `learnmap.catchment.nearness`, of those streets only that are seen
from it. Where the nearest place of a piece is hidden, places of the piece at most 5 m apart are
tried in its stead.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.bars import add_bar, is_block_hidden, is_hidden, is_piece_hidden
from learnmap.catchment.blocks import BLOCK_M, block_lines

_STEP_M: Final = 5.0


@njit(nogil=True, cache=True)
def look(  # noqa: PLR0913 -- a kernel takes arrays, in one piece
    pieces: NDArray[np.float64],
    lines: NDArray[np.float64],
    screen_m: NDArray[np.float64],
    in_water: NDArray[np.bool_],
    west: float,
    south: float,
    cell_m: float,
    off_street_m: float,
    values: NDArray[np.float64],
) -> None:
    """Measure grid points again that a screen may hide; those in the water belong to nothing.

    Parameters
    ----------
    pieces : (k, 6) float64
        As in `Reach`, tails included.
    lines : (b, 4) float64
        Screens.
    screen_m : (h, w) float64
        Distance of each grid point to the nearest screen.
    in_water : (h, w) bool
    west, south, cell_m : float
        Of the grid.
    off_street_m : float
    values : (h, w) float64
        As measured without screens.
    """
    height, width = values.shape
    rows, columns = int(height * cell_m / BLOCK_M) + 1, int(width * cell_m / BLOCK_M) + 1
    offset, items = block_lines(pieces, west, south, rows, columns)
    screen_offset, screens = block_lines(lines, west, south, rows, columns)
    most_m = off_street_m + cell_m
    rings = int(most_m / BLOCK_M) + 1
    bars = np.empty((5, len(lines)))
    looked_at = np.full(len(lines), -1, np.int64)
    for row in range(height):
        y = south + row * cell_m
        block_row = int(row * cell_m / BLOCK_M)
        for column in range(width):
            if in_water[row, column]:
                values[row, column] = cell_m
            # A street that is nearer than any screen is seen.
            street_m = values[row, column] + off_street_m
            if values[row, column] >= cell_m or street_m < screen_m[row, column]:
                continue
            if values[row, column] == -cell_m:
                continue
            x = west + column * cell_m
            block_column = int(column * cell_m / BLOCK_M)
            count = 0
            for r in range(max(0, block_row - rings), min(rows, block_row + rings + 1)):
                first = screen_offset[r * columns + max(0, block_column - rings)]
                last = screen_offset[r * columns + min(columns - 1, block_column + rings) + 1]
                for k in range(first, last):
                    line, place = screens[k], row * width + column
                    if looked_at[line] != place:  # it may lie in several blocks
                        looked_at[line] = place
                        count = add_bar(x, y, most_m, lines, line, bars, count)
            values[row, column] = _value(
                pieces,
                offset,
                items,
                block_row,
                block_column,
                rings,
                rows,
                columns,
                west,
                south,
                x,
                y,
                cell_m,
                off_street_m,
                bars,
                count,
            )


@njit(nogil=True, cache=True)
def _value(  # noqa: PLR0913 -- a kernel takes arrays, in one piece
    pieces: NDArray[np.float64],
    offset: NDArray[np.int32],
    items: NDArray[np.int32],
    block_row: int,
    block_column: int,
    rings: int,
    rows: int,
    columns: int,
    west: float,
    south: float,
    x: float,
    y: float,
    cell_m: float,
    off_street_m: float,
    bars: NDArray[np.float64],
    count: int,
) -> float:
    """Return the value of one place; its own block is looked at first."""
    best = cell_m
    for ring in range(rings + 1):
        for r in range(max(0, block_row - ring), min(rows, block_row + ring + 1)):
            rim = r in (block_row - ring, block_row + ring)
            step = 1 if rim else max(1, 2 * ring)
            for c in range(block_column - ring, block_column + ring + 1, step):
                if c < 0 or c >= columns:
                    continue
                there = r * columns + c
                if offset[there] == offset[there + 1]:
                    continue
                east_m, north_m = west + c * BLOCK_M - x, south + r * BLOCK_M - y
                apart_x = max(0.0, east_m, -east_m - BLOCK_M)
                apart_y = max(0.0, north_m, -north_m - BLOCK_M)
                within = best + off_street_m
                if apart_x * apart_x + apart_y * apart_y >= within * within:
                    continue
                if is_block_hidden(east_m, north_m, bars, count):
                    continue
                for k in range(offset[there], offset[there + 1]):
                    best = _seen(pieces, items[k], x, y, best, off_street_m, bars, count)
                    if best <= -cell_m:
                        return best  # far inside, only the sign counts
    return best


@njit(nogil=True, cache=True)
def _seen(
    pieces: NDArray[np.float64],
    i: int,
    x: float,
    y: float,
    best: float,
    off_street_m: float,
    bars: NDArray[np.float64],
    count: int,
) -> float:
    """Return the least value of the places of a piece that are seen, or `best` if that is less."""
    dx, dy = pieces[i, 2] - pieces[i, 0], pieces[i, 3] - pieces[i, 1]
    px, py = x - pieces[i, 0], y - pieces[i, 1]
    square = dx * dx + dy * dy
    part = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square > 0.0 else 0.0
    ex, ey = px - part * dx, py - part * dy
    limit = best + off_street_m
    if ex * ex + ey * ey >= limit * limit:
        return best
    if is_piece_hidden(-px, -py, dx - px, dy - py, bars, count):
        return best
    length = np.sqrt(square)
    fall = (pieces[i, 4] - pieces[i, 5]) / length if length > 0.0 else 1.0
    if fall >= 1.0:
        part = 0.0
    elif fall > 0.0:
        along = (px * dx + py * dy) / length
        across = np.sqrt(max(0.0, px * px + py * py - along * along))
        part = (along - across * fall / np.sqrt(1.0 - fall * fall)) / length
        part = min(1.0, max(0.0, part))
    least = _at(pieces, i, part, px, py)
    if least >= best:
        return best
    if not is_hidden(part * dx - px, part * dy - py, bars, count):
        return least
    if is_piece_hidden(-px, -py, dx - px, dy - py, bars, 1):
        return best
    steps = int(length / _STEP_M) + 1
    for step in range(steps + 1):
        part = step / steps
        then = _at(pieces, i, part, px, py)
        if then < best and not is_hidden(part * dx - px, part * dy - py, bars, count):
            best = then
    return best


@njit(nogil=True, cache=True, inline="always")
def _at(pieces: NDArray[np.float64], i: int, part: float, px: float, py: float) -> float:
    """Return the value of a place, px, py from where a piece begins, by one part of it."""
    ex = px - part * (pieces[i, 2] - pieces[i, 0])
    ey = py - part * (pieces[i, 3] - pieces[i, 1])
    left_m = pieces[i, 4] + part * (pieces[i, 5] - pieces[i, 4])
    return float(np.sqrt(ex * ex + ey * ey) - left_m)
