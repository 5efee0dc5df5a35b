"""Reads a table beside the learning points up to where its columns have our names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from shapely.geometry.base import BaseGeometry

from learnmap.ingest.column_guess import guess_mapping
from learnmap.ingest.column_mapping import ColumnMapping, MappedColumn
from learnmap.ingest.column_synonyms import NAMES, normalise
from learnmap.ingest.faults import RowFault
from learnmap.ingest.geopackage_gate import Shape
from learnmap.ingest.invisible import strip_invisible
from learnmap.ingest.mapped_table import check_needed, log_issues, map_columns
from learnmap.ingest.report_titles import PROBLEMS
from learnmap.ingest.table import NAME_COLUMN, Table, check_columns, check_unique
from learnmap.ingest.table_columns import TableColumns
from learnmap.ingest.table_source import Delivery, open_table
from learnmap.model.records import Record

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table with our columns.

    Attributes
    ----------
    table : Table
    geometries : list of (dict or None), or None
        GeoJSON geometry of each row; None for a table without any.
    mapping : ColumnMapping
        Which column of the file was taken for which of ours.
    sheet : str or None
    """

    table: Table
    geometries: list[dict[str, Any] | None] | None
    mapping: ColumnMapping
    sheet: str | None


@dataclass(frozen=True, slots=True)
class RecordsFile(Generic[RecordT]):
    """Records of a file that no error stops.

    Attributes
    ----------
    records : tuple of Record
    lines : tuple of int
        Where each of them stands.
    warnings : tuple of RowFault
        What somebody has to confirm, in the order of the file.
    mapping : ColumnMapping or None
    notes : tuple of str
        How the file was read where that was not plain, and what was left out.
    sheet : str or None
    delivered : tuple of BaseGeometry
        The shapes as they were delivered, in the file's datum; empty where it has none.
    spread : bool
        Whether rows became several records each.
    silent : tuple of str
        Fields that the file cannot speak of; what is stored of them stays.
    """

    records: tuple[RecordT, ...]
    lines: tuple[int, ...]
    warnings: tuple[RowFault, ...] = ()
    mapping: ColumnMapping | None = None
    notes: tuple[str, ...] = ()
    sheet: str | None = None
    delivered: tuple[BaseGeometry, ...] = ()
    silent: tuple[str, ...] = ()
    spread: bool = False


def read_named_table(
    path: Path,
    columns: TableColumns,
    *,
    sheet: str | None = None,
    shape: Shape = "Point",
    fixed: Mapping[str, str] | None = None,
) -> NamedTable:
    """Read a table and give its columns our names.

    A file that has all columns that are required, and none under another name, is taken at its
    word: a column that is not ours is a fault there. Any other is mapped, as a list of learning
    points is.

    Parameters
    ----------
    path : Path
        xlsx, CSV, GeoJSON or GeoPackage.
    columns : TableColumns
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    shape : {"Point", "Line", "Polygon"}
        What features should be.
    fixed : mapping of str to str, optional
        What every row has where the file has no such column.

    Raises
    ------
    FaultyTableError
        When the file cannot be read at all.
    """
    delivery = open_table(path, sheet=sheet, words=columns.words, shape=shape, key=columns.key)
    return name_table(delivery, columns, fixed=fixed)


def name_table(
    delivery: Delivery, columns: TableColumns, *, fixed: Mapping[str, str] | None = None
) -> NamedTable:
    """Give the columns of an opened table our names; as `read_named_table`."""
    missing = {
        name: value for name, value in (fixed or {}).items() if name not in delivery.table.columns
    }
    if not missing and _is_ours(delivery.table, columns):
        table, used = _at_its_word(delivery.table, columns)
    else:
        patterned = [
            title
            for title in delivery.table.columns
            if any(pattern.fullmatch(title) for pattern in columns.patterns)
        ]
        known = (*columns.known, *patterned)
        used = guess_mapping(delivery.table, known=known, words=columns.words)
        used = used.with_fixed(**missing)
        if delivery.geometries is not None:  # Lists and objects among what is left out hurt nobody.
            delivery.table.log.forget(used.ignored)
        table = _mapped(delivery.table, used, columns, known)
    log_issues(table, delivery.issues, delivery.titles, used)
    table = strip_invisible(table)
    if not columns.repeats:
        check_unique(table, columns.key)
    return NamedTable(table, delivery.geometries, used, delivery.sheet)


def _is_ours(table: Table, columns: TableColumns) -> bool:
    """Tell whether a table has our columns, and none that is another's name for one of ours."""
    known = {*columns.known, PROBLEMS}
    others = {normalise(title) for title in table.columns if title not in known}
    return set(columns.required) <= set(table.columns) and not (
        others & (columns.words.keys() | NAMES)
    )


def _at_its_word(table: Table, columns: TableColumns) -> tuple[Table, ColumnMapping]:
    patterns = [*columns.patterns, re.compile(re.escape(PROBLEMS))]
    if columns.named:
        patterns.append(NAME_COLUMN)
    check_columns(table, required=columns.required, optional=columns.optional, patterns=patterns)
    own = {
        name: MappedColumn(name, "exact", "it has our name")
        for name in table.columns
        if name in columns.known or any(pattern.fullmatch(name) for pattern in patterns[:-1])
    }
    return table, ColumnMapping(own)


def _mapped(
    table: Table, used: ColumnMapping, columns: TableColumns, known: Collection[str]
) -> Table:
    named = map_columns(table, used, known=known)
    settled = [name for name in columns.required if name not in used.ambiguous]
    is_named = any(NAME_COLUMN.fullmatch(column) for column in named.columns)
    if columns.named and not is_named and "name_zh" not in used.ambiguous:
        settled.append("name_zh")
    check_needed(named, table.columns, needed=settled)
    return named


def records_file(
    opened: NamedTable,
    found: list[tuple[int, RecordT]],
    *,
    delivered: tuple[BaseGeometry, ...] = (),
    silent: tuple[str, ...] = (),
) -> RecordsFile[RecordT]:
    """Return the records of a table, each with its line, once no error stops it.

    Raises
    ------
    FaultyTableError
        Naming every fault of the table.
    """
    log = opened.table.log
    log.raise_if_any()
    return RecordsFile(
        tuple(record for _, record in found),
        tuple(line for line, _ in found),
        tuple(sorted(log.warnings, key=lambda fault: fault.line)),
        opened.mapping,
        opened.table.notes,
        opened.sheet,
        delivered,
        silent,
    )
