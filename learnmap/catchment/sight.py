"""Sight: nearness where screens may hide a place from the street.

The value of a place is as in `learnmap.catchment.nearness`, of those streets only that are seen
from it. Where the nearest place of a piece is hidden, places of the piece at most 5 m apart are
tried in its stead.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.blocks import BLOCK_M, block_lines
from learnmap.catchment.screens import TOUCH_M, crosses

_STEP_M: Final = 5.0
_TRIED: Final = 8
"""Lines of those that hid most of late, which are asked whether they hide a whole block."""


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
    rings = int(off_street_m / BLOCK_M) + 1
    hiding, closest = np.empty(len(screens), np.int32), np.empty(len(screens), np.int32)
    for block in range(rows * columns):
        block_row, block_column = block // columns, block % columns
        row0 = int(np.ceil(block_row * BLOCK_M / cell_m))
        row1 = min(height, int(np.ceil((block_row + 1) * BLOCK_M / cell_m)))
        column0 = int(np.ceil(block_column * BLOCK_M / cell_m))
        column1 = min(width, int(np.ceil((block_column + 1) * BLOCK_M / cell_m)))
        gathered, count = False, 0
        for row in range(row0, row1):
            y = south + row * cell_m
            for column in range(column0, column1):
                if in_water[row, column]:
                    values[row, column] = cell_m
                # A street that is nearer than any screen is seen.
                street_m = values[row, column] + off_street_m
                if values[row, column] >= cell_m or street_m < screen_m[row, column]:
                    continue
                if values[row, column] == -cell_m:
                    continue
                if not gathered:
                    gathered = True
                    for r in range(max(0, block_row - rings), min(rows, block_row + rings + 1)):
                        first = screen_offset[r * columns + max(0, block_column - rings)]
                        last = screen_offset[
                            r * columns + min(columns - 1, block_column + rings) + 1
                        ]
                        hiding[count : count + last - first] = screens[first:last]
                        count += last - first
                x = west + column * cell_m
                close = _close_by(x, y, off_street_m, lines, hiding[:count], closest)
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
                    lines,
                    closest[:close],
                )


@njit(nogil=True, cache=True)
def _close_by(
    x: float,
    y: float,
    within_m: float,
    lines: NDArray[np.float64],
    hiding: NDArray[np.int32],
    closest: NDArray[np.int32],
) -> int:
    """Put the lines within a distance into `closest`; return how many."""
    count = 0
    for k in range(len(hiding)):
        ax, ay, bx, by = lines[hiding[k]]
        # Their boxes are enough.
        if min(ax, bx) - within_m < x < max(ax, bx) + within_m and (
            min(ay, by) - within_m < y < max(ay, by) + within_m
        ):
            closest[count] = hiding[k]
            count += 1
    return count


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
    lines: NDArray[np.float64],
    closest: NDArray[np.int32],
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
                if offset[there] == offset[there + 1] or _is_block_hidden(
                    west + c * BLOCK_M, south + r * BLOCK_M, x, y, lines, closest
                ):
                    continue
                for k in range(offset[there], offset[there + 1]):
                    best = _seen(pieces[items[k]], x, y, best, off_street_m, lines, closest)
                    if best <= -cell_m:
                        return best
    return best


@njit(nogil=True, cache=True)
def _is_block_hidden(
    west: float,
    south: float,
    x: float,
    y: float,
    lines: NDArray[np.float64],
    hiding: NDArray[np.int32],
) -> bool:
    """Tell whether one of the lines that hid most of late hides all corners of a block.

    Then it hides all that lies between them, too.
    """
    for k in range(min(len(hiding), _TRIED)):
        ax, ay, bx, by = lines[hiding[k]]
        if (
            crosses(west, south, x, y, ax, ay, bx, by)
            and crosses(west + BLOCK_M, south, x, y, ax, ay, bx, by)
            and crosses(west, south + BLOCK_M, x, y, ax, ay, bx, by)
            and crosses(west + BLOCK_M, south + BLOCK_M, x, y, ax, ay, bx, by)
        ):
            hiding[0], hiding[k] = hiding[k], hiding[0]
            return True
    return False


@njit(nogil=True, cache=True)
def _seen(
    piece: NDArray[np.float64],
    x: float,
    y: float,
    best: float,
    off_street_m: float,
    lines: NDArray[np.float64],
    hiding: NDArray[np.int32],
) -> float:
    """Return the least value of the places of a piece that are seen, or `best` if that is less."""
    dx, dy = piece[2] - piece[0], piece[3] - piece[1]
    px, py = x - piece[0], y - piece[1]
    square = dx * dx + dy * dy
    part = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square > 0.0 else 0.0
    ex, ey = px - part * dx, py - part * dy
    limit = best + off_street_m
    if ex * ex + ey * ey >= limit * limit:
        return best
    length = np.sqrt(square)
    fall = (piece[4] - piece[5]) / length if length > 0.0 else 1.0
    if fall >= 1.0:
        part = 0.0
    elif fall > 0.0:
        along = (px * dx + py * dy) / length
        across = np.sqrt(max(0.0, px * px + py * py - along * along))
        part = (along - across * fall / np.sqrt(1.0 - fall * fall)) / length
        part = min(1.0, max(0.0, part))
    least = _at(piece, part, x, y)
    if least >= best:
        return best
    if not _is_hidden(piece[0] + part * dx, piece[1] + part * dy, x, y, lines, hiding):
        return least
    # A straight line that hides both ends hides all that lies between them.
    if _is_hidden(piece[0], piece[1], x, y, lines, hiding[:1]) and _is_hidden(
        piece[2], piece[3], x, y, lines, hiding[:1]
    ):
        return best
    steps = int(length / _STEP_M) + 1
    for step in range(steps + 1):
        part = step / steps
        then = _at(piece, part, x, y)
        if then < best and not _is_hidden(
            piece[0] + part * dx, piece[1] + part * dy, x, y, lines, hiding
        ):
            best = then
    return best


@njit(nogil=True, cache=True, inline="always")
def _at(piece: NDArray[np.float64], part: float, x: float, y: float) -> float:
    ex = x - piece[0] - part * (piece[2] - piece[0])
    ey = y - piece[1] - part * (piece[3] - piece[1])
    return float(np.sqrt(ex * ex + ey * ey) - (piece[4] + part * (piece[5] - piece[4])))


@njit(nogil=True, cache=True)
def _is_hidden(
    street_x: float,
    street_y: float,
    x: float,
    y: float,
    lines: NDArray[np.float64],
    hiding: NDArray[np.int32],
) -> bool:
    """Tell whether a line crosses the way; the one that does moves to the front of the list."""
    far = np.sqrt((x - street_x) ** 2 + (y - street_y) ** 2)
    if far <= TOUCH_M:
        return False
    start_x = street_x + (x - street_x) * TOUCH_M / far
    start_y = street_y + (y - street_y) * TOUCH_M / far
    for k in range(len(hiding)):
        ax, ay, bx, by = lines[hiding[k]]
        if crosses(start_x, start_y, x, y, ax, ay, bx, by):
            hiding[0], hiding[k] = hiding[k], hiding[0]
            return True
    return False


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
