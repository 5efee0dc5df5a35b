"""Writes a delivered list as a workbook with its faults marked, to send back."""

import warnings
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from learnmap.ingest.chinese_faults import in_language
from learnmap.ingest.faults import FaultyTableError, RowFault
from learnmap.ingest.point_source import WORKBOOK_SUFFIXES, Delivery, open_points
from learnmap.ingest.report_titles import LIST_SHEET, PROBLEMS
from learnmap.ingest.safe_cells import write_text
from learnmap.ingest.table import Row

_ERROR: Final = PatternFill("solid", fgColor="FFFFC7CE")
_WARNING: Final = PatternFill("solid", fgColor="FFFFEB9C")
_NO_FILL: Final = PatternFill()
_OURS: Final = (_ERROR.fgColor.rgb, _WARNING.fgColor.rgb)
_AUTHOR: Final = "learnmap"
_WORDS: Final = {
    "zh": {"error": "错误", "warning": "待确认", "colon": "：", "stop": "。"},
    "en": {"error": "Error", "warning": "To confirm", "colon": ": ", "stop": "; "},
}
_TITLES: Final = {
    "zh": ("行", "编号", "列", "值", "级别", "问题", "办法"),
    "en": ("Row", "Id", "Column", "Value", "Severity", "Problem", "Remedy"),
}
_WIDTHS: Final = (8, 16, 20, 30, 16, 60, 60)
_LONGEST_COMMENT: Final = 2_000


def write_marked_sheet(
    path: Path,
    faults: Sequence[RowFault],
    *,
    to: Path,
    language: str = "zh",
    opened: Delivery | None = None,
    title: str = "points",
    left_out: Collection[int] = (),
) -> None:
    """Write a list as xlsx, with what is wrong beside each row.

    Cells with a fault are filled, red for an error and yellow for a warning, and carry a
    comment; a last column `PROBLEMS` has the messages of the row; a further sheet lists all. A
    workbook keeps its looks; its formulas are replaced by the values that were read. Rows and
    columns that were hidden and have a fault are shown. What is text stays text, whatever it
    begins with.

    Parameters
    ----------
    path : Path
        The file as delivered: what `learnmap.ingest.read_points` takes. One that it cannot open
        gives a workbook with the list alone.
    faults : sequence of RowFault
        Errors and warnings of that file; those with Chinese words here are put into `language`.
    to : Path
        The workbook to write.
    language : str
        ``zh`` or ``en``, in which the report speaks.
    opened : Delivery, optional
        The file, where it was opened already; a list of other records than learning points has to
        be, since its header is found by other names.
    title : str
        Of the worksheet, where the file is no workbook.
    left_out : collection of int
        Lines that are not written; with some, the list is written anew whatever it came in.
    """
    told = [in_language(fault, language) for fault in faults]
    try:
        delivery = opened or open_points(path)
    except FaultyTableError:
        book = openpyxl.Workbook()
        book.remove(book.active)
    else:
        book, worksheet, marked = _lay_out(path, delivery, title, left_out)
        _mark(worksheet, told, marked, language)
    _write_list(book, told, language)
    book.save(to)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand in the workbook that is marked.

    Attributes
    ----------
    header : int
        Row of the titles.
    rows : dict of int to int
        Row by the line of the file.
    columns : dict of str to int
        Column by title.
    """

    header: int
    rows: Mapping[int, int]
    columns: Mapping[str, int]

    @property
    def last(self) -> int:
        """The column of messages: that of an earlier report, else the one after the last."""
        return self.columns.get(PROBLEMS, max(self.columns.values(), default=0) + 1)


def _reopen(path: Path) -> Any:
    """Open the workbook with its looks; formulas, links to other files and macros stay behind."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles that it does not know.
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False, keep_vba=False)
    for name in list(book.defined_names):
        del book.defined_names[name]
    if LIST_SHEET in book.sheetnames:
        book.remove(book[LIST_SHEET])
    return book


def _lay_out(
    path: Path, delivery: Delivery, title: str, left_out: Collection[int]
) -> tuple[Any, Any, _Places]:
    """Return the workbook to mark, its worksheet, and where things stand in it."""
    table = delivery.table
    if path.suffix.lower() in WORKBOOK_SUFFIXES and not left_out:
        book = _reopen(path)
        rows = {row.line: row.line for row in table.rows}
        return (
            book,
            book[delivery.sheet],
            _Places(table.header_line, rows, _number(delivery.titles)),
        )
    book = openpyxl.Workbook()
    titles = tuple(name for name in table.columns if name != PROBLEMS)
    written = [row for row in table.rows if row.line not in left_out]
    book.active.title = title
    _write_rows(book.active, titles, written)
    rows = {row.line: at for at, row in enumerate(written, start=2)}
    return book, book.active, _Places(1, rows, _number(titles))


