"""Parts of the streets: what hangs together for a walker, and how near an island comes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.network.costs import WalkCosts, component_lengths, components
from learnmap.network.localplane import LocalPlane
from learnmap.network.surroundings import edge_lines, edges_near
from learnmap.network.walkgraph import WalkGraph

GAP_LOOK_M: Final = 300.0
"""How far from an island other streets are looked for."""


@dataclass(frozen=True, slots=True)
class StreetPart:
    """Streets that hang together for a profile.

    Attributes
    ----------
    number : int
    length_m : float
        Of street.
    share : float
        Of all that the profile may walk.
    island : bool
    """

    number: int
    length_m: float
    share: float
    island: bool


class StreetParts:
    """The parts that the streets of one profile fall into.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts

    Attributes
    ----------
    of_node : (n,) int32
        The number of each node's part.
    """

    def __init__(self, graph: WalkGraph, costs: WalkCosts) -> None:
        self._graph, self._island, self._passable = graph, costs.island, costs.passable
        self.of_node = components(graph, self._passable)
        self._street_m = component_lengths(graph, self._passable, self.of_node)

    def of_edge(self, edge: int) -> StreetPart:
        """Return the part that an edge belongs to; the profile may walk it."""
        number = int(self.of_node[self._graph.edge_u[edge]])
        length_m, whole_m = float(self._street_m[number]), float(self._street_m.sum())
        share = length_m / whole_m if whole_m > 0 else 1.0
        return StreetPart(number, length_m, share, bool(self._island[edge]))

    def edges(self, number: int) -> NDArray[np.int64]:
        """Return the edges of a part."""
        of_edge = self.of_node[self._graph.edge_u]
        return np.flatnonzero(self._passable & (of_edge == number))

    def gap(self, number: int, plane: LocalPlane) -> BaseGeometry | None:
        """Return the shortest line from an island to a street that is on none.

        Parameters
        ----------
        number : int
            Of the island.
        plane : LocalPlane
            In whose metres the line is.

        Returns
        -------
        geometry or None
            Of no length where the streets cross or touch without being joined; None where
            there is no such street within `GAP_LOOK_M`.
        """
        lines = edge_lines(self._graph, self.edges(number), plane)
        farthest_m = float(np.hypot(*shapely.get_coordinates(lines).T).max())
        near = edges_near(self._graph, plane, farthest_m + GAP_LOOK_M)
        others = near.line[self._passable[near.row] & ~self._island[near.row]]
        pairs, apart_m = shapely.STRtree(others).query_nearest(
            lines, max_distance=GAP_LOOK_M, return_distance=True, all_matches=False
        )
        if not len(apart_m):
            return None
        island, other = pairs[:, np.argmin(apart_m)]
        shortest: BaseGeometry = shapely.shortest_line(lines[island], others[other])
        return shortest
