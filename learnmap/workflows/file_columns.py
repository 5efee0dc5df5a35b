"""What the columns of a file are taken for: guessed, remembered by its source, told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from learnmap.ingest import (
    ColumnMapping,
    Delivery,
    OpenedTable,
    SettledColumns,
    ToldColumns,
    settle_columns,
)
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.store import RememberedColumns, What, forget_columns, list_columns
from learnmap.workflows.city import City
from learnmap.workflows.table_openers import (
    NO_EXTRAS,
    Extras,
    has_columns,
    open_beside,
    open_file,
)

_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The columns of an open file.

    Attributes
    ----------
    what : str
        What its rows are.
    opened : OpenedTable
        The file, which can be read once, and what it may hold.
    settled : SettledColumns
    remembered : RememberedColumns or None
        What was kept for the source of the file.
    """

    what: What
    opened: OpenedTable
    settled: SettledColumns
    remembered: RememberedColumns | None = None

    @property
    def delivery(self) -> Delivery:
        """The file before its columns have our names."""
        return self.opened.delivery

    @property
    def mapping(self) -> ColumnMapping:
        """Which column is which of ours."""
        return self.settled.mapping

    @property
    def titles(self) -> tuple[str, ...]:
        """The file's columns, each once, in its order."""
        return tuple(dict.fromkeys(self.delivery.table.columns))

    def to_remember(self) -> dict[str, Any]:
        """Return what is worth keeping for the next file of its source.

        What an option said of all rows of this file is not: the next one may be of other areas.
        """
        kept = self.mapping.to_remember()
        fixed = {k: v for k, v in kept["fixed"].items() if k not in self.opened.said}
        return {**kept, "fixed": fixed}

    def samples(self, title: str) -> tuple[str, ...]:
        """Return the first few different values of a column."""
        found = dict.fromkeys(
            value for row in self.delivery.table.rows[:200] if (value := row.cells.get(title))
        )
        return tuple(found)[:_SAMPLES]


def look_at_columns(
    city: City,
    file: Path,
    *,
    what: What = "points",
    extras: Extras = NO_EXTRAS,
    source: str | None = None,
    sheet: str | None = None,
    told: ToldColumns | None = None,
) -> FileColumns:
    """Open a file and say which of our columns each of its columns is.

    Parameters
    ----------
    city : City
    file : Path
    what : str
        What its rows are.
    extras : Extras
        What it needs beside it.
    source : str, optional
        As stated; what was kept for it and such rows is used.
    sheet : str, optional
        Of a workbook, or the layer of a GeoPackage.
    told : ToldColumns, optional
        What a person says.

    Raises
    ------
    FaultyTableError
        When the file cannot be opened as a table.
    InvalidInputError
        When a person names a column that there is not, or the file is no table.
    """
    if not has_columns(file, what):
        raise InvalidInputError(
            f"{file.name}: a {file.suffix} file has no columns; leave out what is said of them"
        )
    kept = None if source is None else next(iter(remembered_columns(city, what, source)), None)
    remembered = None if kept is None else ColumnMapping.from_json(kept.mapping)
    wanted = {
        *(remembered.titles if remembered else ()),
        *(told.columns.values() if told else ()),
    }
    opened = open_file(file, what, extras=extras, sheet=sheet, wanted=wanted)
    settled = settle_columns(opened, told=told, remembered=remembered)
    return FileColumns(what, opened, settled, kept)


def look_beside(file: Path, what: What) -> FileColumns:
    """Open the table that stands beside a file, with its columns as they are guessed.

    Raises
    ------
    FaultyTableError
        When it cannot be opened as a table.
    """
    opened = open_beside(file, what)
    return FileColumns(what, opened, settle_columns(opened))


def remembered_columns(
    city: City, what: str | None = None, source: str | None = None
) -> list[RememberedColumns]:
    """List what is kept, of one kind of records or one source where these are given."""
    with city.store.begin() as tx:
        return list_columns(tx, what=what, source=source)


def show_columns(city: City, source: str, what: str | None = None) -> list[RememberedColumns]:
    """Show what is kept for a source, of one kind of records where it is given.

    Raises
    ------
    NotFoundError
        When nothing is.
    """
    found = remembered_columns(city, what, source)
    if not found:
        others = (f"{kept.source!r} ({kept.what})" for kept in remembered_columns(city))
        noun = f"columns of {what}" if what else "columns"
        raise NotFoundError(
            f"no {noun} are remembered for {source!r}; there are: {', '.join(others) or 'none'}"
        )
    return found


def forget_source(city: City, source: str, what: str | None = None) -> str:
    """Keep nothing for a source any more; the next file of it is guessed anew.

    Parameters
    ----------
    city : City
    source : str
    what : str, optional
        The kind of records; that which is kept where there is one alone.

    Returns
    -------
    str
        The kind of records that was forgotten.

    Raises
    ------
    NotFoundError
        When nothing is kept.
    InvalidInputError
        When several kinds are and none was said.
    """
    found = show_columns(city, source, what)
    if len(found) > 1:
        kinds = ", ".join(kept.what for kept in found)
        raise InvalidInputError(
            f"columns of {kinds} are remembered for {source!r}; say of which, such as "
            f"--of {found[0].what}"
        )
    with city.store.begin() as tx:
        forget_columns(tx, source, what=found[0].what, actor=city.actor)
    return found[0].what


def sources_with_columns(city: City, what: str) -> list[str]:
    """List the sources of which something is kept for a kind of records."""
    return [kept.source for kept in remembered_columns(city, what)]
