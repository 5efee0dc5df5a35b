"""Characters that nobody sees and that change what a text is: taken out, with a warning."""

import re
from typing import Final

from learnmap.ingest.table import Row, Table

_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\U000e0000-\U000e007f]"
)
"""Zero-width characters, controls of the writing direction, fillers, and hidden tags.

Letters that are written from right to left stay as they are.
"""


def without_invisible(text: str) -> str:
    """Return text without its invisible characters."""
    return _INVISIBLE.sub("", text)


def strip_invisible(table: Table) -> Table:
    """Return the table without invisible characters, having logged a warning for each cell."""
    return Table(
        table.columns,
        [_strip_row(row, table) for row in table.rows],
        table.log,
        header_line=table.header_line,
        notes=table.notes,
    )


def _strip_row(row: Row, table: Table) -> Row:
    cells, faults = dict(row.cells), table.log
    for column, value in row.cells.items():
        if value is None or value.isascii() or not _INVISIBLE.search(value):
            continue
        found = sorted({f"U+{ord(mark):04X}" for mark in _INVISIBLE.findall(value)})
        cells[column] = without_invisible(value).strip() or None
        faults.warn(
            f"held the invisible characters {', '.join(found)}, which were taken out",
            "type the text again, or confirm",
            line=row.line,
            row_id=row.id,
            column=column,
            value=value,
        )
    return Row(row.line, cells)
