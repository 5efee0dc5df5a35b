"""Residents of rasters and of census areas: totals by another reading, and what is refused."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from learnmap.ingest import FaultyTableError
from learnmap.ingest.age_bands import ages_in_name, parse_ages
from learnmap.ingest.peopled_areas import Spreading
from learnmap.ingest.residents_file import read_residents
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import DemandPoint

NODATA = -99999.0


def raster(path: Path, bands: Any, **more: Any) -> Path:
    values = np.array(bands, "float32")
    how = {
        "driver": "GTiff",
        "dtype": "float32",
        "count": values.shape[0],
        "height": values.shape[1],
        "width": values.shape[2],
        "crs": "EPSG:4326",
        "nodata": NODATA,
        "transform": Affine(0.001, 0, 114.0, 0, -0.001, 30.5),
    }
    with rasterio.open(path, "w", **(how | more)) as opened:
        opened.write(values)
    return path


def total(points: tuple[DemandPoint, ...], band: int = 0) -> float:
    return math.fsum(point.counts[band].residents for point in points)


def test_each_cell_stands_in_its_middle_with_its_own_value(tmp_path: Path) -> None:
    path = raster(tmp_path / "pop_60plus_100m.tif", [[[0.1, NODATA, 0], [3.7, 0, 2.25]]])
    found = read_residents(path)
    assert [(p.longitude, p.latitude) for p in found.records] == [
        (114.0005, 30.4995),
        (114.0005, 30.4985),
        (114.0025, 30.4985),
    ]
    assert found.lines == (1, 4, 6)
    (count,) = found.records[1].counts
    assert (count.age_from, count.age_to, count.residents) == (60, None, float(np.float32(3.7)))
    assert {p.source for p in found.records} == {"pop_60plus_100m.tif"}
    assert [p.id for p in read_residents(path).records] == [p.id for p in found.records]
    assert found.notes == ("3 cells have 6.1 residents",)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:32650"])
def test_totals_are_those_of_another_reading(tmp_path: Path, crs: str) -> None:
    values = np.random.default_rng(7).gamma(0.7, 20.0, (2, 60, 70))
    values[0, 5:20, 5:20] = NODATA
    grid = Affine(100, 0, 240_000, 0, -100, 3_380_000)
    more = {"transform": grid} if crs == "EPSG:32650" else {}
    path = raster(tmp_path / "pop.tif", values, crs=crs, **more)
    points = read_residents(path, ages="0-59,60+").records
    with rasterio.open(path) as opened:
        for band in (1, 2):
            expected = float(opened.read(band, masked=True).astype("float64").sum())
            assert total(points, band - 1) == pytest.approx(expected, rel=1e-9)
    assert all(113 < point.longitude < 115 for point in points)


@pytest.mark.parametrize(
    ("values", "more", "ages", "message"),
    [
        ([[[1, -5.5]]], {}, "60+", r"1 cells that hold no number.*row 1, column 2: -5.5"),
        ([[[1, math.nan]]], {}, "60+", "hold no number of residents"),
        ([[[1, math.inf]]], {}, "60+", "hold no number of residents"),
        ([[[1, 2]]], {"crs": None}, "60+", "the raster declares no coordinate system"),
        ([[[1, 2]]], {"crs": "EPSG:4214"}, "60+", "whose datum is Beijing 1954"),
        ([[[1, 2]]], {}, None, "has 1 bands, and nothing says of which ages; say it with --ages"),
        ([[[1, 2]]], {}, "0-59,60+", "has 1 bands, and ages of 2 are known"),
        ([[[0, NODATA]]], {}, "60+", "no cell has residents"),
    ],
)
def test_faults_of_rasters(
    tmp_path: Path, values: Any, more: dict[str, Any], ages: str | None, message: str
) -> None:
    path = raster(tmp_path / "r.tif", values, **more)
    with pytest.raises(FaultyTableError, match=message):
        read_residents(path, ages=ages)


def test_what_is_no_raster_and_a_datum_of_china_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.tif"
    path.write_bytes(b"II*\x00 not a raster")
    with pytest.raises(FaultyTableError, match="the GeoTIFF cannot be read"):
        read_residents(path, ages="60+")
    with pytest.raises(InvalidInputError, match="a raster is not read in gcj02"):
        read_residents(path, ages="60+", datum="gcj02")


def test_cells_far_from_the_city_are_told_and_left_out(tmp_path: Path) -> None:
    # The second cell is 0.5 degrees, about 48 km, east of the first.
    grid = Affine(0.5, 0, 114.0, 0, -0.5, 30.5)
    path = raster(tmp_path / "r.tif", [[[10, 5]]], transform=grid)
    box = (114.24, 30.24, 114.26, 30.26)
    found = read_residents(path, ages="60+", city_box=box)
    assert total(found.records) == 10
    (warning,) = found.warnings
    assert "5.0 residents in 1 cells live over 20 km outside" in warning.message


def test_ages_are_read_from_words_and_names() -> None:
    assert parse_ages("0-59, 60–79,80+") == ((0, 59), (60, 79), (80, None))
    assert parse_ages("60plus") == ((60, None),)
    for wrong in ("60", "60-79,70+", "79-60", "old", "0-200"):
        with pytest.raises(InvalidInputError, match="ages: "):
            parse_ages(wrong)
    assert ages_in_name("wuhan_pop_60plus_100m") == ((60, None),)
    assert ages_in_name("residents_0_14") == ((0, 14),)
    # WorldPop's names hold the first age and the year: not a band.
    assert ages_in_name("chn_f_60_2020") == ()


SQUARES = {"north": (0, 1), "south": (0, 0)}


def census(path: Path, **people: Any) -> Path:
    features = []
    for name, (west, south) in SQUARES.items():
        ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1]]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": name, "人口": people[name]},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_the_residents_of_an_area_are_spread_evenly_and_none_is_lost(tmp_path: Path) -> None:
    streets = [(0.25, 0.25), (0.5, 0.5), (0.75, 0.75)]
    path = census(tmp_path / "areas.geojson", north=1.5, south=100)

    def spread(area: Any, _residents: float) -> Spreading:
        places = tuple((*place, 1.0) for place in streets) if area.bounds[1] == 0 else ()
        return Spreading("streets", places)

    found = read_residents(path, spread=spread, ages="60+")
    at = {(p.longitude, p.latitude): p.counts[0].residents for p in found.records}
    assert at == {(0.5, 1.5): 1.5, **dict.fromkeys(streets, 100 / 3)}
    assert total(found.records) == pytest.approx(101.5, rel=1e-12)
    assert found.records[0].counts[0].age_from == 60
    assert sorted(found.lines) == [1, 2, 3, 4]
    (warning,) = found.warnings
    assert (warning.id, warning.line) == ("north", 0)
    assert "its 1.5 residents stand at a place in its middle" in warning.message
    everybody = read_residents(path, spread=spread).records[0].counts[0]
    assert (everybody.age_from, everybody.age_to) == (0, None)


def test_counts_of_areas_that_are_none_are_refused(tmp_path: Path) -> None:
    for wrong, message in ((-1, "is below 0"), ("many", "is not a number")):
        path = census(tmp_path / "areas.geojson", north=wrong, south=1)
        with pytest.raises(FaultyTableError, match=f"feature 1, id north, column 人口.*{message}"):
            read_residents(path)


def test_places_in_a_datum_of_china_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("编号,经度,纬度,residents_60_plus\nd1,121.478238,31.228215,5\n", "gb18030")
    (taken,) = read_residents(path).records
    (moved,) = read_residents(path, datum="gcj02").records
    assert (taken.longitude, taken.latitude) == (121.478238, 31.228215)
    # GCJ-02 lies about 500 m north-west of WGS 84 here: 0.0045 degrees east, 0.002 north.
    assert moved.longitude - taken.longitude == pytest.approx(-0.0045, abs=0.0003)
    assert moved.latitude - taken.latitude == pytest.approx(0.002, abs=0.0003)
