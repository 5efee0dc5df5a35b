"""Heights read from GeoTIFFs: between cells, in any CRS, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer

from learnmap.model.errors import ElevationError
from learnmap.network.elevation import Elevation, open_elevation
from tests.unit.network.rasters import write_raster

FOUR = np.array([[10.0, 20.0], [30.0, 80.0]])


def heights_at(path: Path, *places: tuple[float, float]) -> list[float]:
    lon, lat = np.array(places).T
    with open_elevation(path) as elevation:
        return [float(height) for height in elevation.heights_m(lon, lat)]


def test_heights_are_bilinear_between_the_centres_of_cells(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "four.tif", FOUR, west=121.0, north=31.2, cell=0.1)
    found = heights_at(
        path,
        (121.05, 31.15),  # a centre
        (121.10, 31.10),  # the middle of all four
        (121.10, 31.15),  # between the upper two
        (121.075, 31.05),  # a quarter of the way between the lower two
        (121.2, 31.0),  # the outer corner has its own cell's height
        (120.999, 31.1),  # outside
    )
    assert found[:5] == pytest.approx([10, 35, 15, 42.5, 80])
    assert np.isnan(found[5])


def test_cells_without_a_height_do_not_count(tmp_path: Path) -> None:
    heights = np.array([[10.0, -9999, -9999], [30.0, -9999, -9999]])
    path = write_raster(
        tmp_path / "coast.tif", heights, west=121.0, north=31.2, cell=0.1, nodata=-9999
    )
    found = heights_at(path, (121.08, 31.15), (121.1, 31.1), (121.25, 31.1))
    assert found[:2] == pytest.approx([10, 20])
    assert np.isnan(found[2])


def test_a_raster_in_its_own_projection_lies_where_it_lies(tmp_path: Path) -> None:
    """Heights that are a plane in UTM: 1 m for each 10 m north and 50 m east."""
    heights = np.add.outer(3400.0 - 3.0 * np.arange(100), 0.6 * np.arange(80))
    path = write_raster(
        tmp_path / "utm.tif", heights, west=350_000, north=3_460_000, cell=30, crs="EPSG:32651"
    )
    x, y = np.array([350_100.0, 351_987.6]), np.array([3_459_900.0, 3_457_321.0])
    lon, lat = Transformer.from_crs("EPSG:32651", "EPSG:4326", always_xy=True).transform(x, y)
    expected = 3400 - (3_459_985 - y) / 10 + (x - 350_015) / 50
    assert heights_at(path, *zip(lon, lat, strict=True)) == pytest.approx(expected, abs=1e-6)
    with open_elevation(path) as elevation:
        assert elevation.cell_m(float(lon[0]), float(lat[0])) == pytest.approx(30, rel=1e-3)
        west, south, east, north = elevation.box
    assert west < lon.min() < lon.max() < east
    assert south < lat.min() < lat.max() < north


def test_a_turned_raster_is_read_along_its_own_axes(tmp_path: Path) -> None:
    turn = Affine.translation(121.0, 31.0) @ Affine.rotation(30) @ Affine.scale(0.01, -0.01)
    columns, rows = np.meshgrid(np.arange(40.0), np.arange(30.0))
    path = write_raster(tmp_path / "turned.tif", columns + 100 * rows, west=0, north=0)
    with rasterio.open(path, "r+") as raster:
        raster.transform = turn
    lon, lat = turn @ (12.5, 7.5)
    assert heights_at(path, (lon, lat)) == pytest.approx([12 + 700])


def test_a_large_raster_is_read_in_parts_without_a_seam(tmp_path: Path) -> None:
    """Heights are linear in columns and rows, over three by two blocks of what is read at once."""
    rng = np.random.default_rng(5)
    heights = np.add.outer(np.arange(1300) * 0.5, np.arange(2200) * 1.0)
    path = write_raster(
        tmp_path / "large.tif", heights, west=100, north=40, cell=0.001, dtype="float32", tiled=True
    )
    column, row = rng.uniform(0.5, 2199.5, 4000), rng.uniform(0.5, 1299.5, 4000)
    column[:200], row[200:400] = 1024.0 + 0.5 + rng.uniform(-1, 1, (2, 200))
    found = heights_at(path, *zip(100 + column * 0.001, 40 - row * 0.001, strict=True))
    assert found == pytest.approx((column - 0.5) + 0.5 * (row - 0.5), abs=1e-4)


def test_scaled_numbers_and_a_mask_are_understood(tmp_path: Path) -> None:
    path = write_raster(
        tmp_path / "scaled.tif",
        np.array([[1000.0, 1200.0]]),
        west=121.0,
        north=31.1,
        cell=0.1,
        dtype="int16",
        count=2,
        alpha="yes",
    )
    with rasterio.open(path, "r+") as raster:
        raster.write(np.array([[255, 0]], np.int16), 2)
        raster.scales, raster.offsets = (0.1, 1.0), (5.0, 0.0)
    assert heights_at(path, (121.05, 31.05)) == pytest.approx([105])
    assert np.isnan(heights_at(path, (121.15, 31.05))[0])


def test_the_name_and_hash_are_the_files(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "four.tif", FOUR, west=121.0, north=31.2, cell=0.1)
    with open_elevation(path) as elevation:
        assert isinstance(elevation, Elevation)
        assert elevation.name == "four.tif"
        first = elevation.sha256
    write_raster(path, FOUR + 1, west=121.0, north=31.2, cell=0.1)
    with open_elevation(path) as elevation:
        assert elevation.sha256 != first


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ({"crs": None}, r"x\.tif: does not say where on Earth it lies.*gdal_translate -a_srs"),
        ({"count": 3}, r"x\.tif: has 3 bands.*gdal_translate -b 1 x\.tif"),
        ({"dtype": "complex64"}, r"x\.tif: holds colours or complex numbers"),
        ({"dtype": "uint8", "photometric": "palette"}, "holds colours or complex numbers"),
        (
            {"crs": 'LOCAL_CS["a quarry",UNIT["metre",1]]'},
            r"x\.tif: its CRS cannot be related to WGS 84.*gdalwarp -t_srs",
        ),
    ],
    ids=["no CRS", "three bands", "complex", "palette", "local CRS"],
)
def test_what_is_no_raster_of_heights_is_refused(
    tmp_path: Path, profile: dict[str, Any], message: str
) -> None:
    path = write_raster(tmp_path / "x.tif", FOUR, west=121.0, north=31.2, **profile)
    with pytest.raises(ElevationError, match=message), open_elevation(path):
        pass


def test_heights_in_feet_are_refused(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "feet.tif", FOUR, west=121.0, north=31.2)
    with rasterio.open(path, "r+") as raster:
        raster.units = ("ft",)
    with pytest.raises(ElevationError, match="'ft'; give one in metres"), open_elevation(path):
        pass


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.tif").write_text("heights")
    with (
        pytest.raises(ElevationError, match=r"text\.tif: not a GeoTIFF"),
        open_elevation(tmp_path / "text.tif"),
    ):
        pass
    with (
        pytest.raises(ElevationError, match=r"none\.tif: no such file"),
        open_elevation(tmp_path / "none.tif"),
    ):
        pass


def test_a_file_cut_short_is_told_of_when_it_is_read(tmp_path: Path) -> None:
    rows = np.random.default_rng(1).uniform(0, 100, (500, 500))
    path = write_raster(tmp_path / "cut.tif", rows, west=121.0, north=31.2)
    path.write_bytes(path.read_bytes()[:-500_000])
    with pytest.raises(ElevationError, match=r"cut\.tif: cannot be read to its end"):
        heights_at(path, (121.13, 31.07))


@pytest.mark.parametrize("wrong", [-9999.0, -32768.0, 9500.0, np.inf])
def test_a_height_that_is_none_on_earth_is_refused_and_named(tmp_path: Path, wrong: float) -> None:
    heights = np.full((3, 6), 12.0)
    heights[:, 4:] = wrong
    path = write_raster(tmp_path / "x.tif", heights, west=121.0, north=31.3, cell=0.1)
    with pytest.raises(ElevationError, match=rf"a height of {wrong:g} m.*-a_nodata {wrong:g} x"):
        heights_at(path, (121.15, 31.15), (121.41, 31.15))
    # Far from any street it harms nobody.
    assert heights_at(path, (121.15, 31.15)) == [12.0]
