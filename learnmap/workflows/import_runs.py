"""Import runs: check a file, let it wait or apply it, take it back.

A file waits as a whole: while one of its warnings is open none of its rows is written, so that
what is applied is one transaction, counted and listed once, and taken back as one.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnmap.ingest import ToldColumns
from learnmap.store import (
    Changes,
    ImportRecord,
    ImportRow,
    PointWarning,
    Transaction,
    What,
    list_unplaced,
    read_import,
    read_import_records,
    read_import_warnings,
    record_import,
    record_type,
    remember_columns,
)
from learnmap.store import apply_import as apply_stored
from learnmap.store import confirm_warnings as confirm_stored
from learnmap.store import discard_import as discard_stored
from learnmap.store import drop_records as drop_stored
from learnmap.store import drop_warned as drop_warned_stored
from learnmap.store import list_imports as list_stored
from learnmap.store import take_back_import as take_back_stored
from learnmap.workflows.checked_files import CheckedFile, check_points
from learnmap.workflows.checked_tables import check_table, sources_of
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns
from learnmap.workflows.point_changes import PointChanges, applied_changes, planned_changes
from learnmap.workflows.table_openers import NO_EXTRAS, Extras


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
    records : tuple of ImportRecord
        All rows, in the order of the file.
    """

    row: ImportRow
    warnings: tuple[PointWarning, ...]
    dropped: tuple[ImportRecord, ...]
    changes: PointChanges
    records: tuple[ImportRecord, ...] = ()


def run_import(  # noqa: PLR0913 -- what a person may say of a file
    city: City,
    file: Path,
    *,
    source: str | None = None,
    datum: str | None = None,
    sheet: str | None = None,
    fictional: bool = False,
    columns: ToldColumns | None = None,
    look: Callable[[FileColumns], object] | None = None,
    called: str | None = None,
    place_by_hand: bool = False,
    inside: str | None = None,
    what: What = "points",
    extras: Extras = NO_EXTRAS,
) -> ImportRun:
    """Check a file and apply it in one transaction, or put it whole into quarantine.

    A file whose records are all stored as they stand changes nothing and leaves no record. Of any
    other with a stated source, what its columns were taken for is kept for the next one of such
    records. Rows that are to be placed by hand are listed at once, whatever becomes of the others.

    Parameters
    ----------
    city : City
    file : Path
    source, datum, sheet, fictional, called
        As for `check_points`.
    columns, look
        As for `check_points` and `check_table`.
    place_by_hand, inside
        As for `check_points`; of learning points only.
    what : str
        What its rows are: ``points``, ``routes``, ``offerings``, ``categories``, ``areas`` or
        ``population``.
    extras : Extras
        What a file of another table than the points needs beside it.

    Raises
    ------
    FaultyTableError, InvalidInputError
        As `check_points` and `check_table`; nothing is stored.
    ConflictError
        When the same file waits already, or a record was changed while the file was checked.
    """
    of_points: dict[str, Any] = {}
    if what == "points":
        of_points = {"place_by_hand": place_by_hand, "inside": inside}
    checked = check_file(
        city,
        file,
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
        called=called,
        columns=columns,
        look=look,
        what=what,
        extras=extras,
        **of_points,
    )
    with city.store.begin() as tx:
        unplaced = list_unplaced(tx, checked.unplaced, checked.facts, actor=city.actor)
        if checked.changes.nothing:
            return ImportRun(None, applied=False, checked=checked, unplaced=unplaced)
        import_id = record_import(
            tx,
            checked.facts,
            checked.records,
            checked.warnings,
            left_out=len(checked.left_out),
            actor=city.actor,
        )
        if source is not None and checked.kept_columns is not None:
            kept = checked.kept_columns
            remember_columns(tx, source, kept, what=what, import_id=import_id, actor=city.actor)
        if not checked.warnings:
            apply_stored(tx, import_id, actor=city.actor)
    return ImportRun(import_id, applied=not checked.warnings, checked=checked, unplaced=unplaced)


def check_file(
    city: City, file: Path, *, what: What = "points", extras: Extras = NO_EXTRAS, **given: Any
) -> CheckedFile:
    """Read a file and check it; nothing is stored.

    Parameters and errors are those of `check_points` and `check_table`.
    """
    if what == "points":
        return check_points(city, file, **given)
    return check_table(city, file, what=what, extras=extras, **given)


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
            changes = _planned(tx, row, records)
    dropped = tuple(record for record in records if record.dropped_by is not None)
    return ShownImport(row, warnings, dropped, changes, tuple(records))


def _planned(tx: Transaction, row: ImportRow, records: Sequence[ImportRecord]) -> PointChanges:
    """Compare an import that waits with what is stored now."""
    table = record_type(row.facts.what)
    stored = table.read(tx, [record.record for record in records])
    now = {key: found.record for key, found in stored.items()}
    sources = sources_of(row.facts.source, (record.record for record in records))
    missing = table.missing(tx, sources, [record.key for record in records])
    return planned_changes(records, now, missing)


def confirm_warnings(
    city: City,
    import_id: int,
    *,
    lines: Collection[int] | None,
    code: str | None = None,
    note: str,
) -> ImportRow:
    """Confirm the warnings of some lines of a file in quarantine, or of all (None).

    With a code only those of that code are.

    Raises
    ------
    NotFoundError, ConflictError
        When there is no such import in quarantine.
    InvalidInputError
        When the note is blank, or a line has no warning that is open.
    """
    with city.store.begin() as tx:
        confirm_stored(tx, import_id, lines=lines, code=code, note=note, actor=city.actor)
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


def drop_warned(city: City, import_id: int, *, code: str) -> ImportRow:
    """Leave out the rows of a file in quarantine that have an open warning of a code.

    Raises
    ------
    NotFoundError, ConflictError
        When there is no such import in quarantine.
    InvalidInputError
        When no row has such a warning.
    """
    with city.store.begin() as tx:
        drop_warned_stored(tx, import_id, code=code, actor=city.actor)
        return read_import(tx, import_id)


def apply_import(city: City, import_id: int) -> ShownImport:
    """Write the rows of a file in quarantine whose warnings are all confirmed.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not in quarantine, a warning is open, or a record was changed since the file
        was checked; nothing is written.
    """
    with city.store.begin() as tx:
        apply_stored(tx, import_id, actor=city.actor)
    return show_import(city, import_id)


def take_back_import(city: City, import_id: int) -> Changes:
    """Make a table what it was before an import was applied.

    Returns
    -------
    Changes
        `added` were removed, `changed` restored.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not applied, or its records were changed or are in use since; nothing is done.
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
