"""Reads CSV files: UTF-8 or GB18030, and every row as long as the header."""

import csv
import io
from pathlib import Path
from typing import Final

from learnmap.ingest.faults import FaultLog, refuse
from learnmap.ingest.sheet import Sheet, SheetRow, make_table
from learnmap.ingest.table import Table
from learnmap.ingest.text_file import read_text

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_csv(path: Path) -> Table:
    """Read a CSV file whose first row is the header.

    Parameters
    ----------
    path : Path
        As in `read_csv_sheet`.

    Returns
    -------
    Table
        Cells are trimmed and empty ones ``None``. Its log already holds the faults of the
        header and of rows that are too long or short.

    Raises
    ------
    FaultyTableError
        As in `read_csv_sheet`.
    """
    sheet = read_csv_sheet(path)
    return make_table(sheet, sheet.rows[0])


def read_csv_sheet(path: Path) -> Sheet:
    """Read a CSV file into rows of text.

    Rows without any content are passed over. A row's line is the one that it starts on.

    Parameters
    ----------
    path : Path
        UTF-8 with or without a byte order mark, or GB18030; separated by what the header is
        separated by: commas, semicolons or tabs. The notes say so where it is not UTF-8 and
        commas.

    Returns
    -------
    Sheet
        At least one row.

    Raises
    ------
    FaultyTableError
        When the file is absent, empty, in another or in two encodings, not CSV, or has an
        unclosed quote.
    """
    found = read_text(path)
    separator = _find_separator(found.text)
    if separator is None:
        raise refuse(path, "the cells are separated by bars", "separate them by commas", line=1)
    rows = _read_rows(path, found.text, separator)
    if not rows:
        raise refuse(path, "the file is empty", "give a header line and at least one row")
    notes = [f"the file was read as {found.encoding}"] if found.encoding != "UTF-8" else []
    if separator != ",":
        notes.append(f"its cells are separated by {_SEPARATORS[separator]}")
    return Sheet(rows, FaultLog(path), notes=tuple(notes))


def _find_separator(text: str) -> str | None:
    """Return what separates the names of the header, None for bars.

    The header is the first line with two names; a title above it has one.
    """
    for line in text.split("\n", 20)[:20]:
        plain = "".join(line.split('"')[::2])  # What stands in quotation marks separates nothing.
        best = max((*_SEPARATORS, "|"), key=plain.count)
        if sum(1 for name in plain.split(best) if name.strip()) > 1:
            return None if best == "|" else best
    return ","


def _read_rows(path: Path, text: str, separator: str) -> list[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[SheetRow] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _not_csv(path, line, str(error)) from error
        if cells is None:
            return rows
        trimmed = tuple(cell.strip() for cell in cells)
        if any(trimmed):
            rows.append(SheetRow(line, trimmed))


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
