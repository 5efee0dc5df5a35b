"""Sums of groups of numbers that are rounded once, whatever the order of the numbers.

A double is a whole number below 2**53 times a power of two. Those of one power are added up in two
halves, each of which stays a whole number that a double holds exactly, and all that is left is
added up in Python's integers. The result is that of `math.fsum`, for all groups in one pass.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_DIGITS: Final = 53
_HALF: Final = 27
_UNIT: Final = 1 << (1073 + _DIGITS)
"""So many units of `exact_sums` are 1: the last digit of the smallest double is one."""


def exact_sums(
    values: NDArray[np.float64], group: NDArray[np.integer], *, groups: int
) -> list[int]:
    """Add numbers up, group by group, without rounding.

    Parameters
    ----------
    values : (k,) float64
        Not negative, and finite.
    group : (k,) integers
        From 0 to `groups` - 1.
    groups : int

    Returns
    -------
    list of int
        In units that only `rounded` knows; they can be added up further.
    """
    sums = [0] * groups
    if not len(values):
        return sums
    share, power = np.frexp(values)
    whole = np.ldexp(share, _DIGITS)
    high = np.floor(np.ldexp(whole, -_HALF))
    low = whole - np.ldexp(high, _HALF)
    lowest = int(power.min())
    # Only the powers that occur have a column.
    powers = np.flatnonzero(np.bincount(power - lowest))
    column = np.zeros(int(powers[-1]) + 1, np.int64)
    column[powers] = np.arange(len(powers))
    cell = group * len(powers) + column[power - lowest]
    highs, lows = (np.bincount(cell, half, minlength=groups * len(powers)) for half in (high, low))
    filled = np.flatnonzero(highs + lows)
    for one, above, below in zip(
        filled.tolist(), highs[filled].tolist(), lows[filled].tolist(), strict=True
    ):
        row, at = divmod(one, len(powers))
        sums[row] += ((int(above) << _HALF) + int(below)) << (int(powers[at]) + lowest + 1073)
    return sums


def rounded(total: int) -> float:
    """Return a sum of `exact_sums` as the double that is nearest to it."""
    return total / _UNIT
