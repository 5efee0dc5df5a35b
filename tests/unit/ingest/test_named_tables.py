"""Tables with the names that districts give their columns, in every file that points take."""

from pathlib import Path

import openpyxl
import pytest

from learnmap.ingest import FaultyTableError
from learnmap.ingest.offerings_file import read_categories, read_offerings
from learnmap.ingest.routes_file import read_routes
from learnmap.model.records import OfferingCategory, RouteStop

ROUTES = [
    ["人文行走线路一览"],
    ["线路编号", "线路名称", "主题", "站点顺序", "学习点编号", "停留分钟", "负责人"],
    ["R1", "外滩漫步", "近代建筑", "2", "HP-002", "15", "王"],
    ["R1", "", "", "1", "HP-001", "", ""],
    ["R2", "苏河行", "", "1", "HP-001", "5", ""],
]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def text_file(path: Path, rows: list[list[str]], *, separator: str, encoding: str) -> Path:
    path.write_text("\n".join(separator.join(row) for row in rows), encoding)
    return path


def test_routes_and_their_stops_in_one_table_of_any_kind(tmp_path: Path) -> None:
    files = [
        workbook(tmp_path / "r.xlsx", ROUTES),
        text_file(tmp_path / "r.csv", ROUTES[1:], separator=";", encoding="gb18030"),
        text_file(tmp_path / "t.tsv", ROUTES[1:], separator="\t", encoding="utf-8-sig"),
    ]
    for path in files:
        found = read_routes(path, source="区文旅局")
        first, second = found.records
        assert (first.id, first.names, first.theme) == (
            "R1",
            {"zh": "外滩漫步"},
            {"zh": "近代建筑"},
        )
        assert first.stops == (
            RouteStop(point_id="HP-001", position=1, dwell_min=10),
            RouteStop(point_id="HP-002", position=2, dwell_min=15),
        )
        assert (second.names, second.source) == ({"zh": "苏河行"}, "区文旅局")
        assert found.silent == ("line",)
        assert "columns that were left out: '负责人'" in found.notes


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["R1", "另一个名字", "", "3", "HP-003", "", ""],
            r"column 线路名称, value '另一个名字': dif",
        ),
        (["R1", "", "", "2", "HP-003", "", ""], "the route R1 has this position twice, first in"),
        (["R1", "", "", "２", "HP-003", "", ""], "is not a whole number"),
        (["R1", "", "", "3", "", "", ""], "column 学习点编号: is empty; fill the cell"),
        (["", "无编号", "", "1", "HP-003", "", ""], "column 线路编号: is empty"),
        (["R3", "", "", "1", "HP-003", "", ""], "has no name in any language"),
        (["R3", "N", "", "1", "HP-003", "700", ""], "column 停留分钟, value '700': is over 600"),
    ],
)
def test_faults_of_a_table_of_stops(tmp_path: Path, row: list[str], message: str) -> None:
    path = workbook(tmp_path / "r.xlsx", [*ROUTES, row])
    with pytest.raises(FaultyTableError, match=message):
        read_routes(path)


def test_offerings_as_a_district_lists_them(tmp_path: Path) -> None:
    rows = [
        ["课程编号", "课程名称", "课程类别", "授课方式", "学习点编号", "费用", "名额", "上课时间"],
        ["O1", "书法入门", "书法", "线下", "HP-001", "0", "30", "周三上午"],
        ["O2", "=cmd|' /C calc'!A0", "calligraphy", "线上", "", "12.5", "", "<script>"],
    ]
    categories = [OfferingCategory(code="calligraphy", names={"zh": "书法"})]
    path = text_file(tmp_path / "o.csv", rows, separator=",", encoding="gb18030")
    first, second = read_offerings(path, categories=categories).records
    assert (first.category, first.mode, first.capacity) == ("calligraphy", "in_person", 30)
    assert (second.mode, str(second.fee), second.schedule) == ("online", "12.5", "<script>")
    # Text stays text, whatever it begins with.
    assert "=cmd|' /C calc'!A0" in second.names.values()


def test_a_column_that_is_nearly_ours_is_a_fault_where_the_others_are_ours(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("id,category,name_zh,mode,capacty\nO1,art,课,online,3\n")
    with pytest.raises(FaultyTableError, match=r"column capacty: .*did you mean 'capacity'"):
        read_offerings(path)


def test_ids_are_given_once_and_invisible_characters_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("代码,分类名称\nart,美\u200b术\n", "utf-8")
    found = read_categories(path)
    assert found.records[0].names == {"zh": "美术"}
    assert [(w.line, w.column) for w in found.warnings] == [(2, "分类名称")]
    path.write_text("代码,分类名称\nart,美术\nart,茶\n", "utf-8")
    with pytest.raises(FaultyTableError, match=r"line 3.*is given twice, first in line 2"):
        read_categories(path)
