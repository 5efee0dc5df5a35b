"""Columns of tables beside the points: guessed, remembered, told, and what cannot be meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from learnmap.ingest import ColumnMapping, FaultyTableError, ToldColumns
from learnmap.ingest.areas_file import open_areas, read_areas
from learnmap.ingest.column_choice import settle_columns
from learnmap.ingest.column_synonyms import OURS
from learnmap.ingest.offerings_file import (
    open_categories,
    open_offerings,
    read_categories,
    read_offerings,
)
from learnmap.ingest.opened_table import first_columns
from learnmap.ingest.point_columns import POINTS
from learnmap.ingest.report_titles import PROBLEMS
from learnmap.ingest.residents_file import open_residents, read_residents
from learnmap.ingest.routes_file import open_routes, read_routes
from learnmap.ingest.table_columns import PEOPLED_AREAS, RESIDENTS, ROUTE_STOPS, ROUTES
from learnmap.model.errors import InvalidInputError

SQUARE = [[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def features(path: Path, *properties: dict[str, Any], geometry: dict[str, Any]) -> Path:
    made = [{"type": "Feature", "properties": one, "geometry": geometry} for one in properties]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), "utf-8")
    return path


def polygons(path: Path, *properties: dict[str, Any]) -> Path:
    return features(path, *properties, geometry={"type": "Polygon", "coordinates": [SQUARE]})


def taken(mapping: ColumnMapping) -> dict[str, tuple[str, str]]:
    return {ours: (one.column, one.sure) for ours, one in mapping.columns.items()}


def test_what_is_told_goes_before_what_is_remembered_and_that_before_the_guess(
    tmp_path: Path,
) -> None:
    path = table(tmp_path / "o.csv", "课程编号,课名,课程类别,老师,单位", "o1,书法,art,王,社区学校")
    remembered = ColumnMapping.from_json(
        {
            "columns": {"name_zh": "课名", "provider": "老师", "schedule": "时段"},
            "fixed": {"mode": "online", "category": "music"},
            "dismissed": ["单位"],
        }
    )
    told = ToldColumns({"provider": "单位"}, ("老师",), {"language": "zh"})
    found = settle_columns(open_offerings(path), told=told, remembered=remembered)
    assert taken(found.mapping) == {
        "id": ("课程编号", "likely"),
        "category": ("课程类别", "likely"),
        "name_zh": ("课名", "remembered"),
        "provider": ("单位", "given"),
    }
    # What the file says of each row goes before what was said of all rows of another.
    assert found.mapping.fixed == {"mode": "online", "language": "zh"}
    assert (found.gone, found.mapping.dismissed) == ({"schedule": "时段"}, ("老师",))
    (offering,) = read_offerings(path, opened=open_offerings(path), mapping=found.mapping).records
    assert (offering.names, offering.provider, offering.mode, offering.language) == (
        {"zh": "书法"},
        "社区学校",
        "online",
        "zh",
    )


OFFERED = (
    "id, name_zh, name_en, category, mode, point_id, provider, language, fee, fee_currency, "
    "age_from, age_to, capacity, schedule"
)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (ToldColumns({"title": "课程"}), f"'title' is none of our columns; give one of {OFFERED}$"),
        (ToldColumns({"opening_hours": "课程"}), "'opening_hours' is none of our columns"),
        (ToldColumns(fixed={"kind": "library"}), "'kind' is none of our columns"),
        (ToldColumns({"fee": "价钱"}), "has no column '价钱'; it has 编号, 课程, 类别"),
        (ToldColumns({"fee": "课程"}, ("课程",)), "two things are said of the column '课程'"),
        (ToldColumns({"mode": "课程"}, fixed={"mode": "online"}), "say one of the two"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_there_is(
    tmp_path: Path, told: ToldColumns, message: str
) -> None:
    path = table(tmp_path / "o.csv", "编号,课程,类别", "o1,书法,art")
    with pytest.raises(InvalidInputError, match=message):
        settle_columns(open_offerings(path), told=told)


def test_columns_of_residents_by_age_are_told_by_their_ages(tmp_path: Path) -> None:
    header = "网格编号,经度,纬度,未满六十,六十以上,名称"
    path = table(tmp_path / "r.csv", header, "d1,121.4,31.2,30,12.5,某网格")
    opened = open_residents(path)
    with pytest.raises(InvalidInputError, match="or one like residents_0_14, residents_60_plus"):
        settle_columns(opened, told=ToldColumns({"people": "六十以上"}))
    with pytest.raises(
        FaultyTableError, match="no column of an age band; the file has 网格编号, 经"
    ):
        read_residents(path)
    told = ToldColumns({"residents_0_59": "未满六十", "residents_60_plus": "六十以上"})
    mapping = settle_columns(opened, told=told).mapping
    # Places of residents have no names, so that nothing is made of theirs.
    assert "name_zh" not in mapping.columns
    found = read_residents(path, opened=opened, mapping=mapping)
    bands = [(one.age_from, one.age_to, one.residents) for one in found.records[0].counts]
    assert bands == [(0, 59, 30.0), (60, None, 12.5)]
    assert "columns that were left out: '名称'" in found.notes
    # The next file of the source is read so.
    again = settle_columns(
        open_residents(path), remembered=ColumnMapping.from_json(mapping.to_remember())
    )
    assert taken(again.mapping)["residents_60_plus"] == ("六十以上", "remembered")


def test_an_option_of_the_file_goes_before_what_is_remembered(tmp_path: Path) -> None:
    path = polygons(tmp_path / "a.geojson", {"区划代码": "a1", "名称": "甲", "级": "街道"})
    remembered = ColumnMapping.from_json({"columns": {"level": "级"}})
    guessed = settle_columns(open_areas(path), remembered=remembered).mapping
    assert taken(guessed)["level"] == ("级", "remembered")
    opened = open_areas(path, level="district")
    settled = settle_columns(opened, remembered=remembered).mapping
    assert ("level" in settled.columns, settled.fixed) == (False, {"level": "district"})
    assert read_areas(path, opened=opened, mapping=settled).records[0].level == "district"
    with pytest.raises(InvalidInputError, match="level is given a column and one value for all"):
        settle_columns(open_areas(path, level="city"), told=ToldColumns({"level": "级"}))
    with pytest.raises(InvalidInputError, match="level is given two values for all rows"):
        settle_columns(open_areas(path, level="city"), told=ToldColumns(fixed={"level": "city"}))
    # A file that has our column says it itself, as ever.
    own = polygons(tmp_path / "b.geojson", {"code": "a1", "name_zh": "甲", "level": "district"})
    assert settle_columns(open_areas(own, level="city")).mapping.fixed == {}


def test_names_may_stand_in_the_other_file_alone(tmp_path: Path) -> None:
    path = polygons(tmp_path / "a.geojson", {"区划代码": "a1", "级别": "区"})
    names = table(tmp_path / "n.csv", "代码,中文名", "a1,甲区")
    assert read_areas(path, names=names).records[0].names == {"zh": "甲区"}
    with pytest.raises(FaultyTableError, match="'name_zh' is missing"):
        read_areas(path)


def test_what_may_be_in_a_file_of_routes_depends_on_what_stands_beside_it(tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", "线路编号,名称,站序,站点编号", "r1,外滩,1,p1")
    stops = table(tmp_path / "s.csv", "route,order,stop", "r1,1,p1")
    assert open_routes(path).columns is ROUTE_STOPS
    assert open_routes(path, stops=stops).columns is ROUTES
    remembered = settle_columns(open_routes(path)).mapping.to_remember()
    assert remembered["columns"]["position"] == "站序"
    opened = open_routes(path, stops=stops)
    found = settle_columns(opened, remembered=ColumnMapping.from_json(remembered))
    assert ("position" in found.mapping.columns, found.gone) == (False, {})
    with pytest.raises(InvalidInputError, match="'position' is none of our columns"):
        settle_columns(opened, told=ToldColumns({"position": "站序"}))
    # One route whose rows say nothing of it: its id and name are of all rows.
    bare = table(tmp_path / "bare.csv", "序,站", "2,p2", "1,p1")
    told = ToldColumns({"position": "序", "point_id": "站"}, (), {"id": "r1", "name_zh": "外滩"})
    once = open_routes(bare)
    (route,) = read_routes(
        bare, opened=once, mapping=settle_columns(once, told=told).mapping
    ).records
    assert (route.id, [stop.point_id for stop in route.stops]) == ("r1", ["p1", "p2"])


def test_areas_with_residents_have_no_coordinates_of_their_own(tmp_path: Path) -> None:
    path = polygons(tmp_path / "c.geojson", {"id": "c1", "老人": 7, "tags": ["a"]})
    opened = open_residents(path)
    assert opened.columns is PEOPLED_AREAS
    with pytest.raises(InvalidInputError, match="'longitude' is none of our columns"):
        settle_columns(opened, told=ToldColumns({"longitude": "老人"}))
    mapping = settle_columns(opened, told=ToldColumns({"residents_60_plus": "老人"})).mapping
    # Taken at its word, it may have no column that nobody said anything of.
    with pytest.raises(FaultyTableError, match="column tags: is no column of this table"):
        read_residents(path, opened=open_residents(path), mapping=mapping)
    found = read_residents(path, opened=opened, mapping=mapping.without("tags"))
    assert [count.residents for count in found.records[0].counts] == [7.0]
    assert open_residents(table(tmp_path / "r.csv", "id,residents", "d,1")).columns is RESIDENTS


def test_a_file_at_its_word_stays_so_when_columns_are_told(tmp_path: Path) -> None:
    path = table(tmp_path / "c.csv", "code,name_zh,nme_en,备注", "art,美术,Art,x")
    told = ToldColumns({"name_en": "nme_en"})
    mapping = settle_columns(open_categories(path), told=told).mapping
    assert mapping.strict
    with pytest.raises(FaultyTableError) as caught:
        read_categories(path, opened=open_categories(path), mapping=mapping)
    assert [fault.column for fault in caught.value.faults] == ["备注"]
    # The column of messages of a report that comes back is known.
    marked = table(tmp_path / "m.csv", f"code,name_zh,{PROBLEMS}", "art,美术,错误")
    assert first_columns(open_categories(marked)).ignored == (PROBLEMS,)


def test_a_file_with_another_name_for_one_of_our_columns_is_guessed(tmp_path: Path) -> None:
    mixed = table(tmp_path / "c.csv", "code,类别名称,备注", "art,美术,x")
    guessed = first_columns(open_categories(mixed))
    assert (guessed.strict, guessed.ignored) == (False, ("备注",))
    assert taken(guessed) == {"code": ("code", "exact"), "name_zh": ("类别名称", "likely")}


def test_points_are_guessed_by_the_same_words_as_before() -> None:
    assert POINTS.words == OURS
    assert set(POINTS.offered) == set(POINTS.known)
    assert [POINTS.holds(name) for name in ("name_pt-BR", "phone", "tel")] == [True, True, False]
