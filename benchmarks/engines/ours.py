"""learnmap itself: reach, catchments, walks to points, and the nearest point from everywhere."""

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.answering import Answer, Question, answer, summed, timed, timed_each
from benchmarks.folders import graph_folder
from learnmap import network
from learnmap.catchment import AccessPoint, Shape, compute_catchments
from learnmap.model.profiles import PROFILES

ADULT = PROFILES[0]
PATHS = 20
SNAP_LIMIT_M = 100.0
FACTS: dict[str, str | float] = {"version": "learnmap"}


def reach(question: Question) -> Answer:
    """Time the walks from nodes to all nodes within the limit."""
    graph, arrays = network.load_graph(graph_folder(question.city)), question.arrays
    costs = network.walk_costs(graph, ADULT)
    origins = [
        network.Origin(edge, 0.0) for edge in arrays["reach_edge"][: question.origins].tolist()
    ]
    began = time.perf_counter()
    overlay = network.overlay_of(costs, towards=False)
    took_s = time.perf_counter() - began
    facts = FACTS | {
        "before": f"its overlay takes {took_s:.1f} s and {overlay.nbytes / 1e6:.0f} MB"
    }
    search = partial(
        network.search_many,
        overlay,
        limit_s=float(arrays["limit_s"]),
        threads=question.threads,
    )
    found = [reached.time_s for reached in search(origins)]
    seconds = timed(lambda: _exhaust(search(origins)), question.repeats)
    return Answer(seconds, len(origins), summed(found), facts=facts)


def _exhaust(things: Iterator[Any]) -> None:
    for _ in things:
        pass


def polygons(question: Question) -> Answer:
    """Time places to polygons: joining them to streets, searching, and drawing one band."""
    graph, arrays = network.load_graph(graph_folder(question.city)), question.arrays
    costs, index = network.walk_costs(graph, ADULT), network.EdgeIndex(graph)
    shape = Shape(cutoffs_s=(float(arrays["limit_s"]),))

    def draw() -> list[shapely.MultiPolygon]:
        count = question.origins
        snaps = index.snap(arrays["place_lon"][:count], arrays["place_lat"][:count], costs)
        columns = (snaps.edge.tolist(), snaps.along_m.tolist(), snaps.distance_m.tolist())
        points = [AccessPoint(str(row), *at) for row, at in enumerate(zip(*columns, strict=True))]
        found = compute_catchments(graph, costs, points, shape, threads=question.threads)
        return [bands[-1] for _, bands in found]

    drawn = [shapely.to_geojson(polygon) for polygon in draw()]
    return Answer(timed(draw, question.repeats), question.origins, polygons=drawn, facts=FACTS)


def nearby(question: Question) -> Answer:
    """Time one place to its targets with the ways to the nearest, for each place."""
    graph, arrays = network.load_graph(graph_folder(question.city)), question.arrays
    costs, index = network.walk_costs(graph, ADULT), network.EdgeIndex(graph)
    workspace = network.Workspace(graph)
    places = list(zip(arrays["nearby_lon"].tolist(), arrays["nearby_lat"].tolist(), strict=True))
    targets = []
    for lon, lat in zip(arrays["target_lon"], arrays["target_lat"], strict=True):
        snaps = index.snap(lon, lat, costs)
        targets.append(network.Targets(snaps.edge, snaps.along_m, snaps.distance_m, lon, lat))

    def walk(row: int, most: int | None) -> list[network.Walk]:
        return network.walks_from(
            index,
            costs,
            places[row],
            targets[row],
            limit_s=float(arrays["limit_s"]),
            snap_limit_m=SNAP_LIMIT_M,
            workspace=workspace,
            most=most,
        )

    rows = range(min(question.origins, len(places)))
    time_s = np.full((len(places), arrays["target_lon"].shape[1]), np.nan)
    for row in rows:
        for one in walk(row, None):
            time_s[row, one.target] = one.time_s
    seconds = timed_each(partial(walk, most=PATHS), rows, question.repeats)
    return Answer(seconds, 1, {"time_s": time_s}, facts=FACTS)


def nearest(question: Question) -> Answer:
    """Time one pass that gives every node its nearest point."""
    graph = network.load_graph(graph_folder(question.city))
    costs, workspace = network.walk_costs(graph, ADULT), network.Workspace(graph)
    origins = _at_nodes(graph, question.arrays["point_node"])

    def search() -> NDArray[np.float64]:
        return network.nearest_points(graph, costs, origins, workspace=workspace).node_s

    found = search()
    return Answer(timed(search, question.repeats), 1, {"time_s": found}, facts=FACTS)


def _at_nodes(graph: network.WalkGraph, nodes: NDArray[np.integer]) -> list[network.Origin]:
    """Return the origins that stand at nodes: on an edge of each, where it begins or ends."""
    edges = graph.arc_edge[graph.arc_offset[nodes]]
    begins = graph.edge_u[edges] == nodes
    along_m = np.where(begins, 0.0, graph.edge_length_m[edges])
    return [
        network.Origin(edge, at) for edge, at in zip(edges.tolist(), along_m.tolist(), strict=True)
    ]


if __name__ == "__main__":
    answer(
        {
            "reach": reach,
            "polygons": polygons,
            "nearby": nearby,
            "nearest": nearest,
        }
    )
