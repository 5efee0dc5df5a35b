"""What a cell of text may hold: numbers, dates, yes or no, opening hours."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from opening_hours import validate

from learnmap.ingest.meant_numbers import read_meant
from learnmap.ingest.table import Row, Table

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_NO_NUMBER = {"nan", "inf", "infinity", "+inf", "-inf", "-infinity", "+infinity", "null", "none"}
_TRUE = {"true", "yes", "1", "是", "有", "√"}
_FALSE = {"false", "no", "0", "否", "无", "×"}
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?"
    r"(?:[ T]00:00(?::00)?)?",
    re.ASCII,
)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_EXCEL_EPOCH = dt.date(1899, 12, 30)


class CellError(ValueError):
    """A cell cannot be read; holds what is wrong and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


Convert = Callable[[str], object]


def text(value: str) -> str:
    """Take text as it is, unless it holds control characters or lost ones."""
    found = _UNFIT.search(value)
    if found and found.group() == "\ufffd":
        raise CellError(
            "holds the character \ufffd, in whose place another was lost", "type the text again"
        )
    if found:
        raise CellError(
            f"holds the control character U+{ord(found.group()):04X}", "remove the character"
        )
    return value


def number(value: str) -> float:
    """Read a decimal number with a point; no NaN, infinity, comma or full-width digits."""
    if value.lower() in _NO_NUMBER:
        raise CellError("is no finite number", "give a decimal number, or leave the cell empty")
    if not _NUMBER.fullmatch(value):
        meant = read_meant(value)
        example = "121.4737" if meant is None else meant
        raise CellError("is not a number", f"write it as {example}, with a point and plain digits")
    found = float(value)
    if found in (float("inf"), float("-inf")):
        raise CellError("is no finite number", "give a decimal number")
    return found


def integer(value: str) -> int:
    """Read a whole number; ``2026.0`` as spreadsheets write it counts as whole."""
    whole = re.sub(r"\.0+$", "", value)
    if not _INTEGER.fullmatch(whole):
        raise CellError("is not a whole number", "write it in plain digits, such as 2026")
    return int(whole)


def truth(value: str) -> bool:
    """Read true or false, yes or no, 1 or 0."""
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise CellError("is neither true nor false", "write true or false")


def date(value: str) -> dt.date:
    """Read a day as 2026-03-31, 2026/3/31, 2026.3.31 or 2026年3月31日."""
    found = _DATE.fullmatch(value)
    if found:
        year, *months, day = found.groups()
        month = next(part for part in months if part)
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError as error:
            raise CellError(f"is no date: {error}", "give a day that exists") from None
    remedy = "write it like 2026-03-31"
    if re.fullmatch(r"\d{5}(\.\d+)?", value, re.ASCII) and int(value[:5]) in _EXCEL_DAYS:
        day_meant = _EXCEL_EPOCH + dt.timedelta(days=int(value[:5]))
        raise CellError("is a day as Excel counts them", f"write {day_meant} if that is the day")
    raise CellError("is not a date as YYYY-MM-DD", remedy)


def moment(value: str) -> dt.datetime:
    """Read a time with its offset from UTC, such as ``2026-03-01T09:00+08:00``."""
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        raise CellError("is not a date and time", "write it like 2026-03-01T09:00+08:00") from None
    if found.tzinfo is None:
        raise CellError("has no time zone", "add the offset, like 2026-03-01T09:00+08:00")
    return found


def opening_hours(value: str) -> str:
    """Check hours in OpenStreetMap's syntax and return them as they are."""
    if not validate(value):
        raise CellError(
            "is not in OpenStreetMap's opening_hours syntax",
            "write it like 'Mo-Fr 09:00-17:00; PH off', or move free text to opening_hours_note",
        )
    return text(value)


def convert_cells(row: Row, table: Table, converters: Mapping[str, Convert]) -> dict[str, object]:
    """Convert the cells of a row that have a converter.

    Parameters
    ----------
    row : Row
        The row.
    table : Table
        Its log takes a fault for each cell that cannot be read.
    converters : mapping of str to callable
        By column.

    Returns
    -------
    dict
        Values by column; cells that are empty, unreadable or faulty already are left out.
    """
    found: dict[str, object] = {}
    faulty = table.log.columns_at(row.line)
    for column, value in row.cells.items():
        if value is None or column not in converters or column in faulty:
            continue
        try:
            found[column] = converters[column](value)
        except CellError as error:
            table.log.add(
                error.message,
                error.remedy,
                line=row.line,
                row_id=row.id,
                column=column,
                value=value,
            )
    return found
