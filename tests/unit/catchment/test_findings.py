"""What is told of a catchment: each finding from a drawing whose numbers are on paper."""

import math
from pathlib import Path

import pytest

from learnmap.catchment import Shape
from learnmap.catchment.findings import GRID_SHARE
from tests.unit.catchment.explained import CIRCLE_M, explained, framed, line, street, told
from tests.unit.network.drawing import Drawing


def test_the_snap_its_distance_and_the_part_of_the_streets(tmp_path: Path) -> None:
    drawing = street()
    line(drawing, (0, -600), (1000, -600))
    found = told(explained(drawing, tmp_path, (50, 20)), entrance=True)

    joined = found["joined"].values
    assert joined["distance_m"] == pytest.approx(20, abs=0.02)
    assert joined["street"]["way"] == 1000
    assert joined["door"] == "entrance"
    assert found["part"].values["part_m"] == pytest.approx(4000, abs=0.1)
    assert found["part"].values["part_share"] == pytest.approx(4 / 5, abs=1e-4)
    assert not {"door", "joined_at", "excluded_near", "ends"} & found.keys()


def test_a_site_on_its_street_has_no_distance(tmp_path: Path) -> None:
    found = told(explained(street(tags="highway=footway name=Lane name:en=L"), tmp_path))
    assert found["joined_at"].values["street"] == {"name": "Lane", "name_en": "L", "way": 1000}
    assert "joined" not in found


def test_a_street_alone_covers_a_stadium_of_the_circle(tmp_path: Path) -> None:
    # 20 m of the way are the door's. Who leaves the street walks straight for the last 60 m:
    # a strip of 120 m as far as 60 m before the end, and half a disc at either end.
    ratio = told(explained(street(), tmp_path, (0, 20)))["ratio"].values
    area_m2 = 2 * (1105 - 60) * 120 + math.pi * 60**2
    assert ratio["area_m2"] == pytest.approx(area_m2, rel=0.005)
    assert ratio["radius_m"] == CIRCLE_M
    assert ratio["time_s"] == 900
    assert ratio["circle_share"] == pytest.approx(area_m2 / (math.pi * CIRCLE_M**2), rel=0.005)


