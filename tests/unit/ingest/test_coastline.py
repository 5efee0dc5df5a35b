"""Sea from shores with land on their left; a 10 by 10 box, areas by hand."""

import pytest
from shapely import LineString
from shapely.geometry import Point

from learnmap.ingest.coastline import find_sea

BOX = (0.0, 0.0, 10.0, 10.0)
ISLAND = [(2, 2), (4, 2), (4, 4), (2, 4), (2, 2)]


def test_the_sea_lies_right_of_the_shore() -> None:
    eastward = LineString([(-1, 4), (11, 4)])
    (sea,) = find_sea([eastward], BOX)
    assert sea.area == 40
    assert sea.contains(Point(5, 1))
    (sea,) = find_sea([eastward.reverse()], BOX)
    assert sea.area == 60
    assert sea.contains(Point(5, 9))


def test_islands_and_closed_bays() -> None:
    (sea,) = find_sea([LineString(ISLAND)], BOX)
    assert sea.area == 96
    (bay,) = find_sea([LineString(ISLAND[::-1])], BOX)
    assert bay.area == 4


def test_a_shore_in_several_ways_with_an_island_and_two_seas() -> None:
    # A strip of land from y 6 to y 8, an island in the southern sea.
    shores = [
        LineString([(-1, 6), (3, 6)]),
        LineString([(3, 6), (11, 6)]),
        LineString([(11, 8), (-1, 8)]),
        LineString(ISLAND),
    ]
    seas = sorted(find_sea(shores, BOX), key=lambda sea: sea.area)
    assert [sea.area for sea in seas] == pytest.approx([20, 56])


def test_a_shore_that_a_clipped_extract_ends_just_before_the_rim_reaches_it() -> None:
    (sea,) = find_sea([LineString([(0.0005, 4), (9.9995, 4)])], BOX)
    assert sea.area == pytest.approx(40)


def test_shores_that_do_not_divide_the_box_give_no_sea() -> None:
    assert find_sea([], BOX) == []
    assert find_sea([LineString([(1, 4), (11, 4)])], BOX) == []
    # Two shores that both claim the strip between them as land and as sea.
    quarrel = [LineString([(-1, 4), (11, 4)]), LineString([(-1, 6), (11, 6)])]
    assert find_sea(quarrel, BOX) == []
    assert find_sea([LineString([(20, 20), (21, 21)])], BOX) == []
