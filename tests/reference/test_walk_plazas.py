"""Plazas drawn by hand: crossed straight, and round what stands on them."""

from math import hypot, inf
from pathlib import Path

import pytest

from learnmap.model.crs import ELLIPSOID
from learnmap.network.flags import EdgeFlag
from tests.unit.network.drawing import Drawing

STRETCH = 1.03
CORNERS = ((0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (0.0, 80.0))


def plaza(drawing: Drawing, corners: tuple[tuple[float, float], ...], first: int) -> list[int]:
    """Draw the rim of an area and, at each corner, a path of 20 m leading out of it."""
    middle = [sum(values) / len(corners) for values in zip(*corners, strict=True)]
    ring = []
    for number, (east, north) in enumerate(corners, start=first):
        ring.append(drawing.node(number, east, north))
        away = hypot(east - middle[0], north - middle[1])
        out = drawing.node(
            number + 100,
            east + 20 * (east - middle[0]) / away,
            north + 20 * (north - middle[1]) / away,
        )
        drawing.way([number, out])
    return [*ring, ring[0]]


@pytest.mark.parametrize(
    "tags",
    [
        "highway=pedestrian area=yes",
        "highway=footway area=yes",
        "highway=platform area=yes",
        "public_transport=platform area=yes",
        "man_made=pier area=yes",
    ],
)
def test_a_plaza_is_crossed_straight(tmp_path: Path, tags: str) -> None:
    drawing = Drawing()
    drawing.way(plaza(drawing, CORNERS, 1), tags)
    town = drawing.town(tmp_path)

    straight_m = hypot(100, 80)
    for start, end in ((1, 3), (3, 1), (2, 4)):
        metres = town.metres(start, end)
        assert straight_m - 0.1 <= metres <= STRETCH * straight_m + 0.1
        assert town.seconds(start, end) == pytest.approx(metres / 1.25)
    # Along the rim one walks as well, and from path to path.
    assert town.metres(1, 2) == pytest.approx(100, abs=0.1)
    assert town.metres(101, 103) == pytest.approx(straight_m + 40, rel=0.03)


def test_the_same_ring_without_area_is_only_walked_round(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way(plaza(drawing, CORNERS, 1), "highway=pedestrian")
    town = drawing.town(tmp_path)

    assert town.metres(1, 3) == pytest.approx(180, abs=0.1)


@pytest.mark.parametrize("tags", ["highway=pedestrian area=yes access=private", "building=yes"])
def test_an_area_that_is_closed_to_feet_is_not_walked(tmp_path: Path, tags: str) -> None:
    drawing = Drawing()
    drawing.way(plaza(drawing, CORNERS, 1), tags)
    town = drawing.town(tmp_path)

    assert town.metres(1, 3) == inf


def test_an_open_line_called_an_area_is_a_line(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.node(3, 100, 100)
    drawing.way([1, 2, 3], "highway=pedestrian area=yes")
    town = drawing.town(tmp_path)

    assert town.metres(1, 3) == pytest.approx(200, abs=0.1)


def test_a_hole_is_walked_round_by_its_corners(tmp_path: Path) -> None:
    drawing = Drawing()
    rim = plaza(drawing, ((0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)), 1)
    outer = drawing.way(rim, "note=rim")
    hole = [
        drawing.node(number, east, north)
        for number, (east, north) in enumerate(((40, 40), (80, 40), (80, 80), (40, 80)), start=11)
    ]
    inner = drawing.way([*hole, hole[0]], "building=yes")
    drawing.relation([(outer, "outer"), (inner, "inner")], "type=multipolygon highway=pedestrian")
    town = drawing.town(tmp_path)

    # From corner to opposite corner round the hole: to its corner (80, 40), or (40, 80).
    bend_m = hypot(80, 40) + hypot(40, 80)
    walk = town.walk(1, 3)
    assert walk is not None
    assert bend_m - 0.1 <= walk.length_m <= STRETCH * bend_m + 0.1
    assert walk.length_m == pytest.approx(ELLIPSOID.line_length(*walk.line.T), abs=0.05)
    # Where the hole is not in the way, straight on.
    assert town.metres(1, 2) == pytest.approx(120, abs=0.1)


def test_an_inner_corner_is_walked_round(tmp_path: Path) -> None:
    drawing = Drawing()
    # An L: the straight line from its one arm's end to the other's leaves it.
    corners = ((0.0, 0.0), (120.0, 0.0), (120.0, 40.0), (40.0, 40.0), (40.0, 120.0), (0.0, 120.0))
    drawing.way(plaza(drawing, corners, 1), "highway=pedestrian area=yes")
    town = drawing.town(tmp_path)

    # (120, 40) to (40, 120) by the inner corner (40, 40): 80 + 80, along the rim.
    assert town.metres(3, 5) == pytest.approx(160, rel=0.001)
    # (120, 0) to (0, 120) bends there too; the rim by (0, 0) is 240.
    bend_m = 2 * hypot(80, 40)
    assert bend_m - 0.1 <= town.metres(2, 6) <= STRETCH * bend_m + 0.1


def test_two_plazas_with_a_common_side_are_crossed_both(tmp_path: Path) -> None:
    drawing = Drawing()
    places = ((0, 0), (100, 0), (200, 0), (200, 60), (100, 60), (0, 60))
    for number, (east, north) in enumerate(places, start=1):
        drawing.node(number, east, north)
    drawing.way([1, 2, 5, 6, 1], "highway=pedestrian area=yes")
    drawing.way([2, 3, 4, 5, 2], "highway=pedestrian area=yes")
    drawing.node(11, -20, 0)
    drawing.node(14, 220, 60)
    drawing.way([11, 1])
    drawing.way([4, 14])
    town = drawing.town(tmp_path)

    # The common side has corners (100, 0) and (100, 60): by either of them.
    assert town.metres(1, 4) == pytest.approx(100 + hypot(100, 60), rel=0.03)


def test_ways_across_are_marked_and_no_steps(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way(plaza(drawing, CORNERS, 1), "highway=pedestrian area=yes")
    town = drawing.town(tmp_path)

    across = (town.graph.edge_flags & EdgeFlag.CROSSING_PLAZA) > 0
    assert across.sum() == 2
    assert town.graph.edge_length_m[across] == pytest.approx([hypot(100, 80)] * 2, abs=0.1)
    assert town.metres(1, 3, "step_free") == town.metres(1, 3)


def test_a_plaza_with_many_entries_keeps_its_stretch(tmp_path: Path) -> None:
    drawing = Drawing()
    sides = [(10.0 * k, 0.0) for k in range(10)]
    sides += [(100.0, 10.0 * k) for k in range(10)]
    sides += [(100.0 - 10 * k, 100.0) for k in range(10)]
    sides += [(0.0, 100.0 - 10 * k) for k in range(10)]
    drawing.way(plaza(drawing, tuple(sides), 1), "highway=pedestrian area=yes")
    town = drawing.town(tmp_path)

    for start in range(1, 41, 3):
        for end in range(start + 1, 41, 4):
            straight_m = drawing.metres(start, end)
            assert town.metres(start, end) <= STRETCH * straight_m + 0.1
