"""Settling: the kernels of a bounded search, by a queue of buckets.

Dijkstra's search (1959) with Dial's buckets (1969) in place of a heap: a bucket holds the nodes
whose times lie within the same second. Within a bucket the order is free, and a node that
is improved later is looked at once more, so that the times are exact (label correcting, as in
the delta-stepping of Meyer and Sanders 2003).
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

BUCKET_S: Final = 1.0
AT_ONCE_S: Final = 5e-324
"""A time of nothing as a workspace holds it, where 0 means not reached."""


@njit(nogil=True, cache=True)
def clear(time_s: NDArray[np.float64], found: NDArray[np.int32], count: int) -> None:
    """Forget the times of the nodes that were found."""
    for k in range(count):
        time_s[found[k]] = 0.0


@njit(nogil=True, cache=True)
def settle(  # noqa: C901, PLR0912, PLR0913 -- a kernel takes arrays, and is quickest in one piece
    arc_offset: NDArray[np.int32],
    arc_node: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    s_per_m: NDArray[np.float64],
    starts: NDArray[np.int32],
    start_s: NDArray[np.float64],
    limit_s: float,
    time_s: NDArray[np.float64],
    by_arc: NDArray[np.int32],
    found: NDArray[np.int32],
    first: NDArray[np.int32],
    entry_s: NDArray[np.float64],
    entry_node: NDArray[np.int32],
    entry_next: NDArray[np.int32],
) -> int:
    """Write times; return how many nodes were found, less than 0 when entries ran out.

    Buckets are lists: `first` holds the first entry of each, -1 for none, and `entry_next` the
    one after an entry. They are used in a ring. Entries that are done with are used again.
    """
    mask = len(first) - 1
    count, waiting, used, free = 0, 0, 0, -1
    bucket = np.int64(1 << 62)
    for k in range(len(starts)):
        node, then = starts[k], start_s[k]
        if not then <= limit_s or then == np.inf:
            continue
        then = max(then, AT_ONCE_S)
        if time_s[node] == 0.0:
            found[count] = node
            count += 1
        elif then >= time_s[node]:
            continue
        time_s[node], by_arc[node] = then, -1 - k
        if used == len(entry_s):
            return -count
        entry, used, waiting = used, used + 1, waiting + 1
        slot = np.int64(then / BUCKET_S)
        bucket = min(bucket, slot)
        entry_s[entry], entry_node[entry] = then, node
        entry_next[entry], first[slot & mask] = first[slot & mask], entry
    while waiting > 0:
        entry = first[bucket & mask]
        if entry < 0:
            bucket += 1
            continue
        first[bucket & mask] = entry_next[entry]
        entry_next[entry], free = free, entry
        waiting -= 1
        now, node = entry_s[entry], entry_node[entry]
        if now > time_s[node]:
            continue
        for arc in range(arc_offset[node], arc_offset[node + 1]):
            then = now + arc_m[arc] * s_per_m[arc_flags[arc]]
            other = arc_node[arc]
            before = time_s[other]
            # A closed arc of no length gives no number, which is not within any limit.
            if not then <= limit_s or then == np.inf or (before != 0.0 and then >= before):
                continue
            if before == 0.0:
                found[count] = other
                count += 1
            time_s[other], by_arc[other] = then, arc
            if free >= 0:
                entry, free = free, entry_next[free]
            elif used < len(entry_s):
                entry, used = used, used + 1
            else:
                return -count
            waiting += 1
            slot = np.int64(then / BUCKET_S) & mask
            entry_s[entry], entry_node[entry] = then, other
            entry_next[entry], first[slot] = first[slot], entry
    return count
