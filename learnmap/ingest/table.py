"""A table as delivered: rows of text under column names, before anything is believed."""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from learnmap.ingest.faults import FaultLog

NAME_COLUMN = re.compile(r"name_[a-z]{2,3}(-[A-Za-z0-9]+)*")
"""A name in a language, such as ``name_zh``, ``name_en`` or ``name_pt-BR``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it starts in the file, and its cells, with an empty cell as ``None``."""

    line: int
    cells: dict[str, str | None]

    @property
    def id(self) -> str | None:
        """The row's id for messages: the cell ``id``, else ``code``."""
        return self.cells.get("id") or self.cells.get("code")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, and the log that their faults go to.

    Attributes
    ----------
    columns : tuple of str
        Names, in the order of the file.
    rows : list of Row
    log : FaultLog
    header_line : int
        Where the names stand; 0 where the file has no header.
    notes : tuple of str
        How the file was read, where that was not plain.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    log: FaultLog = field(repr=False)
    header_line: int = 1
    notes: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file that the table was read from."""
        return self.log.path


def check_columns(
    table: Table,
    *,
    required: Collection[str],
    optional: Collection[str],
    patterns: Collection[re.Pattern[str]] = (),
) -> None:
    """Log missing and unknown columns.

    Parameters
    ----------
    table : Table
        Its log takes the faults.
    required, optional : collection of str
        Column names that must and may be there.
    patterns : collection of re.Pattern
        Further names that may be there, such as `NAME_COLUMN`.
    """
    listed = ", ".join(table.columns)
    for column in required:
        if column not in table.columns:
            table.log.add(
                f"the column {column!r} is missing; the file has {listed}",
                "add the column, or rename the one that holds it",
                line=table.header_line,
                column=column,
            )
    known = (*required, *optional)
    for column in table.columns:
        if column in known or any(pattern.fullmatch(column) for pattern in patterns):
            continue
        near = difflib.get_close_matches(column.lower(), known, n=1, cutoff=0.6)
        advice = f"did you mean {near[0]!r}? Rename it" if near else "rename it"
        table.log.add(
            "is no column of this table",
            f"{advice} or remove it; known are {', '.join(known)}",
            line=1 if table.log.unit == "line" else 0,
            column=column or "(no name)",
        )


def check_unique(table: Table, column: str) -> None:
    """Log every row whose cell in `column` an earlier row already has."""
    first: dict[str, int] = {}
    for row in table.rows:
        value = row.cells.get(column)
        if value is None:
            continue
        if value in first:
            table.log.add(
                f"is given twice, first in {table.log.unit} {first[value]}",
                "give each row its own, or remove one of the two",
                line=row.line,
                row_id=row.id,
                column=column,
                value=value,
            )
        else:
            first[value] = row.line
