"""Walking: which drawn streets carry a walker, and the way between two places.

A short filter of the generator's own, so that routes are laid on ground that can be walked;
learnmap's network package reads the written file by the full rules.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from data.demo_city.ground import Floats
from data.demo_city.noding import Ints
from data.demo_city.pieces import many_lines
from data.demo_city.sheet import Tags
from data.demo_city.streetmap import StreetMap


@dataclass(frozen=True, slots=True)
class Paths:
    """Street segments between neighbouring nodes that a walker may use.

    Attributes
    ----------
    start, stop : ndarray of int
        Node indices of the street map.
    way : ndarray of int
        Index of the way of each segment.
    graph : csr_array
        Metres between nodes, both ways, without locked gates.
    main : ndarray of bool
        Whether each node belongs to the largest connected part.
    tree : shapely.STRtree
        Of the segments, in plan metres.
    """

    start: Ints
    stop: Ints
    way: Ints
    graph: csr_array
    main: np.ndarray[tuple[int], np.dtype[np.bool_]]
    tree: shapely.STRtree

    @classmethod
    def of(cls, street_map: StreetMap, metres: Floats) -> "Paths":
        """Pick out the ways for walkers.

        Parameters
        ----------
        street_map : StreetMap
            All ways.
        metres : ndarray of shape (nodes, 2)
            Bent metres of the nodes, for lengths.
        """
        number = [i for i, tags in enumerate(street_map.way_tags) if may_walk(tags)]
        ways = [street_map.ways[i] for i in number]
        start = np.concatenate([way[:-1] for way in ways])
        stop = np.concatenate([way[1:] for way in ways])
        way = np.repeat(number, [len(way) - 1 for way in ways])
        locked = np.zeros(len(metres), bool)
        for node, tags in street_map.node_tags.items():
            locked[node] = tags.get("locked") == "yes"
        free = ~(locked[start] | locked[stop])
        length = np.hypot(*(metres[start] - metres[stop]).T)
        ends = np.column_stack([start, stop])[free]
        size = len(metres)
        graph = csr_array((length[free], (ends[:, 0], ends[:, 1])), shape=(size, size))
        graph = csr_array(graph.maximum(graph.T))
        _, part = connected_components(graph, directed=False)
        main = part == np.bincount(part[start]).argmax()
        plan = street_map.plan
        geoms = many_lines(np.stack([plan[start], plan[stop]], axis=1))
        return cls(start, stop, way, graph, main, shapely.STRtree(geoms))

    def reach(self, node: int, *, within_m: float) -> tuple[Floats, Ints]:
        """Return metres from a node to every node, and the node before each on the way."""
        far, before = dijkstra(
            self.graph, indices=np.asarray([node]), return_predecessors=True, limit=within_m
        )
        return far[0], before[0].astype(np.int64)


def may_walk(tags: Tags) -> bool:
    """Tell whether a way is open to walkers."""
    return (
        tags.get("highway", "motorway") not in ("motorway", "motorway_link")
        and tags.get("foot") != "no"
        and tags.get("access") != "private"
    )
