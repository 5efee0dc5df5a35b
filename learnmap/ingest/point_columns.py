"""The columns of a list of learning points, and how those of a file get their names."""

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


def name_columns(
    delivery: Delivery, mapping: ColumnMapping | None, *, with_places: bool = True
) -> tuple[Table, ColumnMapping]:
    """Give the columns of a list our names.

    A file that has our columns ``id`` and ``kind`` is taken at its word: a column that is not
    ours is a fault there, so that a misspelt one is never lost. Any other file is mapped, and
    columns that are not mapped are left out with a note.

    Parameters
    ----------
    delivery : Delivery
    mapping : ColumnMapping, optional
        Guessed when left out.
    with_places : bool
        Whether there have to be columns of coordinates.

    Returns
    -------
    tuple of Table and ColumnMapping
        Our names, and the mapping that was used.
    """
    table = delivery.table
    places = _PLACE if with_places else ()
    if mapping is None and {"id", "kind"} <= set(table.columns):
        patterns = (NAME_COLUMN, re.compile(re.escape(PROBLEMS)))
        required = [name for name in REQUIRED if name not in _PLACE or with_places]
        check_columns(table, required=required, optional=(*_PLACE, *OPTIONAL), patterns=patterns)
        ours = [name for name in table.columns if name in _KNOWN or NAME_COLUMN.fullmatch(name)]
        used = ColumnMapping(
            {name: MappedColumn(name, "exact", "it has our name") for name in ours}
        )
        named = table
    else:
        used = mapping or _guess(delivery)
        named = map_columns(table, used, known=_KNOWN)
        is_named = any(NAME_COLUMN.fullmatch(column) for column in named.columns)
        needed = ("kind", *(() if is_named else ("name_zh",)), *places)
        settled = [column for column in needed if column not in used.ambiguous]
        check_needed(named, table.columns, needed=settled)
    return named, used


def _guess(delivery: Delivery) -> ColumnMapping:
    return guess_mapping(delivery.table, known=_KNOWN)
