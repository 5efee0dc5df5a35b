"""Chains of pieces between junctions: the contraction of places where nothing branches."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.flags import EdgeFlag

_NO_FORWARD: Final = int(EdgeFlag.NO_FORWARD)
_NO_BACKWARD: Final = int(EdgeFlag.NO_BACKWARD)


@njit(cache=True)
def seen_from(piece: int, place: int, a: NDArray[np.int32], flags: NDArray[np.uint8]) -> int:
    """Return a piece's flags with forward meaning away from `place`."""
    bits = int(flags[piece])
    if a[piece] == place:
        return bits
    turned = bits & ~(_NO_FORWARD | _NO_BACKWARD)
    if bits & _NO_FORWARD:
        turned |= _NO_BACKWARD
    if bits & _NO_BACKWARD:
        turned |= _NO_FORWARD
    return turned


@njit(cache=True)
def find_chains(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    flags: NDArray[np.uint8],
    offset: NDArray[np.int64],
    incident: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Walk every chain of pieces from junction to junction.

    A place is inside a chain when exactly two pieces meet there, with the same flags along
    the direction of walking. Rings without a junction start at their lowest place.

    Parameters
    ----------
    a, b, flags : (m,) arrays
        The pieces.
    offset, incident : (n + 1,), (2m,) arrays
        Pieces at each place.

    Returns
    -------
    starts : (c + 1,) int64
        Where each chain begins in the next two.
    places : (m + c,) int32
        Places of the chains, both ends included; chain ``i`` begins at ``starts[i] + i``.
    pieces : (m,) int32
        Pieces of the chains in walking order.
    """
    n, m = len(offset) - 1, len(a)
    inside = np.zeros(n, np.bool_)
    for place in range(n):
        if offset[place + 1] - offset[place] == 2:
            p, q = incident[offset[place]], incident[offset[place] + 1]
            arriving = seen_from(p, a[p] + b[p] - place, a, flags)
            inside[place] = p != q and arriving == seen_from(q, place, a, flags)
    used = np.zeros(m, np.bool_)
    starts = np.empty(m + 1, np.int64)
    places = np.empty(2 * m, np.int32)
    pieces = np.empty(m, np.int32)
    count, filled = 0, 0
    for rings in range(2):
        for start in range(n):
            if inside[start] and rings == 0:
                continue
            for k in range(offset[start], offset[start + 1]):
                piece = incident[k]
                if used[piece]:
                    continue
                starts[count] = filled
                place = start
                places[filled + count] = place
                while True:
                    used[piece] = True
                    pieces[filled] = piece
                    filled += 1
                    place = a[piece] + b[piece] - place
                    places[filled + count] = place
                    if not inside[place] or place == start:
                        break
                    one, two = incident[offset[place]], incident[offset[place] + 1]
                    piece = two if one == piece else one
                count += 1
    starts[count] = filled
    return starts[: count + 1], places[: filled + count], pieces
