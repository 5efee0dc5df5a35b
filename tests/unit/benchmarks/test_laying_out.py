"""A street and a branch of it, laid out side by side; all metres are by hand.

a (10, 0) -- m (150, 0) -- b (270, 0), and from m by (150, 100) to f (0, 100). A copy is 270 m
wide and 100 m high.
"""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.extracts import write_extract
from benchmarks.laying_out import lay_out
from learnmap.model.profiles import PROFILES
from learnmap.network import (
    Origin,
    WalkGraph,
    Workspace,
    build_graph,
    read_streets,
    search,
    walk_costs,
)
from learnmap.network.flags import EdgeFlag
from learnmap.network.obstacles import ObstacleKind
from tests.unit.network.drawing import Drawing, Town

SPEED_M_PER_S = 1.25


def draw(folder: Path) -> Town:
    drawing = Drawing()
    for number, (east_m, north_m) in enumerate([(10, 0), (150, 0), (270, 0), (150, 100), (0, 100)]):
        drawing.node(number + 1, east_m, north_m)
    drawing.way([1, 2, 3])
    drawing.way([2, 4, 5])
    return drawing.town(folder)


def metres_from(graph: WalkGraph, node: int) -> dict[int, float]:
    """Return the metres from a node to all others."""
    edge = int(graph.arc_edge[graph.arc_offset[node]])
    along_m = 0.0 if graph.edge_u[edge] == node else float(graph.edge_length_m[edge])
    costs = walk_costs(graph, PROFILES[0])
    found = search(
        graph,
        costs,
        Origin(edge, along_m),
        limit_s=1e5,
        towards=False,
        workspace=Workspace(graph),
    )
    return dict(zip(found.node.tolist(), (found.time_s * SPEED_M_PER_S).tolist(), strict=True))


def node_at(town: Town, graph: WalkGraph, east_m: float, north_m: float) -> int:
    lon, lat = town.drawing.at(east_m, north_m)
    apart = np.hypot(graph.node_lon - lon, graph.node_lat - lat)
    assert apart.min() < 1e-6
    return int(apart.argmin())


def test_ends_are_joined_to_the_nearest_corner_of_the_copy_to_the_east(tmp_path: Path) -> None:
    town = draw(tmp_path)
    graph = lay_out(town.graph, columns=2, rows=1)
    assert graph.node_count == 2 * 4
    assert graph.edge_count == 2 * 3 + 2  # b to a' over 10 m, and b to f' over 100 m
    metres = metres_from(graph, node_at(town, graph, 10, 0))
    for east_m, north_m, expected_m in [
        (270, 0, 260),
        (280, 0, 270),
        (270, 100, 360),
        (420, 0, 410),
        (540, 0, 530),
    ]:
        assert metres[node_at(town, graph, east_m, north_m)] == pytest.approx(expected_m, abs=0.05)


def test_ends_are_joined_to_the_nearest_corner_of_the_copy_to_the_north(tmp_path: Path) -> None:
    town = draw(tmp_path)
    graph = lay_out(town.graph, columns=1, rows=2)
    assert graph.edge_count == 2 * 3 + 2  # f to a' over 10 m, and b to b' over 100 m
    metres = metres_from(graph, node_at(town, graph, 0, 100))
    assert metres[node_at(town, graph, 10, 100)] == pytest.approx(10, abs=0.05)
    assert metres[node_at(town, graph, 270, 100)] == pytest.approx(270, abs=0.05)
    assert metres[node_at(town, graph, 0, 200)] == pytest.approx(400, abs=0.05)


def test_joins_of_a_block_of_copies_repeat_along_each_seam(tmp_path: Path) -> None:
    graph = lay_out(draw(tmp_path).graph, columns=4, rows=3)
    assert graph.node_count == 12 * 4
    assert graph.edge_count == 12 * 3 + 3 * 3 * 2 + 4 * 2 * 2


def test_water_ends_at_the_seam(tmp_path: Path) -> None:
    drawing = draw(tmp_path).drawing
    for number, (east_m, north_m) in enumerate([(200, 40), (400, 40), (400, 60), (200, 60)]):
        drawing.node(number + 20, east_m, north_m)
    drawing.way([20, 21, 22, 23, 20], "natural=water")
    town = drawing.town(tmp_path)
    graph = lay_out(town.graph, columns=2, rows=1)
    east = drawing.at(540, 0)[0]
    assert graph.obstacles.x.max() * 1e-7 == pytest.approx(east, abs=1e-6)
    assert set(graph.obstacles.kind.tolist()) == {ObstacleKind.WATER}


def test_a_graph_comes_back_from_its_extract(tmp_path: Path) -> None:
    drawing = draw(tmp_path).drawing
    drawing.node(6, 300, 50)
    drawing.way([3, 6], "highway=footway oneway:foot=yes")
    drawing.node(7, 100, -30)
    drawing.node(8, 100, 30)
    drawing.way([7, 8], "waterway=river")
    town = drawing.town(tmp_path)
    path = tmp_path / "written.osm.pbf"
    write_extract(path, town.graph)
    graph = build_graph(read_streets(path)[0])
    assert graph.node_x.tolist() == town.graph.node_x.tolist()
    assert graph.node_y.tolist() == town.graph.node_y.tolist()
    assert graph.edge_length_m == pytest.approx(town.graph.edge_length_m, abs=1e-6)
    one_way = EdgeFlag.NO_FORWARD | EdgeFlag.NO_BACKWARD
    assert np.count_nonzero(graph.edge_flags & one_way) == 1
    assert graph.obstacles.kind.tolist() == [ObstacleKind.WATERWAY]
    assert np.ptp(graph.obstacles.y) == np.ptp(town.graph.obstacles.y) > 0
