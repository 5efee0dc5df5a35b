"""Reaches: what many searches find on the same streets."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from queue import SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.network.crossing import BUCKET_S, Queue, Room, cross_each
from learnmap.network.origins import Origin, Starts, starts_of
from learnmap.network.overlay import Overlay
from learnmap.network.searching import Reached

_RING_S: Final = 14_400.0
"""Limits up to this have a bucket for every step of time."""
_ENTRIES: Final = 1 << 13
_ROWS: Final = 1 << 18
"""Nodes that a batch of searches is given room for; memory that is not written is not taken."""
_BATCH: Final = 128
"""Origins that a thread takes at once: a search is shorter than handing it over."""
_WINDOW: Final = 1 << 10
"""Origins that are put in the order in which they lie, for neighbours to find cells in cache."""


def search_many(
    overlay: Overlay, origins: Sequence[Origin], *, limit_s: float, threads: int = 2
) -> Iterator[Reached]:
    """Yield what `search` finds for each origin, in their order; times differ by rounding alone.

    Parameters
    ----------
    overlay : Overlay
        Of the profile and the direction.
    origins : sequence of Origin
    limit_s : float
        Nodes at this time are reached.
    threads : int
        Searches hold no lock, so threads run side by side.
    """
    rooms: SimpleQueue[_Rooms] = SimpleQueue()
    for _ in range(threads):
        rooms.put(_Rooms(overlay))

    def found(starts: Starts) -> list[Reached]:
        room = rooms.get()
        try:
            return room.search_each(starts, limit_s=limit_s)
        finally:
            rooms.put(room)

    with ThreadPoolExecutor(threads) as pool:
        for at in range(0, len(origins), _WINDOW):
            order, starts = _in_place(overlay, origins[at : at + _WINDOW])
            pairs = [slice(2 * k, 2 * (k + _BATCH)) for k in range(0, len(order), _BATCH)]
            parts = [Starts(starts.node[pair], starts.time_s[pair]) for pair in pairs]
            reached = [one for part in pool.map(found, parts) for one in part]
            yield from (reached[k] for k in np.argsort(order))


def _in_place(overlay: Overlay, origins: Sequence[Origin]) -> tuple[NDArray[np.int64], Starts]:
    """Return origins in the order in which they lie, and where their searches start."""
    costs = overlay.costs
    starts = starts_of(costs.graph, costs, origins, towards=overlay.towards)
    at = overlay.position[starts.node].reshape(-1, 2)
    time_s = starts.time_s.reshape(-1, 2)
    order = np.argsort(at[:, 0], kind="stable")
    return order, Starts(at[order].ravel(), time_s[order].ravel())


class _Rooms:
    """Room for one search at a time, which grows as it has to; each thread has its own."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        count = len(overlay.cells.rim)
        self._time_s = np.full(len(overlay.node), np.inf)
        self._seen, self._found = np.zeros(count, np.bool_), np.zeros(count, np.int32)
        self._entries = _ENTRIES
        self._node, self._out_s = np.empty(_ROWS, np.int32), np.empty(_ROWS, np.float64)

    def _room(self, buckets: int) -> Room:
        entries = self._entries
        queue = Queue(
            np.full(buckets, -1, np.int32),
            np.empty(entries, np.float64),
            np.empty(entries, np.int32),
            np.empty(entries, np.int32),
            np.zeros(5, np.int64),
        )
        return Room(self._time_s, self._seen, self._found, queue)

    def search_each(self, starts: Starts, *, limit_s: float) -> list[Reached]:
        """Search from each origin by itself, without coming back to Python in between.

        Parameters
        ----------
        starts : Starts
            At positions of the overlay, two for each origin.
        limit_s : float
        """
        count, buckets = len(starts.node) // 2, self._buckets(starts, limit_s)
        room = self._room(buckets)
        offset = np.zeros(count + 1, np.int64)
        done, rows = 0, _ROWS
        found: list[Reached] = []
        while done < count:
            if rows > len(self._node):
                self._node, self._out_s = np.empty(rows, np.int32), np.empty(rows, np.float64)
            node, time_s = self._node, self._out_s
            before = done
            done, lacking = cross_each(
                self._overlay.cells,
                room,
                self._overlay.node,
                starts.node,
                starts.time_s,
                limit_s,
                done,
                offset,
                node,
                time_s,
            )
            for begin, end in pairwise(offset[before : done + 1].tolist()):
                found.append(Reached(node[begin:end].copy(), time_s[begin:end].copy()))
            if lacking < 0:
                self._entries *= 4
                room = self._room(buckets)
            rows = max(rows, lacking)
        return found

    def _buckets(self, starts: Starts, limit_s: float) -> int:
        """Return how many buckets hold what may wait at one time."""
        span_s = limit_s
        if not limit_s <= _RING_S:
            # It need hold no more than one step, or what lies between the starts.
            cells = self._overlay.cells
            arrays = (cells.time_s, cells.inner.time_s, cells.cut.time_s, starts.time_s)
            most = [array[np.isfinite(array)].max(initial=0.0) for array in arrays]
            span_s = float(most[0] + max(most[1:]))
        return 1 << int(span_s / BUCKET_S + 2).bit_length()
