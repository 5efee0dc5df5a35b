"""Where the streets of a name are: one place for each stretch that hangs together."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from learnmap.model.crs import metres_per_degree
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

GAP_M: Final = 400.0
"""Edges of one name whose middles are so near belong to one street."""
_BETWEEN_NAMES_M: Final = 1e7
"""Farther than any two places of a city, so that edges of two names are never near."""


@dataclass(frozen=True, slots=True)
class StreetPlace:
    """A street, or one of several that have the same name.

    Attributes
    ----------
    name, english : str
        As the extract has them; the English one may be empty.
    longitude, latitude : float
        EPSG:4326, on the street, near its middle.
    length_m : float
    """

    name: str
    english: str
    longitude: float
    latitude: float
    length_m: float


def street_places(graph: WalkGraph) -> list[StreetPlace]:
    """Return the named streets of a graph, by name and then from the longest.

    Parameters
    ----------
    graph : WalkGraph

    Returns
    -------
    list of StreetPlace
    """
    names = graph.names()
    has_name = np.array([bool(name) for name, _ in names], np.bool_)
    edges = np.flatnonzero(has_name[graph.edge_name])
    if not len(edges):
        return []
    degrees = _middles(graph, edges)
    metres = degrees * metres_per_degree(float(degrees[:, 1].mean()))
    groups = _groups(metres, graph.edge_name[edges])
    lengths = graph.edge_length_m[edges]
    found = []
    order = np.argsort(groups, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        centre = metres[rows].mean(axis=0)
        nearest = rows[np.hypot(*(metres[rows] - centre).T).argmin()]
        name, english = names[graph.edge_name[edges[nearest]]]
        lon, lat = degrees[nearest]
        found.append(StreetPlace(name, english, float(lon), float(lat), float(lengths[rows].sum())))
    return sorted(found, key=lambda street: (street.name, -street.length_m, street.longitude))


def _middles(graph: WalkGraph, edges: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return longitude and latitude of the middle vertex of each edge."""
    vertex = (graph.vertex_offset[edges].astype(np.int64) + graph.vertex_offset[edges + 1]) // 2
    steps = np.column_stack([graph.vertex_x[vertex], graph.vertex_y[vertex]])
    return steps.astype(np.float64) * DEGREE_STEP


def _groups(metres: NDArray[np.float64], name: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give a number to each stretch: edges of one name, each near another of them."""
    places = np.column_stack([metres, name * _BETWEEN_NAMES_M])
    pairs = cKDTree(places).query_pairs(GAP_M, output_type="ndarray")
    near = coo_array((np.ones(len(pairs), np.bool_), pairs.T), shape=(len(name), len(name)))
    groups: NDArray[np.int32] = connected_components(near, directed=False)[1]
    return groups
