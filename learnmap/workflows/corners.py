"""Fictional learning points on street corners, to try a city that has no list yet."""

import numpy as np

from learnmap.ingest import CORNER_DEGREE, points_on_corners
from learnmap.store import Changes, current_build, read_city, upsert_points
from learnmap.workflows.city import City


def put_points_on_corners(city: City, *, count: int, seed: int) -> Changes:
    """Put points on corners of the current walk graph, each marked fictional.

    Parameters
    ----------
    city : City
    count : int
        At most so many; a small network has fewer corners.
    seed : int
        The same seed gives the same points.

    Returns
    -------
    Changes

    Raises
    ------
    NotReadyError
        When there is no walk graph yet.
    """
    with city.store.begin() as tx:
        build, settings = current_build(tx), read_city(tx)
    graph = city.graph(build)
    degree = np.diff(graph.arc_offset)
    points = points_on_corners(
        np.asarray(graph.node_lon),
        np.asarray(graph.node_lat),
        degree,
        count=min(count, int((degree >= CORNER_DEGREE).sum())),
        seed=seed,
        names=settings.names,
    )
    with city.store.begin() as tx:
        return upsert_points(tx, points, actor=city.actor)
