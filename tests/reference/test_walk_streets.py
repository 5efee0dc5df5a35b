"""Walks on streets drawn by hand: times and metres worked out on paper.

An adult walks 1.25 m/s and an older adult 0.8 m/s. Drawn places are rounded to 1e-7 degrees
and lie on geodesics, from which a street of 1 km between two nodes sags by 0.01 m: hence
tolerances of 0.05 m; where a drawing's rows draw apart with the ellipsoid, 0.2 m.
"""

import math
from pathlib import Path

import numpy as np
import pytest

from learnmap.catchment.reach import reach
from learnmap.model.crs import ELLIPSOID
from learnmap.network import Origin, SnapStatus, search
from learnmap.network.localplane import LocalPlane
from tests.unit.network.drawing import Degrees, Drawing, Town

NEAR_M = 0.05


def grid(columns: int, rows: int, step_m: float) -> Drawing:
    """Streets `step_m` apart; node ``100 * row + column + 1`` stands at each corner."""
    drawing = Drawing()
    for row in range(rows):
        for column in range(columns):
            drawing.node(100 * row + column + 1, column * step_m, row * step_m)
    for row in range(rows):
        drawing.way([100 * row + column + 1 for column in range(columns)], "highway=residential")
    for column in range(columns):
        drawing.way([100 * row + column + 1 for row in range(rows)], "highway=residential")
    return drawing


def street_ends(
    town: Town, origin: Origin, limit_s: float, profile: str = "adult"
) -> list[Degrees]:
    """Return the places where a cutoff ends the streets that lead to an origin."""
    costs, workspace = town.costs(profile), town.workspace
    search(town.graph, costs, origin, limit_s=limit_s, towards=True, workspace=workspace)
    plane = LocalPlane(town.drawing.lon, town.drawing.lat)
    streets = reach(
        town.graph,
        costs,
        origin,
        plane,
        limit_s=limit_s,
        off_street_m=60.0,
        workspace=workspace,
    )
    ends = streets.pieces[streets.pieces[:, 5] <= 1e-9, 2:4]
    return [(float(lon), float(lat)) for lon, lat in plane.to_degrees(ends)]


def furthest_m(town: Town, origin: int, limit_s: float, profile: str = "adult") -> list[float]:
    """Return how far from a node, as the crow flies, each cut street ends."""
    place = town.drawing.places[origin]
    snaps = town.snap(place, profile)
    at = Origin(int(snaps.edge[0]), float(snaps.along_m[0]))
    ends = street_ends(town, at, limit_s, profile)
    return [float(ELLIPSOID.inv(*place, lon, lat)[2]) for lon, lat in ends]


def test_walks_on_a_grid_are_as_long_as_their_blocks(tmp_path: Path) -> None:
    town = grid(6, 5, 100.0).town(tmp_path)

    # Three blocks east and two north are 500 m however one turns: 400 s at 1.25 m/s.
    assert town.metres(1, 204) == pytest.approx(500.0, abs=0.2)
    assert town.seconds(1, 204) == pytest.approx(400.0, abs=0.2)
    assert town.seconds(1, 204, "older_adult") == pytest.approx(625.0, abs=0.3)
    # From corner to corner, 5 + 4 blocks.
    assert town.metres(1, 406) == pytest.approx(900.0, abs=0.2)


def test_grid_corners_within_fifteen_minutes_are_those_within_1125_metres(tmp_path: Path) -> None:
    town = grid(9, 9, 200.0).town(tmp_path)
    snaps = town.snap(town.drawing.places[405])
    origin = Origin(int(snaps.edge[0]), float(snaps.along_m[0]))
    reached = search(
        town.graph,
        town.costs(),
        origin,
        limit_s=900.0,
        towards=True,
        workspace=town.workspace,
    )

    # Corners |column| + |row| <= 5 of 200 m (1,000 m) within -4..4; six blocks are 1,200 m.
    # Of 1 + 4 * (1 + ... + 5) = 61 such corners, the four at exactly five blocks along an
    # axis lie outside the drawing.
    assert len(reached.node) == 57


