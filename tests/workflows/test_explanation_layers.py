"""Layers of drawn streets: what each row tells, against numbers on paper."""

import json
from pathlib import Path
from typing import Any

import pytest

from learnmap.catchment.explanation import Explanation
from learnmap.model.crs import ELLIPSOID
from learnmap.workflows.explaining import PointExplanation, ProfileExplanation
from learnmap.workflows.explanation_layers import explanation_layers
from tests.store.samples import a_build
from tests.unit.catchment.explained import explained, line, street
from tests.unit.network.drawing import PROFILE, Drawing
from tests.workflows.conftest import a_point


def rows(explanation: Explanation, drawing: Drawing) -> dict[str, list[dict[str, Any]]]:
    """Return the features of each layer for a point at the drawing's corner."""
    part = ProfileExplanation(PROFILE["adult"], explanation, ())
    point = a_point("hall", drawing.lon, drawing.lat)
    layers = explanation_layers(PointExplanation(point, a_build(), (part,)))
    return {name: json.loads(content)["features"] for name, content in layers.items()}


def test_an_island_has_its_gap_its_streets_and_no_catchment(tmp_path: Path) -> None:
    drawing = street(north_m=-300)
    line(drawing, (-50, -10), (150, -10))
    found = rows(explained(drawing, tmp_path, island_below_m=1000), drawing)
    (gap,) = found["gaps"]
    assert gap["properties"]["gap_m"] == pytest.approx(290, abs=0.1)
    (lon0, lat0), (lon1, lat1) = gap["geometry"]["coordinates"]
    assert ELLIPSOID.inv(lon0, lat0, lon1, lat1)[2] == pytest.approx(290, abs=0.3)
    (island,) = found["islands"]
    assert island["properties"]["length_m"] == pytest.approx(200, abs=0.1)
    assert island["properties"]["distance_m"] == pytest.approx(10, abs=0.1)
    assert island["geometry"]["type"] == "MultiLineString"
    (snap,) = found["snaps"]
    assert (snap["properties"]["status"], snap["properties"]["way"]) == ("island", 1001)
    access = found["points"][-1]["properties"]
    assert access["role"] == "access_point"
    assert access["part_length_m"] == 200
    assert access["part_share"] == pytest.approx(200 / 4200, abs=1e-5)
    nearer = [row["properties"]["why"] for row in found["passed_over"]]
    assert nearer == ["island", "too_far"]
    assert found["catchments"] == found["reach"] == found["directions"] == []


def test_a_shut_gate_has_no_time_from_its_far_side(tmp_path: Path) -> None:
    drawing = Drawing(lat=0.0)
    drawing.node(1, -2000, 0)
    drawing.node(2, 200, 0, "barrier=gate access=no")
    drawing.node(3, 2000, 0)
    drawing.way([1, 2, 3])
    (cut,) = rows(explained(drawing, tmp_path), drawing)["cuts"]
    told = cut["properties"]
    assert told["kind"] == "closed_barrier"
    assert told["soon_s"] == pytest.approx(160, abs=0.1)
    assert told["late_s"] is told["round_s"] is None
    assert told["ways"] == "1000"
    assert cut["geometry"]["coordinates"] == pytest.approx(drawing.places[2], abs=1e-6)


def test_closed_streets_and_ends_have_the_tag(tmp_path: Path) -> None:
    drawing = street()
    corner, middle = drawing.node(3, 0, 0), drawing.node(4, 0, 100)
    drawing.way([1, corner, 2])
    drawing.way([corner, middle])
    private = drawing.way([middle, drawing.node(5, 0, 400)], "highway=service access=private")
    found = rows(explained(drawing, tmp_path), drawing)
    (closed,) = found["excluded"]
    assert closed["properties"] == {
        "point_id": "hall",
        "profile": "adult",
        "way": private,
        "tag": "access=private",
        "distance_m": pytest.approx(100, abs=0.1),
        "near_m": pytest.approx(200, abs=0.1),
        "circle_m": pytest.approx(300, abs=0.1),
        # The catchment reaches 60 m beyond the end of the street.
        "outside_m": pytest.approx(240, abs=1.5),
    }
    (end,) = found["street_ends"]
    assert (end["properties"]["way"], end["properties"]["tag"]) == (private, "access=private")


def test_an_obstacle_is_drawn_within_the_circle_alone(tmp_path: Path) -> None:
    drawing = street()
    line(drawing, (-5000, 30), (5000, 30), tags="railway=rail")
    (rail,) = rows(explained(drawing, tmp_path), drawing)["obstacles"]
    told = rail["properties"]
    assert told["kind"] == "railway"
    assert told["length_m"] == pytest.approx(2 * (1125**2 - 30**2) ** 0.5, abs=2)
    assert told["outline_m"] == pytest.approx(2 * (1065 + (60**2 - 30**2) ** 0.5), rel=0.02)


def test_names_of_streets_are_both_there(tmp_path: Path) -> None:
    drawing = street(tags="highway=footway name=学府路 name:en=Academy_Road")
    explanation = explained(drawing, tmp_path)
    reach = rows(explanation, drawing)["reach"]
    assert {(row["properties"]["street"], row["properties"]["street_en"]) for row in reach} == {
        ("学府路", "Academy_Road")
    }
    # From the corner to either side, both towards the ends.
    assert [row["properties"]["from_s"] for row in reach] == [0, 0]
    assert [row["properties"]["to_s"] for row in reach] == [900, 900]
    for row in reach:
        first, *_, last = row["geometry"]["coordinates"]
        assert abs(first[0] - drawing.lon) < abs(last[0] - drawing.lon)
