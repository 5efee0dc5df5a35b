"""Reads a table beside the learning points up to where its columns have our names."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from shapely.geometry.base import BaseGeometry

from learnmap.ingest.column_choice import settle_columns
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.faults import RowFault
from learnmap.ingest.invisible import strip_invisible
from learnmap.ingest.mapped_table import check_needed, log_issues, map_columns
from learnmap.ingest.opened_table import OpenedTable, open_named, refuse_strange
from learnmap.ingest.table import NAME_COLUMN, Table, check_unique
from learnmap.ingest.table_columns import TableColumns
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


def read_named_table(path: Path, columns: TableColumns) -> NamedTable:
    """Read a table that stands beside a file, such as the stops of routes.

    Raises
    ------
    FaultyTableError
        When the file cannot be read at all.
    """
    return name_table(open_named(path, columns))


def name_table(
    opened: OpenedTable, mapping: ColumnMapping | None = None, *, needs_name: bool = True
) -> NamedTable:
    """Give the columns of an opened table our names.

    A file that is taken at its word may have no column that is not ours, unless a person said
    what it is or to leave it out; of any other, what is not mapped is left out with a note.

    Parameters
    ----------
    opened : OpenedTable
    mapping : ColumnMapping, optional
        As `settle_columns` gives it; guessed when left out.
    needs_name : bool
        Whether a mapped file has to have a column of names, where its rows have any.
    """
    delivery, columns = opened.delivery, opened.columns
    used = mapping or settle_columns(opened).mapping
    if not delivery.titles:  # Lists and objects among the properties left out hurt nobody.
        delivery.table.log.forget(used.ignored)
    said = (name for name in (*used.columns, *used.fixed) if columns.holds(name))
    table = map_columns(delivery.table, used, known=tuple(dict.fromkeys((*columns.known, *said))))
    if used.strict:
        refuse_strange(delivery.table, used, columns)
    is_named = used.strict or any(NAME_COLUMN.fullmatch(column) for column in table.columns)
    name = () if is_named or not (columns.named and needs_name) else ("name_zh",)
    needed = [column for column in (*columns.required, *name) if column not in used.ambiguous]
    check_needed(table, delivery.table.columns, needed=needed)
    log_issues(table, delivery.issues, delivery.titles, used)
    table = strip_invisible(table)
    if not columns.repeats:
        check_unique(table, columns.key)
    return NamedTable(table, delivery.geometries, used, delivery.sheet)


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
