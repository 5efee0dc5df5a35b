"""Reads offerings, their categories and their dated sessions from CSV."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import CellError, Convert, convert_cells
from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import NAME_COLUMN, check_columns, check_unique
from learnmap.model.records import Offering, OfferingCategory, Session

CATEGORY_COLUMNS: Final = ("code", "name_zh", "name_en")
OFFERING_REQUIRED: Final = ("id", "category")
OFFERING_OPTIONAL: Final = (
    "name_zh",
    "name_en",
    "mode",
    "point_id",
    "provider",
    "language",
    "fee",
    "fee_currency",
    "age_from",
    "age_to",
    "capacity",
    "schedule",
)
SESSION_REQUIRED: Final = ("offering_id", "starts_at", "ends_at")


def _fee(value: str) -> str:
    """Check a fee and keep its text, from which the record makes an exact decimal."""
    if cells.number(value) < 0:
        raise CellError("is below 0", "give the fee, 0 for free of charge")
    return value


OFFERING_CONVERTERS: Final[Mapping[str, Convert]] = {
    **dict.fromkeys(OFFERING_REQUIRED, cells.text),
    **{name: cells.text for name in OFFERING_OPTIONAL if not name.startswith("name_")},
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


def read_categories(path: Path) -> list[OfferingCategory]:
    """Read a city's categories of offerings.

    Parameters
    ----------
    path : Path
        CSV with ``code`` and names by language.

    Returns
    -------
    list of OfferingCategory
        In the order of the file.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file.
    """
    table = read_csv(path)
    check_columns(table, required=("code",), optional=CATEGORY_COLUMNS[1:], patterns=(NAME_COLUMN,))
    check_unique(table, "code")
    found = []
    for row in table.rows:
        values = convert_cells(row, table, {"code": cells.text})
        values["names"] = read_names(row, table)
        found.append(build_record(OfferingCategory, values, row=row, table=table))
    table.log.raise_if_any()
    return [category for category in found if category is not None]


def read_offerings(path: Path, *, sessions: Path | None = None) -> list[Offering]:
    """Read offerings, with their dated sessions where a file of these is given.

    Parameters
    ----------
    path : Path
        CSV with the columns of `OFFERING_REQUIRED` and `OFFERING_OPTIONAL`.
    sessions : Path, optional
        CSV with ``offering_id``, ``starts_at`` and ``ends_at`` (with their offset from UTC),
        and ``point_id`` for where a mobile offering is that day.

    Returns
    -------
    list of Offering
        In the order of the file, sessions by their start. Whether categories and points exist
        is for the store to say.

    Raises
    ------
    FaultyTableError
        Naming every fault of the first file that has any.
    """
    table = read_csv(path)
    check_columns(
        table, required=OFFERING_REQUIRED, optional=OFFERING_OPTIONAL, patterns=(NAME_COLUMN,)
    )
    check_unique(table, "id")
    ids = {row.id for row in table.rows if row.id}
    dated = _read_sessions(sessions, ids) if sessions and not table.log.faults else {}
    found = []
    for row in table.rows:
        values = convert_cells(row, table, OFFERING_CONVERTERS)
        values["names"] = read_names(row, table)
        values["sessions"] = tuple(dated.get(row.id or "", ()))
        found.append(build_record(Offering, values, row=row, table=table))
    table.log.raise_if_any()
    return [offering for offering in found if offering is not None]


def _read_sessions(path: Path, offerings: set[str]) -> dict[str, list[Session]]:
    """Read sessions by the offering that they belong to."""
    table = read_csv(path)
    check_columns(table, required=SESSION_REQUIRED, optional=("point_id",))
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
        several.sort(key=lambda session: (session.starts_at, session.ends_at))
    return found
