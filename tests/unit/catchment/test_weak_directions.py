"""Why little of a direction is covered: each cause from a drawing whose numbers are on paper."""

import math
from pathlib import Path

import pytest

from learnmap.catchment.explanation import Explanation
from learnmap.catchment.finding import Finding
from learnmap.catchment.weak_directions import causes_of, weak_directions
from learnmap.network.surroundings import DIRECTIONS
from tests.unit.catchment.explained import (
    CIRCLE_M,
    explained,
    first_of,
    framed,
    line,
    street,
)
from tests.unit.network.drawing import Drawing

EIGHTH_M2 = math.pi * CIRCLE_M**2 / 8
SLANT = math.tan(math.pi / 8)
"""Of an eighth: metres to either side of its middle for each metre from the point."""


def causes_in(explanation: Explanation, direction: str) -> dict[str, Finding]:
    """Return the causes of a direction by their code."""
    return first_of(causes_of(explanation, explanation.eighths[DIRECTIONS.index(direction)]))


def test_beside_a_street_alone_there_are_few_streets(tmp_path: Path) -> None:
    drawing = framed(street())
    # Three streets cross the northern eighth where it is 2 * 400 * SLANT wide, and farther out.
    for north in (400, 500, 600):
        line(drawing, (-1000, north), (1000, north))
    explanation = explained(drawing, tmp_path)
    found = causes_in(explanation, "north")
    assert found.keys() == {"few_streets"}
    assert explanation.eighths[0].street_m == pytest.approx(2 * SLANT * 1500, rel=0.001)


def test_streets_that_are_too_far_along_the_streets(tmp_path: Path) -> None:
    drawing = framed(street())
    for north in (400, 500, 600, 700, 800):
        line(drawing, (-1000, north), (1000, north))
    found = causes_in(explained(drawing, tmp_path), "north")
    assert found.keys() == {"detour"}


def test_an_eighth_beside_a_street_has_its_triangle(tmp_path: Path) -> None:
    # The strip of 60 m covers of the northern eighth a triangle as high.
    north = explained(framed(street()), tmp_path).eighths[0]
    assert north.directions == ("north",)
    assert north.area_m2 == pytest.approx(EIGHTH_M2, rel=0.001)
    assert north.covered_m2 == pytest.approx(60**2 * SLANT, rel=0.03)
    assert north.uncovered_m2 == pytest.approx(EIGHTH_M2 - 60**2 * SLANT, rel=0.001)


def test_behind_the_edge_of_the_data(tmp_path: Path) -> None:
    # Streets end 100 m north of the point; the data's box ends with them.
    drawing = street()
    line(drawing, (-2000, 100), (2000, 100))
    line(drawing, (0, -2500), (10, -2500))
    found = causes_in(explained(drawing, tmp_path), "north")
    beyond_m2 = EIGHTH_M2 - 100**2 * SLANT
    share = beyond_m2 / (EIGHTH_M2 - 60**2 * SLANT)
    assert found["beyond"].values["rest_share"] == pytest.approx(share, rel=0.005)
    assert "beyond" not in causes_in(explained(drawing, tmp_path), "south")


def lake(south_m: float, north_m: float) -> Drawing:
    drawing = framed(street())
    corners = ((-2000, south_m), (2000, south_m), (2000, north_m), (-2000, north_m))
    nodes = [drawing.node(50 + k, *corner) for k, corner in enumerate(corners)]
    drawing.way([*nodes, nodes[0]], "natural=water")
    return drawing


def test_water_that_nobody_walks_on(tmp_path: Path) -> None:
    found = causes_in(explained(lake(200, 1500), tmp_path), "north")
    share = (EIGHTH_M2 - 200**2 * SLANT) / (EIGHTH_M2 - 60**2 * SLANT)
    assert found["water"].values["rest_share"] == pytest.approx(share, rel=0.005)
    # What is left of land lies on the point's side.
    assert not {"few_streets", "behind_water"} & found.keys()


