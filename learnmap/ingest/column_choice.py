"""What the columns of a file are taken for, after what was remembered and what a person says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.opened_table import OpenedTable, first_columns
from learnmap.ingest.table_columns import TableColumns
from learnmap.model.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class ToldColumns:
    """What a person says of the columns of a file.

    Attributes
    ----------
    columns : mapping of str to str
        The file's column by ours.
    ignored : tuple of str
        Columns of the file that nothing is to be made of.
    fixed : mapping of str to str
        What every row has, by our column.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether anything was said."""
        return bool(self.columns or self.ignored or self.fixed)


@dataclass(frozen=True, slots=True)
class SettledColumns:
    """Which column of a file is which of ours.

    Attributes
    ----------
    mapping : ColumnMapping
    gone : mapping of str to str
        The column by ours that was remembered and that the file has no more.
    """

    mapping: ColumnMapping
    gone: Mapping[str, str] = field(default_factory=dict)


def settle_columns(
    opened: OpenedTable,
    *,
    told: ToldColumns | None = None,
    remembered: ColumnMapping | None = None,
) -> SettledColumns:
    """Say which column of a file is which of ours.

    What a person says now, of columns or by an option of the file, goes before what was
    remembered, and that before any guess.

    Parameters
    ----------
    opened : OpenedTable
        Its table is only looked at.
    told : ToldColumns, optional
    remembered : ColumnMapping, optional
        As `ColumnMapping.to_remember` keeps it. What it has of columns that such a table cannot
        have, as where a source sends lines this year and a table last year, is passed over.

    Raises
    ------
    InvalidInputError
        When a person names a column that is none of ours, or that the file has not, or one twice.
    """
    said = told or ToldColumns()
    for fault in _faults(said, opened):
        raise InvalidInputError(f"{opened.delivery.table.path.name}: {fault}")
    mapping, gone = first_columns(opened), dict[str, str]()
    if remembered is not None:
        mapping, gone = _recall(mapping, remembered, opened)
    for ours, theirs in said.columns.items():
        mapping = mapping.corrected(ours, theirs)
    for theirs in said.ignored:
        mapping = mapping.without(theirs)
    return SettledColumns(mapping.with_fixed(**said.fixed, **opened.said), gone)


def _recall(
    mapping: ColumnMapping, remembered: ColumnMapping, opened: OpenedTable
) -> tuple[ColumnMapping, dict[str, str]]:
    gone, titles, columns = {}, opened.delivery.table.columns, opened.columns
    for ours, found in remembered.columns.items():
        if not columns.holds(ours):
            continue
        if found.column not in titles:
            gone[ours] = found.column
        elif ours != found.column or ours not in mapping.columns:
            mapping = mapping.corrected(
                ours, found.column, sure="remembered", why="as in the last file of this source"
            )
    for theirs in remembered.dismissed:
        if theirs in titles and theirs not in remembered.titles:
            mapping = mapping.without(theirs)
    # What the file says of each row goes before what was said of all rows of another.
    unsaid = {
        ours: value
        for ours, value in remembered.fixed.items()
        if columns.holds(ours) and ours not in mapping.columns
    }
    return mapping.with_fixed(**unsaid), gone


def _faults(told: ToldColumns, opened: OpenedTable) -> Iterator[str]:
    titles = opened.delivery.table.columns
    for ours in (*told.columns, *told.fixed):
        if not opened.columns.holds(ours):
            yield f"{ours!r} is none of our columns; give one of {_listed(opened.columns)}"
    for theirs in (*told.columns.values(), *told.ignored):
        if theirs not in titles:
            yield f"the file has no column {theirs!r}; it has {', '.join(titles)}"
    said = [*told.columns.values(), *told.ignored]
    for theirs in said:
        if said.count(theirs) > 1:
            yield f"two things are said of the column {theirs!r}; say one"
    for ours in told.columns:
        if ours in told.fixed or ours in opened.said:
            yield f"{ours} is given a column and one value for all rows; say one of the two"
    for ours in told.fixed.keys() & opened.said.keys():
        yield f"{ours} is given two values for all rows; say one of the two"


def _listed(columns: TableColumns) -> str:
    names = ", ".join(columns.offered)
    return f"{names}, or one like {', '.join(columns.such_as)}" if columns.such_as else names
