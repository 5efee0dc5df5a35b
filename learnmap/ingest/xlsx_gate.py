"""Reads a worksheet of an xlsx workbook into rows of text, and says what it does not show."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils import get_column_letter

from learnmap.ingest.faults import FaultLog, refuse
from learnmap.ingest.report_titles import LIST_SHEET
from learnmap.ingest.sheet import CellIssue, Sheet, SheetRow
from learnmap.ingest.sheet_layout import MOST_COLUMNS, SheetLayout, read_layout
from learnmap.ingest.workbook_archive import check_workbook
from learnmap.ingest.workbook_cells import read_cell

MOST_ROWS: Final = 200_000

Recognise = Callable[[SheetRow], int]
"""Counts the column names that a row holds."""


def read_workbook(path: Path, *, recognise: Recognise, sheet: str | None = None) -> Sheet:
    """Read one worksheet.

    Formulas count by the value that was computed last. A merged cell gives its value to each of
    its rows, with a warning.

    Parameters
    ----------
    path : Path
        The workbook.
    recognise : callable
        Tells how many names of columns a row holds; with `sheet` left out, the only worksheet
        that has a header is read.
    sheet : str, optional
        Name of the worksheet.

    Returns
    -------
    Sheet
        At least one row. Its issues name error cells, formulas without a value, rounded
        numbers, days of 1900, merged cells, hidden rows and hidden columns.

    Raises
    ------
    FaultyTableError
        When the file is no workbook that can be read, has no worksheet of that name, or none or
        several with a header.
    """
    check_workbook(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it does not know.
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            name, notes = _choose(path, book, sheet, recognise)
            layout = read_layout(path, name)
            rows, issues = _read_rows(path, book[name])
        finally:
            book.close()
    except (
        DefusedXmlException,
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
        TypeError,
    ) as error:
        if hasattr(error, "faults"):
            raise
        raise refuse(
            path,
            f"the workbook cannot be read ({error or type(error).__name__})",
            "open it in a spreadsheet and save it anew as .xlsx",
        ) from error
    issues += _list_formulas(layout)
    rows = _spread_merged(rows, layout, issues)
    issues += _list_hidden(rows, layout)
    if not rows:
        raise refuse(path, f"the sheet {name!r} is empty", "give a header and at least one row")
    return Sheet(rows, FaultLog(path, "row"), False, issues, notes, name)  # noqa: FBT003


def _choose(
    path: Path, book: Any, sheet: str | None, recognise: Recognise
) -> tuple[str, tuple[str, ...]]:
    """Return the worksheet to read, and a note where there are others."""
    sheets = [found for found in book.worksheets if found.title != LIST_SHEET]
    names = [found.title for found in sheets]
    listed = ", ".join(repr(name) for name in names)
    if sheet is not None:
        if sheet not in names:
            raise refuse(path, f"there is no sheet {sheet!r}", f"choose one of {listed}")
        return sheet, ()
    if len(names) == 1:
        return names[0], ()
    fitting = [found.title for found in sheets if _has_header(found, recognise)]
    if len(fitting) == 1:
        return fitting[0], (f"the sheet {fitting[0]!r} was read, of {listed}",)
    what = "several sheets have" if fitting else "no sheet has"
    raise refuse(
        path,
        f"{what} a header of learning points: {', '.join(map(repr, fitting)) or listed}",
        "say which sheet to read",
    )


def _has_header(worksheet: Any, recognise: Recognise) -> bool:
    first = itertools.islice(_iterate(worksheet), 20)
    texts = (tuple(str(cell.value or "").strip() for cell in row) for row in first)
    return any(recognise(SheetRow(1, cells)) >= 2 for cells in texts)


def _iterate(worksheet: Any) -> Iterator[Any]:
    """Iterate over rows as far as each has cells; what the sheet says of its size is not asked."""
    worksheet.reset_dimensions()
    return (row[:MOST_COLUMNS] for row in worksheet.iter_rows())


def _read_rows(path: Path, worksheet: Any) -> tuple[list[SheetRow], list[CellIssue]]:
    rows: list[SheetRow] = []
    issues: list[CellIssue] = []
    for line, cells in enumerate(_iterate(worksheet), start=1):
        texts: list[str] = []
        for position, cell in enumerate(cells):
            if cell.value is None:
                texts.append("")
                continue
            read = read_cell(
                cell.value, is_error=cell.data_type == "e", number_format=cell.number_format
            )
            if read.message:
                issues.append(CellIssue(line, position, read.text, read.message, read.remedy))
            texts.append(read.text)
        if any(cell.value is not None for cell in cells):
            while texts and not texts[-1]:
                texts.pop()
            rows.append(SheetRow(line, tuple(texts)))
        if len(rows) > MOST_ROWS:
            raise refuse(path, f"the sheet has over {MOST_ROWS:,} rows", "split it by district")
    return rows, issues


def _list_formulas(layout: SheetLayout) -> list[CellIssue]:
    return [
        CellIssue(
            row,
            column - 1,
            formula,
            f"is the formula {formula}, whose value was never computed",
            "open the file in a spreadsheet and save it, or type the value itself",
        )
        for (row, column), formula in layout.without_result.items()
    ]


def _spread_merged(
    rows: list[SheetRow], layout: SheetLayout, issues: list[CellIssue]
) -> list[SheetRow]:
    """Give each row of a merged cell its value, and a warning that it did not have its own."""
    cells = {row.line: list(row.cells) for row in rows}
    last = rows[-1].line if rows else 0
    for west, north, east, south in layout.merged:
        first = cells.get(north, [])
        value = first[west - 1] if west <= len(first) else ""
        place = f"{get_column_letter(west)}{north}:{get_column_letter(east)}{south}"
        for line in range(north, min(south, last) + 1):
            row = cells.get(line)
            if row is None:
                continue
            if value and line != north:
                row += [""] * (west - len(row))
                row[west - 1] = value
            issues.append(
                CellIssue(
                    line,
                    west - 1,
                    value,
                    f"is a merged cell ({place}), whose value is taken for each of its rows",
                    "split it and fill each cell, or confirm",
                    "warning",
                )
            )
    return [SheetRow(row.line, tuple(cells[row.line])) for row in rows]


def _list_hidden(rows: list[SheetRow], layout: SheetLayout) -> list[CellIssue]:
    columns = [
        CellIssue(
            0,
            column - 1,
            None,
            "the column is hidden",
            "show it and look whether it is up to date, or confirm",
            "warning",
        )
        for column in sorted(layout.hidden_columns)
    ]
    return columns + [
        CellIssue(
            row.line,
            None,
            None,
            "the row is hidden",
            "show it, and remove it if it does not belong to the list, or confirm",
            "warning",
        )
        for row in rows
        if row.line in layout.hidden_rows
    ]
