"""Bars: the screens near a place, as they are seen from it, and what they hide.

A place of a street is hidden when the straight way to it properly crosses a bar, but for the last
`TOUCH_M`. The bar that hid last stands first: it is likely to hide what is beside.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.blocks import BLOCK_M
from learnmap.catchment.screens import TOUCH_M

_TRIED: Final = 8
"""Bars of those that hid most of late, which are asked whether they hide all of something."""


@njit(nogil=True, cache=True, inline="always")
def add_bar(
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
def is_block_hidden(west: float, south: float, bars: NDArray[np.float64], count: int) -> bool:
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


@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def is_piece_hidden(
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
def is_hidden(x: float, y: float, bars: NDArray[np.float64], count: int) -> bool:
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
