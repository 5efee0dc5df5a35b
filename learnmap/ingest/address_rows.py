"""Reads lists of names and addresses that have no coordinates."""

from dataclasses import dataclass
from pathlib import Path

from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.faults import refuse
from learnmap.ingest.named_places import ADDRESS_COLUMNS, AREA_COLUMNS, NAME_COLUMNS
from learnmap.ingest.table import NAME_COLUMN, Table


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A row that has to be placed; what it lacks is empty."""

    line: int
    id: str
    name: str
    address: str
    area: str


def read_address_rows(path: Path) -> list[AddressRow]:
    """Read names, addresses and areas of a CSV file; other columns are passed over.

    Raises
    ------
    FaultyTableError
        When the file cannot be read, a row is longer or shorter than the header, or there is
        no column of names or addresses.
    """
    table = read_csv(path)
    table.log.raise_if_any()
    names, addresses = _columns(table, NAME_COLUMNS), _columns(table, ADDRESS_COLUMNS)
    names = [*names, *(one for one in table.columns if NAME_COLUMN.fullmatch(one))]
    areas = _columns(table, AREA_COLUMNS)
    if not names and not addresses:
        raise refuse(
            path,
            f"no column of names or addresses is among {', '.join(table.columns)}",
            "call one name or address, or 名称 or 地址",
        )
    return [
        AddressRow(
            row.line,
            row.id or "",
            *(
                next((found for one in columns if (found := row.cells.get(one))), "")
                for columns in (names, addresses, areas)
            ),
        )
        for row in table.rows
    ]


def _columns(table: Table, usual: tuple[str, ...]) -> list[str]:
    """Return the columns that are usually called so, the most usual first."""
    there = {column.casefold(): column for column in table.columns}
    return [there[name] for name in usual if name in there]
