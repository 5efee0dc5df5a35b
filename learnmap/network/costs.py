"""What each arc costs a walker in time, and which part of the graph is no island to them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from learnmap.model.profiles import WalkProfile
from learnmap.network.flags import EdgeFlag
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class WalkCosts:
    """Times of one profile on one graph.

    Attributes
    ----------
    profile : WalkProfile
    s_per_m : (m,) float64
        Seconds per metre of each edge; infinite where the profile cannot pass.
    forward, backward : (m,) bool
        Whether the profile may walk each edge along and against its geometry.
    arc_to_s : (a,) float64
        Seconds along each arc *towards* its own node, from the node at its other end: what a
        search outwards from a learning point needs to give the times of walking to it.
    arc_from_s : (a,) float64
        Seconds along each arc away from its own node.
    component : (n,) int32
        Connected part of the graph, whatever the direction.
    island : (m,) bool
        Edges that the profile may walk but that lie on an island.
    """

    profile: WalkProfile
    s_per_m: NDArray[np.float64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    arc_to_s: NDArray[np.float64]
    arc_from_s: NDArray[np.float64]
    component: NDArray[np.int32]
    island: NDArray[np.bool_]

    @property
    def passable(self) -> NDArray[np.bool_]:
        """Edges that the profile may walk in one direction at least."""
        return self.forward | self.backward


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
    flags = np.asarray(graph.edge_flags)
    s_per_m = np.full(graph.edge_count, 1 / profile.speed_m_per_s)
    steps = (flags & EdgeFlag.STEPS) != 0
    not_step_free = (flags & EdgeFlag.NOT_STEP_FREE) != 0
    if profile.steps_factor is None:
        s_per_m[not_step_free] = np.inf
    else:
        # Steps with a ramp carry STEPS alone: whoever minds steps takes the ramp, as wheels do.
        s_per_m[steps & not_step_free] *= profile.steps_factor
    passable = np.isfinite(s_per_m)
    forward = passable & ((flags & EdgeFlag.NO_FORWARD) == 0)
    backward = passable & ((flags & EdgeFlag.NO_BACKWARD) == 0)
    edge_s = np.full(graph.edge_count, np.inf)
    edge_s[passable] = graph.edge_length_m[passable] * s_per_m[passable]
    arc_node = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    arc_edge = np.asarray(graph.arc_edge)
    # A loop has two arcs at its one node; each stands for one direction, and neither helps.
    along = graph.edge_u[arc_edge] == arc_node
    away = np.where(along, forward[arc_edge], backward[arc_edge])
    to = np.where(along, backward[arc_edge], forward[arc_edge])
    component, island = _islands(graph, forward | backward, island_below_m)
    return WalkCosts(
        profile=profile,
        s_per_m=s_per_m,
        forward=forward,
        backward=backward,
        arc_to_s=np.where(to, edge_s[arc_edge], np.inf),
        arc_from_s=np.where(away, edge_s[arc_edge], np.inf),
        component=component,
        island=island,
    )


def _islands(
    graph: WalkGraph, passable: NDArray[np.bool_], island_below_m: float
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    n = graph.node_count
    u, v = graph.edge_u[passable], graph.edge_v[passable]
    links = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(n, n))
    count, component = connected_components(links, directed=False)
    of_edge = component[graph.edge_u]
    street_m = np.bincount(
        of_edge[passable], weights=graph.edge_length_m[passable], minlength=count
    )
    mainland = street_m >= island_below_m
    mainland[np.argmax(street_m)] = True
    return component.astype(np.int32), passable & ~mainland[of_edge]
