"""Other programs read the tables, and find in them what was frozen."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from learnmap.edition import MANIFEST
from learnmap.model.errors import NotReadyError
from learnmap.model.safe_cells import plain_cell
from learnmap.products import make_products
from tests.unit.products.editions import FORMULA, edition_files

FILES = edition_files()


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    for path, content in make_products(FILES).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder / "products"


def frozen(name: str) -> list[dict[str, Any]]:
    return list(json.loads(FILES[name])["features"])


def test_the_geopackage_has_all_layers_with_their_counts(products: Path) -> None:
    path = products / "edition.gpkg"
    counts = {name: pyogrio.read_info(path, layer=name)["features"] for name in LAYERS}
    assert counts == {
        "points": 25,
        "offerings": 2,
        "routes": 1,
        "catchments": len(frozen("catchments.geojson")),
        "unions": 2,
        "about": 4,
    }
    assert {name for name, _ in pyogrio.list_layers(path)} == set(LAYERS)
    points = gpd.read_file(path, layer="points")
    assert points.crs == 4326
    here = {one["id"]: one["geometry"]["coordinates"] for one in frozen("points.geojson")}
    read = zip(points["point_id"], points.geometry, strict=True)
    assert {name: list(place.coords[0]) for name, place in read} == here


LAYERS = ("points", "offerings", "routes", "catchments", "unions", "about")


def test_the_geopackage_is_whole_and_dated_by_the_edition(products: Path) -> None:
    """SQLite and the OGC's own tables are asked, not the library that wrote them."""
    with sqlite3.connect(products / "edition.gpkg") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        dates = {date for (date,) in database.execute("SELECT last_change FROM gpkg_contents")}
        about = dict(database.execute("SELECT name, value FROM about"))
    database.close()
    assert dates == {"2026-11-23T00:00:00.000Z"}
    assert "GS(2026)1234" in about["approval"]
    assert about["sources"] == "OpenStreetMap (ODbL 1.0)"


@pytest.mark.parametrize("name", ["points", "catchments", "routes"])
def test_geoparquet_is_read_by_geopandas_and_says_whose_it_is(products: Path, name: str) -> None:
    path = products / f"{name}.parquet"
    table = gpd.read_parquet(path)
    assert len(table) == len(frozen(f"{name}.geojson"))
    assert table.crs == 4326
    metadata = pq.read_schema(path).metadata
    assert json.loads(metadata[b"geo"])["version"] == "1.1.0"
    assert metadata[b"learnmap:frozen_on"] == b"2026-11-23"
    group = pq.ParquetFile(path).metadata.row_group(0)
    assert {group.column(at).compression for at in range(group.num_columns)} == {"ZSTD"}


def test_no_cell_of_a_csv_runs_and_each_comes_back(products: Path) -> None:
    content = (products / "points.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}] == []
    names = {row["point_id"]: plain_cell(row["name_zh"]) for row in rows}
    assert names == {one["id"]: one["properties"]["name_zh"] for one in frozen("points.geojson")}
    assert FORMULA in names.values()
    assert rows[0]["hours_en"] == "Mon–Fri 9:00–17:00; public holidays closed"
    assert {row["approval"] for row in rows} == {
        "审图号：GS(2026)1234 / Map approval number: GS(2026)1234"
    }


def test_a_map_without_routes_and_offerings_has_empty_tables(tmp_path: Path) -> None:
    files = edition_files(4)
    for name in ("routes.geojson", "catchments.geojson"):
        files[name] = b'{"type":"FeatureCollection","features":[]}'
    made = make_products(files)
    (tmp_path / "a.gpkg").write_bytes(made["products/edition.gpkg"])
    (tmp_path / "routes.parquet").write_bytes(made["products/routes.parquet"])
    assert pyogrio.read_info(tmp_path / "a.gpkg", layer="routes")["features"] == 0
    assert gpd.read_parquet(tmp_path / "routes.parquet").empty
    assert made["products/routes.csv"].decode("utf-8-sig").startswith("route_id,name_zh,")


def test_part_of_an_edition_has_no_products() -> None:
    files = {name: content for name, content in FILES.items() if name != MANIFEST}
    with pytest.raises(NotReadyError, match=r"manifest\.json is missing"):
        make_products(files)
