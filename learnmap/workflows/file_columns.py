"""What the columns of a file are taken for: guessed, remembered by its source, told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest import (
    ColumnMapping,
    Delivery,
    SettledColumns,
    ToldColumns,
    open_points,
    settle_columns,
)
from learnmap.model.errors import NotFoundError
from learnmap.store import RememberedColumns, forget_columns, list_sources, read_columns
from learnmap.workflows.city import City

_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The columns of an open file.

    Attributes
    ----------
    delivery : Delivery
        The file, which can be read once.
    settled : SettledColumns
    remembered : RememberedColumns or None
        What was kept for the source of the file.
    """

    delivery: Delivery
    settled: SettledColumns
    remembered: RememberedColumns | None

    @property
    def mapping(self) -> ColumnMapping:
        """Which column is which of ours."""
        return self.settled.mapping

    @property
    def titles(self) -> tuple[str, ...]:
        """The file's columns, each once, in its order."""
        return tuple(dict.fromkeys(self.delivery.table.columns))

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
    source: str | None = None,
    sheet: str | None = None,
    told: ToldColumns | None = None,
) -> FileColumns:
    """Open a file and say which of our columns each of its columns is.

    Parameters
    ----------
    city : City
    file : Path
    source : str, optional
        As stated; what was kept for it is used.
    sheet : str, optional
        Of a workbook, or the layer of a GeoPackage.
    told : ToldColumns, optional
        What a person says.

    Raises
    ------
    FaultyTableError
        When the file cannot be opened as a table.
    InvalidInputError
        When a person names a column that there is not.
    """
    kept = None if source is None else _kept(city, source)
    remembered = None if kept is None else ColumnMapping.from_json(kept.mapping)
    wanted = {
        *(remembered.titles if remembered else ()),
        *(told.columns.values() if told else ()),
    }
    delivery = open_points(file, sheet=sheet, wanted=wanted)
    settled = settle_columns(delivery, told=told, remembered=remembered)
    return FileColumns(delivery, settled, kept)


def show_columns(city: City, source: str) -> RememberedColumns:
    """Show what is kept for a source.

    Raises
    ------
    NotFoundError
        When nothing is.
    """
    found = _kept(city, source)
    if found is None:
        known = ", ".join(map(repr, sources_with_columns(city))) or "none"
        raise NotFoundError(f"no columns are remembered for {source!r}; there are: {known}")
    return found


def forget_source(city: City, source: str) -> None:
    """Keep nothing for a source any more; the next file of it is guessed anew.

    Raises
    ------
    NotFoundError
        When nothing is kept.
    """
    with city.store.begin() as tx:
        forget_columns(tx, source, actor=city.actor)


def sources_with_columns(city: City) -> list[str]:
    """List the sources of which something is kept."""
    with city.store.begin() as tx:
        return list_sources(tx)


def _kept(city: City, source: str) -> RememberedColumns | None:
    with city.store.begin() as tx:
        return read_columns(tx, source)
