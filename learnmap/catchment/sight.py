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
_AT_ONCE: Final = 32
"""Bars that are tried together, which is quicker than one after the other."""
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
    most_m = off_street_m + cell_m
    rings = int(most_m / BLOCK_M) + 1
    bars = np.empty((5, len(screens)))
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
                count = _gather_bars(x, y, most_m, lines, screens[first:last], bars, count)
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
                if offset[there] == offset[there + 1] or _is_block_hidden(
                    west + c * BLOCK_M - x, south + r * BLOCK_M - y, bars, count
                ):
                    continue
                for k in range(offset[there], offset[there + 1]):
                    best = _seen(pieces, items[k], x, y, best, off_street_m, bars, count)
                    if best <= -cell_m:
                        return best  # far inside, only the sign counts
    return best


@njit(nogil=True, cache=True)
def _gather_bars(
    x: float,
    y: float,
    within_m: float,
    lines: NDArray[np.float64],
    some: NDArray[np.int32],
    bars: NDArray[np.float64],
    count: int,
) -> int:
    """Add the lines within a distance of a place to `bars`; return how many there are now.

    A bar is a line as seen from the place: where it begins, where it goes, and twice the area
    of the triangle that both make, by which `_bars` tells on which side of it the place is.
    """
    for item in some:
        ax, ay = lines[item, 0] - x, lines[item, 1] - y
        dx, dy = lines[item, 2] - lines[item, 0], lines[item, 3] - lines[item, 1]
        square = dx * dx + dy * dy
        part = min(1.0, max(0.0, -(ax * dx + ay * dy) / square)) if square > 0.0 else 0.0
        ex, ey = ax + part * dx, ay + part * dy
        if ex * ex + ey * ey < within_m * within_m:
            bars[0, count], bars[1, count], bars[2, count], bars[3, count] = ax, ay, dx, dy
            bars[4, count] = ax * dy - ay * dx
            count += 1
    return count


@njit(nogil=True, cache=True, inline="always")
def _bars(bars: NDArray[np.float64], k: int, x: float, y: float) -> bool:
    """Tell whether a bar is properly crossed on the straight way to a place seen at x and y."""
    begin = x * bars[1, k] - y * bars[0, k]
    end = begin + x * bars[3, k] - y * bars[2, k]
    there = bars[4, k] + bars[2, k] * y - bars[3, k] * x
    return bool((begin * end < 0.0) & (bars[4, k] * there < 0.0))


@njit(nogil=True, cache=True)
def _is_block_hidden(west: float, south: float, bars: NDArray[np.float64], count: int) -> bool:
    """Tell whether one of the bars that hid most of late hides all corners of a block.

    Then it hides all that lies between them, too.
    """
    east, north = west + BLOCK_M, south + BLOCK_M
    for k in range(min(count, _TRIED)):
        if (
            _bars(bars, k, west, south)
            and _bars(bars, k, east, north)
            and _bars(bars, k, west, north)
            and _bars(bars, k, east, south)
        ):
            _to_front(bars, k)
            return True
    return False


@njit(nogil=True, cache=True, inline="always")
def _to_front(bars: NDArray[np.float64], k: int) -> None:
    for i in range(5):
        bars[i, 0], bars[i, k] = bars[i, k], bars[i, 0]


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
    if not _is_hidden(part * dx - px, part * dy - py, bars, count):
        return least
    # A straight line that hides both ends hides all that lies between them.
    if _is_hidden(-px, -py, bars, 1) and _is_hidden(dx - px, dy - py, bars, 1):
        return best
    steps = int(length / _STEP_M) + 1
    for step in range(steps + 1):
        part = step / steps
        then = _at(pieces, i, part, px, py)
        if then < best and not _is_hidden(part * dx - px, part * dy - py, bars, count):
            best = then
    return best


@njit(nogil=True, cache=True, inline="always")
def _at(pieces: NDArray[np.float64], i: int, part: float, px: float, py: float) -> float:
    """Return the value of a place, px, py from where a piece begins, by one part of it."""
    ex = px - part * (pieces[i, 2] - pieces[i, 0])
    ey = py - part * (pieces[i, 3] - pieces[i, 1])
    left_m = pieces[i, 4] + part * (pieces[i, 5] - pieces[i, 4])
    return float(np.sqrt(ex * ex + ey * ey) - left_m)


@njit(nogil=True, cache=True)
def _is_hidden(x: float, y: float, bars: NDArray[np.float64], count: int) -> bool:
    """Tell whether a bar hides a place of a street; the one that does moves to the front."""
    far = np.sqrt(x * x + y * y)
    if far <= TOUCH_M or count == 0:
        return False
    x, y = x * (1.0 - TOUCH_M / far), y * (1.0 - TOUCH_M / far)
    if _bars(bars, 0, x, y):
        return True
    for begin in range(1, count, _AT_ONCE):
        end = min(count, begin + _AT_ONCE)
        hits = 0
        for k in range(begin, end):
            hits += _bars(bars, k, x, y)
        if hits > 0:
            k = begin
            while not _bars(bars, k, x, y):
                k += 1
            _to_front(bars, k)
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
