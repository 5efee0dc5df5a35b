"""Buildings that people may live in, drawn in metres and worked out on paper."""

from pathlib import Path

import pytest
import shapely

from learnmap.ingest import read_dwellings
from learnmap.ingest.dwellings import is_lived_in
from learnmap.model.errors import ExtractError
from tests.unit.network.drawing import Drawing


def block(drawing: Drawing, east: float, north: float, wide: float, deep: float, tags: str) -> int:
    """Draw a building from its south-western corner on; its nodes are numbered after all others."""
    first = 100 + len(drawing.places)
    corners = [(east, north), (east + wide, north), (east + wide, north + deep)]
    nodes = [drawing.node(first + k, *at) for k, at in enumerate([*corners, (east, north + deep)])]
    return drawing.way([*nodes, nodes[0]], tags)


def test_floor_area_is_the_outline_times_the_levels(tmp_path: Path) -> None:
    drawing = Drawing()
    block(drawing, 0, 0, 10, 20, "building=house")
    block(drawing, 100, 0, 30, 20, "building=apartments building:levels=6 shop=bakery")
    block(drawing, 200, 0, 10, 10, "building=yes building:levels=many")
    block(drawing, 300, 0, 50, 50, "building=school")
    block(drawing, 400, 0, 50, 50, "building=yes amenity=library")
    outer = block(drawing, 500, 0, 40, 40, "source=survey")
    inner = block(drawing, 510, 10, 20, 20, "source=survey")
    drawing.relation(
        [(outer, "outer"), (inner, "inner")],
        "type=multipolygon building=residential building:levels=2",
    )
    found = read_dwellings(drawing.write(tmp_path / "town.osm"))
    # 10 x 20; 30 x 20 x 6; 10 x 10; (40 x 40 - 20 x 20) x 2.
    assert sorted(found[:, 2]) == pytest.approx([100, 200, 2400, 3600], rel=1e-3)
    for lon, lat, floor_m2 in found.tolist():
        if floor_m2 > 3000:
            west, south = drawing.at(100, 0)
            assert shapely.box(west, south, *drawing.at(130, 20)).contains(shapely.Point(lon, lat))


def test_an_extract_without_buildings_has_none(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 100, 0)])
    assert read_dwellings(drawing.write(tmp_path / "town.osm")).shape == (0, 3)
    with pytest.raises(ExtractError):
        read_dwellings(tmp_path / "none.osm")


def test_what_a_building_is_for_decides() -> None:
    for tags, lived_in in (
        ({"building": "yes"}, True),
        ({"building": "yes", "office": "company"}, False),
        ({"building": "dormitory", "amenity": "university"}, True),
        ({"building": "garage"}, False),
        ({"building": "no"}, False),
        ({}, False),
    ):
        assert is_lived_in(tags) == lived_in, tags
