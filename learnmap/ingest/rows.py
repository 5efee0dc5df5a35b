"""Builds records from converted cells, with a fault per column that the record refuses."""

import typing
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from learnmap.ingest.cells import CellError, text
from learnmap.ingest.table import NAME_COLUMN, Row, Table
from learnmap.model.languages import Names
from learnmap.model.records import Record

RecordT = typing.TypeVar("RecordT", bound=Record)

_PATTERNS = {
    "id": "use letters, digits, . _ : - and at most 64 of them, beginning with a letter or digit",
    "code": "use letters, digits, . _ : - and at most 64 of them",
    "kind": "use the code of a kind, such as library: lower-case letters, digits and _",
    "category": "use the code of a category: lower-case letters, digits and _",
    "language": "use a language code such as zh or en",
    "fee_currency": "use a currency code of three capitals, such as CNY",
}


def read_names(row: Row, table: Table, *, prefix: str = "name", needed: bool = True) -> Names:
    """Collect the names of a row by language, trimmed and otherwise as they are.

    Parameters
    ----------
    row : Row
        The row.
    table : Table
        Its log takes the faults.
    prefix : str
        Beginning of the columns, as in ``name_zh`` or ``theme_zh``.
    needed : bool
        Whether a row without any name is a fault.
    """
    names: Names = {}
    given = False
    for column, value in row.cells.items():
        if value is None or not column.startswith(prefix + "_"):
            continue
        if not NAME_COLUMN.fullmatch("name" + column.removeprefix(prefix)):
            continue
        given = True
        try:
            names[column.removeprefix(prefix + "_")] = _read_name(value)
        except CellError as error:
            table.log.add(
                error.message,
                error.remedy,
                line=row.line,
                row_id=row.id,
                column=column,
                value=value,
            )
    if needed and not given:
        table.log.add(
            "has no name in any language",
            f"fill {prefix}_zh or {prefix}_en",
            line=row.line,
            row_id=row.id,
            column=f"{prefix}_zh",
        )
    return names


def _read_name(value: str) -> str:
    longest = 200
    if len(value) > longest:
        raise CellError(
            f"has {len(value)} characters", f"shorten it to {longest}; move the rest elsewhere"
        )
    return text(value)


def build_record(
    record: type[RecordT], values: Mapping[str, object], *, row: Row, table: Table
) -> RecordT | None:
    """Build a record, or log why it cannot be.

    A column of this row that has a fault already, or that the whole file lacks, is not
    reported a second time.

    Parameters
    ----------
    record : type
        The record's class.
    values : mapping
        Its fields.
    row : Row
        Where the values came from.
    table : Table
        Its log takes the faults.

    Returns
    -------
    Record or None
        ``None`` when faults were logged.
    """
    reported = set(table.log.columns_at(row.line))
    try:
        built = record.model_validate(dict(values))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            column = str(detail["loc"][0]) if detail["loc"] else None
            absent = detail["type"] == "missing" and column not in table.columns
            if not absent and column not in reported and not (column is None and reported):
                _log_detail(detail, column, row, table)
        return None
    return None if reported else built


def _log_detail(detail: ErrorDetails, column: str | None, row: Row, table: Table) -> None:
    if column == "names":  # Its faults were logged by read_names, column by column.
        return
    value = row.cells.get(column) if column else None
    message, remedy = _explain(detail, column, value)
    table.log.add(message, remedy, line=row.line, row_id=row.id, column=column, value=value)


def _explain(detail: ErrorDetails, column: str | None, value: str | None) -> tuple[str, str]:
    """Say in our words what pydantic found, and what to do about it."""
    context = detail.get("ctx", {})
    message = detail["msg"].removeprefix("Value error, ")
    match detail["type"]:
        case "missing":
            return "is empty", "fill the cell"
        case "string_too_long" | "too_long":
            return f"has {len(value or '')} characters", f"shorten it to {context['max_length']}"
        case "string_pattern_mismatch" if column in _PATTERNS:
            return "has characters that do not fit", _PATTERNS[column]
        case "literal_error":
            return f"is none of {context['expected']}", "choose one of these"
        case "greater_than_equal":
            return f"is below {context['ge']}", f"give {context['ge']} or more"
        case "less_than_equal":
            return f"is over {context['le']}", f"give {context['le']} or less"
        case "value_error" if "; " in message:
            what, _, remedy = message.partition("; ")
            return what, remedy
    return message, "give a value that the description of the table allows"
