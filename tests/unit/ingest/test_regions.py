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
