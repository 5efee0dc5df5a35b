"""A planner's layers of a town whose figures are worked out on paper, read again by GDAL."""

import csv
import math
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest

from learnmap.model.errors import ConflictError
from learnmap.store import Store
from learnmap.workflows.planning.maps.folder import write_map_layers
from learnmap.workflows.planning.questions import ReportQuestion
from tests.service.planned_town import HOSTILE, open_planned_town

LAYERS = {"points", "gaps", "district", "hexagons", "residents"}


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    (tmp_path / "town").mkdir()
    city = open_planned_town(store, tmp_path / "town")
    written = write_map_layers(city, tmp_path / "layers")
    assert written.fictional
    with pytest.raises(ConflictError, match="name a new folder"):
        write_map_layers(city, tmp_path / "layers")
    return tmp_path / "layers"


def test_every_layer_adds_up_to_the_town(folder: Path) -> None:
    package = folder / "planning.gpkg"
    assert set(pyogrio.list_layers(package)[:, 0]) == {*LAYERS, "about"}
    # 39.75 residents from 60: 35.75 within reach of an open point, 4 on no street.
    for name in ("district", "hexagons"):
        layer = gpd.read_file(package, layer=name)
        sums = {key: math.fsum(layer[key]) for key in ("covered", "uncovered", "unplaced", "total")}
        assert sums == {"covered": 35.75, "uncovered": 0, "unplaced": 4, "total": 39.75}
    gaps = gpd.read_file(package, layer="gaps")
    assert math.fsum(gaps["older_total"]) == 39.75
    assert math.fsum(gaps["older_unplaced"]) == 4
    homes = gpd.read_file(package, layer="residents").set_index("id")
    # 210, 110 and 100 m at 0.8 m/s.
    for name, metres in (("west", 210), ("east", 110), ("lane", 100)):
        assert homes["minutes"][name] == pytest.approx(metres / 0.8 / 60, abs=0.01)
    assert homes["on_street"].to_dict() == {
        "west": True,
        "east": True,
        "lane": True,
        "island": False,
        "field": False,
    }
    points = gpd.read_file(package, layer="points").set_index("id")
    assert points["counts"].to_dict() == {"corner": True, "across": True, "lane": False}
    assert points["status"]["lane"] == "temporarily_closed"


def test_all_files_of_a_layer_say_the_same(folder: Path) -> None:
    for name in LAYERS:
        package = gpd.read_file(folder / "planning.gpkg", layer=name)
        parquet = gpd.read_parquet(folder / f"{name}.parquet")
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
            rows = [dict(zip(header, row, strict=True)) for row in csv.reader(file)]
        assert len(set(header)) == len(header), name
        assert len(package) == len(parquet) == len(rows)
        assert parquet.crs is not None
        assert parquet.crs.to_epsg() == 4326
        said = "fictional" if name == "gaps" else "any_fictional"
        assert {row[said] for row in rows} == {"true"}
    with (folder / "district.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["area_name_zh"] for row in csv.DictReader(file)]
    assert f"'{HOSTILE}" in names


def test_the_project_has_a_class_for_each_reason_and_step(folder: Path) -> None:
    root = ET.fromstring((folder / "planning.qgs").read_bytes())  # noqa: S314 - our own file
    of_layer = {
        str(layer.findtext("datasource")).partition("layername=")[2]: [
            rule.attrib["filter"] for rule in layer.iter("rule")
        ]
        for layer in root.iter("maplayer")
    }
    assert set(of_layer) == LAYERS
    assert of_layer["gaps"] == ["\"reason\" = 'no_street'"]
    assert of_layer["hexagons"][:2] == [
        '"median_minutes" <= 5',
        '"median_minutes" > 5 AND "median_minutes" <= 10',
    ]
    for rules in (of_layer["hexagons"], of_layer["residents"], of_layer["district"]):
        assert rules[-1] == "ELSE"


def test_another_walker_and_limit(store: Store, tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    city = open_planned_town(store, tmp_path / "town")
    write_map_layers(city, tmp_path / "layers", ReportQuestion("adult", minutes=1))
    layer = gpd.read_file(tmp_path / "layers" / "planning.gpkg", layer="hexagons")
    # In a minute an adult walks 75 m: nobody lives as near.
    assert math.fsum(layer["covered"]) == 0
    assert math.fsum(layer["total"]) == 92.75
