"""``learnmap import population`` with files that are wrong: an error or a warning, nothing kept."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from tests.cli.conftest import Run
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

FLOAT_MAX = 3.4028235e38


def raster(path: Path, values: list[list[float]], **more: Any) -> Path:
    """Write one band of cells of 0.001 degrees, about 100 m, from the town's corner on."""
    west, north = Drawing().at(0, 300)
    how = {
        "driver": "GTiff",
        "dtype": "float32",
        "count": 1,
        "height": len(values),
        "width": len(values[0]),
        "crs": "EPSG:4326",
        "transform": Affine(0.001, 0, west, 0, -0.001, north),
    }
    with rasterio.open(path, "w", **(how | more)) as opened:
        opened.write(np.array([values], "float32"))
    return path


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    learnmap("network", "build", river_town().write(tmp_path / "town.osm"))
    return learnmap


def test_rasters_that_cannot_be_right_are_refused_whole(town: Run, tmp_path: Path) -> None:
    cases: tuple[tuple[list[list[float]], dict[str, Any], str], ...] = (
        ([[1, 2]], {"crs": None}, "the raster declares no coordinate system; declare it, as with "),
        (
            [[1, 2]],
            {"transform": Affine(0.001, 0, 0.5, 0, -0.001, 0.5)},
            "all 2 cells with residents lie over 20 km outside the city's streets; give the ",
        ),
        ([[1, -3]], {}, "row 1, column 2: -3; declare that value as nodata, as with `gdal_edit"),
        ([[1, -99999]], {"nodata": -1}, "1 cells that hold no number of residents, the first in "),
        ([[1, FLOAT_MAX]], {}, "row 1, column 2: 3.40282e+38; declare that value as nodata"),
        ([[0, 0]], {}, "no cell has residents; give the raster of the city"),
    )
    for number, (values, more, message) in enumerate(cases):
        path = raster(tmp_path / f"{number}_60plus.tif", values, **more)
        refused = town("import", "population", path, fails=True).stderr
        assert f"{path.name}: 1 fault; nothing of it was taken\n" in refused
        assert message in refused
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        path = raster(tmp_path / "pixels_60plus.tif", [[1, 2]], transform=Affine.identity())
    refused = town("import", "population", path, fails=True).stderr
    assert "the raster does not say where on Earth its cells lie; georeference it" in refused
    assert "there are no residents yet" in town("coverage", fails=True).stderr


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        (
            [[5, 0, 0, 2.5]],
            {"nodata": 0},
            "the raster declares 0 as nodata: 2 cells without residents may be empty or not ",
        ),
        # 65,535 on about 0.01 km2, the largest number of 16 bits.
        ([[5, 65535]], {}, "1 cells have over 500000 residents per km2, the first in row 1, "),
    ],
)
def test_what_may_be_right_waits_until_somebody_confirms_it(
    town: Run, tmp_path: Path, values: list[list[float]], more: dict[str, Any], message: str
) -> None:
    told = town("import", "population", raster(tmp_path / "r_60plus.tif", values, **more)).stdout
    assert f"warning: {message}" in told
    assert "import 1 of r_60plus.tif waits in quarantine" in told
    town("import", "confirm", "1", "--code", "reading", "--note", "as its makers say")
    town("import", "apply", "1")
    # It is no longer for want of residents that nothing can be told.
    assert "no learning point is open" in town("coverage", fails=True).stderr


def test_negative_residents_of_a_table_are_named_with_their_row(town: Run, tmp_path: Path) -> None:
    lon, lat = Drawing().at(0, 0)
    table = tmp_path / "homes.csv"
    table.write_text(f"id,longitude,latitude,residents_60_plus\nh1,{lon},{lat},-4\n", "utf-8")
    refused = town("import", "population", table, "--datum", "wgs84", fails=True).stderr
    assert "line 2, id h1, column residents_60_plus, value '-4': is below 0" in refused
    assert "there are no residents yet" in town("coverage", fails=True).stderr
