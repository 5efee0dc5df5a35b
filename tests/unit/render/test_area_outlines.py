"""Borders of two squares side by side: what is drawn of them, and where their names stand."""

import pytest
from shapely.geometry import MultiPolygon, Point, box

from learnmap.render.area_outlines import area_facts, borders_of, name_place
from learnmap.render.catchment_encoding import NO_CATCHMENTS
from learnmap.render.edition_files import Area, read_edition
from learnmap.render.page_facts import page_facts
from tests.unit.render.frozen_edition import CENTRE, frozen_files, halves, point

WEST = Area("a", "西区", "West", box(0, 0, 1, 1))
EAST = Area("b", "东区", None, box(1, 0, 2, 1))


def test_a_shared_border_is_drawn_once() -> None:
    # Two perimeters of 4, less the side of 1 that both have.
    assert sum(line.length for line in borders_of((WEST, EAST))) == pytest.approx(7)
    assert borders_of(()) == []


def test_a_name_stands_in_the_largest_part_that_the_sheet_shows() -> None:
    assert name_place(box(0, 0, 1, 1), box(5, 5, 6, 6)) is None
    assert name_place(box(0, 0, 1, 1), box(1, 0, 2, 1)) is None, "they only touch"
    both = MultiPolygon([box(0, 0, 1, 1), box(3, 0, 10, 1)])
    at = name_place(both, box(0, 0, 3.5, 1))
    assert at is not None
    assert box(0, 0, 1, 1).contains_properly(Point(at))


def test_borders_end_at_the_surroundings_of_the_map_and_names_at_its_rim() -> None:
    # A map of 0.2 by 0.2 on the western square; one width and height further on each side.
    facts = area_facts((WEST, EAST), (0.7, 0.4, 0.9, 0.6))
    assert facts is not None
    assert facts["lines"] == [[[0.2, 1.0], [0.8, 1.0]]] or facts["lines"] == [
        [[0.8, 1.0], [0.2, 1.0]]
    ]
    (name,) = facts["names"]
    assert name["names"] == ["西区", "West"]
    latitude, longitude = name["at"]
    assert (0.4 < latitude < 0.6, 0.7 < longitude < 0.9) == (True, True)


def test_an_edition_without_areas_draws_none() -> None:
    nothing = NO_CATCHMENTS
    without = read_edition(frozen_files([point(1)]))
    assert page_facts(without, catchments=nothing, unions=nothing)["areas"] is None
    edition = read_edition(frozen_files([point(1)], areas=halves()))
    facts = page_facts(edition, catchments=nothing, unions=nothing)["areas"]
    assert [one["names"][1] for one in facts["names"]] == ["Shiqiao", "Boyun"]
    assert all(abs(one["at"][1] - CENTRE[0]) < 0.006 for one in facts["names"])
