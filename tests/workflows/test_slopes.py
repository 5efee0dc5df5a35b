"""A city built with heights says so in its record and on its maps; one without says that, too.

The heights are made up: a plane that rises to the north over Helsinki's real streets.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from learnmap.model.errors import ElevationError
from learnmap.store import current_build, list_builds, read_catchments
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition, stored_edition
from learnmap.workflows.networks import ElevationRaster, build_network
from tests.reference.extracts import helsinki_file
from tests.unit.network.rasters import CELL_DEG, write_raster

WEST, NORTH = 24.90, 60.20
"""The streets lie from 24.93 to 24.96 and from 60.16 to 60.18."""


@pytest.fixture
def raster(tmp_path: Path) -> ElevationRaster:
    """Draw a plane that rises 10 % to the north, 111,400 m a degree."""
    north_m = -111_400 * CELL_DEG * (np.arange(240) + 0.5)
    path = write_raster(
        tmp_path / "helsinki.tif",
        np.repeat(600 + 0.1 * north_m[:, np.newaxis], 360, axis=1),
        west=WEST,
        north=NORTH,
        dtype="float32",
    )
    return ElevationRaster(path, attribution="A survey of the ground", licence="CC0")


def test_a_build_records_its_heights_or_that_it_had_none(
    city: City, raster: ElevationRaster
) -> None:
    with city.store.begin() as tx:
        assert current_build(tx).elevation is None
    report = build_network(city, helsinki_file(), elevation=raster)
    with city.store.begin() as tx:
        build = current_build(tx)
    assert report.build.elevation == build.elevation
    assert build.elevation is not None
    assert build.elevation.name == "helsinki.tif"
    assert (build.elevation.attribution, build.elevation.licence) == (
        "A survey of the ground",
        "CC0",
    )
    assert build.elevation.edges == build.edges
    assert "slopes found" in report.seconds
    assert city.graph(build).has_slopes
    # Another graph than the flat one, which stays where it is.
    build_network(city, helsinki_file())
    with city.store.begin() as tx:
        assert current_build(tx).elevation is None
        assert len({one.content_hash for one in list_builds(tx)}) == 2


def test_a_raster_that_does_not_fit_leaves_the_city_as_it_was(city: City, tmp_path: Path) -> None:
    elsewhere = write_raster(tmp_path / "else.tif", np.ones((9, 9)), west=10, north=50)
    with pytest.raises(ElevationError, match="covers the city"):
        build_network(city, helsinki_file(), elevation=ElevationRaster(elsewhere))
    (tmp_path / "words.tif").write_text("no heights")
    with pytest.raises(ElevationError, match="not a GeoTIFF"):
        # Told of before the streets are read: there is no such extract.
        build_network(
            city, tmp_path / "none.osm.pbf", elevation=ElevationRaster(tmp_path / "words.tif")
        )
    with city.store.begin() as tx:
        assert len(list_builds(tx)) == 1


def test_catchments_move_up_the_slope_and_the_edition_says_why(
    pointed: City, raster: ElevationRaster
) -> None:
    compute_city_catchments(pointed)
    with pointed.store.begin() as tx:
        flat = read_catchments(tx, build_hash=current_build(tx).content_hash)
    publish_edition(pointed, "learning", 2025, approval=Approval(exemption="a test"))
    build_network(pointed, helsinki_file(), elevation=raster)
    assert compute_city_catchments(pointed).computed > 0
    with pointed.store.begin() as tx:
        sloped = read_catchments(tx, build_hash=current_build(tx).content_hash)
    # Of Senate Square: from the south one walks up at 10 %, 42 % longer; from the north down at
    # 10 %, as quick as on the flat.
    before_it, now = (
        table[
            (table["point_id"] == "senate")
            & (table["profile"] == "adult")
            & (table["cutoff_s"] == 300)
        ].geometry.iloc[0]
        for table in (flat, sloped)
    )
    assert now.area < before_it.area
    assert now.bounds[1] > before_it.bounds[1] + 50 / 111_400
    assert now.bounds[3] == pytest.approx(before_it.bounds[3], abs=50 / 111_400)

    publish_edition(pointed, "learning", 2026, approval=Approval(exemption="a test"))
    before, after = (stored_edition(pointed, "learning", year)[1] for year in (2025, 2026))
    old, new = (json.loads(files["edition.json"]) for files in (before, after))
    assert old["network"]["elevation"] is None
    assert new["network"]["elevation"]["name"] == "helsinki.tif"
    assert len(new["network"]["elevation"]["sha256"]) == 64
    assert {"name": "A survey of the ground", "licence": "CC0", "url": None} in new["sources"]
    assert "没有使用高程数据" in before["index.html"].decode()
    assert "没有使用高程数据" not in after["index.html"].decode()
    assert "the elevation raster helsinki.tif" in after["index.html"].decode()
