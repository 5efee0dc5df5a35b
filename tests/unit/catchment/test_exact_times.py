"""Exact times of places that are worked out on paper, or by trying every centimetre."""

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from learnmap.catchment.exact_times import ExactTimes
from learnmap.catchment.sight_lines import Barriers
from learnmap.network.obstacles import ObstacleKind, pack_obstacles
from tests.unit.catchment.test_certificate import access_at
from tests.unit.network.drawing import Degrees, Drawing, Town

SPEED = 1.25
EQUATOR = 0.0
"""Where metres east and north are plain: elsewhere a line to the east bends by centimetres."""
WALLS = {
    "one wall": [(-30, 20), (10, 20)],
    "a wall with a corner": [(-30, 20), (-5, 20), (10, 20)],
    "a wall with many corners": [(x, 20) for x in range(-30, 11, 2)],
}


def street(half_m: float = 1000.0, tags: str = "highway=footway") -> Drawing:
    drawing = Drawing(lat=EQUATOR)
    drawing.node(1, -half_m, 0)
    drawing.node(2, half_m, 0)
    drawing.way([1, 2], tags)
    return drawing


def walls(drawing: Drawing, *lines: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Return the straight lines of polylines given in metres east and north."""
    rows = [(*drawing.at(*a), *drawing.at(*b)) for line in lines for a, b in pairwise(line)]
    return np.array(rows)


def ring(drawing: Drawing, west: float, south: float, side: float) -> NDArray[np.float64]:
    east, north = west + side, south + side
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return np.array([drawing.at(*corner) for corner in corners])


def times(
    town: Town,
    origin: Degrees,
    places: list[tuple[float, float]],
    barriers: Barriers | None = None,
    profile: str = "adult",
) -> NDArray[np.float64]:
    exact = ExactTimes(
        town.graph,
        town.costs(profile),
        access_at(town, origin, profile),
        limit_s=900,
        off_street_m=60,
        barriers=barriers,
    )
    return exact.time_s(np.array([town.drawing.at(*place) for place in places]))


def test_one_walks_straight_as_soon_as_the_street_is_near_enough(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    # The street is left at 300 - sqrt(60^2 - 30^2) = 248.04 m, then 60 m straight.
    found = times(town, drawing.at(0, 0), [(300, 30), (300, 50), (300, 60.1), (-40, 0), (0, 0)])
    near = 300 - math.sqrt(60**2 - 30**2)
    rim = 300 - math.sqrt(60**2 - 50**2)
    expected = [(near + 60) / SPEED, (rim + 60) / SPEED, math.inf, 40 / SPEED, 0.0]
    assert found == pytest.approx(expected, abs=0.02)


def test_the_way_from_the_street_to_the_door_counts(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    (found,) = times(town, drawing.at(0, 40), [(300, 0)])
    assert found == pytest.approx((300 + 40) / SPEED, abs=0.02)


def test_a_place_beyond_the_limit_is_infinitely_far(tmp_path: Path) -> None:
    drawing = street(half_m=2000)
    town = drawing.town(tmp_path)
    found = times(town, drawing.at(0, 0), [(1124, 0), (1126, 0)])
    assert np.isfinite(found).tolist() == [True, False]


def test_steps_are_slow_and_the_way_off_the_street_is_not(tmp_path: Path) -> None:
    drawing = Drawing(lat=EQUATOR)
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.node(3, 300, 0)
    drawing.way([1, 2])
    drawing.way([2, 3], "highway=steps")
    town = drawing.town(tmp_path)
    # Older adults: 0.8 m/s, and a metre of steps as two. From (220, 30) all 60 m of the way are
    # best walked beside the steps: left at 220 - sqrt(60^2 - 30^2).
    (beside,) = times(town, drawing.at(0, 0), [(220, 30)], profile="older_adult")
    low = 220 - math.sqrt(60**2 - 30**2)
    assert beside == pytest.approx((100 + 2 * (low - 100) + 60) / 0.8, abs=0.05)
    # Without steps one comes no farther than 60 m past their foot.
    found = times(town, drawing.at(0, 0), [(159, 0), (161, 0)], profile="step_free")
    assert found[0] == pytest.approx(159 / 0.8, abs=0.05)
    assert np.isinf(found[1])


def test_one_way_streets_are_walked_towards_the_point(tmp_path: Path) -> None:
    drawing = Drawing(lat=EQUATOR)
    for number, east_m in ((1, -500), (2, 0), (3, 500)):
        drawing.node(number, east_m, 0)
    drawing.way([1, 2, 3], "highway=footway oneway:foot=yes")
    town = drawing.town(tmp_path)
    found = times(town, drawing.at(10, 0), [(-300, 0), (40, 0), (75, 0)])
    # East of the point one is within 60 m of it, or nowhere.
    assert found[:2] == pytest.approx([310 / SPEED, 30 / SPEED], abs=0.02)
    assert np.isinf(found[2])


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS.keys())
def test_a_wall_is_walked_round_where_its_end_is_passed(
    tmp_path: Path, wall: list[tuple[float, float]]
) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    barriers = Barriers(lines=walls(drawing, wall))
    # From (0, 40) the wall of y = 20 from -30 to 10 hides the street from -60 to 20. What is
    # near enough lies within sqrt(60^2 - 40^2) = 44.7 m, so the best is x = 20.
    (found,) = times(town, drawing.at(-300, 0), [(0, 40)], barriers)
    assert found == pytest.approx((320 + math.hypot(20, 40)) / SPEED, abs=0.02)
    (free,) = times(town, drawing.at(-300, 0), [(0, 40)])
    assert free == pytest.approx((300 - math.sqrt(60**2 - 40**2) + 60) / SPEED, abs=0.02)


def test_a_long_wall_cannot_be_walked_round(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    barriers = Barriers(lines=walls(drawing, [(-200, 20), (200, 20)]))
    found = times(town, drawing.at(0, 0), [(0, 19), (0, 21), (0, -21)], barriers)
    assert np.isfinite(found).tolist() == [True, False, True]


def test_a_wall_that_crosses_the_street_hides_what_lies_behind_it(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    # A railway across the street at x = 100: one walks along the street through it, and from
    # (110, 30) can only leave the street behind it.
    barriers = Barriers(lines=walls(drawing, [(100, -300), (100, 300)]))
    (found,) = times(town, drawing.at(0, 0), [(110, 30)], barriers)
    assert found == pytest.approx((100 + math.hypot(10, 30)) / SPEED, abs=0.05)


def test_a_bank_that_shares_the_streets_own_line_bars_nobody_on_land(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    # Rounded vertices put the bank 2 cm to the land's side of the street.
    corners = [(-1000.0, 0.0), (0.0, 0.02), (1000.0, 0.0), (1000.0, -80.0), (-1000.0, -80.0)]
    river = np.array([drawing.at(*corner) for corner in corners])
    closed = np.vstack([river, river[:1]])
    barriers = Barriers(lines=np.hstack([closed[:-1], closed[1:]]), water=[closed])
    found = times(town, drawing.at(0, 0), [(200, 30), (200, -30), (200, -81)], barriers)
    near = 200 - math.sqrt(60**2 - 30**2)
    assert found[0] == pytest.approx((near + 60) / SPEED, abs=0.02)
    assert np.isinf(found[1:]).all()


def test_nobody_stands_in_the_water_but_on_its_islands(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    # Rings alone, without lines: what is asked here is who stands where.
    rings = [ring(drawing, 100, -40, 80), ring(drawing, 120, -20, 40)]
    far = walls(drawing, [(-500, 300), (-400, 300)])
    barriers = Barriers(lines=far, water=rings)
    found = times(town, drawing.at(0, 0), [(110, 0), (140, 0), (190, 0)], barriers)
    assert np.isfinite(found).tolist() == [False, True, True]


def test_the_obstacles_of_the_graph_bar_the_way_by_default(tmp_path: Path) -> None:
    drawing = street()
    drawn = drawing.town(tmp_path)
    lake = [drawing.at(*corner) for corner in ((200, 5), (260, 5), (260, 50), (200, 50), (200, 5))]
    island = [drawing.at(*c) for c in ((220, 10), (240, 10), (240, 30), (220, 30), (220, 10))]
    far = [drawing.at(-700, 100), drawing.at(-700, 900)]
    obstacles = pack_obstacles(
        [
            (ObstacleKind.RAILWAY, [drawing.at(-200, 20), drawing.at(200, 20)]),
            (ObstacleKind.WATER, lake),
            (ObstacleKind.WATER, island),
            (ObstacleKind.MOTORWAY, far),
        ]
    )
    town = Town(drawing, drawn.streets, drawn.extract, replace(drawn.graph, obstacles=obstacles), 0)
    # Over the railway, before it, in the lake, on its island over water, and beyond the lake.
    places = [(0.0, 21.0), (0.0, 19.0), (210.0, 15.0), (230.0, 20.0), (261.0, 20.0)]
    found = times(town, drawing.at(0, 0), places)
    assert np.isfinite(found).tolist() == [False, True, False, False, True]
    free = times(town, drawing.at(0, 0), places, Barriers())
    assert np.isfinite(free).all()


def test_every_centimetre_of_a_street_between_random_walls(tmp_path: Path) -> None:
    """The minimum found past the walls is that of trying all ways to the street."""
    drawing = street(half_m=200)
    town = drawing.town(tmp_path)
    rng = np.random.default_rng(20261123)
    middle = rng.uniform((-150, -55), (150, 55), (60, 2))
    half = rng.uniform(-25, 25, (60, 2))
    middle[np.abs(middle[:, 1]) < 4] += (0, 8)
    lines = [[tuple(m - h), tuple(m + h)] for m, h in zip(middle, half, strict=True)]
    places = rng.uniform((-150, -70), (150, 70), (400, 2))

    barriers = Barriers(lines=walls(drawing, *lines))
    found = times(town, drawing.at(-190, 0), [tuple(place) for place in places], barriers)

    x = np.arange(-200, 200.001, 0.01)
    street_s = np.abs(x + 190) / SPEED
    ends = np.array(lines).reshape(-1, 4)
    tried = np.array([_best_of_all(place, x, street_s, ends) for place in places])
    assert np.isinf(found).tolist() == np.isinf(tried).tolist()
    some = np.isfinite(found)
    assert 100 < some.sum() < 400
    walled = times(town, drawing.at(-190, 0), [tuple(place) for place in places])
    assert (found[some] > walled[some] + 1).sum() > 30
    # A centimetre of street and of straight way, and what the drawing's grid rounds off.
    assert np.abs(found[some] - tried[some]).max() < 0.08


def _best_of_all(
    place: NDArray[np.float64],
    x: NDArray[np.float64],
    street_s: NDArray[np.float64],
    walls: NDArray[np.float64],
) -> float:
    straight = np.hypot(x - place[0], place[1])
    near = straight <= 60
    x, time_s = x[near], (street_s + straight / SPEED)[near]
    seen = np.ones(len(x), bool)
    for ax, ay, bx, by in walls:
        # The way from the place to (x, 0) meets the wall's line 5 cm before its end at least, and
        # the wall's ends lie to both sides of the way.
        far = math.hypot(bx - ax, by - ay)
        spot_m = ((bx - ax) * (0 - ay) - (by - ay) * (x - ax)) / far
        over = ((bx - ax) * (place[1] - ay) - (by - ay) * (place[0] - ax)) * spot_m < 0
        over &= np.abs(spot_m) > 0.05
        a_side = (x - place[0]) * (ay - place[1]) + place[1] * (ax - place[0])
        b_side = (x - place[0]) * (by - place[1]) + place[1] * (bx - place[0])
        seen &= ~(over & (a_side * b_side < 0))
    return float(time_s[seen].min(initial=math.inf))