def _number(titles: Sequence[str]) -> dict[str, int]:
    """Return the column of each title, from 1; the first of equal ones counts."""
    return {title: at for at, title in reversed(list(enumerate(titles, start=1))) if title}


def _write_rows(worksheet: Any, titles: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a list anew, all of it as text."""
    worksheet.freeze_panes = "A2"
    for position, title in enumerate(titles, start=1):
        write_text(worksheet.cell(1, position), title).font = Font(bold=True)
    for at, row in enumerate(rows, start=2):
        for position, title in enumerate(titles, start=1):
            value = row.cells.get(title)
            if value is not None:
                write_text(worksheet.cell(at, position), value)


def _mark(worksheet: Any, faults: Iterable[RowFault], places: _Places, language: str) -> None:
    """Mark cells, and write the messages of each row into the last column."""
    header, last = places.header, places.last
    _clear(worksheet, places)
    write_text(worksheet.cell(header, last), PROBLEMS).font = Font(bold=True)
    worksheet.column_dimensions[get_column_letter(last)].width = 70
    messages: dict[int, list[str]] = defaultdict(list)
    cells: dict[tuple[int, int], list[RowFault]] = defaultdict(list)
    for fault in faults:
        row = places.rows.get(fault.line)
        if row is not None:
            messages[row].append(_sentence(fault, language))
        column = places.columns.get(fault.column or "")
        if row is not None and column is not None:
            cells[row, column].append(fault)
        elif row is None:  # Of the header or of the file: beside the titles.
            cells[header, column or last].append(fault)
    for (row, column), found in cells.items():
        _mark_cell(worksheet.cell(row, column), found, language)
        _show_column(worksheet, column)
    for row, sentences in messages.items():
        target = write_text(worksheet.cell(row, last), "\n".join(sentences))
        target.alignment = Alignment(wrap_text=True, vertical="top")
        worksheet.row_dimensions[row].hidden = False


def _clear(worksheet: Any, places: _Places) -> None:
    """Take away the marks of an earlier report, so that what was mended is not marked."""
    last = places.last
    for merged in list(worksheet.merged_cells.ranges):
        if merged.max_col >= last and merged.max_row >= places.header:
            worksheet.unmerge_cells(str(merged))  # The column of messages has to be free.
    for row in (places.header, *places.rows.values()):
        for column in range(1, last + 1):
            cell = worksheet.cell(row, column)
            if cell.has_style and cell.fill.fgColor.rgb in _OURS:
                cell.fill = _NO_FILL
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
        worksheet.cell(row, last).value = None


def _show_column(worksheet: Any, column: int) -> None:
    """Show a column, since nobody mends what is not seen."""
    for found in worksheet.column_dimensions.values():
        if found.hidden and (found.min or 0) <= column <= (found.max or 0):
            found.hidden = False


def _mark_cell(cell: Any, faults: Sequence[RowFault], language: str) -> None:
    if isinstance(cell, MergedCell):  # Only the first of merged cells can hold anything.
        return
    if cell.value is None and any((fault.value or "").startswith("=") for fault in faults):
        cell.value = "#N/A"  # A formula without a value; empty, it would pass the next time.
    is_error = any(fault.severity == "error" for fault in faults)
    cell.fill = _ERROR if is_error else _WARNING
    text = "\n".join(_sentence(fault, language) for fault in faults)[:_LONGEST_COMMENT]
    if cell.comment is not None:
        text = f"{cell.comment.text}\n{text}"
    cell.comment = Comment(text, _AUTHOR, height=120, width=320)


def _sentence(fault: RowFault, language: str) -> str:
    words = _WORDS[language]
    column = f"{fault.column}{words['colon']}" if fault.column else ""
    lead = f"{words[fault.severity]}{words['colon']}{column}"
    return f"{lead}{fault.message}{words['stop']}{fault.remedy}"


def _write_list(book: Any, faults: Iterable[RowFault], language: str) -> None:
    worksheet = book.create_sheet(LIST_SHEET)
    worksheet.freeze_panes = "A2"
    for position, (title, width) in enumerate(
        zip(_TITLES[language], _WIDTHS, strict=True), start=1
    ):
        write_text(worksheet.cell(1, position), title).font = Font(bold=True)
        worksheet.column_dimensions[get_column_letter(position)].width = width
    for row, fault in enumerate(sorted(faults, key=lambda one: one.line), start=2):
        if fault.line:
            worksheet.cell(row, 1).value = fault.line
        severity = _WORDS[language][fault.severity]
        words = (fault.id, fault.column, fault.value, severity, fault.message, fault.remedy)
        for position, value in enumerate(words, start=2):
            if value is not None:
                write_text(worksheet.cell(row, position), value)
