"""Coverage in a town whose walks are worked out on paper."""

import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from learnmap.access import (
    OUTSIDE,
    ages_of,
    areas_around,
    counted_from,
    coverage_by_area,
    seconds_to_nearest,
)
from learnmap.network import Snaps
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing, Town

HOMES: dict[str, tuple[float, float, float, float]] = {
    "west bank": (-10, 200, 10, 10.5),
    "east bank": (110, 100, 20, 20.25),
    "one-way lane": (-100, 0, 5, 5),
    "island": (1025, 0, 7, 3),
    "field": (500, -200, 11, 1),
}
"""Metres east and north, then residents under 60 and from 60."""
POINTS = {"corner": (0.0, 0.0), "across": (100.0, 0.0), "lane": (-200.0, 0.0)}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return river_town().town(tmp_path_factory.mktemp("town"), island_below_m=500)


def seconds(town: Town, profile: str, *names: str) -> NDArray[np.float64]:
    def snaps(places: list[tuple[float, float]]) -> Snaps:
        lon, lat = np.array([town.drawing.at(*place) for place in places]).T
        return town.index.snap(lon, lat, town.costs(profile))

    return seconds_to_nearest(
        town.costs(profile),
        snaps([home[:2] for home in HOMES.values()]),
        snaps(list(POINTS.values())),
        limit_s=900,
        workspace=town.workspace,
        among=np.array([name in names for name in POINTS]),
    )


FAR, LOST = math.inf, math.nan


@pytest.mark.parametrize(
    ("profile", "points", "expected"),
    [
        # West: 10 m to the bank, 200 m along it. East: over the bridge 10 + 300 + 100 + 400 m.
        ("adult", ("corner",), (210 / 1.25, 810 / 1.25, 100 / 1.25, LOST, LOST)),
        ("older_adult", ("corner",), (210 / 0.8, FAR, 100 / 0.8, LOST, LOST)),
        ("adult", ("across",), (710 / 1.25, 110 / 1.25, 1000 / 1.25, LOST, LOST)),
        ("older_adult", ("across",), (710 / 0.8, 110 / 0.8, FAR, LOST, LOST)),
        # The lane is one-way: 100 m on to the bank, and 600 m round the block.
        ("adult", ("lane",), (810 / 1.25, FAR, 700 / 1.25, LOST, LOST)),
        ("adult", ("corner", "across"), (168, 88, 80, LOST, LOST)),
        ("adult", (), (FAR, FAR, FAR, LOST, LOST)),
    ],
)
def test_the_time_is_that_of_the_walk_from_door_to_door(
    town: Town, profile: str, points: tuple[str, ...], expected: tuple[float, ...]
) -> None:
    np.testing.assert_allclose(seconds(town, profile, *points), expected, atol=0.1)


@pytest.mark.parametrize("turned", [False, True])
def test_who_lives_at_an_end_of_a_one_way_street_is_at_that_corner(
    town: Town, *, turned: bool
) -> None:
    costs = town.costs().turned() if turned else town.costs()
    lane = town.snap(town.drawing.at(*HOMES["one-way lane"][:2]))
    length_m = float(town.graph.edge_length_m[lane.edge[0]])
    assert length_m == pytest.approx(200, abs=0.05)
    for along_m in (0.005, length_m - 0.005):
        home = replace(lane, along_m=np.array([along_m]), distance_m=np.zeros(1))
        times = []
        for name in ("corner", "lane"):
            point = town.snap(town.drawing.at(*POINTS[name]))
            found = seconds_to_nearest(costs, home, point, limit_s=900, workspace=town.workspace)
            times.append(float(found[0]))
        # To the corner that it is at no time; to the other the lane, or the block round it.
        assert min(times) == pytest.approx(0, abs=0.1)
        assert max(times) in (pytest.approx(160, abs=0.1), pytest.approx(480, abs=0.1))


