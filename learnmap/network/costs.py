"""What each street costs a walker in time, and which streets lie on an island to them.

The graph holds metres; a profile adds a table of seconds per metre, one row for every
combination of `EdgeFlag` bits. So all profiles share the graph's own arrays.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from learnmap.model.profiles import WalkProfile
from learnmap.network.flags import FLAG_COUNT, EdgeFlag
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class WalkCosts:
    """Times of one profile on one graph.

    Attributes
    ----------
    profile : WalkProfile
    graph : WalkGraph
    away_s_per_m : (256,) float64
        Seconds per metre of an arc away from its node, by the arc's bits; infinite where the
        profile cannot pass.
    towards_s_per_m : (256,) float64
        The same towards the arc's node: what a search outwards from a learning point needs to
        give the times of walking to it.
    island : (m,) bool
        Edges that the profile may walk but that lie on an island.
    """

    profile: WalkProfile
    graph: WalkGraph
    away_s_per_m: NDArray[np.float64]
    towards_s_per_m: NDArray[np.float64]
    island: NDArray[np.bool_]

    @property
    def forward(self) -> NDArray[np.bool_]:
        """Whether the profile may walk each edge along its geometry, (m,)."""
        return np.isfinite(self.away_s_per_m)[self.graph.edge_flags]

    @property
    def backward(self) -> NDArray[np.bool_]:
        """Whether the profile may walk each edge against its geometry, (m,)."""
        return np.isfinite(self.towards_s_per_m)[self.graph.edge_flags]

    @property
    def passable(self) -> NDArray[np.bool_]:
        """Edges that the profile may walk in one direction at least, (m,)."""
        return self.forward | self.backward

    @property
    def arc_from_s(self) -> NDArray[np.float64]:
        """Seconds along each arc away from its own node, (a,); infinite where closed."""
        return _seconds(self.graph.arc_m, self.away_s_per_m[self.graph.arc_flags])

    @property
    def arc_to_s(self) -> NDArray[np.float64]:
        """Seconds along each arc towards its own node, (a,); infinite where closed."""
        return _seconds(self.graph.metres(towards=True), self.towards_s_per_m[self.graph.arc_flags])

    def s_per_m(self, *, towards: bool) -> NDArray[np.float64]:
        """Return seconds per metre by an arc's bits, for walks towards its node or away."""
        return self.towards_s_per_m if towards else self.away_s_per_m

    def turned(self) -> "WalkCosts":
        """Return the costs on the graph on which every walk is walked the other way.

        What is computed there of walks towards a place is true here of walks from it.
        """
        graph = self.graph
        if graph.has_slopes:
            graph = replace(graph, arc_m=graph.arc_towards_m, arc_towards_m=graph.arc_m)
        return WalkCosts(self.profile, graph, self.towards_s_per_m, self.away_s_per_m, self.island)

    def edge_seconds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the (m,) seconds along each edge's geometry and against it."""
        graph = self.graph
        tail = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
        along = np.flatnonzero(graph.edge_u[graph.arc_edge] == tail)
        forward_s, backward_s = np.empty(graph.edge_count), np.empty(graph.edge_count)
        forward_s[graph.arc_edge[along]] = self.arc_from_s[along]
        backward_s[graph.arc_edge[along]] = self.arc_to_s[along]
        return forward_s, backward_s


def walk_costs(
    graph: WalkGraph, profile: WalkProfile, *, island_below_m: float = 5000.0
) -> WalkCosts:
    """Work out the times of a profile on a graph.

    Parameters
    ----------
    graph : WalkGraph
    profile : WalkProfile
    island_below_m : float
        Parts of the graph, other than the largest, with less street than this are islands.

    Returns
    -------
    WalkCosts
    """
    bits = np.arange(FLAG_COUNT)
    s_per_m = np.full(FLAG_COUNT, 1 / profile.speed_m_per_s)
    not_step_free = (bits & EdgeFlag.NOT_STEP_FREE) != 0
    if profile.steps_factor is None:
        s_per_m[not_step_free] = np.inf
    else:
        # Steps with a ramp carry STEPS alone: whoever minds steps takes the ramp, as wheels do.
        s_per_m[((bits & EdgeFlag.STEPS) != 0) & not_step_free] *= profile.steps_factor
    away = np.where(bits & EdgeFlag.NO_FORWARD, np.inf, s_per_m)
    towards = np.where(bits & EdgeFlag.NO_BACKWARD, np.inf, s_per_m)
    passable = np.isfinite(np.minimum(away, towards))[graph.edge_flags]
    component = components(graph, passable)
    street_m = component_lengths(graph, passable, component)
    mainland = street_m >= island_below_m
    mainland[np.argmax(street_m)] = True
    island = passable & ~mainland[component[graph.edge_u]]
    return WalkCosts(profile, graph, away, towards, island)


def components(graph: WalkGraph, passable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the number of each node's connected part, whatever the direction, (n,)."""
    n = graph.node_count
    u, v = graph.edge_u[passable], graph.edge_v[passable]
    links = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1], np.int32)


def component_lengths(
    graph: WalkGraph, passable: NDArray[np.bool_], component: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return the metres of street of each connected part, by its number."""
    street_m = np.bincount(
        component[graph.edge_u[passable]],
        weights=graph.edge_length_m[passable],
        minlength=int(component.max()) + 1,
    )
    return street_m.astype(np.float64)


def _seconds(metres: NDArray[np.float64], s_per_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return times; what is closed takes for ever, also where it has no length."""
    seconds = np.full(len(metres), np.inf)
    passable = np.isfinite(s_per_m)
    seconds[passable] = metres[passable] * s_per_m[passable]
    return seconds