def test_land_across_water(tmp_path: Path) -> None:
    found = causes_in(explained(lake(200, 230), tmp_path), "north")
    assert "water" not in found
    # Of the land: the water itself is none. Rays: 12 of an eighth, 24 places on each.
    water_m2 = (230**2 - 200**2) * SLANT
    share = (EIGHTH_M2 - 230**2 * SLANT) / (EIGHTH_M2 - 60**2 * SLANT - water_m2)
    assert found["behind_water"].values["land_share"] == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("railway=rail", "behind_railway"),
        ("highway=motorway", "behind_motorway"),
        ("waterway=river", "behind_water"),
    ],
)
def test_land_across_a_line(tmp_path: Path, tags: str, code: str) -> None:
    drawing = framed(street())
    line(drawing, (-2000, 300), (2000, 300), tags=tags)
    explanation = explained(drawing, tmp_path)
    found = causes_in(explanation, "north")
    share = (EIGHTH_M2 - 300**2 * SLANT) / (EIGHTH_M2 - 60**2 * SLANT)
    assert found[code].values["land_share"] == pytest.approx(share, abs=0.02)
    assert code not in causes_in(explanation, "south")


def test_streets_closed_by_a_tag(tmp_path: Path) -> None:
    drawing = framed(street())
    line(drawing, (0, 100), (0, 600), tags="highway=service access=private")
    # Half of this one lies beyond the circle.
    line(drawing, (0, -625), (0, -1625), tags="highway=service foot=no")
    explanation = explained(drawing, tmp_path)
    north, south = (causes_in(explanation, side)["excluded"] for side in ("north", "south"))
    assert north.values["tag"] == "access=private"
    assert north.values["length_m"] == pytest.approx(500, rel=0.002)
    assert south.values["tag"] == "foot=no"
    assert south.values["length_m"] == pytest.approx(500, rel=0.002)


def test_a_gate_with_a_long_way_round(tmp_path: Path) -> None:
    drawing = Drawing(lat=0.0)
    drawing.node(1, -2000, 0)
    drawing.node(2, 200, 0, "barrier=gate access=no")
    drawing.node(3, 2000, 0)
    drawing.way([1, 2, 3])
    explanation = explained(framed(drawing), tmp_path)
    assert causes_in(explanation, "east")["cuts"].values["count"] == 1
    assert "cuts" not in causes_in(explanation, "west")
    # East of the gate at 200 m one steps off by 60 m from its near side.
    east = explanation.eighths[2]
    to_the_gate_m2 = 60**2 / SLANT + 2 * 60 * (200 - 60 / SLANT) + math.pi * 60**2 / 2
    assert east.covered_m2 == pytest.approx(to_the_gate_m2, rel=0.02)


def test_directions_side_by_side_with_one_cause_are_told_of_together(tmp_path: Path) -> None:
    drawing = framed(street())
    line(drawing, (-2000, 300), (2000, 300), tags="railway=rail")
    groups = weak_directions(explained(drawing, tmp_path))
    north = next(group for group in groups if "north" in group.values["directions"])
    assert north.values["directions"] == ("north_west", "north", "north_east")


def test_what_is_well_covered_is_not_told_of(tmp_path: Path) -> None:
    # Seven streets to each side, 100 m apart, on two that join them: a ladder to the north.
    drawing = framed(Drawing(lat=0.0), far_m=3000)
    for i in range(21 * 21):
        drawing.node(1000 + i, 100.0 * (i % 21 - 10), 100.0 * (i // 21 - 10))
    for k in range(21):
        drawing.way([1000 + k * 21 + i for i in range(21)])
        drawing.way([1000 + i * 21 + k for i in range(21)])
    explanation = explained(drawing, tmp_path)
    assert weak_directions(explanation) == []
    assert min(eighth.share for eighth in explanation.eighths) > 0.45
