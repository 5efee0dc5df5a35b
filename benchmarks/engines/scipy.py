"""SciPy's `dijkstra` (compiled), and hulls of the nodes that it reaches."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import version

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry as Geometry

from benchmarks.answering import Answer, Question, answer, parts, summed, timed

BATCH = 10
"""Origins in one call: its answer has a number for every node of the city."""
FACTS: dict[str, str | float] = {"version": f"SciPy {version('scipy')}"}


def matrix_of(question: Question) -> "csr_array[np.float64]":
    """Return the seconds from node to node."""
    arrays = question.arrays
    count = len(arrays["node_lon"])
    ends = arrays["arc_start"], arrays["arc_end"]
    return csr_array((arrays["arc_s"], ends), shape=(count, count))


def reach(question: Question) -> Answer:
    """Time the walks from nodes to all nodes within the limit."""
    matrix, limit_s = matrix_of(question), float(question.arrays["limit_s"])
    nodes = question.arrays["reach_node"][: question.origins]

    def search(part: slice) -> NDArray[np.float64]:
        return np.asarray(dijkstra(matrix, indices=nodes[part], limit=limit_s))

    batches = parts(len(nodes), BATCH)
    found = [row[np.isfinite(row)] for part in batches for row in search(part)]

    def search_all() -> None:
        for part in batches:
            search(part)  # let go at once: to keep a number for every node takes longer still

    return Answer(timed(search_all, question.repeats), len(nodes), summed(found), facts=FACTS)


def nearest(question: Question) -> Answer:
    """Time one pass that gives every node its nearest point, in the direction of walking to it."""
    matrix, points = matrix_of(question).T.tocsr(), question.arrays["point_node"]

    def search() -> NDArray[np.float64]:
        return np.asarray(dijkstra(matrix, indices=points, min_only=True))

    found = search()
    return Answer(timed(search, question.repeats), 1, {"time_s": found}, facts=FACTS)


def _hulls(question: Question, shape: Callable[[shapely.MultiPoint], Geometry]) -> Answer:
    """Time hulls of the nodes within the limit of the node nearest to each place."""
    arrays, matrix = question.arrays, matrix_of(question).T.tocsr()
    limit_s = float(arrays["limit_s"])
    nodes = np.column_stack([arrays["node_lon"], arrays["node_lat"]])
    squeeze = (np.cos(np.radians(nodes[:, 1].mean())), 1.0)
    index = cKDTree(nodes * squeeze)
    places = np.column_stack([arrays["place_lon"], arrays["place_lat"]])[: question.origins]

    def hull(place: NDArray[np.float64]) -> Geometry:
        node = np.array([index.query(place * squeeze)[1]])
        reached = np.isfinite(dijkstra(matrix, indices=node, limit=limit_s)[0])
        return shape(shapely.MultiPoint(nodes[reached]))

    polygons = [shapely.to_geojson(hull(place)) for place in places]
    seconds = timed(lambda: [hull(place) for place in places], question.repeats)
    return Answer(seconds, len(places), polygons=polygons, facts=FACTS)


if __name__ == "__main__":
    answer(
        {
            "reach": reach,
            "nearest": nearest,
            "convex-hull": partial(_hulls, shape=shapely.convex_hull),
            "concave-hull": partial(_hulls, shape=partial(shapely.concave_hull, ratio=0.1)),
        }
    )
