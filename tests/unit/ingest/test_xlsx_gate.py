"""Worksheets: what their cells mean, and what they do not show."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from learnmap.ingest import FaultyTableError, PointsFile, RowFault, read_points
from tests.unit.ingest.workbooks import HEADER, ROW, new_workbook, save


def _read(folder: Path, *rows: Any, header: Any = HEADER) -> PointsFile:
    return read_points(save(new_workbook([header, *rows])[0], folder))


def _faults(path: Path, **options: Any) -> tuple[RowFault, ...]:
    with pytest.raises(FaultyTableError) as caught:
        read_points(path, **options)
    return caught.value.faults


def test_a_workbook_gives_points(tmp_path: Path) -> None:
    header = (*HEADER, "联系电话", "核实日期", "命名年份", "无障碍", "状态", "备用")
    row = (*ROW, 63511234, dt.datetime(2026, 3, 1), 2018.0, "部分", "暂停开放", "x")  # noqa: DTZ001
    found = _read(tmp_path, row, header=header)
    (point,) = found.points
    assert (point.names, point.kind) == ({"zh": "南京东路社区学校"}, "community_school")
    assert (point.longitude, point.latitude) == (121.4801, 31.2352)
    assert (point.phone, point.assured_date) == ("63511234", dt.date(2026, 3, 1))
    assert (point.designation_year, point.accessibility) == (2018, "partly")
    assert (point.status, point.source) == ("temporarily_closed", "points.xlsx")
    assert found.notes == (
        "columns that were left out: '备用'",
        "the file has no ids; they were made of names and addresses",
    )
    assert (found.sheet, found.lines, found.warnings) == ("黄浦", (2,), ())


def test_a_title_above_and_a_header_of_two_rows_are_passed_over(tmp_path: Path) -> None:
    book, sheet = new_workbook(
        [
            ["黄浦区学习点汇总表"],
            ["学习点名称", "类别", "地址", "坐标"],
            [None, None, None, "经度", "纬度"],
            ROW,
        ]
    )
    for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(cells)
    found = read_points(save(book, tmp_path))
    assert found.lines == (4,)
    assert (found.points[0].longitude, found.warnings) == (121.4801, ())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (7, "000", "007"),
        (7.0, "General", "7"),
        (True, "General", "true"),
        (1.5, "General", "1.5"),
        ("a_x000D_b", "General", "a\rb"),
    ],
)
def test_cells_are_read_as_they_are_shown(
    tmp_path: Path, value: Any, number_format: str, text: str
) -> None:
    book, sheet = new_workbook([(*HEADER, "称号"), (*ROW, value)])
    sheet.cell(2, 6).number_format = number_format
    (point,) = read_points(save(book, tmp_path)).points
    assert point.designation == text


@pytest.mark.parametrize(
    ("title", "value", "message", "remedy"),
    [
        ("编号", 310101199001011234, "Excel has rounded", "format the column as text"),
        ("联系电话", 1e15, "Excel has rounded", "format the column as text"),
        ("地址2", "#REF!", None, None),  # Nobody uses that column.
        ("命名", "#REF!", "error of a formula", "type the value"),
        ("核实日期", "#N/A", "error of a formula", "type the value"),
        ("核实日期", dt.datetime(1900, 1, 5), "a day of 1900", "type the date again"),  # noqa: DTZ001
        ("核实日期", 46082, "as Excel counts", "write 2026-03-01"),
        ("命名", "=A1&A2", "is the formula =A1&A2", "type the value"),
    ],
)
def test_what_a_cell_cannot_mean_is_an_error(
    tmp_path: Path, title: str, value: Any, message: str | None, remedy: str | None
) -> None:
    path = save(new_workbook([(*HEADER, title), (*ROW, value)])[0], tmp_path)
    if message is None:
        assert read_points(path).points
        return
    (fault,) = _faults(path)
    assert (fault.line, fault.unit, fault.column) == (2, "row", title)
    assert message in fault.message
    assert remedy is not None
    assert remedy in fault.remedy


def test_formulas_count_by_the_value_computed_last(tmp_path: Path) -> None:
    path = save(new_workbook([HEADER, (*ROW[:3], "=121+0.48", 31.2)])[0], tmp_path)
    assert "=121+0.48" in _faults(path)[0].message
    _rewrite(path, "xl/worksheets/sheet1.xml", b"</f><v />", b"</f><v>121.48</v>")
    assert read_points(path).points[0].longitude == 121.48


def _rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_merged_and_hidden_cells_are_warnings(tmp_path: Path) -> None:
    rows = [(f"第{n}学校", "博物馆" if n == 1 else None, f"{n}号", 121.4, 31.2) for n in (1, 2, 3)]
    rows[2] = ("第3学校", "图书馆", "3号", 121.4, 31.2)
    book, sheet = new_workbook([HEADER, *rows])
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    found = read_points(save(book, tmp_path))
    assert [point.kind for point in found.points] == ["museum", "museum", "library"]
    ids = [point.id for point in found.points]
    assert [(w.line, w.id, w.column, w.message.split(" (")[0]) for w in found.warnings] == [
        (1, None, "地址", "the column is hidden"),
        (2, ids[0], "类别", "is a merged cell"),
        (3, ids[1], "类别", "is a merged cell"),
        (4, ids[2], None, "the row is hidden"),
    ]


def test_the_only_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    book, _ = new_workbook([["填表说明", "请如实填写"]], title="说明")
    sheet = book.create_sheet("表1")
    sheet.append(HEADER)
    sheet.append(ROW)
    found = read_points(save(book, tmp_path))
    assert found.sheet == "表1"
    assert found.notes[0] == "the sheet '表1' was read, of '说明', '表1'"
    other = book.create_sheet("表2")
    other.append(HEADER)
    other.append(("乙校", *ROW[1:]))
    path = save(book, tmp_path)
    (fault,) = _faults(path)
    assert "several sheets have a header of learning points: '表1', '表2'" in fault.message
    assert read_points(path, sheet="表2").points[0].names == {"zh": "乙校"}
    assert "choose one of '说明', '表1', '表2'" in _faults(path, sheet="表3")[0].remedy


def test_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    book, sheet = new_workbook([HEADER, ROW])
    sheet["XFD1048576"].number_format = "0.0"
    assert len(read_points(save(book, tmp_path)).points) == 1


def test_a_header_twice_and_one_that_is_missing_are_errors(tmp_path: Path) -> None:
    path = save(new_workbook([("经度", *HEADER[:4]), (1, *ROW[:4])])[0], tmp_path)
    faults = _faults(path)
    assert ["columns 1 and 5" in faults[0].message, faults[0].column] == [True, "经度"]
    assert "'latitude' is missing" in faults[1].message
    pair = save(new_workbook([(*HEADER[:3], "经纬度"), (*ROW[:3], "121.4,31.2")])[0], tmp_path)
    assert all("split '经纬度' into two columns" in fault.remedy for fault in _faults(pair))


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = save(new_workbook([HEADER, ROW])[0], tmp_path)
    _rewrite(path, "xl/worksheets/sheet1.xml", b'ref="A1:E2"', b'ref="A1:B1"')
    assert read_points(path).points[0].longitude == 121.4801