@pytest.mark.parametrize(
    ("profile", "limit_s", "metres"),
    [("adult", 900.0, 1125.0), ("adult", 300.0, 375.0), ("older_adult", 900.0, 720.0)],
)
def test_the_last_street_is_cut_where_the_time_ends(
    tmp_path: Path, profile: str, limit_s: float, metres: float
) -> None:
    drawing = Drawing()
    # Both ways from node 5 along one geodesic, with bends of no angle between.
    for number, east_m in enumerate((-1500, -900, -400, -150, 0, 130, 777, 1300, 1500), start=1):
        drawing.node(number, east_m, 0)
    drawing.node(20, 0, 300)
    drawing.way([1, 2, 3, 4, 5, 6, 7, 8, 9])
    drawing.way([5, 20])
    town = drawing.town(tmp_path)

    ends = sorted(furthest_m(town, 5, limit_s, profile))
    assert ends[-2:] == pytest.approx([metres, metres], abs=0.01)


def test_the_time_ends_on_a_straight_street_that_begins_with_a_way_to_the_door(
    tmp_path: Path,
) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 2000, 0)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)
    # The door is 50 m off the street at 700 m: 40 s are gone, 860 s are left, or 1,075 m.
    origin = Origin(0, 700.0, 40.0)
    ends = street_ends(town, origin, 900.0)
    reached = search(
        town.graph, town.costs(), origin, limit_s=900.0, towards=True, workspace=town.workspace
    )

    furthest = max(ELLIPSOID.inv(*drawing.places[1], *end)[2] for end in ends)
    assert furthest == pytest.approx(1775.0, abs=0.01)
    assert reached.time_s == pytest.approx([40.0 + 700.0 / 1.25])


@pytest.mark.parametrize("swap", [False, True], ids=["onward", "back"])
def test_start_and_end_on_one_street(tmp_path: Path, *, swap: bool) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)
    places = drawing.at(200, 0), drawing.at(650, 0)
    start, end = places[::-1] if swap else places

    walk = town.walk_between(start, end)

    assert walk is not None
    assert walk.length_m == pytest.approx(450.0, abs=NEAR_M)
    assert walk.time_s == pytest.approx(360.0, abs=NEAR_M)
    assert np.allclose(walk.line[[0, -1]], [start, end], rtol=0, atol=1e-12)
    assert ELLIPSOID.line_length(*walk.line.T) == pytest.approx(450.0, abs=NEAR_M)


