"""Contraction to junctions: geometry, length, rings, twins and gaps, drawn by hand."""

from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest

from learnmap.network import Streets, build_graph
from learnmap.network.flags import EdgeFlag
from tests.unit.network.drawing import Drawing, Town


def drawn(places: dict[int, tuple[float, float]]) -> Drawing:
    drawing = Drawing()
    for number, (east, north) in places.items():
        drawing.node(number, east, north)
    return drawing


def degrees_along(town: Town, edge: int) -> list[tuple[float, float]]:
    return [(round(float(lon), 7), round(float(lat), 7)) for lon, lat in town.graph.line(edge)]


def test_a_bent_street_is_one_edge_with_its_bends_and_metres(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 30), 3: (150, -20), 4: (300, 0), 5: (310, 90)})
    drawing.way([1, 2, 3])
    drawing.way([5, 4, 3])
    town = drawing.town(tmp_path)

    assert (town.graph.node_count, town.graph.edge_count) == (2, 1)
    assert town.graph.edge_length_m[0] == pytest.approx(drawing.metres(1, 2, 3, 4, 5), rel=1e-12)
    line = degrees_along(town, 0)
    assert line in (
        [drawing.places[node] for node in (1, 2, 3, 4, 5)],
        [drawing.places[node] for node in (5, 4, 3, 2, 1)],
    )


def test_a_change_of_surface_for_feet_ends_an_edge_and_a_change_of_name_does_not(
    tmp_path: Path,
) -> None:
    drawing = drawn({n: (100 * n, 0) for n in range(6)})
    drawing.way([0, 1], "highway=footway name=East")
    drawing.way([1, 2], "highway=footway name=West")
    drawing.way([2, 3], "highway=steps")
    drawing.way([3, 4], "highway=footway oneway:foot=yes")
    drawing.way([4, 5], "highway=footway")
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 4
    assert sorted(town.graph.edge_length_m) == pytest.approx([100, 100, 100, 200], abs=0.02)


def test_an_edge_has_the_name_and_way_of_its_longest_piece(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (10, 0), 3: (300, 0), 4: (320, 0)})
    drawing.way([1, 2], "highway=footway name=Short")
    long_way = drawing.way([2, 3], "highway=footway name=长路 name:en=Long")
    drawing.way([3, 4], "highway=footway")
    town = drawing.town(tmp_path)

    assert town.graph.edge_way.tolist() == [long_way]
    assert town.graph.names()[town.graph.edge_name[0]] == ("长路", "Long")
    assert town.graph.names()[0] == ("", "")


def test_a_cul_de_sac_with_a_ring_at_its_end(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (150, 50), 4: (200, 0), 5: (150, -50)})
    drawing.way([1, 2])
    drawing.way([2, 3, 4, 5, 2])
    town = drawing.town(tmp_path)

    assert (town.graph.node_count, town.graph.edge_count) == (2, 2)
    (loop,) = np.flatnonzero(town.graph.edge_u == town.graph.edge_v)
    assert town.graph.edge_length_m[loop] == pytest.approx(drawing.metres(2, 3, 4, 5, 2), rel=1e-12)
    # Half the ring either way, whichever side is nearer.
    side = drawing.metres(2, 3)
    assert town.metres(1, 4) == pytest.approx(100 + 2 * side, abs=0.05)
    assert town.metres(3, 5) == pytest.approx(2 * side, abs=0.05)
    assert town.metres(3, 4) == pytest.approx(side, abs=0.05)


def test_a_ring_on_its_own(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)})
    drawing.way([3, 4, 1, 2, 3])
    town = drawing.town(tmp_path)

    assert (town.graph.node_count, town.graph.edge_count) == (1, 1)
    assert town.graph.length_km == pytest.approx(drawing.metres(1, 2, 3, 4, 1) / 1000)
    assert town.metres(1, 3) == pytest.approx(200, abs=0.05)
    assert town.metres(1, 4) == pytest.approx(100, abs=0.05)


def test_a_one_way_ring_on_its_own(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)})
    drawing.way([3, 4, 1, 2, 3], "highway=footway oneway:foot=yes")
    town = drawing.town(tmp_path)

    assert town.metres(1, 4) == pytest.approx(300, abs=0.05)
    assert town.metres(4, 1) == pytest.approx(100, abs=0.05)


def test_parallel_streets_are_two_edges(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (50, 40), 8: (-30, 0), 9: (130, 0)})
    drawing.way([8, 1, 2, 9])
    drawing.way([1, 3, 2])
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 4
    assert town.metres(8, 9) == pytest.approx(160, abs=0.05)
    assert town.metres(8, 3) == pytest.approx(30 + drawing.metres(1, 3), abs=0.05)


