"""What is read of places in files of any columns."""

import json
from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError
from learnmap.ingest.address_rows import read_address_rows
from learnmap.ingest.named_places import read_named_places


def test_geojson_of_any_columns(tmp_path: Path) -> None:
    osm = {"name": "甲", "name:en": "A", "addr:street": "南昌路", "addr:housenumber": "53"}
    features = [
        ({"title": "乙", "di_zhi": "南昌路136弄11号", "zheng_qu": "黄浦区"}, [121.4, 31.2]),
        (osm, [121.5, 31.3]),
        ({"name": "broken"}, [121.5]),
        ({"name": "nowhere"}, [421.5, 31.3]),
    ]
    file = tmp_path / "any.geojson"
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {**properties, "other": [1, 2]},
                "geometry": {"type": "Point", "coordinates": position},
            }
            for properties, position in features
        ],
    }
    file.write_text(json.dumps(collection), "utf-8")
    first, second = read_named_places(file)
    assert (first.names, first.areas) == (("乙",), ("黄浦区",))
    assert first.keys == {"乙", "南昌路|136|11"}
    assert second.names == ("甲", "A")
    assert "南昌路||53" in second.keys


def test_csv_with_chinese_columns(tmp_path: Path) -> None:
    file = tmp_path / "any.csv"
    file.write_text(
        "名称,地址,街镇,经度,纬度\n甲,南昌路53号,瑞金二路街道,121.4,31.2\n乙,,,x,31.2\n丙,,,nan,31.2\n",
        "utf-8",
    )
    (only,) = read_named_places(file)
    assert only.names == ("甲",)
    assert only.claimed == {"瑞金二路街道"}
    assert only.geometry.wkt == "POINT (121.4 31.2)"


def test_a_file_without_a_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    file.write_text("name,address\n甲,南昌路53号\n", "utf-8")
    with pytest.raises(FaultyTableError, match="no place in it has coordinates"):
        read_named_places(file)


def test_rows_without_coordinates(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("编号,名称,地址,所属区\n7,甲,南昌路53号,黄浦区\n8,,,\n", "utf-8")
    first, second = read_address_rows(file)
    assert (first.line, first.name, first.address, first.area) == (
        2,
        "甲",
        "南昌路53号",
        "黄浦区",
    )
    assert (second.name, second.address) == ("", "")


def test_rows_need_a_name_or_an_address(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(FaultyTableError, match="no column of names or addresses is among a, b"):
        read_address_rows(file)
