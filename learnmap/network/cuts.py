"""Cuts: places where streets meet and a walker cannot pass, and where streets end.

A closed gate leaves its trace in the graph: each piece of street ends at a node of its own, and
these nodes lie at the same place. Which barrier it was the graph does not tell; streets that
were drawn to the same place without being joined look alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.flags import EdgeFlag
from learnmap.network.surroundings import Surroundings, to_metres
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph


class CutKind(StrEnum):
    """What stops the walker."""

    CLOSED_BARRIER = "closed_barrier"
    UNJOINED = "unjoined"
    """Streets pass through the same place without a joint, as a bridge drawn over a street."""
    STEP_BARRIER = "step_barrier"
    """A stile, turnstile or raised kerb."""
    STEPS = "steps"
    NOT_STEP_FREE = "not_step_free"
    """A way that its tags close to wheels."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where streets meet and a profile cannot pass.

    Attributes
    ----------
    kind : CutKind
    nodes : tuple of int
        On its sides, at least two.
    ways : tuple of int
        OSM ids of the streets there, rising.
    edge : int
        One of these streets.
    metres : tuple of float
        East and north of the surroundings' place; the middle of a way.
    """

    kind: CutKind
    nodes: tuple[int, ...]
    ways: tuple[int, ...]
    edge: int
    metres: tuple[float, float]


def cuts_near(around: Surroundings, costs: WalkCosts) -> list[Cut]:
    """Find where a profile cannot pass within the radius of the surroundings."""
    return [*_at_places(around, costs), *_along_edges(around, costs)]


def _at_places(around: Surroundings, costs: WalkCosts) -> Iterator[Cut]:
    """Yield the cuts between nodes that lie at the same place."""
    graph = around.graph
    edges = around.edges.row
    nodes = np.unique(np.concatenate([graph.edge_u[edges], graph.edge_v[edges]]))
    places = np.column_stack([graph.node_x[nodes], graph.node_y[nodes]])
    place, of = np.unique(places, axis=0, return_inverse=True)
    metres = to_metres(around.plane, place * DEGREE_STEP)
    shared = (np.bincount(of) > 1) & (np.hypot(*metres.T) <= around.radius_m)
    order = np.argsort(of, kind="stable")
    begins = np.searchsorted(of[order], np.arange(len(place) + 1))
    passable = costs.passable
    for k in np.flatnonzero(shared):
        sides = nodes[order[begins[k] : begins[k + 1]]]
        arcs = _arcs_at(graph, sides)
        joints = arcs[graph.edge_length_m[arcs] == 0]
        streets = np.setdiff1d(arcs, joints)
        if not len(streets) or (len(joints) and passable[joints].all()):
            continue
        kind = CutKind.STEP_BARRIER
        if not len(joints):
            ends = np.diff(graph.arc_offset)[sides]
            kind = CutKind.CLOSED_BARRIER if (ends == 1).all() else CutKind.UNJOINED
        yield _cut(graph, kind, sides, streets, metres[k])


def _along_edges(around: Surroundings, costs: WalkCosts) -> Iterator[Cut]:
    """Yield the streets that others may walk and the profile may not."""
    graph, near = around.graph, around.edges
    closed = ~costs.passable[near.row] & (graph.edge_length_m[near.row] > 0)
    for edge, line in zip(near.row[closed], near.line[closed], strict=True):
        steps = graph.edge_flags[edge] & EdgeFlag.STEPS
        middle = line.interpolate(0.5, normalized=True)
        sides = np.array([graph.edge_u[edge], graph.edge_v[edge]])
        kind = CutKind.STEPS if steps else CutKind.NOT_STEP_FREE
        yield _cut(graph, kind, sides, np.array([edge]), np.array([middle.x, middle.y]))


def _cut(
    graph: WalkGraph,
    kind: CutKind,
    nodes: NDArray[np.integer],
    streets: NDArray[np.integer],
    metres: NDArray[np.float64],
) -> Cut:
    ways = np.unique(graph.edge_way[streets])
    east, north = metres.tolist()
    return Cut(kind, tuple(nodes.tolist()), tuple(ways.tolist()), int(streets[0]), (east, north))


def _arcs_at(graph: WalkGraph, nodes: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the edges at some nodes, each once."""
    parts = [graph.arc_edge[graph.arc_offset[n] : graph.arc_offset[n + 1]] for n in nodes]
    return np.unique(np.concatenate(parts)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class StreetEnds:
    """Ends of streets: from there one can only turn back.

    Attributes
    ----------
    node : (k,) int64
    metres : (k, 2) float64
        East and north of the surroundings' place.
    excluded : (k,) int64
        Row of `WalkGraph.excluded` that goes on from there; -1 for none.
    """

    node: NDArray[np.int64]
    metres: NDArray[np.float64]
    excluded: NDArray[np.int64]

    def where(self, keep: NDArray[np.bool_]) -> "StreetEnds":
        """Return some of them."""
        return StreetEnds(self.node[keep], self.metres[keep], self.excluded[keep])


def street_ends(around: Surroundings, costs: WalkCosts, cuts: list[Cut]) -> StreetEnds:
    """Find the ends of a profile's streets within the radius of the surroundings.

    Parameters
    ----------
    around : Surroundings
    costs : WalkCosts
    cuts : list of Cut
        As `cuts_near` found them; they are no ends.
    """
    graph, near = around.graph, around.edges
    edges = near.row[costs.passable[near.row]]
    node, arcs = np.unique(
        np.concatenate([graph.edge_u[edges], graph.edge_v[edges]]), return_counts=True
    )
    # A neighbour's edges lie as near as it does, so that those of a node within are all there.
    ends = np.setdiff1d(node[arcs == 1], [side for cut in cuts for side in cut.nodes])
    places = np.column_stack([graph.node_x[ends], graph.node_y[ends]])
    metres = to_metres(around.plane, places * DEGREE_STEP)
    within = np.hypot(*metres.T) <= around.radius_m
    ends, places, metres = ends[within], places[within], metres[within]
    goes_on = excluded_at(graph, around.excluded.row)
    excluded = [goes_on.get((x, y), -1) for x, y in places.tolist()]
    return StreetEnds(ends.astype(np.int64), metres, np.array(excluded, np.int64))


def excluded_at(graph: WalkGraph, rows: NDArray[np.integer]) -> dict[tuple[int, int], int]:
    """Return the vertices of excluded ways, in stored units, each with the first way there."""
    ways, found = graph.excluded, {}
    for row in reversed(rows.tolist()):
        part = slice(ways.offset[row], ways.offset[row + 1])
        for place in zip(ways.x[part].tolist(), ways.y[part].tolist(), strict=True):
            found[place] = row
    return found