def homes() -> gpd.GeoDataFrame:
    drawing, counts = Drawing(), np.array([home[2:] for home in HOMES.values()])
    lon, lat = zip(*(drawing.at(*home[:2]) for home in HOMES.values()), strict=True)
    return gpd.GeoDataFrame(
        {
            "residents": counts.sum(axis=1),
            "residents_0_59": counts[:, 0],
            "residents_60_up": counts[:, 1],
        },
        geometry=gpd.points_from_xy(lon, lat, crs="EPSG:4326"),
    )


def test_the_shares_are_those_counted_on_paper(town: Town) -> None:
    found = coverage_by_area(
        seconds(town, "older_adult", "across"),
        counted_from(homes(), 60).residents,
        np.zeros(len(HOMES), np.int64),
        areas=1,
        cutoffs_s=(300, 600, 900),
    )
    told = [(one.cutoff_s, one.covered, one.uncovered, one.unplaced, one.total) for one in found]
    assert told == [
        (300, 20.25, 15.5, 4.0, 39.75),
        (600, 20.25, 15.5, 4.0, 39.75),
        (900, 30.75, 5.0, 4.0, 39.75),
    ]
    # Who is unplaced stays among those the share is of.
    assert found[2].share == 30.75 / 39.75


def test_exactly_at_the_cutoff_is_inside() -> None:
    time_s, residents = np.array([300.0, np.nextafter(300.0, 301)]), np.array([2.0, 3.0])
    (one,) = coverage_by_area(time_s, residents, np.zeros(2, np.int64), areas=1, cutoffs_s=(300,))
    assert (one.covered, one.uncovered) == (2.0, 3.0)


def test_ages_are_counted_by_whole_bands_and_what_an_age_divides_is_told() -> None:
    bands = gpd.GeoDataFrame(
        {
            "residents": [15.0, 0.7],
            "residents_0_54": [1.0, 0.1],
            "residents_55_64": [2.0, 0.2],
            "residents_60_60": [4.0, 0.0],
            "residents_65_up": [8.0, 0.4],
        }
    )
    assert counted_from(bands, 0).residents.tolist() == [15.0, math.fsum([0.1, 0.2, 0.4])]
    older = counted_from(bands, 60)
    assert older.residents.tolist() == [12.0, 0.4]
    assert older.divided == 2.2
    assert counted_from(bands, 0).divided == 0


def test_residents_of_unknown_age_are_all_divided() -> None:
    unknown = gpd.GeoDataFrame({"residents": [9.0], "residents_0_up": [9.0]})
    assert counted_from(unknown, 60).residents.tolist() == [0.0]
    assert counted_from(unknown, 60).divided == 9.0


def test_the_age_of_a_profile_can_be_another() -> None:
    codes = ("adult", "older_adult", "step_free", "runner")
    assert [ages_of(code) for code in codes] == [0, 60, 60, 0]
    given = {"older_adult": 65, "runner": 18}
    assert [ages_of(code, given) for code in codes] == [0, 65, 60, 18]


def test_a_place_counts_in_one_area_alone() -> None:
    areas = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)])
    # In the first, on the common border, in the second, on the rim, and in none.
    places = gpd.GeoSeries(gpd.points_from_xy([1, 2, 3, 4, 5], [1, 1, 1, 1, 1]))
    assert areas_around(areas, places).tolist() == [0, 0, 1, 1, OUTSIDE]


def test_an_area_where_nobody_lives_is_told_and_those_in_none_come_last() -> None:
    area = np.array([OUTSIDE, 1, OUTSIDE])
    found = coverage_by_area(
        np.array([1.0, 1.0, np.inf]), np.array([1.0, 2.0, 4.0]), area, areas=2, cutoffs_s=(300,)
    )
    told = [(one.area, one.covered, one.total, one.share) for one in found]
    assert told == [(0, 0.0, 0.0, None), (1, 2.0, 2.0, 1.0), (OUTSIDE, 1.0, 5.0, 0.2)]
