"""Ids for points of a list that has none: the same list gives the same ids."""

import re
import unicodedata
from typing import Final

from learnmap.ingest.invisible import without_invisible
from learnmap.ingest.made_ids import made_id
from learnmap.ingest.table import Row, Table

_BLANK: Final = re.compile(r"\s+")


def add_ids(table: Table, *, source: str | None) -> Table:
    """Give each row an id made of its name and its address.

    Districts seldom number their points, and the order of rows and the file's name change from
    year to year, so neither enters. A point that is renamed or moves to another address is
    another point. Rows that would have the same id are a fault.

    Parameters
    ----------
    table : Table
        With our columns and without ``id``.
    source : str, optional
        Whose list it is; it keeps equal names of two districts apart, and has to be given in
        the same way every time.
    """
    first: dict[str, int] = {}
    rows = []
    for row in table.rows:
        made = make_id(row, source=source)
        if made in first:
            table.log.add(
                f"has the name and the address of {table.log.unit} {first[made]}",
                "remove one of the two, or tell them apart by an address or a column 编号 (id)",
                line=row.line,
                column=next((name for name in row.cells if name.startswith("name_")), None),
            )
        first.setdefault(made, row.line)
        rows.append(Row(row.line, {"id": made, **row.cells}))
    note = "the file has no ids; they were made of names and addresses"
    columns = ("id", *table.columns)
    notes = (*table.notes, note)
    return Table(columns, rows, table.log, header_line=table.header_line, notes=notes)


def make_id(row: Row, *, source: str | None) -> str:
    """Make an id of a row's first name, its address and the source."""
    name = next((row.cells[c] for c in ("name_zh", "name_en") if row.cells.get(c)), None)
    others = (value for column, value in row.cells.items() if column.startswith("name_") and value)
    parts = (source, name or next(others, None), row.cells.get("address"))
    return made_id(*(_plain(part or "") for part in parts))


def _plain(text: str) -> str:
    """Bring text to a form that a new typing of the same does not change."""
    plain = unicodedata.normalize("NFKC", without_invisible(text))
    return _BLANK.sub("", plain).casefold()
