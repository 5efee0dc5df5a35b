"""The sheet that goes back to the district: the same list, marked."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from learnmap.ingest import FaultyTableError, read_points, write_marked_sheet
from learnmap.ingest.report_titles import LIST_SHEET, PROBLEMS
from tests.unit.ingest.workbooks import HEADER, ROW, new_workbook, save

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


def _report(path: Path, language: str = "zh") -> Path:
    """Write what is wrong with a file beside it, as a clerk's report."""
    to = path.with_name("report.xlsx")
    with pytest.raises(FaultyTableError) as caught:
        read_points(path)
    found = (*caught.value.faults, *caught.value.warnings)
    write_marked_sheet(path, found, to=to, language=language)
    return to


def _district(folder: Path) -> Path:
    book, sheet = new_workbook(
        [
            ["黄浦区学习点"],
            (*HEADER, "开放时间"),
            ROW,
            ("=cmd|'/C calc'!A0", "书店", "@外滩", "121°30′", 31.2, "每天九点"),
            ("隐藏的学校", "社区学校", "+1", 121.4, "x"),
        ]
    )
    sheet.cell(4, 1).data_type = "s"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["A"].width = 33
    for column in "BC":
        sheet.column_dimensions[column].hidden = True
    book.create_sheet("说明").append(["=1+1"])
    return save(book, folder)


def test_a_workbook_comes_back_with_its_cells_marked(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_report(_district(tmp_path)))
    assert book.sheetnames == ["黄浦", "说明", LIST_SHEET]
    sheet = book["黄浦"]
    marked = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in (RED, YELLOW)
    }
    assert marked == {"B2": YELLOW, "C2": YELLOW, "B4": RED, "D4": RED, "F4": YELLOW, "E5": RED}
    assert sheet["D4"].comment.text == "错误：经度：不是数字。请用半角数字和小数点，例如 121.5"
    assert sheet["D4"].value == "121°30′"
    assert sheet["G2"].value == PROBLEMS
    assert sheet["G3"].value is None
    assert sheet["G4"].value.count("\n") == 2
    assert "\n错误：经度：不是数字。请用半角数字和小数点，例如 121.5\n" in sheet["G4"].value
    assert not sheet.row_dimensions[5].hidden
    assert not sheet.column_dimensions["B"].hidden
    assert sheet.column_dimensions["A"].width == 33
    listed = [[cell.value for cell in row] for row in book[LIST_SHEET].iter_rows(min_row=2)]
    assert [(row[0], row[2]) for row in listed] == [
        (2, "类别"),
        (2, "地址"),
        (4, "类别"),
        (4, "经度"),
        (4, "开放时间"),
        (5, "纬度"),
        (5, None),
    ]


def _formulas(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_no_cell_of_a_report_is_a_formula(tmp_path: Path) -> None:
    path = _district(tmp_path)
    assert _formulas(path) == ["说明!A1"]
    report = _report(path)
    assert _formulas(report) == []
    assert openpyxl.load_workbook(report)["黄浦"]["A4"].value == "=cmd|'/C calc'!A0"


def test_a_report_that_was_mended_is_taken(tmp_path: Path) -> None:
    report = _report(_district(tmp_path))
    book = openpyxl.load_workbook(report)
    book["黄浦"]["B4"], book["黄浦"]["D4"], book["黄浦"]["E5"] = "图书馆", 121.5, "31,2"
    book.save(report)
    # One fault is left; the marks of the others are gone from the next report.
    again = report.with_name("points.xlsx")
    report.rename(again)
    sheet = openpyxl.load_workbook(_report(again))["黄浦"]
    assert [sheet[place].fill.fgColor.rgb for place in ("B4", "E5")] == ["00000000", RED]
    assert (sheet["B4"].comment, sheet["H2"].value) == (None, None)
    book["黄浦"]["E5"] = 31.2
    book.save(again)
    found = read_points(again)
    assert len(found.points) == 3
    assert [warning.column for warning in found.warnings] == ["开放时间"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_file_becomes_a_workbook(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "points.csv"
    rows = [",".join(HEADER), '甲,书店,"两\n行",121.4,31.2', "=1+1,图书馆,-1,007,31.2"]
    path.write_bytes("\n".join(rows).encode(encoding))
    sheet = openpyxl.load_workbook(_report(path))["points"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == [*HEADER, PROBLEMS]
    assert values[1][:5] == ["甲", "书店", "两\n行", "121.4", "31.2"]
    assert values[2] == ["=1+1", "图书馆", "-1", "007", "31.2", None]
    assert [sheet["A3"].data_type, sheet["A3"].quotePrefix, sheet["A2"].quotePrefix] == ["s", 1, 0]
    assert sheet["B2"].fill.fgColor.rgb == RED


def test_geojson_becomes_a_workbook(tmp_path: Path) -> None:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": place},
            "properties": {"名称": f"{place}", "类别": "图书馆"},
        }
        for place in ([121.4, 31.2], [31.2, 121.4])
    ]
    path = tmp_path / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    sheet = openpyxl.load_workbook(_report(path, "en"))["points"]
    assert [cell.value for cell in sheet[1]] == ["名称", "类别", "longitude", "latitude", PROBLEMS]
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert "swapped" in sheet["E3"].value


def test_faults_of_the_header_stand_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("id,kind,name_zh,longitude,latitude,colour\nA,library,甲,1,2,red\n")
    sheet = openpyxl.load_workbook(_report(path, "en"))["points"]
    assert sheet["F1"].fill.fgColor.rgb == RED
    assert "is no column of this table" in sheet["F1"].comment.text


def test_a_file_that_cannot_be_opened_gives_the_list_alone(tmp_path: Path) -> None:
    path = tmp_path / "points.xlsx"
    path.write_bytes(b"PK\x03\x04")
    book = openpyxl.load_workbook(_report(path))
    assert book.sheetnames == [LIST_SHEET]
    assert "不完整或已损坏" in book[LIST_SHEET]["F2"].value


def test_a_report_speaks_one_language(tmp_path: Path) -> None:
    path = _district(tmp_path)
    book = openpyxl.load_workbook(_report(path, "en"))
    told = book["黄浦"]["G4"].value.splitlines()
    assert told[1] == (
        "Error: 经度: is not a number; write it as 121.5, with a point and plain digits"
    )
    assert [cell.value for cell in book[LIST_SHEET][1]][:2] == ["Row", "Id"]
    assert [cell.value for cell in openpyxl.load_workbook(_report(path))[LIST_SHEET][1]] == [
        *("行", "编号", "列", "值", "级别", "问题", "办法")
    ]
