"""What the cells of a learning point may hold, and which of them are only doubtful."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from opening_hours import validate

from learnmap.ingest import cells
from learnmap.ingest.cells import CellError, Convert
from learnmap.ingest.chinese_hours import read_chinese_hours
from learnmap.ingest.point_columns import OPTIONAL, REQUIRED
from learnmap.ingest.point_words import ACCESS_WORDS, DATUM_WORDS, STATUS_WORDS, kind_word, word_of
from learnmap.ingest.table import Row, Table
from learnmap.model.kinds import Kind

_SHORTENED: Final = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_ROUNDED: Final = re.compile(r"[1-9]\d{14}0+", re.ASCII)
_PHONE: Final = re.compile(r"[\d+\-()/;,、 .#*~]|转|分机|ext\.?|或|至", re.IGNORECASE)


def point_converters(kinds: Iterable[Kind]) -> Mapping[str, Convert]:
    """Return the converter of each column.

    Parameters
    ----------
    kinds : iterable of Kind
        Those whose labels are understood.
    """
    return {
        **dict.fromkeys(REQUIRED, cells.text),
        **{name: cells.text for name in OPTIONAL if not name.startswith("name_")},
        "id": _identifier,
        "phone": _phone,
        "kind": kind_word(kinds),
        "status": word_of(STATUS_WORDS),
        "accessibility": word_of(ACCESS_WORDS),
        "source_datum": word_of(DATUM_WORDS),
        "longitude": cells.number,
        "latitude": cells.number,
        "entrance_longitude": cells.number,
        "entrance_latitude": cells.number,
        "designation_year": cells.integer,
        "assured_date": _assured,
        "fictional": cells.truth,
    }


def settle_doubts(values: dict[str, object], row: Row, table: Table) -> None:
    """Log warnings for hours and phone numbers that nobody could use.

    Hours in Chinese are translated. Those that cannot be read are moved to
    ``opening_hours_note``, where they stay text.

    Parameters
    ----------
    values : dict
        Converted values of the row; changed in place.
    row : Row
    table : Table
        Its log takes the warnings.
    """
    faults = table.log
    hours, phone = values.get("opening_hours"), values.get("phone")
    translated = read_chinese_hours(hours) if isinstance(hours, str) else None
    if translated:
        values["opening_hours"] = translated
    elif isinstance(hours, str) and not validate(hours):
        note = values.get("opening_hours_note")
        values["opening_hours_note"] = f"{hours}; {note}" if note else hours
        del values["opening_hours"]
        faults.warn(
            "is not in OpenStreetMap's opening_hours syntax, and is kept as a note",
            "write it like 'Mo-Fr 09:00-17:00; PH off' or '周一至周五9:00-17:00,节假日休息', "
            "or confirm the note",
            line=row.line,
            row_id=row.id,
            column="opening_hours",
            value=hours,
        )
    if isinstance(phone, str) and not _is_phone(phone):
        faults.warn(
            "does not look like a phone number",
            "write it like 021-63511234, or confirm",
            line=row.line,
            row_id=row.id,
            column="phone",
            value=phone,
        )


def _is_phone(value: str) -> bool:
    plain = unicodedata.normalize("NFKC", value)
    return not _PHONE.sub("", plain) and sum(c.isdigit() for c in plain) >= 3


def _identifier(value: str) -> str:
    _check_digits(value)
    if _ROUNDED.fullmatch(value):
        raise CellError(
            "is a number of over 15 digits, which Excel has rounded",
            "format the column as text and type the number anew, with all its digits",
        )
    return cells.text(value)


def _phone(value: str) -> str:
    _check_digits(value)
    return cells.text(value)


def _check_digits(value: str) -> None:
    if _SHORTENED.fullmatch(value):
        raise CellError(
            "is a number that Excel has shortened",
            "format the column as text and type the number anew, with all its digits",
        )


def _assured(value: str) -> object:
    day = cells.date(value)
    if day.year < 1950:
        raise CellError(
            f"lies in {day.year}; Excel makes such days of empty cells and small numbers",
            "type the date again, or empty the cell",
        )
    return day
