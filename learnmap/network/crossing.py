"""Crossing: the kernels of a bounded search over an overlay, from rim to rim of its cells.

The queue is one of buckets, as in `settling`; a time is written as soon as it is known to be
possible and bettered where it can be, so that in the end all are exact.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.overlay import Cells

BUCKET_S: Final = 4.0
_WAITING, _USED, _FREE, _BUCKET, _FULL = range(5)


class Queue(NamedTuple):
    """Positions that wait, by their time.

    Attributes
    ----------
    first : (b,) int32
        First entry of each bucket, -1 for none; b is a power of 2, as they are used in a ring.
    time_s, position, following : (e,)
        Of each entry: what waits, and the entry after it in its bucket.
    state : (5,) int64
        How many wait; how many entries were ever used; the first free one of them; the bucket
        that is looked at; whether there was no room.
    """

    first: NDArray[np.int32]
    time_s: NDArray[np.float64]
    position: NDArray[np.int32]
    following: NDArray[np.int32]
    state: NDArray[np.int64]


class Room(NamedTuple):
    """What one search at a time writes into.

    Attributes
    ----------
    time_s : (n,) float64
        Of each position; infinite between searches.
    seen : (k,) bool
        Cells that the search came to; none between searches.
    found : (k,) int32
        Their numbers, in the order of coming.
    queue : Queue
    """

    time_s: NDArray[np.float64]
    seen: NDArray[np.bool_]
    found: NDArray[np.int32]
    queue: Queue


@njit(nogil=True, cache=True)
def cross_each(  # noqa: PLR0913 -- a kernel takes arrays
    cells: Cells,
    room: Room,
    node: NDArray[np.int32],
    starts: NDArray[np.int32],
    start_s: NDArray[np.float64],
    limit_s: float,
    done: int,
    offset: NDArray[np.int64],
    out_node: NDArray[np.int32],
    out_s: NDArray[np.float64],
) -> tuple[int, int]:
    """Search from origin after origin, from the one numbered `done`, while there is room.

    Each has two starts. What is found is written one after the other into `out_*`, of each
    origin from its `offset` to the next one's.

    Returns
    -------
    done : int
        The first origin that is still to be done.
    lacking : int
        Rows that `out_*` has to have for it; 0 where it lacks none, less than 0 where the queue
        had no room.
    """
    offset[done] = 0
    for k in range(done, len(starts) // 2):
        pair = slice(2 * k, 2 * k + 2)
        count = _cross(cells, room, starts[pair], start_s[pair], limit_s)
        rows = 0
        for at in range(count):
            rows += cells.begin[room.found[at] + 1] - cells.begin[room.found[at]]
        full = room.queue.state[_FULL] != 0
        if full or offset[k] + rows > len(out_node):
            _forget(cells, room, count)
            return k, -1 if full else rows
        offset[k + 1] = _write(cells, room, count, node, limit_s, offset[k], out_node, out_s)
    return len(starts) // 2, 0


@njit(nogil=True, cache=True)
def _cross(
    cells: Cells,
    room: Room,
    starts: NDArray[np.int32],
    start_s: NDArray[np.float64],
    limit_s: float,
) -> int:
    """Write times of all positions in reach; return how many cells were found."""
    queue, time_s = room.queue, room.time_s
    queue.state[:] = (0, 0, -1, 1 << 62, 0)
    count = 0
    for k in range(len(starts)):
        if start_s[k] <= limit_s and start_s[k] < time_s[starts[k]]:
            count = _come(cells, room, count, starts[k], start_s[k])
    _settle_inside(cells, queue, time_s, limit_s)
    for k in range(count):
        cell = room.found[k]
        for at in range(cells.begin[cell], cells.begin[cell] + cells.rim[cell]):
            if time_s[at] <= limit_s:
                count = _leave(cells, room, count, at, limit_s)
    while queue.state[_WAITING] > 0:
        entry = _next(queue)
        if entry < 0:
            continue
        at, now = queue.position[entry], queue.time_s[entry]
        if now <= time_s[at]:
            count = _pass(cells, room, count, at, now, limit_s)
    return count


@njit(nogil=True, cache=True)
def _pass(cells: Cells, room: Room, count: int, at: int, now: float, limit_s: float) -> int:
    """Go from a position on a rim through its cell, and on from there to others."""
    cell, time_s = cells.of[at], room.time_s
    begin, size = cells.begin[cell], cells.begin[cell + 1] - cells.begin[cell]
    row = cells.table[cell] + (at - begin) * size
    for k in range(cells.rim[cell]):
        then = now + cells.time_s[row + k]
        if begin + k == at or (then <= limit_s and then < time_s[begin + k]):
            time_s[begin + k] = then
            count = _leave(cells, room, count, begin + k, limit_s)
    inside = begin + cells.rim[cell]
    _lower(time_s[inside : begin + size], cells.time_s[row + cells.rim[cell] : row + size], now)
    return count


@njit(nogil=True, cache=True)
def _lower(time_s: NDArray[np.float64], apart_s: NDArray[np.float64], now: float) -> None:
    """Write what is sooner; a loop without a branch, which a compiler makes several steps wide."""
    for k in range(len(time_s)):
        then = now + apart_s[k]
        time_s[k] = then if then < time_s[k] else time_s[k]  # noqa: FURB136 -- min() branches


@njit(nogil=True, cache=True)
def _leave(cells: Cells, room: Room, count: int, at: int, limit_s: float) -> int:
    """Go from a position on a rim to those next to it in other cells."""
    now, cut = room.time_s[at], cells.cut
    for arc in range(cut.begin[at], cut.begin[at + 1]):
        then = now + cut.time_s[arc]
        if then <= limit_s and then < room.time_s[cut.to[arc]]:
            count = _come(cells, room, count, cut.to[arc], then)
    return count


@njit(nogil=True, cache=True)
def _come(cells: Cells, room: Room, count: int, at: int, then: float) -> int:
    """Write a time and let its position wait."""
    cell = cells.of[at]
    if not room.seen[cell]:
        room.seen[cell] = True
        room.found[count] = cell
        count += 1
    room.time_s[at] = then
    _put(room.queue, at, then)
    return count


@njit(nogil=True, cache=True)
def _settle_inside(cells: Cells, queue: Queue, time_s: NDArray[np.float64], limit_s: float) -> None:
    """Search from what waits, within the cells where it waits."""
    inner = cells.inner
    while queue.state[_WAITING] > 0:
        entry = _next(queue)
        if entry < 0:
            continue
        at, now = queue.position[entry], queue.time_s[entry]
        if now > time_s[at]:
            continue
        for arc in range(inner.begin[at], inner.begin[at + 1]):
            then = now + inner.time_s[arc]
            if then <= limit_s and then < time_s[inner.to[arc]]:
                time_s[inner.to[arc]] = then
                _put(queue, inner.to[arc], then)
    queue.state[_BUCKET] = 1 << 62


@njit(nogil=True, cache=True)
def _put(queue: Queue, at: int, then: float) -> None:
    state = queue.state
    entry = state[_FREE]
    if entry >= 0:
        state[_FREE] = queue.following[entry]
    elif state[_USED] < len(queue.time_s):
        entry = state[_USED]
        state[_USED] += 1
    else:
        state[_FULL] = 1
        return
    bucket = np.int64(then / BUCKET_S)
    state[_WAITING] += 1
    state[_BUCKET] = min(state[_BUCKET], bucket)
    slot = bucket & (len(queue.first) - 1)
    queue.time_s[entry], queue.position[entry] = then, at
    queue.following[entry], queue.first[slot] = queue.first[slot], entry


@njit(nogil=True, cache=True)
def _next(queue: Queue) -> int:
    """Take an entry of the bucket that is looked at; return -1 where it is empty, and go on."""
    state = queue.state
    slot = state[_BUCKET] & (len(queue.first) - 1)
    entry = queue.first[slot]
    if entry < 0:
        state[_BUCKET] += 1
        return -1
    queue.first[slot] = queue.following[entry]
    queue.following[entry], state[_FREE] = state[_FREE], entry
    state[_WAITING] -= 1
    return int(entry)


@njit(nogil=True, cache=True)
def _write(
    cells: Cells,
    room: Room,
    count: int,
    node: NDArray[np.int32],
    limit_s: float,
    row: int,
    out_node: NDArray[np.int32],
    out_s: NDArray[np.float64],
) -> int:
    """Write what was found, clear it, and return the row after the last."""
    for k in range(count):
        cell = room.found[k]
        room.seen[cell] = False
        for at in range(cells.begin[cell], cells.begin[cell + 1]):
            then = room.time_s[at]
            room.time_s[at] = np.inf
            out_node[row], out_s[row] = node[at], then
            row += then <= limit_s and then < np.inf
    return row


@njit(nogil=True, cache=True)
def _forget(cells: Cells, room: Room, count: int) -> None:
    """Clear what was found, and what waits."""
    for k in range(count):
        cell = room.found[k]
        room.seen[cell] = False
        room.time_s[cells.begin[cell] : cells.begin[cell + 1]] = np.inf
    room.queue.first[:] = -1
