"""Bounded shortest paths from places on edges.

A workspace is as long as the graph and is used again and again: a search first clears what
the one before it wrote, so that it costs only what it reaches.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from queue import SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.origins import Origin, Starts, starts_of
from learnmap.network.settling import AT_ONCE_S, BUCKET_S, clear, settle, settle_each
from learnmap.network.walkgraph import WalkGraph

_RING_S: Final = 14_400.0
"""Limits up to this have a bucket for every second."""
_ENTRIES: Final = 1 << 14
_ROWS: Final = 1 << 17
"""Nodes that a batch of searches is given room for; memory that is not written is not taken."""
_BATCH: Final = 32
"""Origins that a thread takes at once: a search is shorter than handing it over."""


class Workspace:
    """Room for one search at a time; each thread has its own.

    Parameters
    ----------
    graph : WalkGraph
        That it is used with.

    Attributes
    ----------
    time_s : (n,) float64
        Of the last search; 0 where it did not come (see `found_s` for the times themselves).
    by_arc : (n,) int32
        The arc by which it came to a node, ``-1 - k`` where it began with start k; meaningless
        where it did not come.
    """

    def __init__(self, graph: WalkGraph) -> None:
        node_count = graph.node_count
        # Pages of zeros take no memory until a search comes there.
        self.time_s = np.zeros(node_count, np.float64)
        self.by_arc = np.zeros(node_count, np.int32)
        self._found = np.zeros(node_count, np.int32)
        self._count = 0
        self._first = np.full(1024, -1, np.int32)
        self._grow(_ENTRIES)

    def _grow(self, entries: int) -> None:
        self._entry_s = np.empty(entries, np.float64)
        self._entry_node = np.empty(entries, np.int32)
        self._entry_next = np.empty(entries, np.int32)

    @property
    def found(self) -> NDArray[np.int32]:
        """Nodes that the last search reached, in no order; a view, overwritten by the next."""
        return self._found[: self._count]

    def found_s(self) -> NDArray[np.float64]:
        """Return the seconds of the nodes in `found`."""
        time_s = self.time_s[self.found]
        time_s[time_s == AT_ONCE_S] = 0.0
        return time_s

    def run(
        self,
        graph: WalkGraph,
        costs: WalkCosts,
        starts: Starts,
        *,
        limit_s: float,
        towards: bool,
    ) -> None:
        """Search from nodes with given times; what is found stays here until the next run.

        Parameters
        ----------
        graph, costs
        starts : Starts
            Nodes with infinite times are passed over.
        limit_s : float
            Nodes at exactly this time are reached.
        towards : bool
            As for `search`.
        """
        self._have_buckets(costs, starts, limit_s=limit_s, towards=towards)
        while True:
            clear(self.time_s, self._found, self._count)
            self._count = settle(
                graph.arc_offset,
                graph.arc_node,
                graph.arc_flags,
                graph.metres(towards=towards),
                costs.s_per_m(towards=towards),
                starts.node,
                starts.time_s,
                limit_s,
                self.time_s,
                self.by_arc,
                self._found,
                self._first,
                self._entry_s,
                self._entry_node,
                self._entry_next,
            )
            if self._count >= 0:
                return
            self._count = -self._count  # there was no room: what was written is to be cleared
            self._first[:] = -1
            self._grow(4 * len(self._entry_s))

    def run_each(
        self,
        graph: WalkGraph,
        costs: WalkCosts,
        starts: Starts,
        *,
        limit_s: float,
        towards: bool,
    ) -> list["Reached"]:
        """Search from each origin by itself, without coming back to Python in between.

        Parameters
        ----------
        graph, costs, limit_s, towards
            As for `run`.
        starts : Starts
            Two for each origin.

        Returns
        -------
        list of Reached
        """
        self._have_buckets(costs, starts, limit_s=limit_s, towards=towards)
        count = len(starts.node) // 2
        offset = np.zeros(count + 1, np.int64)
        done, rows = 0, _ROWS
        found: list[Reached] = []
        while done < count:
            node, time_s = np.empty(rows, np.int32), np.empty(rows, np.float64)
            by_arc = np.empty(rows, np.int32)
            before = done
            done, self._count = settle_each(
                graph.arc_offset,
                graph.arc_node,
                graph.arc_flags,
                graph.metres(towards=towards),
                costs.s_per_m(towards=towards),
                starts.node,
                starts.time_s,
                limit_s,
                self.time_s,
                self.by_arc,
                self._found,
                self._count,
                self._first,
                self._entry_s,
                self._entry_node,
                self._entry_next,
                done,
                offset,
                node,
                time_s,
                by_arc,
            )
            for begin, end in pairwise(offset[before : done + 1].tolist()):
                part = slice(begin, end)
                found.append(Reached(node[part], time_s[part], by_arc[part]))
            if self._count < 0:
                self._count = -self._count
                self._first[:] = -1
                self._grow(4 * len(self._entry_s))
            rows = max(2 * rows, 2 * self._count)
        return found

    def _have_buckets(
        self, costs: WalkCosts, starts: Starts, *, limit_s: float, towards: bool
    ) -> None:
        """Make the ring as wide as what may wait at one time."""
        span_s = limit_s
        if not limit_s <= _RING_S:
            # It need hold no more than one arc, or what lies between the starts.
            arc_s = costs.arc_to_s if towards else costs.arc_from_s
            both = np.concatenate([arc_s, starts.time_s])
            span_s = float(both[np.isfinite(both)].max(initial=0.0))
        buckets = 1 << int(span_s / BUCKET_S + 2).bit_length()
        if len(self._first) < buckets:
            self._first = np.full(buckets, -1, np.int32)


@dataclass(frozen=True, slots=True)
class Reached:
    """Nodes within a search's limit, in no order.

    Attributes
    ----------
    node : (k,) int32
    time_s : (k,) float64
    by_arc : (k,) int32
        The arc by which the search came to each node (an index into the graph's arcs, at the
        node it came from); less than 0 where it began.
    """

    node: NDArray[np.int32]
    time_s: NDArray[np.float64]
    by_arc: NDArray[np.int32]


def search(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    *,
    limit_s: float,
    towards: bool,
    workspace: Workspace,
) -> Reached:
    """Find all nodes within a walking time of a place.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    origin : Origin
    limit_s : float
        Nodes at exactly this time are reached.
    towards : bool
        True for the times of walking from the nodes to the place, False for the times from
        the place to the nodes; they differ where a way is one-way for feet.
    workspace : Workspace
        Of a size with the graph; it is overwritten.

    Returns
    -------
    Reached
    """
    starts = starts_of(graph, costs, [origin], towards=towards)
    workspace.run(graph, costs, starts, limit_s=limit_s, towards=towards)
    node = workspace.found.copy()
    return Reached(node, workspace.found_s(), workspace.by_arc[node])


def search_many(
    graph: WalkGraph,
    costs: WalkCosts,
    origins: Sequence[Origin],
    *,
    limit_s: float,
    towards: bool,
    threads: int = 2,
) -> Iterator[Reached]:
    """Yield what `search` finds for each origin, in their order.

    Parameters
    ----------
    graph, costs, limit_s, towards
        As for `search`.
    origins : sequence of Origin
    threads : int
        Searches hold no lock, so threads run side by side.
    """
    workspaces: SimpleQueue[Workspace] = SimpleQueue()
    for _ in range(threads):
        workspaces.put(Workspace(graph))

    def found(part: Sequence[Origin]) -> list[Reached]:
        workspace = workspaces.get()
        try:
            starts = starts_of(graph, costs, part, towards=towards)
            return workspace.run_each(graph, costs, starts, limit_s=limit_s, towards=towards)
        finally:
            workspaces.put(workspace)

    parts = [origins[at : at + _BATCH] for at in range(0, len(origins), _BATCH)]
    with ThreadPoolExecutor(threads) as pool:
        for part in pool.map(found, parts):
            yield from part
