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
                        count = _add_bar(x, y, most_m, lines, line, bars, count)
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
                if _is_block_hidden(east_m, north_m, bars, count):
                    continue
                for k in range(offset[there], offset[there + 1]):
                    best = _seen(pieces, items[k], x, y, best, off_street_m, bars, count)
                    if best <= -cell_m:
                        return best  # far inside, only the sign counts
    return best


@njit(nogil=True, cache=True, inline="always")
def _add_bar(
    x: float,
    y: float,
    within_m: float,
    lines: NDArray[np.float64],
    line: int,
    bars: NDArray[np.float64],
    count: int,
) -> int:
    """Add a line to `bars` if it comes near to a place; return how many there are now.

    A bar is a line as seen from the place: where it begins, where it goes, and twice the area
    of the triangle that both make, by which `_clear_of` tells on which side of it the place is.
    """
    ax, ay = lines[line, 0] - x, lines[line, 1] - y
    dx, dy = lines[line, 2] - lines[line, 0], lines[line, 3] - lines[line, 1]
    square = dx * dx + dy * dy
    part = min(1.0, max(0.0, -(ax * dx + ay * dy) / square)) if square > 0.0 else 0.0
    ex, ey = ax + part * dx, ay + part * dy
    if ex * ex + ey * ey >= within_m * within_m:
        return count
    bars[0, count], bars[1, count], bars[2, count], bars[3, count] = ax, ay, dx, dy
    bars[4, count] = ax * dy - ay * dx
    return count + 1


@njit(nogil=True, cache=True, inline="always")
def _clear_of(bars: NDArray[np.float64], k: int, x: float, y: float) -> float:
    """Return less than 0 when the straight way to a place seen at x, y properly crosses a bar.

    Of each two products one side is less than 0 when a line's ends lie on both sides of another.
    """
    begin = x * bars[1, k] - y * bars[0, k]
    end = begin + x * bars[3, k] - y * bars[2, k]
    there = bars[4, k] + bars[2, k] * y - bars[3, k] * x
    return float(max(begin * end, bars[4, k] * there))


# Without numbers that are none, the compiler takes several bars at a time.
@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def _hiders(bars: NDArray[np.float64], first: int, last: int, x: float, y: float) -> int:
    """Count the bars that hide a place."""
    hits = 0
    for k in range(first, last):
        hits += 1 if _clear_of(bars, k, x, y) < 0.0 else 0
    return hits


@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def _is_block_hidden(west: float, south: float, bars: NDArray[np.float64], count: int) -> bool:
    """Tell whether one of the bars that hid most of late hides all corners of a block.

    Then it hides all that lies between them, too.
    """
    east, north = west + BLOCK_M, south + BLOCK_M
    hits = 0
    for k in range(min(count, _TRIED)):
        corners = max(_clear_of(bars, k, west, south), _clear_of(bars, k, east, north))
        others = max(_clear_of(bars, k, west, north), _clear_of(bars, k, east, south))
        hits += 1 if max(corners, others) < 0.0 else 0
    return hits > 0


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
    if _is_piece_hidden(-px, -py, dx - px, dy - py, bars, count):
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
    if _is_piece_hidden(-px, -py, dx - px, dy - py, bars, 1):
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


@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def _is_piece_hidden(
    ax: float, ay: float, bx: float, by: float, bars: NDArray[np.float64], count: int
) -> bool:
    """Tell whether one of the bars that hid most of late hides both ends of a piece."""
    one, other = _off_street(ax, ay), _off_street(bx, by)
    hits = 0
    for k in range(min(count, _TRIED)):
        both = max(
            _clear_of(bars, k, one * ax, one * ay), _clear_of(bars, k, other * bx, other * by)
        )
        hits += 1 if both < 0.0 else 0
    return hits > 0


@njit(nogil=True, cache=True, inline="always")
def _off_street(x: float, y: float) -> float:
    """Return by what to multiply a way to a street, so that it ends where the street is touched."""
    far = np.sqrt(x * x + y * y)
    return float((far - TOUCH_M) / far) if far > TOUCH_M else 0.0


@njit(nogil=True, cache=True)
def _is_hidden(x: float, y: float, bars: NDArray[np.float64], count: int) -> bool:
    """Tell whether a bar hides a place of a street; the one that does moves to the front."""
    part = _off_street(x, y)
    if part == 0.0 or count == 0:
        return False
    x, y = part * x, part * y
    if _clear_of(bars, 0, x, y) < 0.0:
        return True
    if _hiders(bars, 1, count, x, y) == 0:
        return False
    k = 1
    while not _clear_of(bars, k, x, y) < 0.0:
        k += 1
    _to_front(bars, k)
    return True


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
