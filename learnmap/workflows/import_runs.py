"""Import runs of learning points: check a file, let it wait or apply it, take it back.

A file waits as a whole: while one of its warnings is open none of its rows is written, so that
what is applied is one transaction, counted and listed once, and taken back as one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from learnmap.store import (
    Changes,
    ImportRecord,
    ImportRow,
    PointWarning,
    list_unplaced,
    points_missing,
    read_import,
    read_import_records,
    read_import_warnings,
    record_import,
)
from learnmap.store import apply_import as apply_stored
from learnmap.store import confirm_warnings as confirm_stored
from learnmap.store import discard_import as discard_stored
from learnmap.store import drop_records as drop_stored
from learnmap.store import list_imports as list_stored
from learnmap.store import read_points as read_stored
from learnmap.store import take_back_import as take_back_stored
from learnmap.workflows.checked_files import CheckedFile, check_points
from learnmap.workflows.city import City
from learnmap.workflows.point_changes import PointChanges, applied_changes, planned_changes


@dataclass(frozen=True, slots=True)
class ImportRun:
    """What became of a file.

    Attributes
    ----------
    import_id : int or None
        None for a file that changes nothing: there is nothing to record or take back.
    applied : bool
        False while it waits in quarantine.
    checked : CheckedFile
    unplaced : int
        Rows of the file that wait to be put on the map by hand.
    """

    import_id: int | None
    applied: bool
    checked: CheckedFile
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class ShownImport:
    """An import with all that is known of it.

    Attributes
    ----------
    row : ImportRow
    warnings : tuple of PointWarning
    dropped : tuple of ImportRecord
    changes : PointChanges
        What it did; while it waits, what it would do now.
    """

    row: ImportRow
    warnings: tuple[PointWarning, ...]
    dropped: tuple[ImportRecord, ...]
    changes: PointChanges


def run_import(
    city: City,
    file: Path,
    *,
    source: str | None = None,
    datum: str | None = None,
    sheet: str | None = None,
    fictional: bool = False,
    place_by_hand: bool = False,
) -> ImportRun:
    """Check a file and apply it in one transaction, or put it whole into quarantine.

    A file whose points are all stored as they stand changes nothing and leaves no record. Rows
    that are to be placed by hand are listed at once, whatever becomes of the others.

    Raises
    ------
    FaultyTableError, InvalidInputError
        As `check_points`; nothing is stored.
    ConflictError
        When the same file waits already, or a point was changed while the file was checked.
    """
    checked = check_points(
        city,
        file,
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
        place_by_hand=place_by_hand,
    )
    with city.store.begin() as tx:
        unplaced = list_unplaced(tx, checked.unplaced, checked.facts, actor=city.actor)
        if checked.changes.nothing:
            return ImportRun(None, applied=False, checked=checked, unplaced=unplaced)
        import_id = record_import(
            tx, checked.facts, checked.records, checked.warnings, actor=city.actor
        )
        if not checked.warnings:
            apply_stored(tx, import_id, actor=city.actor)
    return ImportRun(import_id, applied=not checked.warnings, checked=checked, unplaced=unplaced)


def list_imports(city: City) -> list[ImportRow]:
    """List the imports of a city, the newest first."""
    with city.store.begin() as tx:
        return list_stored(tx)


def show_import(city: City, import_id: int) -> ShownImport:
    """Gather what is known of an import.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    """
    with city.store.begin(snapshot=True) as tx:
        row = read_import(tx, import_id)
        records = read_import_records(tx, import_id)
        warnings = tuple(read_import_warnings(tx, import_id))
        if row.state in {"applied", "taken_back"}:
            changes = applied_changes(records, row.missing)
        else:
            ids = [record.point.id for record in records]
            stored = {found.point.id: found.point for found in read_stored(tx, ids=ids)}
            sources = {row.facts.source, *(record.point.source for record in records)}
            changes = planned_changes(records, stored, points_missing(tx, sources, ids))
    dropped = tuple(record for record in records if record.dropped_by is not None)
    return ShownImport(row, warnings, dropped, changes)


def confirm_warnings(
    city: City, import_id: int, *, lines: Collection[int] | None, note: str
) -> ImportRow:
    """Confirm the warnings of some lines of a file in quarantine, or of all (None).

    Raises
    ------
    NotFoundError, ConflictError
        When there is no such import in quarantine.
    InvalidInputError
        When the note is blank, or a line has no warning that is open.
    """
    with city.store.begin() as tx:
        confirm_stored(tx, import_id, lines=lines, note=note, actor=city.actor)
        return read_import(tx, import_id)


def drop_rows(city: City, import_id: int, *, lines: Collection[int]) -> ImportRow:
    """Leave rows of a file in quarantine out.

    Raises
    ------
    NotFoundError, ConflictError
        When there is no such import in quarantine.
    InvalidInputError
        When a line holds no record.
    """
    with city.store.begin() as tx:
        drop_stored(tx, import_id, lines=lines, actor=city.actor)
        return read_import(tx, import_id)


def apply_import(city: City, import_id: int) -> ShownImport:
    """Write the rows of a file in quarantine whose warnings are all confirmed.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not in quarantine, a warning is open, or a point was changed since the file
        was checked; nothing is written.
    """
    with city.store.begin() as tx:
        apply_stored(tx, import_id, actor=city.actor)
    return show_import(city, import_id)


def take_back_import(city: City, import_id: int) -> Changes:
    """Make the points what they were before an import was applied.

    Returns
    -------
    Changes
        `added` were removed, `changed` restored.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not applied, or its points were changed or are in use since; nothing is done.
    """
    with city.store.begin() as tx:
        return take_back_stored(tx, import_id, actor=city.actor)


def discard_import(city: City, import_id: int) -> None:
    """Give a file in quarantine up.

    Raises
    ------
    NotFoundError, ConflictError
        When there is no such import in quarantine.
    """
    with city.store.begin() as tx:
        discard_stored(tx, import_id, actor=city.actor)
