"""What straight ways cross, in drawn towns and against Shapely."""

from pathlib import Path

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from learnmap.network.obstacles import ObstacleKind, Obstacles, pack_obstacles
from learnmap.network.straight_ways import kind_bit, kinds_between
from tests.property.street_plans import QUICK
from tests.unit.network.drawing import Drawing

WATERWAY, RAILWAY = kind_bit(ObstacleKind.WATERWAY), kind_bit(ObstacleKind.RAILWAY)
WATER = kind_bit(ObstacleKind.WATER)


def met(
    obstacles: Obstacles, drawing: Drawing, tail: tuple[float, float], head: tuple[float, float]
) -> int:
    ways = np.array([[drawing.at(*tail)], [drawing.at(*head)]])
    there, back = kinds_between(obstacles, *ways), kinds_between(obstacles, *ways[::-1])
    assert there.tolist() == back.tolist()
    return int(there[0])


def test_what_lies_between_is_found_and_what_lies_beside_is_not(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, east_m, north_m in (
        (1, 0, 0), (2, 0, 400), (3, 50, -300), (4, 50, 300), (5, 200, -300), (6, 200, 900),
        (7, 300, 100), (8, 400, 100), (9, 400, 200), (10, 300, 200),
    ):  # fmt: skip
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2], "highway=residential")
    drawing.way([3, 4], "waterway=river")
    drawing.way([5, 6], "railway=rail")
    drawing.way([7, 8, 9, 10, 7], "natural=water")
    obstacles = drawing.town(tmp_path).graph.obstacles
    assert met(obstacles, drawing, (0, 100), (100, 100)) == WATERWAY
    assert met(obstacles, drawing, (0, 100), (49, 100)) == 0
    # Beyond the river's end nothing is crossed.
    assert met(obstacles, drawing, (0, 301), (100, 301)) == 0
    assert met(obstacles, drawing, (0, 100), (250, 110)) == WATERWAY | RAILWAY
    # The way leads through some cells of 220 m, and the railway lies in many.
    assert met(obstacles, drawing, (-600, 820), (700, 850)) == RAILWAY
    assert met(obstacles, drawing, (250, 150), (450, 160)) == WATER
    assert met(obstacles, drawing, (250, 90), (450, 95)) == 0
    assert met(obstacles, drawing, (350, 0), (350, 400)) == WATER
    # Nobody crosses what they stand still beside.
    assert met(obstacles, drawing, (100, 100), (100, 100)) == 0


def test_a_way_through_a_vertex_crosses() -> None:
    bend = pack_obstacles([(ObstacleKind.RAILWAY, [(0.0, -0.001), (0.0, 0.0), (0.0005, 0.001)])])
    spike = pack_obstacles([(ObstacleKind.RAILWAY, [(0.0, -0.001), (0.0002, 0.0), (0.0, 0.001)])])
    through = np.array([[-0.001, 0.0]]), np.array([[0.001, 0.0]])
    assert kinds_between(bend, *through).tolist() == [RAILWAY]
    assert kinds_between(spike, *through).tolist() == [RAILWAY]
    assert kinds_between(spike, *through[::-1]).tolist() == [RAILWAY]
    nothing = pack_obstacles([])
    assert kinds_between(nothing, *through).tolist() == [0]


STEPS = st.integers(-60_000, 60_000)
SPOT = st.tuples(STEPS, STEPS)
LINES = st.lists(
    st.tuples(st.sampled_from(ObstacleKind), st.lists(SPOT, min_size=2, max_size=5)), max_size=6
)


@QUICK
@given(lines=LINES, ways=st.lists(st.tuples(SPOT, SPOT), min_size=1, max_size=6))
def test_they_are_those_that_shapely_finds(
    lines: list[tuple[ObstacleKind, list[tuple[int, int]]]],
    ways: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    obstacles = pack_obstacles(
        [(kind, [(x * 1e-7, y * 1e-7) for x, y in line]) for kind, line in lines]
    )
    ends = np.array(ways, np.float64)
    # Moved by parts of a step, the ends lie on no line and no vertex on a way.
    ends[:, 0] += (0.317, 0.123)
    ends[:, 1] += (0.531, 0.277)
    found = kinds_between(obstacles, ends[:, 0] * 1e-7, ends[:, 1] * 1e-7)
    for one, way in zip(found, map(shapely.LineString, ends), strict=True):
        crossed = {kind for kind, line in lines if way.intersects(shapely.LineString(line))}
        assert one == sum(map(kind_bit, crossed))
