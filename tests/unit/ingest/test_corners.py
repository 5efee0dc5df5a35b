"""Fictional points on corners: as many as asked for, spread out, of every kind, marked."""

from collections import Counter

import numpy as np
import opening_hours
import pytest

from learnmap.ingest.corners import points_on_corners
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import KINDS


def grid(side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make a square street grid: degree 4 inside, 3 on the rim, 2 at its four outer corners."""
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(side), np.arange(side)))
    rim = np.isin(x, (0, side - 1)).astype(int) + np.isin(y, (0, side - 1)).astype(int)
    return 10.0 + 0.001 * x, 50.0 + 0.001 * y, 4 - rim


def test_points_stand_on_corners_one_each() -> None:
    lon, lat, degree = grid(40)
    points = points_on_corners(lon, lat, degree, count=600, seed=1)
    corners = {(float(x), float(y)) for x, y, d in zip(lon, lat, degree, strict=True) if d >= 3}
    places = {(point.longitude, point.latitude) for point in points}
    assert len(points) == len(places) == 600
    assert places <= corners
    assert len({point.id for point in points}) == 600


def test_all_kinds_in_proportion_and_marked_fictional() -> None:
    lon, lat, degree = grid(40)
    points = points_on_corners(lon, lat, degree, count=600, names={"zh": "甲城", "en": "Alpha"})
    kinds = Counter(point.kind for point in points)
    assert set(kinds) == {kind.code for kind in KINDS}
    assert kinds["neighbourhood_point"] == 192  # 32 in a hundred
    assert kinds["community_college"] == 6
    for point in points:
        assert point.fictional
        assert point.names["zh"].startswith("甲城虚构")
        assert point.names["en"].startswith("Alpha Fictional ")
        if point.opening_hours is not None:
            assert opening_hours.validate(point.opening_hours)


def test_spread_over_the_whole_network() -> None:
    # A dense centre of 2,500 corners within 1 km, and 900 corners around it over 10 km.
    rng = np.random.default_rng(5)
    centre = rng.uniform(-0.0045, 0.0045, (2_500, 2))
    around = rng.uniform(-0.045, 0.045, (900, 2))
    lon, lat = (np.concatenate([centre, around]) + np.array([10.0, 0.0])).T
    points = points_on_corners(lon, lat, np.full(3_400, 3), count=200, seed=3)
    inside = sum(
        abs(point.longitude - 10.0) <= 0.0045 and abs(point.latitude) <= 0.0045 for point in points
    )
    # A plain draw would put about 147 of 200 in the centre; 1 % of the area gets some, not most.
    assert 4 <= inside <= 60
    quarters = Counter((point.longitude > 10.0, point.latitude > 0.0) for point in points)
    assert len(quarters) == 4
    assert min(quarters.values()) >= 30


def test_same_seed_same_points_in_any_order_of_nodes() -> None:
    lon, lat, degree = grid(30)
    one = points_on_corners(lon, lat, degree, count=100, seed=9)
    turn = np.random.default_rng(0).permutation(len(lon))
    assert points_on_corners(lon[turn], lat[turn], degree[turn], count=100, seed=9) == one
    assert points_on_corners(lon, lat, degree, count=100, seed=10) != one


def test_every_corner_can_be_taken() -> None:
    lon, lat, degree = grid(6)
    points = points_on_corners(lon, lat, degree, count=32)
    assert len({(point.longitude, point.latitude) for point in points}) == 32


@pytest.mark.parametrize("count", [0, -1, 33])
def test_refuses_more_points_than_corners(count: int) -> None:
    lon, lat, degree = grid(6)
    with pytest.raises(InvalidInputError, match="32 corners"):
        points_on_corners(lon, lat, degree, count=count)


def test_refuses_arrays_of_unequal_length() -> None:
    lon, lat, degree = grid(6)
    with pytest.raises(InvalidInputError, match="35 longitudes, 36 latitudes"):
        points_on_corners(lon[1:], lat, degree, count=5)
