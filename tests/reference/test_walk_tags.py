"""Tags on streets drawn by hand: what each does to a walk."""

from math import inf
from pathlib import Path

import pytest

from learnmap.network import SnapStatus
from tests.unit.network.drawing import Drawing, Town

NEAR_M = 0.05
PROFILES = ("adult", "older_adult", "step_free")
SPEED = {"adult": 1.25, "older_adult": 0.8, "step_free": 0.8}


def straight(folder: Path, *, node: str = "", way: str = "highway=footway") -> Town:
    """Draw 200 m of street in four pieces; the tags are of the middle node or pieces."""
    drawing = Drawing()
    for number in range(5):
        drawing.node(number + 1, number * 50, 0, node if number == 2 else "")
    drawing.way([1, 2])
    drawing.way([2, 3, 4], way)
    drawing.way([4, 5])
    return drawing.town(folder)


def block(folder: Path, way: str) -> Town:
    """Draw a street of 100 m with the tags from 1 to 2, and a way round of 500 m."""
    drawing = Drawing()
    for number, (east, north) in enumerate(((0, 0), (100, 0), (100, 200), (0, 200)), start=1):
        drawing.node(number, east, north)
    drawing.way([1, 2], way)
    drawing.way([2, 3, 4, 1])
    return drawing.town(folder)


@pytest.mark.parametrize(
    ("tags", "there_m", "back_m"),
    [
        ("highway=footway", 100, 100),
        ("highway=residential oneway=yes", 100, 100),
        ("highway=footway oneway:foot=yes", 100, 500),
        ("highway=footway oneway:foot=-1", 500, 100),
        ("highway=steps conveying=forward", 100, 500),
        ("highway=steps conveying=backward", 500, 100),
        ("highway=path foot:backward=no", 100, 500),
        ("highway=path foot:forward=no", 500, 100),
        ("highway=path foot=no", 500, 500),
        ("route=ferry foot=yes", 500, 500),
        ("highway=motorway", 500, 500),
        ("highway=trunk", 500, 500),
        ("highway=trunk foot=yes", 100, 100),
        ("highway=trunk sidewalk=left", 100, 100),
        ("highway=cycleway", 500, 500),
        ("highway=cycleway foot=yes", 100, 100),
        ("highway=service", 100, 100),
        ("highway=service access=private", 500, 500),
        ("highway=service access=private foot=yes", 100, 100),
        ("railway=platform", 100, 100),
        ("man_made=pier", 100, 100),
        ("highway=pedestrian area=yes", 100, 100),
    ],
)
def test_a_way_is_walked_or_gone_round(
    tmp_path: Path, tags: str, there_m: float, back_m: float
) -> None:
    town = block(tmp_path, tags)

    assert town.metres(1, 2) == pytest.approx(there_m, abs=NEAR_M)
    assert town.metres(2, 1) == pytest.approx(back_m, abs=NEAR_M)


def test_one_way_tags_point_along_the_nodes_whichever_way_the_chain_is_stored(
    tmp_path: Path,
) -> None:
    drawing = Drawing()
    # Node ids fall along the street, so that the chain is found from its far end.
    for number, east in ((9, 0), (7, 100), (5, 200), (3, 300)):
        drawing.node(number, east, 0)
    drawing.way([9, 7], "highway=footway oneway:foot=yes")
    drawing.way([5, 7], "highway=footway oneway:foot=-1")
    drawing.way([5, 3], "highway=footway oneway:foot=yes")
    town = drawing.town(tmp_path)

    assert town.graph.edge_count == 1
    assert town.metres(9, 3) == pytest.approx(300, abs=NEAR_M)
    assert town.metres(3, 9) == inf


