"""A demo is built once for each extract, and never into another city's database."""

from pathlib import Path

import pytest

from learnmap.model.city import CitySettings
from learnmap.model.errors import (
    ConflictError,
    ElevationError,
    ExtractError,
    InvalidInputError,
)
from learnmap.store import Store, count_points
from learnmap.workflows.city import City
from learnmap.workflows.demo import database_name, demo_extract, is_built
from learnmap.workflows.imports import import_osm_points
from learnmap.workflows.networks import ElevationRaster, build_network
from tests.reference.extracts import helsinki_file
from tests.unit.network.drawing import Drawing
from tests.unit.network.rasters import ground


@pytest.fixture
def empty(store: Store, tmp_path: Path) -> City:
    return City(store, tmp_path / "home", "tester", threads=2)


def test_a_real_extract_becomes_maps_of_its_own_points(empty: City) -> None:
    assert not is_built(empty, helsinki_file(), 2026)
    report = demo_extract(empty, helsinki_file(), name="Helsinki", year=2026)
    assert [edition.map_name for edition in report.editions] == [
        "learning",
        "elderly",
        "humanities",
    ]
    assert report.fictional == 0
    assert not empty.settings().fictional
    assert is_built(empty, helsinki_file(), 2026)
    # Built again it publishes nothing twice.
    again = demo_extract(empty, helsinki_file(), year=2026)
    assert again.editions == tuple(sorted(report.editions, key=lambda e: e.map_name))
    assert again.catchments.computed == 0


def test_streets_without_points_get_fictional_ones_that_say_so(empty: City, tmp_path: Path) -> None:
    extract = _grid(tmp_path)
    report = demo_extract(empty, extract, corners=40, year=2026)
    assert (report.points, report.fictional) == (40, 40)
    assert "40 fictional learning points" in " ".join(report.notes)


def test_a_demo_leaves_another_citys_database_alone(empty: City, tmp_path: Path) -> None:
    demo_extract(empty, helsinki_file(), year=2026)
    with pytest.raises(ConflictError, match="holds the city of Helsinki"):
        is_built(empty, _grid(tmp_path), 2026)


def test_a_demo_with_heights_is_another_than_one_without(empty: City, tmp_path: Path) -> None:
    extract = _grid(tmp_path)
    hill = ground(tmp_path / "hill.tif", lambda east, _: 0.05 * east)
    report = demo_extract(empty, extract, corners=20, elevation=ElevationRaster(hill), year=2026)
    assert report.build.build.elevation is not None
    assert is_built(empty, extract, 2026, elevation=hill)
    with pytest.raises(ConflictError, match=r"the city of grid\.osm with hill\.tif"):
        is_built(empty, extract, 2026)
    names = {database_name(extract), database_name(extract, hill)}
    assert len(names) == 2
    assert all(len(name) < 63 for name in names)
    with pytest.raises(ElevationError, match="no such file"):
        database_name(extract, tmp_path / "none.tif")


def test_points_of_another_citys_extract_are_refused(empty: City, tmp_path: Path) -> None:
    empty.set(CitySettings(names={"en": "Grid"}))
    build_network(empty, _grid(tmp_path))
    with pytest.raises(InvalidInputError, match="lie outside the city's streets"):
        import_osm_points(empty, helsinki_file())
    with empty.store.begin() as tx:
        assert count_points(tx) == 0


def test_each_extract_has_a_database_of_its_own_whatever_its_name(tmp_path: Path) -> None:
    names = set()
    for folder, name, content in (("a", "南京", b"1"), ("a", "上海", b"2"), ("b", "南京", b"3")):
        (tmp_path / folder).mkdir(exist_ok=True)
        file = tmp_path / folder / f"{name}.osm"
        file.write_bytes(content)
        names.add(database_name(file))
    assert len(names) == 3
    assert all(len(name) < 63 for name in names)
    with pytest.raises(ExtractError, match="no such file"):
        database_name(tmp_path / "none.osm.pbf")


def _grid(folder: Path) -> Path:
    """Draw 10 by 10 streets, 100 m apart."""
    drawing = Drawing()
    for row in range(10):
        for column in range(10):
            drawing.node(10 * row + column + 1, 100 * column, 100 * row)
    for line in range(10):
        drawing.way([10 * line + k + 1 for k in range(10)], "highway=residential")
        drawing.way([10 * k + line + 1 for k in range(10)], "highway=residential")
    return drawing.write(folder / "grid.osm")
