"""What the columns of a file are taken for, after what was remembered and what a person says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.point_columns import COLUMNS, first_columns, is_column
from learnmap.ingest.point_source import Delivery
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
    delivery: Delivery,
    *,
    told: ToldColumns | None = None,
    remembered: ColumnMapping | None = None,
) -> SettledColumns:
    """Say which column of a file is which of ours.

    What a person says now goes before what was remembered, and that before any guess.

    Parameters
    ----------
    delivery : Delivery
        Its table is only looked at.
    told : ToldColumns, optional
    remembered : ColumnMapping, optional
        As `ColumnMapping.to_remember` keeps it.

    Raises
    ------
    InvalidInputError
        When a person names a column that is none of ours, or that the file has not, or one twice.
    """
    titles = delivery.table.columns
    mapping, gone = first_columns(delivery), dict[str, str]()
    if remembered is not None:
        mapping, gone = _recall(mapping, remembered, titles)
    if told is None:
        return SettledColumns(mapping, gone)
    for fault in _faults(told, titles):
        raise InvalidInputError(f"{delivery.table.path.name}: {fault}")
    for ours, theirs in told.columns.items():
        mapping = mapping.corrected(ours, theirs)
    for theirs in told.ignored:
        mapping = mapping.without(theirs)
    mapping = mapping.with_fixed(**told.fixed)
    return SettledColumns(mapping, gone)


def _recall(
    mapping: ColumnMapping, remembered: ColumnMapping, titles: tuple[str, ...]
) -> tuple[ColumnMapping, dict[str, str]]:
    gone = {}
    for ours, found in remembered.columns.items():
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
    unsaid = {ours: v for ours, v in remembered.fixed.items() if ours not in mapping.columns}
    return mapping.with_fixed(**unsaid), gone


def _faults(told: ToldColumns, titles: tuple[str, ...]) -> Iterator[str]:
    for ours in (*told.columns, *told.fixed):
        if not is_column(ours):
            yield f"{ours!r} is none of our columns; give one of {', '.join(COLUMNS)}"
    for theirs in (*told.columns.values(), *told.ignored):
        if theirs not in titles:
            yield f"the file has no column {theirs!r}; it has {', '.join(titles)}"
    said = [*told.columns.values(), *told.ignored]
    for theirs in said:
        if said.count(theirs) > 1:
            yield f"two things are said of the column {theirs!r}; say one"
    for ours in told.columns:
        if ours in told.fixed:
            yield f"{ours} is given a column and one value for all rows; say one of the two"
