"""Islands: what hangs together, how near it comes to the rest, and what would join it."""

from pathlib import Path

import pytest

from learnmap.network.cuts import CutKind, cuts_near
from learnmap.network.island_links import IslandLinks, island_links
from learnmap.network.parts import StreetParts
from learnmap.network.passed_over import WhyNot, passed_over
from learnmap.network.surroundings import surroundings
from tests.unit.network.drawing import Drawing


def two_streets(gap_m: float) -> Drawing:
    """Draw 1 km of street, and north of it 200 m of another."""
    drawing = Drawing(lat=0.0)
    for number, east, north in ((1, -500, 0), (2, 500, 0), (3, 0, gap_m), (4, 200, gap_m)):
        drawing.node(number, east, north)
    drawing.way([1, 2])
    drawing.way([3, 4])
    return drawing


def links(drawing: Drawing, folder: Path) -> IslandLinks:
    town = drawing.town(folder, island_below_m=500)
    parts = StreetParts(town.graph, town.costs())
    around = surroundings(town.graph, drawing.places[3], 1000)
    number = parts.of_edge(int(town.costs().island.nonzero()[0][0])).number
    return island_links(around, parts, number, cuts_near(around, town.costs()))


def test_a_part_has_its_length_and_its_share(tmp_path: Path) -> None:
    drawing = two_streets(50)
    town = drawing.town(tmp_path, island_below_m=500)
    parts = StreetParts(town.graph, town.costs())
    island = parts.of_edge(int(town.costs().island.nonzero()[0][0]))
    assert island.length_m == pytest.approx(200, abs=0.02)
    assert island.share == pytest.approx(1 / 6, rel=1e-4)
    assert island.island
    assert len(parts.edges(island.number)) == 1
    assert not parts.of_edge(int((~town.costs().island).nonzero()[0][0])).island


@pytest.mark.parametrize("gap_m", [0.5, 50, 299])
def test_the_gap_is_the_shortest_line(tmp_path: Path, gap_m: float) -> None:
    drawing = two_streets(gap_m)
    town = drawing.town(tmp_path, island_below_m=500)
    parts = StreetParts(town.graph, town.costs())
    around = surroundings(town.graph, drawing.places[3], 1000)
    number = parts.of_edge(int(town.costs().island.nonzero()[0][0])).number
    gap = parts.gap(number, around.plane)
    assert gap is not None
    assert gap.length == pytest.approx(gap_m, abs=0.02)


def test_there_is_no_gap_to_what_is_far(tmp_path: Path) -> None:
    drawing = two_streets(301)
    town = drawing.town(tmp_path, island_below_m=500)
    parts = StreetParts(town.graph, town.costs())
    number = parts.of_edge(int(town.costs().island.nonzero()[0][0])).number
    assert parts.gap(number, surroundings(town.graph, drawing.places[3], 1000).plane) is None


def test_nothing_links_streets_that_are_only_near(tmp_path: Path) -> None:
    assert links(two_streets(50), tmp_path) == IslandLinks()


def test_a_gate_links(tmp_path: Path) -> None:
    drawing = two_streets(50)
    gate = drawing.node(5, 0, 20, "barrier=gate access=no")
    foot = drawing.node(6, 0, 0)
    drawing.way([3, gate, foot])
    drawing.way([1, foot, 2])
    # Another gate within the island is none of its links.
    inner = drawing.node(7, 200, 90, "barrier=gate access=no")
    drawing.way([4, inner, drawing.node(8, 100, 90), 3])
    found = links(drawing, tmp_path)
    assert [cut.kind for cut in found.cuts] == [CutKind.CLOSED_BARRIER]
    assert found.cuts[0].metres == pytest.approx((0, -30), abs=0.02)


def test_of_ways_that_feet_may_not_use_those_count_that_lead_on(tmp_path: Path) -> None:
    drawing = two_streets(50)
    foot = drawing.node(6, 0, 0)
    drawing.way([1, foot, 2])
    drawing.way([4, drawing.node(7, 300, 50)], "highway=service access=private")
    found = links(drawing, tmp_path)
    town = drawing.town(tmp_path)
    assert [int(town.graph.excluded.way[row]) for row in found.excluded] == [1003]
    drawing.way([3, foot], "highway=service foot=no")
    found = links(drawing, tmp_path)
    town = drawing.town(tmp_path)
    assert [int(town.graph.excluded.way[row]) for row in found.excluded] == [1004]


def test_each_nearer_street_is_passed_over_for_its_reason(tmp_path: Path) -> None:
    drawing = two_streets(50)
    for way, (north, tags) in enumerate(((19, "highway=steps"), (30, "highway=service foot=no"))):
        first = 20 + 2 * way
        drawing.way([drawing.node(first, -50, north), drawing.node(first + 1, 50, north)], tags)
    town = drawing.town(tmp_path, island_below_m=500)
    around = surroundings(town.graph, drawing.at(0, 10), 500)
    found = passed_over(around, town.costs("step_free"), 45)
    assert [(one.why, round(one.distance_m)) for one in found] == [
        (WhyNot.NOT_PASSABLE, 9),
        (WhyNot.TOO_FAR, 10),
        (WhyNot.EXCLUDED, 20),
        (WhyNot.ISLAND, 40),
    ]
    assert [one.tag for one in found] == ["", "", "foot=no", ""]
    assert len(passed_over(around, town.costs("step_free"), 15)) == 2
