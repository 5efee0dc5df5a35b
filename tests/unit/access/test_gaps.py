"""Tables of gaps added up by hand, and the hexagons that they are told by."""

import math
from typing import Final

import geopandas as gpd
import numpy as np
import pytest
import shapely

from learnmap.access import (
    OUTSIDE,
    Gap,
    HomeWalks,
    PartResidents,
    areas_over,
    gaps_by_part,
)
from learnmap.access.hexagons import hexagons_around
from learnmap.model.errors import InvalidInputError
from learnmap.model.gap_reasons import GapReason

FAR, LOST = math.inf, math.nan
R: Final = GapReason
# Part, seconds, point, reason, older, everyone.
HOMES = (
    (0, 300.0, 4, 0, 5.0, 50.0),
    (0, 1000.0, 2, R.WATER, 1.0, 3.0),
    (0, 1200.0, 4, R.FAR, 1.0, 1.0),
    (0, FAR, -1, R.FAR, 0.5, 1.0),
    (0, LOST, -1, R.NO_STREET, 1.25, 2.0),
    (1, 2000.0, 1, R.DETOUR, 9.0, 9.0),
    (1, 950.0, 3, R.ONLY_CLOSED, 0.0, 40.0),
    (1, 950.0, 0, R.ONLY_CLOSED, 0.0, 0.0),
    (2, 100.0, 0, 0, 7.0, 8.0),
    (3, LOST, -1, R.NO_STREET, 2.0, 2.0),
    (4, FAR, -1, R.DETOUR, 0.0, 6.0),
    (4, FAR, -1, R.WATER, 0.0, 6.0),
    (OUTSIDE, FAR, -1, R.FAR, 9.0, 9.0),
)


def table(homes: tuple[tuple[float, ...], ...] = HOMES) -> list[Gap]:
    part, time_s, point, reason, older, everyone = np.array(homes).T
    walks = HomeWalks(time_s, point.astype(np.int32), np.full(len(homes), np.inf))
    residents = PartResidents.of(part.astype(np.int64), older=older, everyone=everyone)
    found = gaps_by_part(walks, reason.astype(np.uint8), residents, cutoff_s=900)
    return list(found.gaps())


def test_the_most_older_residents_without_a_point_come_first() -> None:
    found = table()
    # 9 older of 49, 9 of 9, 2.5; then 12 of other ages, the unplaced, and who lacks nothing.
    assert [gap.part for gap in found] == [1, OUTSIDE, 0, 4, 3, 2]
    assert [gap.older.uncovered for gap in found] == [9, 9, 2.5, 0, 0, 0]
    assert [gap.everyone.uncovered for gap in found] == [49, 9, 5, 12, 0, 0]
    assert [gap.everyone.unplaced for gap in found] == [0, 0, 2, 0, 2, 0]
    assert [gap.everyone.covered for gap in found] == [0, 0, 50, 0, 0, 8]
    assert [gap.everyone.total for gap in found] == [49, 9, 57, 12, 2, 8]


def test_the_reason_is_that_of_most_older_residents_and_none_is_hidden() -> None:
    by_part = {gap.part: gap for gap in table()}
    assert by_part[0].reason == R.FAR
    assert by_part[0].older_by_reason == {R.NO_STREET: 1.25, R.WATER: 1, R.FAR: 1.5}
    assert by_part[0].everyone_by_reason == {R.NO_STREET: 2, R.WATER: 3, R.FAR: 2}
    # Of all ages more have only a closed point, but none of them is old.
    assert by_part[1].reason == R.DETOUR
    # None of them is old, and as many have one reason as the other: the first counts.
    assert by_part[4].reason == R.WATER
    assert by_part[3].reason == R.NO_STREET
    assert (by_part[2].reason, by_part[2].everyone_by_reason) == (None, {})


def test_the_walk_is_that_of_those_who_are_left_out() -> None:
    by_part = {gap.part: gap for gap in table()}

    def walk(part: int) -> tuple[float | None, int | None, float | None]:
        gap = by_part[part]
        return gap.nearest_s, gap.nearest_point, gap.median_s

    # Three of five walk 1,000 s; who is covered or on no street is not asked.
    assert walk(0) == (1000.0, 2, 1000.0)
    # Nobody lives where the first point is as near.
    assert walk(1) == (950.0, 3, 950.0)
    assert walk(4) == (None, None, None)
    assert walk(3) == (None, None, None)
    assert walk(2) == (None, None, None)
    halves = table(((0, 1000.0, 2, R.FAR, 0, 2.0), (0, 1500.0, 1, R.FAR, 0, 2.0)))
    assert halves[0].median_s == 1000.0
    beyond = table(((0, 1000.0, 2, R.FAR, 0, 2.0), (0, FAR, -1, R.FAR, 0, 2.1)))
    assert (beyond[0].nearest_s, beyond[0].median_s) == (1000.0, None)
    same = table(((0, 1000.0, 2, R.FAR, 0, 2.0), (0, 1000.0, 1, R.FAR, 0, 2.0)))
    assert same[0].nearest_point == 1


def test_hexagons_are_those_of_h3() -> None:
    # The example of the h3-py manual.
    places = gpd.GeoSeries(gpd.points_from_xy([-122.388903], [37.769377]), crs="EPSG:4326")
    assert hexagons_around(places).ids == ("89283082e73ffff",)


@pytest.mark.parametrize("resolution", [8, 9, 10])
def test_each_place_lies_in_its_hexagon_and_in_no_other(resolution: int) -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform((118.0, 32.9), (118.03, 32.93), (300, 2)).T
    places = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    found = hexagons_around(places, resolution=resolution)
    assert list(found.ids) == sorted(found.ids)
    tree = shapely.STRtree(places.to_numpy())
    hexagon, place = tree.query(found.shapes, predicate="contains")
    assert sorted(place.tolist()) == list(range(300))
    assert np.array_equal(found.of_place[place], hexagon)
    assert all(len(shape.exterior.coords) == 7 and shape.exterior.is_ccw for shape in found.shapes)


def test_other_resolutions_are_refused() -> None:
    places = gpd.GeoSeries(gpd.points_from_xy([0], [0]), crs="EPSG:4326")
    with pytest.raises(InvalidInputError, match="resolution 7: hexagons are of resolution 8 to 10"):
        hexagons_around(places, resolution=7)


def test_places_are_counted_where_areas_overlap() -> None:
    areas = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2), shapely.box(3, 0, 4, 2)]
    )
    # In one, in two, in one, on a border, and in none.
    places = gpd.GeoSeries(gpd.points_from_xy([0.5, 1.5, 2.5, 3, 5], [1, 1, 1, 1, 1]))
    assert areas_over(areas, places).tolist() == [1, 2, 1, 0, 0]
