"""Streets by name: near edges are one, far ones another."""

from pathlib import Path

import pytest

from learnmap.network.street_places import street_places
from tests.unit.network.drawing import Drawing


def test_a_street_is_one_place_and_its_namesake_far_away_another(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, east_m, north_m in (
        (1, 0, 0),
        (2, 200, 0),
        (3, 400, 0),
        (4, 200, 100),
        (5, 3_000, 0),
        (6, 3_100, 0),
        (7, 0, 30),
        (8, 200, 30),
    ):
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2], "highway=residential name=南京路 name:en=Nanjing_Road")
    drawing.way([2, 3], "highway=residential name=南京路 name:en=Nanjing_Road")
    drawing.way([7, 8], "highway=residential name=南京路 name:en=Nanjing_Road")  # its other half
    drawing.way([2, 4], "highway=residential")
    drawing.way([5, 6], "highway=residential name=南京路 name:en=Nanjing_Road")

    long, short = street_places(drawing.town(tmp_path).graph)
    assert (long.name, short.name) == ("南京路", "南京路")
    assert (long.length_m, short.length_m) == pytest.approx((600, 100), rel=1e-3)
    # The middles of its edges are at (100, 0), (300, 0), (100, 30); the mean of all is (167, 10).
    on_it = drawing.at(100, 30), drawing.at(100, 0), drawing.at(200, 0), drawing.at(0, 30)
    assert any((long.longitude, long.latitude) == pytest.approx(place, abs=2e-3) for place in on_it)
    east, _ = drawing.at(3_000, 0)
    assert short.longitude == pytest.approx(east, abs=2e-3)
    assert short.latitude == pytest.approx(drawing.at(3_000, 0)[1], abs=1e-6)


def test_streets_without_names_are_none(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.way([1, 2], "highway=residential")
    assert street_places(drawing.town(tmp_path).graph) == []
