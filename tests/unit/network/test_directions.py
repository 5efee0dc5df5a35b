"""Walks told by their turns; every expectation is read off the drawing."""

from pathlib import Path

import pytest

from learnmap.network import stretches_of
from learnmap.network.directions import Stretch
from tests.unit.network.drawing import Drawing


def told(
    drawing: Drawing, folder: Path, start: tuple[float, float], end: tuple[float, float]
) -> list[Stretch]:
    town = drawing.town(folder)
    walk = town.walk_between(drawing.at(*start), drawing.at(*end))
    assert walk is not None
    stretches = stretches_of(town.graph, walk)
    on_streets = walk.length_m - walk.before_m
    assert sum(one.length_m for one in stretches) <= on_streets + 1e-6
    return stretches


def grid() -> Drawing:
    """Draw an L: 200 m east along First Street, then 300 m north along Second Street."""
    drawing = Drawing()
    for number, east_m, north_m in (
        (1, 0, 0),
        (2, 200, 0),
        (3, 200, 300),
        (4, 400, 0),
        (5, 0, 300),
    ):
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2, 4], "highway=residential name=First")
    drawing.way([2, 3], "highway=residential name=Second")
    drawing.way([3, 5], "highway=steps")
    return drawing


def test_a_left_turn_is_told_with_both_streets_and_their_metres(tmp_path: Path) -> None:
    first, second = told(grid(), tmp_path, (10, 0), (200, 250))
    assert (first.name, first.turn, second.name, second.turn) == (
        "First",
        "start",
        "Second",
        "left",
    )
    assert (first.length_m, second.length_m) == pytest.approx((190, 250), rel=2e-3)
    assert first.heading_deg == pytest.approx(90, abs=0.5)
    assert second.heading_deg == pytest.approx(0, abs=0.5)
    assert second.begin_m == pytest.approx(190, rel=2e-3)


def test_the_way_back_turns_right(tmp_path: Path) -> None:
    first, second = told(grid(), tmp_path, (200, 250), (390, 0))
    # South along Second Street, then east: a left turn for who walks south.
    assert first.heading_deg == pytest.approx(180, abs=0.5)
    assert second.turn == "left"
    _, west = told(grid(), tmp_path, (200, 250), (10, 0))
    assert west.turn == "right"


def test_steps_are_told_as_steps(tmp_path: Path) -> None:
    stretches = told(grid(), tmp_path, (200, 100), (50, 300))
    assert [(one.ground, one.turn) for one in stretches] == [("street", "start"), ("steps", "left")]
    assert stretches[1].name == ""


def test_straight_on_along_one_street_is_one_stretch(tmp_path: Path) -> None:
    (only,) = told(grid(), tmp_path, (10, 0), (390, 0))
    assert only.length_m == pytest.approx(380, rel=2e-3)


def test_a_short_crossing_without_a_name_is_part_of_what_follows(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, east_m, north_m in (
        (1, 0, 0),
        (2, 100, 0),
        (3, 100, 12),
        (4, 100, 200),
        (5, 200, 0),
    ):
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2, 5], "highway=residential name=South")
    drawing.way([2, 3], "highway=footway")
    drawing.way([3, 4], "highway=residential name=North")
    first, second = told(drawing, tmp_path, (0, 0), (100, 150))
    assert (first.name, second.name, second.turn) == ("South", "North", "left")
    assert second.length_m == pytest.approx(150, rel=2e-3)


def test_a_bend_of_one_street_is_no_turn_but_a_corner_of_it_is(tmp_path: Path) -> None:
    drawing = Drawing()
    # 20 degrees to the right after 100 m; a right angle after 200 more.
    corners = (1, 0, 0), (2, 0, 100), (3, 68.4, 288), (4, 256.3, 219.5), (5, -50, 100), (6, 68, 350)
    for number, east_m, north_m in corners:
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2, 3, 4], "highway=residential name=Bend")
    drawing.way([2, 5], "highway=residential")
    drawing.way([3, 6], "highway=residential")
    first, second = told(drawing, tmp_path, (0, 0), (256.3, 219.5))
    assert first.length_m == pytest.approx(300, rel=3e-3)
    assert (second.name, second.turn) == ("Bend", "right")


@pytest.mark.parametrize(
    ("east_m", "north_m", "turn"),
    [
        (200, 338, "slight_right"),  # 40 degrees off north
        (64, 276, "ahead"),  # 20
        (200, 100, "right"),
        (100, 15, "sharp_right"),
        (-100, 15, "sharp_left"),
        (-167, 299, "slight_left"),
    ],
)
def test_a_turn_is_called_by_its_angle(
    tmp_path: Path, east_m: float, north_m: float, turn: str
) -> None:
    drawing = Drawing()
    for number, east, north in ((1, 0, 0), (2, 0, 100), (3, east_m, north_m), (4, 60, 100)):
        drawing.node(number, east, north)
    drawing.way([2, 4], "highway=residential name=C")
    drawing.way([1, 2], "highway=residential name=A")
    drawing.way([2, 3], "highway=residential name=B")
    assert told(drawing, tmp_path, (0, 0), (east_m, north_m))[1].turn == turn


def test_a_walk_of_no_length_has_no_stretch(tmp_path: Path) -> None:
    assert told(grid(), tmp_path, (100, 0), (100, 0)) == []