def test_on_an_even_grid_the_share_is_two_over_pi(tmp_path: Path) -> None:
    # A diamond of 365 m, 10 m wider all round, on streets 20 m apart.
    drawing, side, gap_m = Drawing(lat=0.0), 41, 20.0
    for i in range(side * side):
        drawing.node(1 + i, gap_m * (i % side - 20), gap_m * (i // side - 20))
    for k in range(side):
        drawing.way([1 + k * side + i for i in range(side)])
        drawing.way([1 + i * side + k for i in range(side)])
    shape = Shape(cutoffs_s=(300,), off_street_m=10)
    ratio = told(explained(drawing, tmp_path, shape=shape))["ratio"].values

    # Between the ends of streets at its rim small notches are left out.
    area_m2 = 2 * 365**2 + 4 * 365 * math.sqrt(2) * 10 + math.pi * 10**2
    assert 0.98 * area_m2 < ratio["area_m2"] < area_m2
    assert ratio["circle_share"] == pytest.approx(2 / math.pi, rel=0.03)
    assert ratio["grid_share"] == pytest.approx(2 / math.pi) == GRID_SHARE


def test_a_long_way_to_the_door_takes_of_every_time(tmp_path: Path) -> None:
    found = told(explained(street(), tmp_path, (0, 80)))
    assert found["door"].values["door_s"] == pytest.approx(80 / 1.25, abs=0.02)
    assert "door_too_long" not in found


def test_a_door_farther_than_the_shortest_time_empties_it(tmp_path: Path) -> None:
    shape = Shape(cutoffs_s=(50, 60, 300))
    found = told(explained(street(), tmp_path, (0, 80), shape=shape))
    assert found["door_too_long"].values["door_s"] == pytest.approx(64, abs=0.02)
    assert found["door_too_long"].values["time_s"] == 60
    assert "door" not in found
    none = told(explained(street(), tmp_path, (0, 80), shape=Shape(cutoffs_s=(60,))))
    assert none.keys() == {"joined", "part", "door_too_long", "excluded_none"}


@pytest.mark.parametrize(
    ("tags", "profile", "code"),
    [
        ("highway=service access=private", "adult", "passed_excluded"),
        ("highway=steps", "step_free", "passed_not_passable"),
        ("highway=footway", "adult", "passed_island"),
    ],
)
def test_a_nearer_street_that_does_not_serve_is_named(
    tmp_path: Path, tags: str, profile: str, code: str
) -> None:
    drawing = street(north_m=-20)
    way = line(drawing, (-30, 5), (30, 5), tags=tags)
    found = told(explained(drawing, tmp_path, profile=profile, island_below_m=3000))
    assert found[code].values["distance_m"] == pytest.approx(5, abs=0.02)
    assert found[code].values["street"]["way"] == way
    assert found["joined"].values["distance_m"] == pytest.approx(20, abs=0.02)
    if code == "passed_excluded":
        assert found[code].values["tag"] == "access=private"


@pytest.mark.parametrize(
    ("tags", "obstacle"),
    [("waterway=river", "water"), ("railway=rail", "railway"), ("highway=motorway", "motorway")],
)
def test_an_obstacle_between_the_door_and_its_street(
    tmp_path: Path, tags: str, obstacle: str
) -> None:
    drawing = street(north_m=-40)
    line(drawing, (-2000, -20), (2000, -20), tags=tags)
    behind = explained(drawing, tmp_path)
    assert told(behind)["across"].values == {"obstacle": obstacle, "door": "site"}
    assert "across" not in told(explained(drawing, tmp_path, (0, -30)))


def test_too_far_from_any_street(tmp_path: Path) -> None:
    drawing = street(north_m=-150)
    line(drawing, (-30, 40), (30, 40), tags="highway=service access=private")
    found = told(explained(drawing, tmp_path))
    assert found["too_far"].values["distance_m"] == pytest.approx(150, abs=0.1)
    assert found["too_far"].values["limit_m"] == 100
    assert found["passed_excluded"].values["distance_m"] == pytest.approx(40, abs=0.02)
    assert not {"joined", "part", "ratio"} & found.keys()


def test_no_street_within_two_kilometres(tmp_path: Path) -> None:
    found = told(explained(street(), tmp_path, (0, 2500)))
    assert found.keys() == {"nothing_near", "excluded_none"}


def island(*places: tuple[float, float], mainland_m: float = 300.0) -> Drawing:
    """Draw a street south of the corner, and one at the corner that does not lead there."""
    drawing = street(north_m=-mainland_m)
    line(drawing, *places)
    return drawing


def test_an_island_and_how_far_it_is_from_the_streets(tmp_path: Path) -> None:
    drawing = island((0, -10), (200, -10))
    found = told(explained(drawing, tmp_path, (50, 0), island_below_m=1000))
    assert found["island"].values["distance_m"] == pytest.approx(10, abs=0.02)
    assert found["island"].values["part_m"] == pytest.approx(200, abs=0.02)
    assert found["gap"].values["gap_m"] == pytest.approx(290, abs=0.1)
    assert found["mainland"].values["distance_m"] == pytest.approx(300, abs=0.1)
    assert found["mainland"].values["limit_m"] == 100


def test_an_island_with_nothing_near(tmp_path: Path) -> None:
    drawing = island((0, -10), (200, -10), mainland_m=400)
    found = told(explained(drawing, tmp_path, (50, 0), island_below_m=1000))
    assert found["gap_none"].values["look_m"] == 300
    assert found["mainland"].values["distance_m"] == pytest.approx(400, abs=0.1)


def test_an_island_that_crosses_a_street_without_a_joint(tmp_path: Path) -> None:
    drawing = island((0, -10), (0, -400))
    found = told(explained(drawing, tmp_path, island_below_m=1000))
    assert found["gap_touches"].values["gap_m"] == pytest.approx(0, abs=0.02)
    assert found["gap_touches"].values["distance_m"] == pytest.approx(300, abs=0.1)
    assert found["gap_touches"].values["directions"] == ("south",)


def test_an_island_behind_a_gate(tmp_path: Path) -> None:
    drawing = street(north_m=-300)
    places = ((0, 0, ""), (0, -160, "barrier=gate access=no"), (0, -300, ""))
    nodes = [
        drawing.node(10 + k, east, north, tags) for k, (east, north, tags) in enumerate(places)
    ]
    drawing.way(nodes)
    drawing.way([1, nodes[-1], 2])
    found = told(explained(drawing, tmp_path, island_below_m=1000))
    assert found["island"].values["part_m"] == pytest.approx(160, abs=0.02)
    assert found["link"].values["kind"] == "closed_barrier"
    assert found["link"].values["distance_m"] == pytest.approx(160, abs=0.1)
    assert found["link"].values["directions"] == ("south",)
    assert "gap" not in found


def test_an_island_whose_way_on_is_private(tmp_path: Path) -> None:
    drawing = street(north_m=-300)
    nodes = [drawing.node(10 + k, 0, -150.0 * k) for k in range(3)]
    drawing.way(nodes[:2])
    private = drawing.way(nodes[1:], "highway=service access=private")
    drawing.way([1, nodes[2], 2])
    found = told(explained(drawing, tmp_path, island_below_m=1000))
    assert found["link_excluded"].values["street"]["way"] == private
    assert found["link_excluded"].values["tag"] == "access=private"


def gated(*, way_round: bool) -> Drawing:
    """Draw a street with a gate 200 m east of the corner, and a way round it by the north."""
    drawing = Drawing(lat=0.0)
    for number, east in ((1, -2000), (3, 0), (5, 400), (2, 2000)):
        drawing.node(number, east, 0)
    drawing.node(4, 200, 0, "barrier=gate access=no")
    drawing.way([1, 3])
    drawing.way([3, 4, 5], "highway=footway name=Gated")
    drawing.way([5, 2])
    if way_round:
        drawing.way([3, drawing.node(6, 0, 300), drawing.node(7, 400, 300), 5])
    return drawing


def test_a_way_round_a_gate_in_seconds(tmp_path: Path) -> None:
    found = told(explained(gated(way_round=True), tmp_path))
    cut = found["cut"].values
    assert cut["soon_s"] == pytest.approx(200 / 1.25, abs=0.1)
    assert cut["late_s"] == pytest.approx((300 + 400 + 300 + 200) / 1.25, abs=0.1)
    assert (cut["count"], cut["kinds"], cut["directions"]) == (1, "closed_barrier", ("east",))
    assert cut["street"]["name"] == "Gated"
    assert cut["distance_m"] == pytest.approx(200, abs=0.1)


def test_a_gate_without_a_way_round(tmp_path: Path) -> None:
    shut = told(explained(gated(way_round=False), tmp_path))["cut_shut"].values
    assert shut["soon_s"] == pytest.approx(160, abs=0.1)
    assert shut["late_s"] == 2 * 900


def test_streets_closed_to_feet_near_by_with_their_tags(tmp_path: Path) -> None:
    drawing = street()
    # 100 m of it within 300 m, and 60 m of another tag.
    line(drawing, (-200, 40), (-300, 40), (-300, 41), (-900, 41), tags="highway=service foot=no")
    line(drawing, (100, 40), (160, 40), tags="highway=service access=private")
    near = told(explained(drawing, tmp_path))["excluded_near"].values
    closed = {part.values["tag"]: part.values["length_m"] for part in near["closed"]}
    assert near["near_m"] == 300
    # sqrt(300^2 - 40^2) - 200 of the first lie within.
    assert closed == {
        "foot=no": pytest.approx(math.sqrt(300**2 - 40**2) - 200, abs=0.5),
        "access=private": pytest.approx(60, abs=0.02),
    }


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("waterway=canal", "outline_waterway"),
        ("railway=rail", "outline_railway"),
        ("highway=motorway", "outline_motorway"),
    ],
)
def test_an_outline_along_an_obstacle(tmp_path: Path, tags: str, code: str) -> None:
    drawing = street()
    line(drawing, (-2000, 30), (2000, 30), tags=tags)
    found = told(explained(drawing, tmp_path))
    # The stadium's chord 30 m from its axis.
    chord_m = 2 * (CIRCLE_M - 60 + math.sqrt(60**2 - 30**2))
    assert found[code].values["length_m"] == pytest.approx(chord_m, rel=0.02)


def test_an_outline_along_a_shore(tmp_path: Path) -> None:
    drawing = street()
    corners = ((-1800, 30), (1800, 30), (1800, 500), (-1800, 500))
    nodes = [drawing.node(10 + k, *corner) for k, corner in enumerate(corners)]
    drawing.way([*nodes, nodes[0]], "natural=water")
    found = told(explained(drawing, tmp_path))
    chord_m = 2 * (CIRCLE_M - 60 + math.sqrt(60**2 - 30**2))
    assert found["outline_water"].values["length_m"] == pytest.approx(chord_m, rel=0.02)


def test_ends_where_a_street_goes_on_that_feet_may_not_use(tmp_path: Path) -> None:
    drawing = street()
    drawing.node(3, 0, 0)
    drawing.way([1, 3, 2])
    nodes = [drawing.node(10 + k, 0, 100.0 * (k + 1)) for k in range(2)]
    drawing.way([3, nodes[0]])
    drawing.way(nodes, "highway=service access=private")
    blind = drawing.node(20, 0, -80)
    drawing.way([3, blind])
    ends = told(explained(framed(drawing), tmp_path))["ends"].values
    assert (ends["count"], ends["excluded_count"]) == (2, 1)
