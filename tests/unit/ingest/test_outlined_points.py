"""Parks delivered as outlines: a place inside, in the file's own datum, to be confirmed."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import prcoords
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon

from learnmap.ingest import FaultyTableError, RowFault, read_points

WEST, SOUTH = 121.4, 31.2
L_SHAPE = [(0, 0), (0.01, 0), (0.01, 0.001), (0.001, 0.001), (0.001, 0.01), (0, 0.01), (0, 0)]
"""Two arms of a hundred metres; its centroid lies outside, in the angle between them."""


def _ring(corners: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(WEST + x, 6), round(SOUTH + y, 6)] for x, y in corners]


PARK = Polygon(_ring(L_SHAPE))


def _geojson(folder: Path, *geometries: Any, **columns: str) -> Path:
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"名称": f"第{number}公园", "类别": "图书馆", **columns},
        }
        for number, geometry in enumerate(geometries, start=1)
    ]
    path = folder / "parks.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def _polygon(*rings: list[tuple[float, float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [_ring(ring) for ring in rings]}


def _faults(path: Path) -> tuple[RowFault, ...]:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path)
    return caught.value.faults


def test_the_place_lies_inside_an_outline_that_bends(tmp_path: Path) -> None:
    assert not PARK.contains(PARK.centroid)
    found = read_points(_geojson(tmp_path, _polygon(L_SHAPE)))
    (point,) = found.points
    assert PARK.contains(Point(point.longitude, point.latitude))
    (warning,) = found.warnings
    assert (warning.line, warning.column, warning.severity) == (1, "geometry", "warning")
    assert "is an area" in warning.message


def test_of_several_parts_and_a_hole_the_place_is_on_land(tmp_path: Path) -> None:
    outer = [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0)]
    lake = [(0.001, 0.001), (0.009, 0.001), (0.009, 0.009), (0.001, 0.009), (0.001, 0.001)]
    east = [(x + 0.1, y) for x, y in L_SHAPE]
    land = MultiPolygon([Polygon(_ring(outer), [_ring(lake)]), Polygon(_ring(east))])
    parts = {"type": "MultiPolygon", "coordinates": [[_ring(outer), _ring(lake)], [_ring(east)]]}
    (point,) = read_points(_geojson(tmp_path, parts)).points
    assert not land.contains(land.centroid)
    assert land.contains(Point(point.longitude, point.latitude))


def test_it_is_looked_for_before_the_datum_is_converted(tmp_path: Path) -> None:
    (point,) = read_points(_geojson(tmp_path, _polygon(L_SHAPE)), datum="gcj02").points
    assert not PARK.contains(Point(point.longitude, point.latitude))
    back = prcoords.wgs_gcj((point.latitude, point.longitude))
    assert PARK.contains(Point(float(back.lon), float(back.lat)))


def test_a_row_that_says_where_the_gate_is_needs_nobody(tmp_path: Path) -> None:
    gate = {"出入口经度": "121.4", "出入口纬度": "31.205"}
    found = read_points(_geojson(tmp_path, _polygon(L_SHAPE), **gate))
    assert found.warnings == ()
    assert found.points[0].entrance_latitude == 31.205
    half = _faults(_geojson(tmp_path, _polygon(L_SHAPE), 出入口经度="121.4"))
    assert "only one" in half[0].message


def test_outlines_of_a_geopackage_are_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "parks.gpkg"
    columns = {"名称": ["甲", "乙"], "类别": ["图书馆", "图书馆"]}
    frame = gpd.GeoDataFrame(columns, geometry=[PARK, MultiPolygon([PARK])], crs="EPSG:4326")
    frame.to_crs("EPSG:32651").to_file(path, layer="parks", driver="GPKG")
    found = read_points(path)
    assert [PARK.contains(Point(one.longitude, one.latitude)) for one in found.points] == [True] * 2
    assert [warning.line for warning in found.warnings] == [1, 2]


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (_polygon([(0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01), (0, 0)]), "Self-intersection"),
        (_polygon([(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01)]), "ring of 4 positions is not"),
        (_polygon([(0, 0)]), "ring of 1 positions is not closed"),
        ({"type": "Polygon", "coordinates": []}, "its geometry is empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "its geometry is empty"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "LineString", "coordinates": _ring(L_SHAPE)}, "no Point"),
    ],
)
def test_an_outline_that_is_none_is_one_fault(
    geometry: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (fault,) = _faults(_geojson(tmp_path, geometry))
    assert (fault.line, fault.column) == (1, "geometry")
    assert message in fault.message


def test_an_outline_with_swapped_axes_is_told(tmp_path: Path) -> None:
    ring = [[y, x] for x, y in _ring(L_SHAPE)]
    (fault,) = _faults(_geojson(tmp_path, {"type": "Polygon", "coordinates": [ring]}))
    assert "swapped" in fault.remedy
