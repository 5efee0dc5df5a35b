"""Reads CSV files strictly: UTF-8, commas, one header, every row as long as the header."""

import csv
import io
from pathlib import Path

from learnmap.ingest.faults import FaultLog, refuse
from learnmap.ingest.table import Row, Table

_SAVE_AS = "save it as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)"
_MAGIC = {
    b"PK\x03\x04": "an xlsx workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an xls workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a GeoPackage or SQLite database",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


def read_csv(path: Path) -> Table:
    """Read a CSV file into rows of text.

    Cells are trimmed, empty cells become ``None``, and rows without any content are passed
    over. A row's line is the one that it starts on.

    Parameters
    ----------
    path : Path
        UTF-8 with or without a byte order mark, separated by commas.

    Returns
    -------
    Table
        Its log already holds the faults of the header and of rows that are too long or short.

    Raises
    ------
    FaultyTableError
        When the file is absent, empty, not UTF-8, not CSV, or has an unclosed quote.
    """
    text = _read_text(path)
    log = FaultLog(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[str, ...] | None = None
    rows: list[Row] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _not_csv(path, line, str(error)) from error
        if cells is None:
            break
        trimmed = [cell.strip() for cell in cells]
        if not any(trimmed):
            continue
        if columns is None:
            columns = _read_header(path, line, trimmed, log)
        else:
            row = _make_row(columns, line, trimmed, log)
            rows += [row] if row else []
    if columns is None:
        raise refuse(path, "the file is empty", "give a header line and at least one row")
    if not rows and not log.faults:
        log.add("the file has a header and no rows", "add at least one row", line=1)
    return Table(columns, rows, log)


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            path, f"{path} cannot be read ({error.strerror})", "check the path and its permissions"
        ) from error
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise refuse(path, f"the file is {what}, not CSV", _SAVE_AS)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(
            path,
            f"the file is not UTF-8: byte 0x{raw[error.start]:02x} does not belong there"
            + (", and it reads as GB18030" if _is_gb18030(raw) else ""),
            _SAVE_AS,
            line=line,
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise refuse(path, "the file holds NUL bytes, so it is not CSV", _SAVE_AS, line=line)
    return text


def _is_gb18030(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _not_csv(path: Path, line: int, reason: str) -> Exception:
    if "unexpected end of data" in reason or "field larger" in reason:
        message = "a quotation mark in the row that starts here is never closed"
    elif "expected after" in reason:
        message = (
            "text follows a closing quotation mark in the row that starts here; "
            "a quotation mark before it may not be closed"
        )
    else:
        message = f"the file is not CSV here ({reason})"
    return refuse(
        path, message, 'close it, and write a quotation mark inside a cell as ""', line=line
    )


def _read_header(path: Path, line: int, cells: list[str], log: FaultLog) -> tuple[str, ...]:
    if len(cells) == 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if separator in cells[0]:
                raise refuse(
                    path, f"the cells are separated by {name}", "separate them by commas", line=line
                )
    first: dict[str, int] = {}
    for position, name in enumerate(cells, start=1):
        if name in first:
            log.add(
                f"columns {first[name]} and {position} have the same name",
                "name each column once",
                line=line,
                column=name or "(no name)",
            )
        first.setdefault(name, position)
    return tuple(cells)


def _make_row(columns: tuple[str, ...], line: int, cells: list[str], log: FaultLog) -> Row | None:
    row = Row(
        line, {name: cell or None for name, cell in zip(columns, cells, strict=False) if name}
    )
    extra = cells[len(columns) :]
    if len(cells) < len(columns) or any(extra):
        log.add(
            f"the row has {len(cells)} cells and the header {len(columns)}",
            "put quotation marks round cells that hold commas, and give every cell its comma",
            line=line,
            row_id=row.id,
        )
        return None  # Its cells may be shifted, so that further faults would mislead.
    return row
