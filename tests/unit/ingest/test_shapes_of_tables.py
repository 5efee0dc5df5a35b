"""Areas and lines from GeoPackage and GeoJSON: datums, systems, and shapes that are none."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import prcoords
import pyogrio
import pytest
import shapely

from learnmap.ingest import FaultyTableError
from learnmap.ingest.areas_file import read_areas
from learnmap.ingest.routes_file import read_routes
from learnmap.model.errors import InvalidInputError

OUTLINE = [(121.40, 31.20), (121.45, 31.21), (121.44, 31.25), (121.40, 31.20)]
LINE = [(121.40, 31.20), (121.45, 31.21)]


def package(path: Path, shapes: list[Any], *, crs: str | None = "EPSG:4326", kind: str) -> Path:
    raw = np.array([s if isinstance(s, bytes) else shapely.to_wkb(s) for s in shapes], object)
    names = np.array([f"X{k}" for k in range(len(shapes))], object)
    levels = np.array(["district"] * len(shapes), object)
    fields = ["code", "level", "name_en"] if kind == "Polygon" else ["id", "name_en"]
    values = [names, levels, names] if kind == "Polygon" else [names, names]
    pyogrio.raw.write(
        path, raw, values, fields, geometry_type=kind, crs=crs, driver="GPKG", layer="areas"
    )
    return path


def geojson(path: Path, geometry: Any, **more: Any) -> Path:
    properties = {"code": "A", "level": "district", "name_zh": "区"}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature], **more}), "utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("datum", "shift"), [("gcj02", prcoords.wgs_gcj), ("bd09", prcoords.wgs_bd)]
)
def test_outlines_are_brought_to_wgs84(tmp_path: Path, datum: str, shift: Any) -> None:
    moved = [shift((lat, lon)) for lon, lat in OUTLINE]
    shape = {"type": "Polygon", "coordinates": [[[float(p.lon), float(p.lat)] for p in moved]]}
    (area,) = read_areas(geojson(tmp_path / "a.geojson", shape), datum=datum).records
    assert shapely.equals_exact(area.geometry, shapely.Polygon(OUTLINE), tolerance=2e-7)
    (taken,) = read_areas(geojson(tmp_path / "a.geojson", shape)).records
    assert taken.geometry.distance(shapely.Point(OUTLINE[0])) > 1e-3


def test_names_that_the_outlines_lack_come_from_a_table(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [OUTLINE]})
    table = tmp_path / "names.csv"
    table.write_text("区划代码,英文名称\nA,District A\n", "utf-8")
    (area,) = read_areas(path, names=table).records
    assert area.names == {"zh": "区", "en": "District A"}
    # The table goes before the outlines, and is at fault for an area that there is not.
    table.write_text("code,name_zh\nA,甲区\n", "utf-8")
    assert read_areas(path, names=table).records[0].names == {"zh": "甲区"}
    table.write_text("code,name_zh\nB,乙区\n", "utf-8")
    with pytest.raises(FaultyTableError, match=r"names.csv: 1 fault.*\n.*line 2, id B.*is no area"):
        read_areas(path, names=table)


def test_cgcs2000_is_taken_as_it_is_and_an_unknown_datum_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [OUTLINE]})
    (area,) = read_areas(path, datum="cgcs2000").records
    assert area.geometry == shapely.Polygon(OUTLINE)
    with pytest.raises(InvalidInputError, match="datum 'mars' is unknown"):
        read_areas(path, datum="mars")


def test_a_package_is_transformed_from_the_system_that_it_declares(tmp_path: Path) -> None:
    # The zone's middle meridian is 123 degrees; its false easting is 500 km.
    square = shapely.box(500_000, 3_450_000, 501_000, 3_451_000)
    path = package(tmp_path / "a.gpkg", [square], crs="EPSG:32651", kind="Polygon")
    (area,) = read_areas(path).records
    west, south, east, _ = area.geometry.bounds
    assert west == pytest.approx(123.0, abs=1e-9)
    assert (east - west) * 111_320 * np.cos(np.radians(south)) == pytest.approx(1000, rel=0.003)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("crs", "message"),
    [(None, "declares no coordinate system"), ("EPSG:4214", "whose datum is Beijing 1954")],
)
def test_another_system_is_refused(tmp_path: Path, crs: str | None, message: str) -> None:
    path = package(tmp_path / "a.gpkg", [shapely.Polygon(OUTLINE)], crs=crs, kind="Polygon")
    with pytest.raises(FaultyTableError, match=message):
        read_areas(path)
    if crs:
        declared = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4214"}}
        other = geojson(
            tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [OUTLINE]}, crs=declared
        )
        with pytest.raises(FaultyTableError, match="declares the coordinate system 'urn:ogc"):
            read_areas(other)


def raw_ring(places: list[tuple[float, float]]) -> bytes:
    """Write a ring as WKB without the closing that the library would insist on."""
    numbers = np.array(places, "<f8").tobytes()
    head = np.array([3, 1, len(places)], "<u4").tobytes()
    return b"\x01" + head + numbers


BOW_TIE = [(121, 31), (122, 32), (122, 31), (121, 32), (121, 31)]


@pytest.mark.parametrize(
    ("shape", "message", "remedy"),
    [
        (raw_ring(OUTLINE[:3]), "none that can be read", "give a Polygon or a MultiPolygon"),
        (raw_ring(OUTLINE[:1]), "none that can be read", "give a Polygon or a MultiPolygon"),
        (shapely.Polygon(), "its geometry is an empty Polygon", "give a Polygon"),
        (shapely.Polygon(BOW_TIE), "Self-intersection", "in QGIS with Fix geometries"),
        (shapely.Polygon([(31, 121), (32, 121), (32, 122)]), "reach from (31.0, 121.0)", "swapped"),
    ],
)
def test_shapes_that_are_none_name_their_row_and_what_to_do(
    tmp_path: Path, shape: Any, message: str, remedy: str
) -> None:
    good = shapely.Polygon(OUTLINE)
    with pytest.raises(FaultyTableError) as caught:
        read_areas(package(tmp_path / "a.gpkg", [good, shape], kind="Polygon"))
    (fault,) = caught.value.faults
    assert (fault.line, fault.id, fault.column, fault.unit) == (2, "X1", "geometry", "feature")
    assert message in fault.message
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("coordinates", "message"),
    [
        ([OUTLINE[:3]], "a ring of 3 positions is not closed"),
        ([OUTLINE[:1]], "a ring of 1 positions is not closed"),
        ([[["x", 1], [1, 2], [2, 3], [0, 1]]], "a position is not two numbers"),
        ([], "its geometry is empty"),
    ],
)
def test_rings_of_geojson_that_are_none(
    tmp_path: Path, coordinates: list[Any], message: str
) -> None:
    path = geojson(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": coordinates})
    with pytest.raises(FaultyTableError, match=message):
        read_areas(path)


def test_lines_of_a_package_are_the_ways_of_routes(tmp_path: Path) -> None:
    line = shapely.LineString(LINE)
    found = read_routes(package(tmp_path / "r.gpkg", [line], kind="LineString"))
    assert found.records[0].line == shapely.LineString(LINE)
    assert found.silent == ("stops",)
    dot = package(
        tmp_path / "dot.gpkg", [shapely.LineString([LINE[0], LINE[0]])], kind="LineString"
    )
    with pytest.raises(FaultyTableError, match=r"feature 1, id X0.*a line of 1 places has no len"):
        read_routes(dot)


def test_columns_and_levels_in_chinese_and_a_level_for_all(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    shape = {"type": "Polygon", "coordinates": [OUTLINE]}
    properties = {"区划代码": "310101001", "街镇": "外滩街道", "级别": "街道", "面积": [2.2]}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    found = read_areas(path)
    (area,) = found.records
    assert (area.code, area.level, area.names) == (
        "310101001",
        "street_town",
        {"zh": "外滩街道"},
    )
    assert found.notes == ("columns that were left out: '面积'",)
    del properties["级别"]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    assert read_areas(path, level="district").records[0].level == "district"
    with pytest.raises(FaultyTableError, match="the column 'level' is missing"):
        read_areas(path)
