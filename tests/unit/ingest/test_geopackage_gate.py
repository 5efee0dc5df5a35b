"""GeoPackages: which layer, on which datum, and geometries that are no point."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiPoint, Point

from learnmap.ingest import FaultyTableError, RowFault, read_points

PLACE = Point(121.4737, 31.2304)


def _layer(*shapes: Any, crs: str | None = "EPSG:4326", **columns: Any) -> gpd.GeoDataFrame:
    count = len(shapes)
    own = {"名称": [f"第{n}馆" for n in range(count)], "类别": ["图书馆"] * count}
    return gpd.GeoDataFrame({**own, **columns}, geometry=list(shapes), crs=crs)


def _write(folder: Path, **layers: gpd.GeoDataFrame) -> Path:
    path = folder / "points.gpkg"
    for name, frame in layers.items():
        frame.to_file(path, layer=name, driver="GPKG")
    return path


def _faults(path: Path, **options: Any) -> tuple[RowFault, ...]:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path, **options)
    return caught.value.faults


def test_attributes_and_places_become_points(tmp_path: Path) -> None:
    frame = _layer(
        PLACE,
        MultiPoint([PLACE]),
        命名年份=[2018, None],
        核实日期=["2026-03-01", None],
        编号=["HP-1", "HP-2"],
    )
    first, second = read_points(_write(tmp_path, a=frame)).points
    assert (first.id, first.names, first.kind) == ("HP-1", {"zh": "第0馆"}, "library")
    assert (first.longitude, first.latitude, first.designation_year) == (121.4737, 31.2304, 2018)
    assert (second.longitude, second.assured_date) == (121.4737, None)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:3857", "EPSG:32651", "EPSG:4549"])
def test_crs_on_the_datum_of_wgs84_or_cgcs2000_are_taken(tmp_path: Path, crs: str) -> None:
    found = read_points(_write(tmp_path, a=_layer(PLACE).to_crs(crs)))
    assert found.points[0].longitude == pytest.approx(PLACE.x, abs=1e-8)
    assert found.points[0].latitude == pytest.approx(PLACE.y, abs=1e-8)
    moved = [note for note in found.notes if "transformed" in note]
    assert len(moved) == (0 if crs == "EPSG:4490" else 1)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(("crs", "what"), [("EPSG:4214", "Beijing"), (None, "no coordinate")])
def test_another_datum_and_none_are_refused(tmp_path: Path, crs: str | None, what: str) -> None:
    (fault,) = _faults(_write(tmp_path, a=_layer(PLACE, crs=crs)))
    assert what in fault.message
    assert "EPSG:4326" in fault.remedy


def test_metres_that_are_declared_as_degrees_are_refused(tmp_path: Path) -> None:
    (fault,) = _faults(_write(tmp_path, a=_layer(Point(13522400, 3662000))))
    assert "outside -180 to 180" in fault.message


@pytest.mark.parametrize(
    ("shape", "what"),
    [
        (None, "geometry is none"),
        (Point(), "an empty Point"),
        (LineString([(1, 1), (2, 2)]), "LineString"),
        (MultiPoint([(1, 1), (2, 2)]), "MultiPoint"),
    ],
)
def test_geometries_that_are_no_point_are_errors(tmp_path: Path, shape: Any, what: str) -> None:
    (fault,) = _faults(_write(tmp_path, a=_layer(PLACE, shape)))
    assert (fault.line, fault.unit) == (2, "feature")
    assert what in fault.message


def test_a_layer_is_chosen_or_named(tmp_path: Path) -> None:
    path = _write(tmp_path, 点=_layer(PLACE), 线=_layer(LineString([(1, 1), (2, 2)])))
    assert "the layer '点' was read" in read_points(path).notes[0]
    path = _write(tmp_path, 又=_layer(PLACE, PLACE))
    assert "several layers have points" in _faults(path)[0].message
    assert len(read_points(path, sheet="又").points) == 2
    assert "choose one of" in _faults(path, sheet="无")[0].remedy
