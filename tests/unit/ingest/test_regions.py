"""Rows of a file that covers more than the map: a square of a hundredth of a degree at 121, 31."""

from pathlib import Path

import openpyxl
import pytest
from shapely.geometry import box

from learnmap.ingest import FaultyTableError, PointsFile, RowFault, open_points, read_delivery
from learnmap.ingest.marked_sheet import write_marked_sheet
from learnmap.ingest.regions import Region

SQUARE = Region("the square", box(121.0, 31.0, 121.01, 31.01))
HEAD = "id,name_zh,longitude,latitude,entrance_longitude,entrance_latitude,phone,kind\n"
ROWS = (
    "in,里,121.005,31.005,,,问门卫,museum\n"
    "rim,边,121.01,31.01,,,,museum\n"
    "gate,门,121.0101,31.005,121.0099,31.005,,museum\n"
    "out,外,121.02,31.005,,,问门卫,museum\n"
    "far,远,121.005,32.0,,,,museum\n"
)


def read(tmp_path: Path, rows: str = ROWS, region: Region = SQUARE) -> PointsFile:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + rows, "utf-8")
    return read_delivery(open_points(path), region=region)


def test_rows_outside_are_left_out_with_their_warnings_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert [point.id for point in found.points] == ["in", "rim", "gate"]
    assert found.lines == (2, 3, 4)
    assert found.left_out == {5, 6}
    assert [warning.line for warning in found.warnings] == [2]
    # From the northern rim at 31.01 to 32.0 are 0.99 degrees of the meridian, of 110.87 km each.
    (note,) = [note for note in found.notes if "outside" in note]
    assert note.startswith("2 of 5 rows lie outside the square, the farthest 109.8 km")


def test_a_point_that_is_stored_is_taken_wherever_it_moved_to(tmp_path: Path) -> None:
    found = read(tmp_path, region=Region("the square", SQUARE.shape, frozenset({"far"})))
    assert [point.id for point in found.points] == ["in", "rim", "gate", "far"]


FAULTY = (
    "in,里,121.005,31.005,,,,museum\n"
    # Each of these is outside, and at fault: no name, a kind and an id that cannot be, an entrance
    # that is none, hours of Excel's, an id that a row inside has.
    "a,,121.02,31.005,,,,museum\n"
    "b c,外,121.02,31.005,,,1.2E+05,a kind\n"
    "d,外,121.02,31.005,here,,,museum\n"
    "in,外,121.02,31.005,,,,museum\n"
)


def test_what_is_wrong_with_rows_outside_does_not_count(tmp_path: Path) -> None:
    found = read(tmp_path, FAULTY)
    assert [point.id for point in found.points] == ["in"]
    assert found.left_out == {3, 4, 5, 6}
    # The same rows of a stored point, or without a region, are at fault as ever.
    with pytest.raises(FaultyTableError) as caught:
        read(tmp_path, FAULTY, Region("the square", SQUARE.shape, frozenset({"a"})))
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(3, "name_zh")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x,近,121.02,,,,,museum", "latitude"),
        ("x,近,121°1.2′,31.005,,,,museum", "longitude"),
        ("x,近,0,0,,,,museum", "longitude"),
        ("x,近,31.005,121.02,,,,museum", "longitude"),
        ("x,,121.009,31.005,,,,museum", "name_zh"),
        # Its site is outside and its entrance inside.
        ("x,,121.0101,31.005,121.0099,31.005,,museum", "name_zh"),
    ],
)
def test_a_row_inside_or_of_which_nobody_can_tell_refuses_the_file(
    tmp_path: Path, row: str, column: str
) -> None:
    with pytest.raises(FaultyTableError) as caught:
        read(tmp_path, f"{ROWS}{row}\n")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(7, column)]


def test_cells_that_a_gate_refuses_do_not_count_outside_either(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD + ROWS).splitlines():
        book.active.append(
            [float(cell) if cell[:2] in ("12", "31") else cell for cell in row.split(",")]
        )
    book.active["G5"] = "#REF!"  # A phone outside.
    book.active["G5"].data_type = "e"
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert len(read_delivery(open_points(path), region=SQUARE).points) == 3
    book.active["G3"], book.active["G3"].data_type = "#REF!", "e"
    book.save(path)
    with pytest.raises(FaultyTableError) as caught:
        read_delivery(open_points(path), region=SQUARE)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(3, "phone")]


def test_names_and_addresses_are_compared_of_rows_inside(tmp_path: Path) -> None:
    head = "名称,类别,地址,经度,纬度\n"
    path = tmp_path / "list.csv"
    path.write_text(head + "塔,museum,路1号,121.02,31.0\n塔,museum,路1号,121.005,31.0\n", "utf-8")
    assert read_delivery(open_points(path), region=SQUARE).lines == (3,)
    with pytest.raises(FaultyTableError, match="has the name and the address of line 2"):
        read_delivery(open_points(path))


def test_a_file_that_lies_outside_as_a_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyTableError, match=r"none of its 1 rows .* 1\.0 km outside; see that"):
        read(
            tmp_path, "out,外,121.02,31.005,,,,museum\n"
        )  # 0.01 degrees of 95.50 km at 31 degrees north


def test_the_report_has_the_rows_that_were_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path)
    path = tmp_path / "list.csv"
    fault = RowFault(4, "gate", "name_zh", "门", "is a gate", "say whose", "line", "warning")
    write_marked_sheet(path, [fault], to=tmp_path / "out.xlsx", left_out=found.left_out)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["points"]
    assert [row[0].value for row in sheet.iter_rows()] == ["id", "in", "rim", "gate"]
    assert "is a gate" in sheet["I4"].value
    # What was left out of a workbook is not in its report either.
    write_marked_sheet(tmp_path / "out.xlsx", [], to=tmp_path / "two.xlsx", left_out={2, 4})
    again = openpyxl.load_workbook(tmp_path / "two.xlsx")["points"]
    assert [row[0].value for row in again.iter_rows()] == ["id", "rim"]
