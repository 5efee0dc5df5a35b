"""From a value that a workbook holds to the text that its reader means."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_DIGITS: Final = 15
"""Excel keeps so many digits of a number and writes zeros after them."""
_EARLIEST: Final = dt.datetime(1900, 3, 1)  # noqa: DTZ001 - a day, nowhere in particular


@dataclass(frozen=True, slots=True)
class CellReading:
    """The text of a cell, and where it cannot be believed what is wrong and the remedy."""

    text: str
    message: str | None = None
    remedy: str = ""


def read_cell(
    value: object, *, is_error: bool = False, number_format: str = "General"
) -> CellReading:
    """Read a value as openpyxl gives it.

    Parameters
    ----------
    value : object
        Text, number, truth, date, time, or ``None``.
    is_error : bool
        Whether the cell holds an error such as ``#REF!``.
    number_format : str
        How the workbook shows a number; ``000`` keeps leading zeros.
    """
    if is_error:
        return CellReading(
            str(value), "is an error of a formula", "mend the formula, or type the value itself"
        )
    match value:
        case None:
            return CellReading("")
        case bool():
            return CellReading("true" if value else "false")
        case int() | float():
            return _read_number(value, number_format)
        case dt.datetime():
            return _read_moment(value)
        case dt.date():
            return CellReading(value.isoformat())
        case _:
            return CellReading(_ESCAPED.sub(_unescape, str(value)).strip())


def _read_number(value: float, number_format: str) -> CellReading:
    if abs(value) >= 10**_MOST_DIGITS:
        return CellReading(
            f"{value:.15g}",
            f"is a number of over {_MOST_DIGITS} digits, which Excel has rounded",
            "format the column as text and type the number anew, with all its digits",
        )
    if float(value).is_integer():
        digits = str(int(value))
        zeros = re.fullmatch("0{2,}", number_format)
        return CellReading(digits.zfill(len(number_format)) if zeros else digits)
    return CellReading(repr(value))


def _read_moment(value: dt.datetime) -> CellReading:
    if value < _EARLIEST:
        return CellReading(
            value.date().isoformat(),
            "is a day of 1900, which Excel makes of an empty cell or a small number",
            "type the date again, or empty the cell",
        )
    midnight = value.time() == dt.time()
    return CellReading(value.date().isoformat() if midnight else value.isoformat(" ", "minutes"))


def _unescape(match: re.Match[str]) -> str:
    """Undo how a workbook writes characters that XML cannot hold."""
    return chr(int(match.group(1), 16))
