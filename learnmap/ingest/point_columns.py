"""The columns of a list of learning points, and how those of a file get their names."""

import dataclasses
import re
from pathlib import Path
from typing import Final

from learnmap.ingest.column_guess import guess_mapping
from learnmap.ingest.column_mapping import ColumnMapping, MappedColumn
from learnmap.ingest.mapped_table import check_needed, map_columns
from learnmap.ingest.point_source import Delivery, open_points
from learnmap.ingest.report_titles import PROBLEMS
from learnmap.ingest.table import NAME_COLUMN, Table, check_columns

REQUIRED: Final = ("id", "kind", "longitude", "latitude")
OPTIONAL: Final = (
    "name_zh",
    "name_en",
    "entrance_longitude",
    "entrance_latitude",
    "designation",
    "designation_year",
    "address",
    "phone",
    "website",
    "opening_hours",
    "opening_hours_note",
    "accessibility",
    "status",
    "assured_date",
    "source",
    "source_datum",
    "fictional",
)
_PLACE: Final = ("longitude", "latitude")
_KNOWN: Final = (*REQUIRED, *OPTIONAL)
COLUMNS: Final = ("id", "kind", "name_zh", "name_en", *REQUIRED[2:], *OPTIONAL[2:])
"""All of them in the order in which they are offered; a name may have any other language."""


def is_column(ours: str) -> bool:
    """Tell whether a list of learning points may have a column of this name of ours."""
    return ours in _KNOWN or bool(NAME_COLUMN.fullmatch(ours))


def guess_columns(path: Path, *, sheet: str | None = None) -> ColumnMapping:
    """Guess which column of a file is which of ours, to be shown and corrected.

    Parameters
    ----------
    path : Path
        As in `learnmap.ingest.read_points`.
    sheet : str, optional
        The worksheet or layer.

    Returns
    -------
    ColumnMapping

    Raises
    ------
    FaultyTableError
        When the file cannot be read at all.
    """
    return _guess(open_points(path, sheet=sheet))


def first_columns(delivery: Delivery) -> ColumnMapping:
    """Return what the columns of a list are before anybody said or remembered anything.

    A file that has our columns ``id`` and ``kind`` is taken at its word.
    """
    table = delivery.table
    if not _at_its_word(table):
        return _guess(delivery)
    ours = [name for name in table.columns if is_column(name)]
    columns = {name: MappedColumn(name, "exact", "it has our name") for name in ours}
    return ColumnMapping(columns, strict=True)


def name_columns(
    delivery: Delivery, mapping: ColumnMapping | None, *, with_places: bool = True
) -> tuple[Table, ColumnMapping]:
    """Give the columns of a list our names.

    In a file that is taken at its word a column that is not ours is a fault, unless a person
    said what it is or to leave it out, so that a misspelt one is never lost. Of any other file,
    columns that are not mapped are left out with a note.

    Parameters
    ----------
    delivery : Delivery
    mapping : ColumnMapping, optional
        `first_columns` when left out.
    with_places : bool
        Whether there have to be columns of coordinates.

    Returns
    -------
    tuple of Table and ColumnMapping
        Our names, and the mapping that was used.
    """
    table, used = delivery.table, mapping or first_columns(delivery)
    places = _PLACE if with_places else ()
    named = map_columns(table, used, known=_KNOWN)
    if used.strict:
        _refuse_strange(table, used)
        needed = tuple(name for name in REQUIRED if name not in _PLACE or with_places)
    else:
        is_named = any(NAME_COLUMN.fullmatch(column) for column in named.columns)
        needed = ("kind", *(() if is_named else ("name_zh",)), *places)
    settled = [column for column in needed if column not in used.ambiguous]
    check_needed(named, table.columns, needed=settled)
    return named, used


def _at_its_word(table: Table) -> bool:
    return {"id", "kind"} <= set(table.columns)


def _refuse_strange(table: Table, used: ColumnMapping) -> None:
    """Log the columns that nobody said anything of and that have no name of ours."""
    said = {*used.titles, *used.ignored}
    strange = tuple(title for title in table.columns if title not in said)
    patterns = (NAME_COLUMN, re.compile(re.escape(PROBLEMS)))
    rest = dataclasses.replace(table, columns=strange)
    check_columns(rest, required=(), optional=_KNOWN, patterns=patterns)


def _guess(delivery: Delivery) -> ColumnMapping:
    return guess_mapping(delivery.table, known=_KNOWN)