@pytest.mark.parametrize(
    "ways",
    [[[1, 2, 3, 2, 1]], [[1, 2, 3], [3, 2, 1]], [[1, 2, 3], [1, 2, 3]], [[1, 2], [2, 3], [3, 2]]],
    ids=["there and back", "twice, reversed", "twice", "overlapping"],
)
def test_a_street_stored_twice_counts_once(tmp_path: Path, ways: list[list[int]]) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (200, 50)})
    for way in ways:
        drawing.way(way)
    town = drawing.town(tmp_path)

    assert (town.graph.node_count, town.graph.edge_count) == (2, 1)
    assert town.graph.edge_length_m[0] == pytest.approx(drawing.metres(1, 2, 3), rel=1e-12)


def test_twins_may_be_walked_wherever_one_of_them_may(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 2], "highway=steps conveying=forward")
    drawing.way([2, 1], "highway=steps conveying=forward")
    town = drawing.town(tmp_path)

    assert town.metres(1, 2) == pytest.approx(100, abs=0.05)
    assert town.metres(2, 1) == pytest.approx(100, abs=0.05)
    assert town.graph.edge_flags.tolist() == [EdgeFlag.STEPS | EdgeFlag.NOT_STEP_FREE]


def test_twins_that_cannot_stand_in_for_each_other_stay_apart(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 2], "highway=footway oneway:foot=yes")
    drawing.way([1, 2], "highway=steps")
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 2
    # There by the footway; back by the steps, twice as slow, and never on wheels.
    assert town.seconds(1, 2, "older_adult") == pytest.approx(125, abs=0.1)
    assert town.seconds(2, 1, "older_adult") == pytest.approx(250, abs=0.1)
    assert town.seconds(1, 2, "step_free") == pytest.approx(125, abs=0.1)
    assert town.seconds(2, 1, "step_free") == inf


def test_steps_along_a_street_are_left_out(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 2], "highway=steps")
    street = drawing.way([2, 1], "highway=residential")
    graph = drawing.town(tmp_path).graph

    assert (graph.edge_flags.tolist(), graph.edge_way.tolist()) == ([0], [street])


def test_a_repeated_node_is_no_edge(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 1, 2, 2])
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 1


def test_a_clipped_way_does_not_jump_its_gap(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 4: (900, 0), 5: (1000, 0)})
    drawing.way([1, 2, 3, 4, 5])  # node 3 is outside the extract
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 2
    assert town.graph.length_km == pytest.approx(0.2, abs=1e-4)
    assert town.metres(1, 5) == inf


@pytest.mark.parametrize("nodes", [[7, 1, 7], [1, 7, 2], [7, 7]])
def test_a_way_with_no_two_neighbours_in_the_file_gives_nothing(
    tmp_path: Path, nodes: list[int]
) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (0, 50)})
    drawing.way([1, 3])
    drawing.way(nodes)
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 1


def test_a_plaza_with_a_corner_outside_the_file_keeps_the_rim_it_has(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0), 3: (100, 100), 9: (0, -50)})
    drawing.way([1, 2, 3, 4, 1], "highway=pedestrian area=yes")
    drawing.way([9, 1])
    town = drawing.town(tmp_path)

    assert town.metres(9, 3) == pytest.approx(250, abs=0.1)


def test_a_closed_gate_cuts_and_a_stile_joins_with_no_metres(tmp_path: Path) -> None:
    for barrier, edges, nodes in (("gate locked=yes", 2, 4), ("stile", 3, 4), ("gate", 1, 2)):
        drawing = Drawing()
        drawing.node(1, 0, 0)
        drawing.node(2, 100, 0, f"barrier={barrier}")
        drawing.node(3, 200, 0)
        drawing.way([1, 2, 3])
        graph = drawing.town(tmp_path).graph
        assert (graph.edge_count, graph.node_count) == (edges, nodes)
        assert graph.edge_length_m.sum() == pytest.approx(200, abs=0.02)


def test_counts_of_what_was_kept_out(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 2])
    drawing.way([1, 2], "highway=motorway")
    drawing.way([1, 2], "highway=motorway")
    drawing.way([1, 2], "highway=service access=private")
    drawing.way([1, 2], "railway=rail")
    town = drawing.town(tmp_path)

    assert town.streets.excluded == {"highway=motorway": 2, "access=private": 1}


def test_twins_of_two_ways_are_the_same_in_any_order_of_ways(tmp_path: Path) -> None:
    drawing = drawn({1: (0, 0), 2: (100, 0)})
    drawing.way([1, 2], "highway=footway name=Beta")
    drawing.way([2, 1], "highway=residential name=Alpha")
    streets = drawing.town(tmp_path).streets
    turned = replace(
        streets,
        ways=streets.ways[::-1],
        pieces=[(a, b, flags, 1 - way) for a, b, flags, way in streets.pieces],
    )

    assert isinstance(turned, Streets)
    assert build_graph(turned).content_hash() == build_graph(streets).content_hash()
