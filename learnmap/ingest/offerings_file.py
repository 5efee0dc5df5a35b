"""Reads offerings, their categories and their dated sessions."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import CellError, Convert, convert_cells
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.named_table import RecordsFile, name_table, read_named_table, records_file
from learnmap.ingest.opened_table import OpenedTable, open_named
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table_columns import CATEGORIES, OFFERINGS, SESSIONS
from learnmap.model.records import Offering, OfferingCategory, Session

_MODE_WORDS: Final = {
    "线下": "in_person",
    "面授": "in_person",
    "线上": "online",
    "网上": "online",
    "流动": "mobile",
    "流动教学": "mobile",
}


def _fee(value: str) -> str:
    """Check a fee and keep its text, from which the record makes an exact decimal."""
    if cells.number(value) < 0:
        raise CellError("is below 0", "give the fee, 0 for free of charge")
    return value


def _mode(value: str) -> str:
    return _MODE_WORDS.get(unicodedata.normalize("NFKC", value).strip(), value)


def _words(categories: Iterable[OfferingCategory]) -> Convert:
    """Make a converter from the label of a category to its code."""
    codes = {name: category.code for category in categories for name in category.names.values()}
    return lambda value: codes.get(value, value)


OFFERING_CONVERTERS: Final[Mapping[str, Convert]] = {
    **{name: cells.text for name in OFFERINGS.known if not name.startswith("name_")},
    "mode": _mode,
    "fee": _fee,
    "age_from": cells.integer,
    "age_to": cells.integer,
    "capacity": cells.integer,
}
_SESSION_CONVERTERS: Final[Mapping[str, Convert]] = {
    "offering_id": cells.text,
    "starts_at": cells.moment,
    "ends_at": cells.moment,
    "point_id": cells.text,
}


def open_categories(
    path: Path, *, sheet: str | None = None, wanted: Collection[str] = ()
) -> OpenedTable:
    """Open a table of categories."""
    return open_named(path, CATEGORIES, sheet=sheet, wanted=wanted)


def read_categories(
    path: Path,
    *,
    opened: OpenedTable | None = None,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
) -> RecordsFile[OfferingCategory]:
    """Read a city's categories of offerings.

    Parameters
    ----------
    path : Path
        xlsx or CSV with ``code`` and names by language.
    opened : OpenedTable, optional
        The file, where `open_categories` opened it already.
    mapping : ColumnMapping, optional
        Which of its columns is which of ours; guessed when left out.
    sheet : str, optional
        The worksheet.

    Returns
    -------
    RecordsFile of OfferingCategory
        In the order of the file.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file.
    """
    named = name_table(opened or open_categories(path, sheet=sheet), mapping)
    table, found = named.table, []
    for row in table.rows:
        values = convert_cells(row, table, {"code": cells.text})
        values["names"] = read_names(row, table)
        category = build_record(OfferingCategory, values, row=row, table=table)
        found += [(row.line, category)] if category else []
    return records_file(named, found)


def open_offerings(
    path: Path, *, sheet: str | None = None, wanted: Collection[str] = ()
) -> OpenedTable:
    """Open a table of offerings."""
    return open_named(path, OFFERINGS, sheet=sheet, wanted=wanted)


def read_offerings(
    path: Path,
    *,
    opened: OpenedTable | None = None,
    mapping: ColumnMapping | None = None,
    sessions: Path | None = None,
    sheet: str | None = None,
    categories: Iterable[OfferingCategory] = (),
) -> RecordsFile[Offering]:
    """Read offerings, with their dated sessions where a file of these is given.

    Parameters
    ----------
    path : Path
        xlsx or CSV; columns as in ``docs/import-formats.md``.
    opened : OpenedTable, optional
        The file, where `open_offerings` opened it already.
    mapping : ColumnMapping, optional
        Which of its columns is which of ours; guessed when left out.
    sessions : Path, optional
        A table with ``offering_id``, ``starts_at`` and ``ends_at`` (with their offset from
        UTC), and ``point_id`` for where a mobile offering is that day.
    sheet : str, optional
        The worksheet of `path`.
    categories : iterable of OfferingCategory
        Those whose labels are understood.

    Returns
    -------
    RecordsFile of Offering
        In the order of the file, sessions by their start. Whether categories and points exist
        is for the store to say.

    Raises
    ------
    FaultyTableError
        Naming every fault of the first file that has any.
    """
    named = name_table(opened or open_offerings(path, sheet=sheet), mapping)
    table, found = named.table, []
    ids = {row.id for row in table.rows if row.id}
    dated = _read_sessions(sessions, ids) if sessions and not table.log.faults else {}
    converters = {**OFFERING_CONVERTERS, "category": _words(categories)}
    for row in table.rows:
        values = convert_cells(row, table, converters)
        values["names"] = read_names(row, table)
        values["sessions"] = tuple(dated.get(row.id or "", ()))
        offering = build_record(Offering, values, row=row, table=table)
        found += [(row.line, offering)] if offering else []
    return records_file(named, found, silent=() if sessions else ("sessions",))


def _read_sessions(path: Path, offerings: set[str]) -> dict[str, list[Session]]:
    """Read sessions by the offering that they belong to."""
    table = read_named_table(path, SESSIONS).table
    found: dict[str, list[Session]] = defaultdict(list)
    for row in table.rows:
        values = convert_cells(row, table, _SESSION_CONVERTERS)
        offering = row.cells.get("offering_id")
        values.pop("offering_id", None)
        if offering not in offerings and "offering_id" in table.columns:
            table.log.add(
                "is no offering of the file of offerings",
                "correct the id, or add the offering",
                line=row.line,
                column="offering_id",
                value=offering,
            )
        session = build_record(Session, values, row=row, table=table)
        if session and offering:
            found[offering].append(session)
    table.log.raise_if_any()
    for several in found.values():
        several.sort(key=lambda one: (one.starts_at, one.ends_at, one.point_id or ""))
    return found