def test_start_and_end_on_one_one_way_street_leads_round_the_block(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, (east, north) in enumerate(((0, 0), (400, 0), (400, 100), (0, 100)), start=1):
        drawing.node(number, east, north)
    drawing.way([1, 2], "highway=footway oneway:foot=yes")
    drawing.way([2, 3, 4, 1])
    drawing.node(9, -50, 0)
    drawing.way([9, 1])
    drawing.node(10, 450, 0)
    drawing.way([2, 10])
    town = drawing.town(tmp_path)
    near, far = drawing.at(100, 0), drawing.at(300, 0)

    onward, back = town.walk_between(near, far), town.walk_between(far, near)

    assert onward is not None
    assert back is not None
    assert onward.length_m == pytest.approx(200.0, abs=NEAR_M)
    # 100 m to the end, 100 + 400 + 100 m round the block, and 100 m from the start again.
    assert back.length_m == pytest.approx(800.0, abs=0.1)
    assert ELLIPSOID.line_length(*back.line.T) == pytest.approx(back.length_m, abs=0.1)


def test_a_one_way_ring_is_walked_the_long_way_out(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, (east, north) in enumerate(((0, 0), (100, 0), (100, 100), (0, 100)), start=1):
        drawing.node(number, east, north)
    drawing.node(9, -200, 0)
    drawing.way([9, 1])
    drawing.way([1, 2, 3, 4, 1], "highway=footway oneway:foot=yes")
    town = drawing.town(tmp_path)

    walk = town.walk_between(drawing.at(30, 0), drawing.places[9])

    # 30 m along the ring, the junction is 370 m ahead; 30 m behind, but not to be walked.
    assert walk is not None
    assert walk.length_m == pytest.approx(570.0, abs=0.1)
    assert walk.time_s == pytest.approx(570.0 / 1.25, abs=0.1)
    assert ELLIPSOID.line_length(*walk.line.T) == pytest.approx(570.0, abs=0.1)


@pytest.mark.parametrize("latitude", [0.0, 31.2, 60.2, -69.7])
def test_a_bent_street_is_cut_where_its_metres_say(tmp_path: Path, latitude: float) -> None:
    drawing = Drawing(lat=latitude)
    drawing.node(1, 0, 0)
    drawing.node(2, 600, 0)
    drawing.node(3, 600, 600)
    drawing.way([1, 2, 3])
    town = drawing.town(tmp_path)

    # From the bend on, 300 m and not a metre more.
    middle = drawing.at(600, 300)
    walk = town.walk_between(drawing.places[2], middle)
    assert walk is not None
    assert walk.length_m == pytest.approx(300.0, abs=0.1)
    for metres in (150.0, 599.0, 601.0, 900.0):
        there = drawing.at(min(metres, 600.0), max(0.0, metres - 600.0))
        walk = town.walk_between(drawing.places[1], there)
        assert walk is not None
        assert ELLIPSOID.line_length(*walk.line.T) == pytest.approx(metres, abs=0.1)


def test_a_walk_to_where_one_stands_takes_no_time_and_is_still_a_line(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)

    walk = town.walk(1, 1)

    assert walk is not None
    assert (walk.time_s, walk.length_m) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert walk.line.shape == (2, 2)


def test_the_straight_way_to_a_door_is_walked_too(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)

    walk = town.walk_between(drawing.at(100, 40), drawing.at(600, -30))

    assert walk is not None
    assert walk.length_m == pytest.approx(40 + 500 + 30, abs=0.05)
    assert walk.time_s == pytest.approx(570 / 1.25, abs=0.05)
    assert len(walk.line) == 4


@pytest.mark.parametrize(
    ("away_m", "status"), [(99.0, SnapStatus.SNAPPED), (101.0, SnapStatus.TOO_FAR)]
)
@pytest.mark.parametrize("latitude", [0.5, 31.2, 60.2, 69.7])
def test_a_place_joins_a_street_up_to_100_metres_away(
    tmp_path: Path, away_m: float, status: SnapStatus, latitude: float
) -> None:
    drawing = Drawing(lat=latitude)
    drawing.node(1, 0, 0)
    drawing.node(2, 0, 1000)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)

    snaps = town.snap(drawing.at(away_m, 300.0))

    assert snaps.status[0] == status
    assert snaps.distance_m[0] == pytest.approx(away_m, abs=0.02)
    assert snaps.along_m[0] == pytest.approx(300.0, abs=0.02)


def test_a_place_far_from_everything_is_told_apart(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    town = drawing.town(tmp_path)

    near, far = town.snap(drawing.at(500, 1500)), town.snap(drawing.at(500, 5000))

    assert near.status[0] == far.status[0] == SnapStatus.TOO_FAR
    assert near.distance_m[0] == pytest.approx(1500, abs=0.5)
    assert math.isinf(far.distance_m[0])
    assert far.edge[0] == -1


def islands(other_m: float) -> Drawing:
    """Draw a mainland of 4,000 m and, 500 m north of it, another street."""
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 4000, 0)
    drawing.node(3, 0, 500)
    drawing.node(4, other_m, 500)
    drawing.way([1, 2])
    drawing.way([3, 4])
    return drawing


@pytest.mark.parametrize(
    ("other_m", "below_m", "status"),
    [
        (300.0, 5000.0, SnapStatus.ISLAND),
        (300.0, 290.0, SnapStatus.SNAPPED),
        (300.0, 310.0, SnapStatus.ISLAND),
        (300.0, 0.0, SnapStatus.SNAPPED),
    ],
)
def test_a_point_on_an_island_is_reported(
    tmp_path: Path, other_m: float, below_m: float, status: SnapStatus
) -> None:
    drawing = islands(other_m)
    town = drawing.town(tmp_path, island_below_m=below_m)

    assert town.snap(drawing.at(100, 510)).status[0] == status
    # The largest part is never an island, however little street it has.
    assert town.snap(drawing.at(100, 10)).status[0] == SnapStatus.SNAPPED


def test_a_point_beside_an_island_joins_the_mainland_where_that_is_near(tmp_path: Path) -> None:
    drawing = islands(300.0)
    drawing.node(5, 50, 0)
    drawing.node(6, 50, 460)
    drawing.way([1, 5])
    drawing.way([5, 6])
    town = drawing.town(tmp_path, island_below_m=5000.0)

    snaps = town.snap(drawing.at(50, 490))

    assert snaps.status[0] == SnapStatus.SNAPPED
    assert snaps.distance_m[0] == pytest.approx(30, abs=0.05)
