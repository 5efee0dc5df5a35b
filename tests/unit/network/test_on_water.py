"""Places on water, on a drawing: a lake with an island, wider than the cells it is cut along."""

import numpy as np
import pytest

from learnmap.network.on_water import on_water
from tests.unit.network.drawing import Drawing, Town


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Draw a lake of 800 m by 600 m, 100 m north of a street, with two islands.

    One is 200 m wide, one of 40 m lies within a cell.
    """
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    corners = [(100, 100), (900, 100), (900, 700), (100, 700)]
    shore = [drawing.node(10 + i, *corner) for i, corner in enumerate(corners)]
    corners = [(400, 300), (600, 300), (600, 500), (400, 500)]
    island = [drawing.node(20 + i, *corner) for i, corner in enumerate(corners)]
    outer = drawing.way([*shore, shore[0]], "")
    inner = drawing.way([*island, island[0]], "")
    corners = [(270, 140), (310, 140), (310, 180), (270, 180)]
    islet = [drawing.node(30 + i, *corner) for i, corner in enumerate(corners)]
    small = drawing.way([*islet, islet[0]], "")
    parts = [(outer, "outer"), (inner, "inner"), (small, "inner")]
    drawing.relation(parts, "type=multipolygon natural=water")
    return drawing.town(tmp_path_factory.mktemp("lake"))


@pytest.mark.parametrize(
    ("east_m", "north_m", "wet"),
    [
        (500, 5, False),  # beside the street
        (500, 95, False),  # 5 m before the shore
        (500, 105, True),
        (105, 695, True),
        (895, 695, True),
        (905, 400, False),
        (500, 200, True),
        (395, 400, True),
        (405, 400, False),  # on the island
        (500, 400, False),
        (605, 400, True),
        (290, 160, False),  # on the islet
        (290, 130, True),
        (5000, 5000, False),  # where nothing is drawn
    ],
)
def test_a_place_is_on_water_within_the_shore_and_not_on_the_island(
    lake: Town, east_m: float, north_m: float, *, wet: bool
) -> None:
    lon, lat = lake.drawing.at(east_m, north_m)
    assert on_water(lake.graph, np.array([lon]), np.array([lat])).tolist() == [wet]


def test_many_places_are_told_one_by_one(lake: Town) -> None:
    places = np.array([lake.drawing.at(east, 400) for east in range(-50, 1051, 20)])
    # 100 m to 400 m and 600 m to 900 m are water.
    expected = [100 < east < 400 or 600 < east < 900 for east in range(-50, 1051, 20)]
    assert on_water(lake.graph, places[:, 0], places[:, 1]).tolist() == expected


def test_no_place_is_on_no_water(lake: Town) -> None:
    assert on_water(lake.graph, np.empty(0), np.empty(0)).tolist() == []
