"""Columns of routes, offerings, categories, areas and residents: told once, remembered by kind."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.model.records import OfferingCategory
from learnmap.store import Store, What, read_entries, upsert_categories, upsert_points
from learnmap.workflows.checked_tables import check_table
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import (
    FileColumns,
    forget_source,
    look_at_columns,
    look_beside,
    show_columns,
    sources_with_columns,
)
from learnmap.workflows.import_reports import write_report
from learnmap.workflows.import_runs import run_import, show_import
from learnmap.workflows.table_openers import NO_EXTRAS, Extras
from tests.workflows.conftest import a_point

SQUARE = [[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]
RED = "FFFFC7CE"


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    opened = City(store, tmp_path / "home", "clerk")
    opened.set(CitySettings(names={"zh": "城", "en": "Town"}))
    with store.begin() as tx:
        upsert_points(tx, [a_point("p1", 24.91, 60.15), a_point("p2", 24.92, 60.15)], actor="x")
        upsert_categories(tx, [OfferingCategory(code="art", names={"zh": "美术"})], actor="x")
    return opened


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def areas(path: Path, *properties: dict[str, Any]) -> Path:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    made = [{"type": "Feature", "properties": one, "geometry": shape} for one in properties]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), "utf-8")
    return path


class Case(NamedTuple):
    """Two files of one kind whose columns nobody knows, and what they are."""

    first: Path
    second: Path
    told: ToldColumns
    key: str
    extras: Extras = NO_EXTRAS


def routes_case(folder: Path) -> Case:
    header = "线号,线名,第几站,到哪里,备注"
    return Case(
        table(folder / "1.csv", header, "r1,外滩,1,p1,x", "r1,外滩,2,p2,x"),
        table(folder / "2.csv", header, "r2,苏河,1,p2,x"),
        ToldColumns(
            {"id": "线号", "name_zh": "线名", "position": "第几站", "point_id": "到哪里"},
            ("备注",),
        ),
        "r2",
    )


def offerings_case(folder: Path) -> Case:
    return Case(
        table(folder / "1.csv", "号,课,在哪", "o1,书法,p1"),
        table(folder / "2.csv", "在哪,课,号", "p2,国画,o2"),
        ToldColumns({"id": "号", "name_zh": "课", "point_id": "在哪"}, (), {"category": "art"}),
        "o2",
    )


def categories_case(folder: Path) -> Case:
    return Case(
        table(folder / "1.csv", "简称,全称", "tea,茶艺"),
        table(folder / "2.csv", "简称,全称,序", "go,围棋,1"),
        ToldColumns({"code": "简称", "name_zh": "全称"}),
        "go",
    )


def areas_case(folder: Path) -> Case:
    return Case(
        areas(folder / "1.geojson", {"区号": "a1", "叫什么": "甲区", "等": "区"}),
        areas(folder / "2.geojson", {"区号": "a2", "叫什么": "乙区", "等": "区"}),
        ToldColumns({"code": "区号", "name_zh": "叫什么", "level": "等"}),
        "a2",
    )


def population_case(folder: Path) -> Case:
    header = "格,东,北,未满六十,六十以上"
    return Case(
        table(folder / "1.csv", header, "d1,24.95,60.15,30,12.5"),
        table(folder / "2.csv", header, "d2,24.96,60.15,3,1"),
        ToldColumns(
            {
                "id": "格",
                "longitude": "东",
                "latitude": "北",
                "residents_0_59": "未满六十",
                "residents_60_plus": "六十以上",
            }
        ),
        "d2",
    )


CASES = {
    "routes": routes_case,
    "offerings": offerings_case,
    "categories": categories_case,
    "areas": areas_case,
    "population": population_case,
}


@pytest.mark.parametrize("what", CASES)
def test_columns_are_told_once_and_remembered_until_they_are_forgotten(
    city: City, tmp_path: Path, what: What
) -> None:
    case = CASES[what](tmp_path)
    with pytest.raises(FaultyTableError):
        check_table(city, case.second, what=what, source="区里")
    run = run_import(city, case.first, what=what, source="区里", columns=case.told)
    (kept,) = show_columns(city, "区里")
    assert (kept.what, kept.import_id, kept.file_name) == (what, run.import_id, case.first.name)
    assert kept.mapping == {
        "columns": dict(case.told.columns),
        "fixed": dict(case.told.fixed),
        "dismissed": list(case.told.ignored),
    }
    assert show_import(city, 1).row.facts.mapping == {
        theirs: ours for ours, theirs in case.told.columns.items()
    }
    seen: list[FileColumns] = []
    again = run_import(city, case.second, what=what, source="区里", look=seen.append)
    assert [record.key for record in again.checked.records if not record.removes] == [case.key]
    assert {one.sure for one in seen[0].mapping.columns.values()} == {"remembered"}
    # Another kind of the same source, and the same kind of another, know nothing of it.
    for other in CASES:
        assert sources_with_columns(city, other) == (["区里"] if other == what else [])
    with pytest.raises(FaultyTableError):
        check_table(city, case.second, what=what, source="别区")

    assert forget_source(city, "区里", what) == what
    with pytest.raises(FaultyTableError):
        check_table(city, case.second, what=what, source="区里")
    with pytest.raises(NotFoundError, match=f"no columns of {what} are remembered for '区里'; "):
        forget_source(city, "区里", what)
    with city.store.begin() as tx:
        told = [(e.action, e.subject) for e in read_entries(tx) if e.action.startswith("columns")]
    # The second file had nothing to say that was not kept already.
    assert told == [
        ("columns.remember", f"columns/{what}/区里"),
        ("columns.forget", f"columns/{what}/区里"),
    ]


def test_two_kinds_of_one_source_do_not_mix(city: City, tmp_path: Path) -> None:
    # The same column means two things in the two lists of the district.
    points = table(tmp_path / "p.csv", "号,名,类,东,北", "x1,东校,图书馆,24.93,60.15")
    said = {"id": "号", "name_zh": "名", "kind": "类", "longitude": "东", "latitude": "北"}
    run_import(city, points, source="区里", columns=ToldColumns(said))
    offerings = table(tmp_path / "o.csv", "号,名,类,东", "o1,书法,art,p1")
    told = {"id": "号", "name_zh": "名", "category": "类", "point_id": "东"}
    assert look_at_columns(city, offerings, what="offerings", source="区里").mapping.columns == {}
    run_import(city, offerings, what="offerings", source="区里", columns=ToldColumns(told))
    assert [kept.what for kept in show_columns(city, "区里")] == ["offerings", "points"]
    with pytest.raises(InvalidInputError, match="columns of offerings, points are remembered"):
        forget_source(city, "区里")
    forget_source(city, "区里", "offerings")
    (kept,) = show_columns(city, "区里")
    assert kept.mapping["columns"] == said
    with pytest.raises(
        NotFoundError, match=r"no columns of routes .*; there are: '区里' \(points\)"
    ):
        show_columns(city, "区里", "routes")


def test_the_level_of_one_file_is_not_that_of_the_next(city: City, tmp_path: Path) -> None:
    case = areas_case(tmp_path)
    told = ToldColumns({"code": "区号", "name_zh": "叫什么"})
    options: dict[str, Any] = {"what": "areas", "source": "统计局"}
    run_import(city, case.first, columns=told, extras=Extras(level="district"), **options)
    assert show_columns(city, "统计局")[0].mapping["fixed"] == {}
    with pytest.raises(FaultyTableError, match="'level' is missing"):
        check_table(city, case.second, **options)
    # What somebody says of the columns of a source's files is kept.
    said = ToldColumns(fixed={"level": "district"})
    run_import(city, case.second, columns=said, **options)
    assert show_columns(city, "统计局")[0].mapping["fixed"] == {"level": "district"}


def test_a_file_without_columns_takes_none(city: City, tmp_path: Path) -> None:
    gpx = tmp_path / "walk.gpx"
    gpx.write_text(
        '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t"><trk><name>A'
        '</name><trkseg><trkpt lat="60.15" lon="24.91"/><trkpt lat="60.15" lon="24.94"/></trkseg>'
        "</trk></gpx>",
        "utf-8",
    )
    seen: list[FileColumns] = []
    given: dict[str, Any] = {"what": "routes", "source": "区里", "look": seen.append}
    run_import(city, gpx, columns=ToldColumns(), **given)
    assert (seen, sources_with_columns(city, "routes")) == ([], [])
    with pytest.raises(InvalidInputError, match=r"walk\.gpx: a \.gpx file has no columns"):
        run_import(city, gpx, columns=ToldColumns({"id": "名"}), **given)


def test_rows_that_name_what_there_is_not_are_told_by_the_column_of_the_file(
    city: City, tmp_path: Path
) -> None:
    case = routes_case(tmp_path)
    bad = table(tmp_path / "bad.csv", "线号,线名,第几站,到哪里,备注", "r1,外滩,1,p77,x")
    with pytest.raises(FaultyTableError) as caught:
        check_table(city, bad, what="routes", columns=case.told)
    assert [(f.line, f.column, f.value) for f in caught.value.faults] == [(2, "到哪里", "p77")]


def marked(to: Path) -> tuple[Any, dict[str, str]]:
    """Return the first sheet of a report, and the red cells in it."""
    sheet = openpyxl.load_workbook(to).worksheets[0]
    return sheet, {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == RED
    }


def test_the_report_of_a_workbook_marks_cells_by_the_columns_of_its_kind(
    city: City, tmp_path: Path
) -> None:
    # Two rows above the header hold more names of columns of points than the header does.
    book = openpyxl.Workbook()
    for row in (
        ["名称", "地址", "电话", "开放时间"],
        ["类别", "经度", "纬度", "状态"],
        ["课程编号", "课程名称", "课程类别", "学习点编号", "名额"],
        ["o1", "书法", "美术", "p1", "30"],
        ["o2", "国画", "下棋", "p1", "三十"],
    ):
        book.active.append(row)
    file, to = tmp_path / "o.xlsx", tmp_path / "back.xlsx"
    book.save(file)
    seen: list[FileColumns] = []
    with pytest.raises(FaultyTableError) as caught:
        check_table(city, file, what="offerings", look=seen.append)
    write_report(city, file, caught.value.faults, to=to, opened=seen[0])
    sheet, red = marked(to)
    assert red == {"C5": "下棋", "E5": "三十"}
    assert (sheet["F3"].value, sheet["F4"].value) == ("问题 / Problems", None)
    assert "错误：名额：不是整数" in sheet["F5"].value
    # What a check of the city says is marked too.
    book.active["C5"], book.active["D5"], book.active["E5"] = "美术", "p99", 30
    book.save(file)
    with pytest.raises(FaultyTableError) as caught:
        check_table(city, file, what="offerings")
    write_report(city, file, caught.value.faults, to=to, opened=seen[0])
    assert marked(to)[1] == {"D5": "p99"}


def test_the_report_of_a_table_that_stands_beside_marks_that_table(
    city: City, tmp_path: Path
) -> None:
    file = table(tmp_path / "r.csv", "线路编号,线路名称", "r1,外滩")
    stops = table(tmp_path / "s.csv", "线路编号,顺序,站点编号", "r1,1,p1", "r1,二,p2")
    with pytest.raises(FaultyTableError) as caught:
        check_table(city, file, what="routes", extras=Extras(beside=stops))
    to = tmp_path / "back.xlsx"
    opened = look_beside(stops, "routes")
    write_report(city, stops, caught.value.faults, to=to, opened=opened)
    sheet, red = marked(to)
    assert (sheet.title, red) == ("routes", {"B3": "二"})


def test_the_report_of_outlines_has_their_properties(city: City, tmp_path: Path) -> None:
    file = areas(
        tmp_path / "a.geojson",
        {"区划代码": "a1", "名称": "甲区", "级别": "区"},
        {"区划代码": "a2", "名称": "乙区", "级别": "大区"},
    )
    seen: list[FileColumns] = []
    with pytest.raises(FaultyTableError) as caught:
        check_table(city, file, what="areas", look=seen.append)
    to = tmp_path / "back.xlsx"
    write_report(city, file, caught.value.faults, to=to, opened=seen[0])
    sheet, red = marked(to)
    assert [cell.value for cell in sheet[1]] == ["区划代码", "名称", "级别", "问题 / Problems"]
    assert (sheet.title, red) == ("areas", {"C3": "大区"})
