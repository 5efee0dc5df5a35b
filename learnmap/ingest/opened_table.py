"""A file that was opened as a table of a kind, before its columns have our names."""

import dataclasses
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learnmap.ingest.column_guess import guess_mapping
from learnmap.ingest.column_mapping import ColumnMapping, MappedColumn
from learnmap.ingest.column_synonyms import NAMES, normalise
from learnmap.ingest.geopackage_gate import Shape
from learnmap.ingest.report_titles import PROBLEMS
from learnmap.ingest.table import NAME_COLUMN, Table, check_columns
from learnmap.ingest.table_columns import TableColumns
from learnmap.ingest.table_source import Delivery, open_table


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A table, and what it may hold.

    Attributes
    ----------
    delivery : Delivery
        The file, which can be read once.
    columns : TableColumns
    said : mapping of str to str
        What every row has by an option of this one file, where it has no such column.
    """

    delivery: Delivery
    columns: TableColumns
    said: Mapping[str, str] = field(default_factory=dict)


def open_named(
    path: Path,
    columns: TableColumns,
    *,
    sheet: str | None = None,
    shape: Shape = "Point",
    wanted: Collection[str] = (),
    said: Mapping[str, str] | None = None,
) -> OpenedTable:
    """Open a file as a table of certain columns.

    Parameters
    ----------
    path : Path
        xlsx, CSV, GeoJSON or GeoPackage.
    columns : TableColumns
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    shape : {"Point", "Line", "Polygon"}
        What features should be.
    wanted : collection of str
        Names of the file's columns that are known to be used, by which the header is found.
    said : mapping of str to str, optional
        What every row has where the file has no such column.

    Raises
    ------
    FaultyTableError
        When the file cannot be read as a table at all.
    """
    delivery = open_table(
        path, sheet=sheet, wanted=wanted, words=columns.words, shape=shape, key=columns.key
    )
    own = delivery.table.columns
    return OpenedTable(delivery, columns, {k: v for k, v in (said or {}).items() if k not in own})


def first_columns(opened: OpenedTable) -> ColumnMapping:
    """Return what the columns of a file are before anybody said or remembered anything.

    A file that is taken at its word gives a strict mapping; of any other it is guessed.
    """
    table, columns = opened.delivery.table, opened.columns
    ours = [title for title in table.columns if columns.holds(title)]
    if _is_at_its_word(table, columns):
        exact = {title: MappedColumn(title, "exact", "it has our name") for title in ours}
        report = tuple(title for title in table.columns if title == PROBLEMS)
        return ColumnMapping(exact, ignored=report, strict=True)
    known = dict.fromkeys((*columns.known, *ours))
    found = guess_mapping(table, known=known, words=columns.words)
    for name in (*found.columns, *found.ambiguous):  # Such as the name of what has none.
        if not columns.holds(name):
            found = found.corrected(name, None)
    return found


def refuse_strange(table: Table, used: ColumnMapping, columns: TableColumns) -> None:
    """Log the columns of a file taken at its word that nobody said anything of and we do not know.

    So a misspelt column is never lost.
    """
    said = {*used.titles, *used.ignored}
    strange = tuple(title for title in table.columns if title not in said)
    patterns = [*columns.patterns, re.compile(re.escape(PROBLEMS))]
    if columns.named:
        patterns.append(NAME_COLUMN)
    rest = dataclasses.replace(table, columns=strange)
    check_columns(rest, required=(), optional=columns.known, patterns=patterns)


def _is_at_its_word(table: Table, columns: TableColumns) -> bool:
    if columns.plain:
        return set(columns.plain) <= set(table.columns)
    titles = {normalise(title) for title in table.columns if title not in columns.known}
    others = titles & (columns.words.keys() | NAMES)
    return set(columns.required) <= set(table.columns) and not others
