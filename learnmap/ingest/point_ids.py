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
    another point.

    Parameters
    ----------
    table : Table
        With our columns and without ``id``.
    source : str, optional
        Whose list it is; it keeps equal names of two districts apart, and has to be given in
        the same way every time.
    """
    rows = [Row(row.line, {"id": make_id(row, source=source), **row.cells}) for row in table.rows]
    note = "the file has no ids; they were made of names and addresses"
    columns = ("id", *table.columns)
    notes = (*table.notes, note)
    return Table(columns, rows, table.log, header_line=table.header_line, notes=notes)


def check_made_ids(table: Table) -> None:
    """Log rows to which `add_ids` gave the id of an earlier one."""
    first: dict[str | None, int] = {}
    for row in table.rows:
        if row.id in first:
            table.log.add(
                f"has the name and the address of {table.log.unit} {first[row.id]}",
                "remove one of the two, or tell them apart by an address or a column 编号 (id)",
                line=row.line,
                column=next((name for name in row.cells if name.startswith("name_")), None),
            )
        first.setdefault(row.id, row.line)


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
