"""The eighths of the circle: what they hold adds up to the whole."""

import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.directions import Sights, cut_away, eighths, length_within
from learnmap.network.surroundings import DIRECTIONS
from tests.unit.catchment.explained import CIRCLE_M, explained, framed, line, street

NO_LINES = np.array([], object)


def sights(band: shapely.Polygon, **others: BaseGeometry) -> Sights:
    everywhere = shapely.box(-9999, -9999, 9999, 9999)
    water = others.get("water", shapely.MultiPolygon())
    return Sights(band, water, others.get("data", everywhere), NO_LINES, {}, {})


def test_the_eighths_of_a_catchment_add_up_to_it(tmp_path: Path) -> None:
    drawing = framed(street())
    line(drawing, (-700, -700), (0, 0), (700, 600))
    explanation = explained(drawing, tmp_path, (10, 5))
    parts = explanation.eighths
    assert tuple(part.directions[0] for part in parts) == DIRECTIONS
    whole = explanation.bands[-1]
    assert sum(part.covered_m2 for part in parts) == pytest.approx(whole.area_m2, rel=0.001)
    assert sum(part.area_m2 for part in parts) == pytest.approx(whole.circle_m2, rel=0.001)
    together = parts[0]
    for part in parts[1:]:
        together += part
    assert together.share == pytest.approx(whole.ratio, rel=0.001)
    # 4 km of street and no other: what is left of it lies outside the catchment, in the circle.
    assert together.street_m < 2 * CIRCLE_M


def test_covered_water_and_the_unknown_are_told_apart() -> None:
    # The catchment is the southern half, water the north-east quarter, data end at the west.
    band = shapely.box(-2000, -2000, 2000, 0)
    water, data = shapely.box(0, -2000, 2000, 2000), shapely.box(0, -2000, 2000, 2000)
    found = eighths(sights(band, water=water, data=data), 1000)
    eighth = math.pi * 1000**2 / 8
    by_name = {part.directions[0]: part for part in found}
    assert by_name["south"].share == pytest.approx(1, rel=1e-9)
    assert by_name["north_east"].water_m2 == pytest.approx(eighth, rel=0.001)
    assert by_name["north_east"].beyond_m2 == pytest.approx(0, abs=1)
    assert by_name["north_west"].beyond_m2 == pytest.approx(eighth, rel=0.001)
    assert by_name["north"].water_m2 == pytest.approx(eighth / 2, rel=0.001)
    assert by_name["east"].covered_m2 == pytest.approx(eighth / 2, rel=0.001)
    assert by_name["east"].water_m2 == pytest.approx(eighth / 2, rel=0.001)
    assert by_name["south_west"].beyond_m2 == pytest.approx(0, abs=1)
    assert by_name["south"].water_m2 == pytest.approx(0, abs=1)


def test_lines_are_measured_within_and_cut_away_outside() -> None:
    lines = np.array(
        [shapely.LineString([(-10, 0), (30, 0)]), shapely.LineString([(0, 50), (9, 50)])], object
    )
    area = shapely.box(0, -1, 20, 1)
    assert length_within(lines, area) == 20
    outside = cut_away(lines, area)
    assert float(shapely.length(outside).sum()) == 10 + 10 + 9