@pytest.mark.parametrize(
    ("node", "passes"),
    [
        ("barrier=gate", PROFILES),
        ("barrier=gate access=private", ()),
        ("barrier=gate locked=yes", ()),
        ("barrier=gate access=private foot=yes", PROFILES),
        ("barrier=wall", ()),
        ("barrier=wall foot=yes", PROFILES),
        ("foot=no", ()),
        ("barrier=stile", ("adult", "older_adult")),
        ("barrier=kissing_gate", ("adult", "older_adult")),
        ("barrier=kissing_gate wheelchair=yes", PROFILES),
        ("kerb=raised", ("adult", "older_adult")),
        ("kerb=lowered", PROFILES),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_what_stands_on_a_street_stops_whom_it_stops(
    tmp_path: Path, node: str, passes: tuple[str, ...], profile: str
) -> None:
    town = straight(tmp_path, node=node)

    expected = 200.0 if profile in passes else inf
    assert town.metres(1, 5, profile) == pytest.approx(expected, abs=NEAR_M)
    assert town.metres(5, 1, profile) == pytest.approx(expected, abs=NEAR_M)
    assert town.seconds(1, 5, profile) == pytest.approx(expected / SPEED[profile], abs=0.1)
    # Up to the barrier everybody walks.
    assert town.metres(1, 2, profile) == pytest.approx(50.0, abs=NEAR_M)


def test_a_barrier_where_streets_meet_stops_wheels_on_each(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0, "kerb=raised")
    for number, (east, north) in enumerate(((100, 0), (0, 100), (-100, 0)), start=2):
        drawing.node(number, east, north)
        drawing.way([1, number])
    town = drawing.town(tmp_path)

    for start, end in ((2, 3), (3, 4), (4, 2)):
        assert town.metres(start, end, "adult") == pytest.approx(200, abs=NEAR_M)
        assert town.metres(start, end, "step_free") == inf


@pytest.mark.parametrize(
    ("way", "seconds"),
    [
        # 100 m of street and 100 m of steps.
        ("highway=steps", (200 / 1.25, 100 / 0.8 + 2 * 100 / 0.8, inf)),
        # Whoever minds steps takes the ramp, as wheels do.
        ("highway=steps ramp:wheelchair=yes", (200 / 1.25, 200 / 0.8, 200 / 0.8)),
        ("highway=footway wheelchair=no", (200 / 1.25, 200 / 0.8, inf)),
        ("highway=path smoothness=horrible", (200 / 1.25, 200 / 0.8, inf)),
        ("highway=elevator", (200 / 1.25, 200 / 0.8, 200 / 0.8)),
    ],
)
def test_steps_take_each_walker_their_time(
    tmp_path: Path, way: str, seconds: tuple[float, ...]
) -> None:
    town = straight(tmp_path, way=way)

    found = [town.seconds(1, 5, profile) for profile in PROFILES]
    assert found == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    ("around_m", "older_m"), [(190, 190), (210, 100)], ids=["shorter", "longer"]
)
def test_an_older_adult_avoids_steps_up_to_twice_their_length(
    tmp_path: Path, around_m: float, older_m: float
) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.node(3, 0, (around_m - 100) / 2)
    drawing.node(4, 100, (around_m - 100) / 2)
    drawing.way([1, 2], "highway=steps")
    drawing.way([1, 3, 4, 2])
    town = drawing.town(tmp_path)

    assert town.metres(1, 2, "adult") == pytest.approx(100, abs=NEAR_M)
    assert town.metres(1, 2, "older_adult") == pytest.approx(older_m, abs=NEAR_M)
    assert town.metres(1, 2, "step_free") == pytest.approx(around_m, abs=NEAR_M)


def test_a_street_beyond_steps_is_an_island_to_wheels(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, east in enumerate((0, 3000, 3050, 3350), start=1):
        drawing.node(number, east, 0)
    drawing.way([1, 2])
    drawing.way([2, 3], "highway=steps")
    drawing.way([3, 4])
    town = drawing.town(tmp_path, island_below_m=1000.0)
    beyond = drawing.at(3250, 20)

    assert town.snap(beyond, "adult").status[0] == SnapStatus.SNAPPED
    assert town.snap(beyond, "step_free").status[0] == SnapStatus.ISLAND
