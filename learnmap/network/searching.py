"""Bounded shortest paths from places on edges.

A workspace is as long as the graph and is used again and again: a search first clears what
the one before it wrote, so that it costs only what it reaches.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.origins import Origin, Starts, starts_of
from learnmap.network.settling import AT_ONCE_S, BUCKET_S, clear, settle
from learnmap.network.walkgraph import WalkGraph

_RING_S: Final = 14_400.0
"""Limits up to this have a bucket for every second."""
_ENTRIES: Final = 1 << 14


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
    """

    node: NDArray[np.int32]
    time_s: NDArray[np.float64]


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
    return Reached(workspace.found.copy(), workspace.found_s())
