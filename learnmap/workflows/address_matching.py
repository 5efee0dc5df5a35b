"""Place rows without coordinates by what the city knows of its addresses."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest.address_book import AddressBook
from learnmap.ingest.address_rows import AddressRow, read_address_rows
from learnmap.ingest.addresses import AddressMatch, match_address
from learnmap.model.safe_cells import safe_cell
from learnmap.workflows.city import City
from learnmap.workflows.city_references import read_references

COLUMNS: Final = (
    *("line", "id", "name", "address", "area", "longitude", "latitude"),
    *("how", "sure", "within_m", "matched"),
)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row and what was found for it."""

    row: AddressRow
    match: AddressMatch


def match_addresses(city: City, rows: Sequence[AddressRow]) -> list[PlacedRow]:
    """Find places for rows; nothing is stored.

    Parameters
    ----------
    city : City
        Its points, streets and areas are searched.
    rows : sequence of AddressRow

    Returns
    -------
    list of PlacedRow
        In the order of `rows`; those whose match says ``nothing`` are for the map.
    """
    known = read_references(city)
    book = AddressBook(known.places, known.streets, known.areas)
    return [
        PlacedRow(row, match_address(book, name=row.name, address=row.address, area=row.area))
        for row in rows
    ]


def match_address_file(city: City, file: Path) -> list[PlacedRow]:
    """Find places for the rows of a file; see `read_address_rows`."""
    return match_addresses(city, read_address_rows(file))


def matches_as_csv(placed: Sequence[PlacedRow]) -> bytes:
    """Write matches as CSV UTF-8 with a byte order mark, for spreadsheets.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in placed:
        row, match = one.row, one.match
        spot: tuple[str, str] = ("", "")
        if match.longitude is not None and match.latitude is not None:
            spot = f"{match.longitude:.7f}", f"{match.latitude:.7f}"
        off = "" if match.within_m is None else f"{match.within_m:.0f}"
        told = (row.id, row.name, row.address, row.area or match.area)
        writer.writerow(
            (
                row.line,
                *map(safe_cell, told),
                *spot,
                *(match.how, str(match.sure).lower(), off, safe_cell(" ".join(match.matched))),
            )
        )
    return text.getvalue().encode("utf-8-sig")
