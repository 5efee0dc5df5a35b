"""The one gate for CSV: what is no CSV at all."""

from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError
from learnmap.ingest.csv_gate import read_csv, read_csv_sheet


@pytest.mark.parametrize(
    ("content", "line", "message", "remedy"),
    [
        (b"", 0, "is empty", "header line"),
        (b"\n\n ,,\n", 0, "is empty", "header line"),
        (b"id,n\n1,\xff\xff\n", 2, "byte 0xff", "CSV UTF-8"),
        ("id,n\n1,2".encode("utf-16"), 0, "UTF-16", "CSV UTF-8"),
        (b"PK\x03\x04rest", 0, "xlsx workbook or a zip", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0rest", 0, "xls workbook", "CSV UTF-8"),
        (b"\x1f\x8brest", 0, "gzip", "CSV UTF-8"),
        (b"id,n\n1,a\x00b\n", 2, "NUL", "CSV UTF-8"),
        (b"id|n\n1|a\n", 1, "bars", "commas"),
        ("id,名\n1,图书馆\n".encode("gb18030") + "2,博物馆".encode(), 3, "GB18030", "CSV UTF-8"),
        ("id,名\n1,图书馆\n".encode() + "2,博物馆".encode("gb18030"), 3, "is UTF-8", "CSV UTF-8"),
        (b'id,n\n1,a\n2,"b\n3,c\n', 3, "never closed", '""'),
        (b'id,n\n1,"a\n2,"b"\n', 2, "may not be closed", '""'),
        (b'id,n\n1,"' + b"a" * 200_000, 2, "never closed", '""'),
    ],
)
def test_what_is_no_csv_is_refused_with_line_and_remedy(
    tmp_path: Path, content: bytes, line: int, message: str, remedy: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FaultyTableError) as caught:
        read_csv(path)
    (fault,) = caught.value.faults
    assert fault.line == line
    assert message in fault.message
    assert remedy in fault.remedy


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyTableError, match="No such file"):
        read_csv(tmp_path / "absent.csv")


def test_a_header_alone_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,n\n")
    with pytest.raises(FaultyTableError, match="no rows"):
        read_csv(path).log.raise_if_any()


def test_cells_are_trimmed_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(' id ,n\n 1 ,"  "\n,,\n\n2,"a ""b"", c"\n', encoding="utf-8")
    table = read_csv(path)
    assert table.columns == ("id", "n")
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, {"id": "1", "n": None}),
        (5, {"id": "2", "n": 'a "b", c'}),
    ]


@pytest.mark.parametrize(
    ("content", "last", "notes"),
    [
        ("id,名\n1,图书馆", ("1", "图书馆"), []),
        ("id;名\n1;图书,馆", ("1", "图书,馆"), ["its cells are separated by semicolons"]),
        ("id\t名\n1\t图书;馆", ("1", "图书;馆"), ["its cells are separated by tabs"]),
        ('黄浦区\n"i,d,a";名\n1;x', ("1", "x"), ["its cells are separated by semicolons"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encoding_and_separator_are_found_and_said(
    tmp_path: Path, content: str, last: tuple[str, ...], notes: list[str], encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode(encoding))
    sheet = read_csv_sheet(path)
    assert sheet.rows[-1].cells == last
    told = ["the file was read as GB18030"] if encoding == "gb18030" else []
    assert list(sheet.notes) == told + notes
