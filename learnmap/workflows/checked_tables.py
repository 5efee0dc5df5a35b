"""Check a file of routes, offerings, areas or residents before any of it is stored."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from learnmap.ingest import FaultyTableError, RecordsFile, RowFault, ToldColumns
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import Offering, Record, WalkingRoute
from learnmap.store import (
    ImportFacts,
    ImportRecord,
    PointWarning,
    RecordType,
    Stored,
    Transaction,
    What,
    missing_points,
    read_categories,
    record_type,
)
from learnmap.workflows.checked_files import CheckedFile, columns_of, doubt_of, sha256_of, unit_of
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns, look_at_columns
from learnmap.workflows.point_changes import planned_changes
from learnmap.workflows.shape_datums import datum_doubts
from learnmap.workflows.table_openers import NO_EXTRAS, Extras, has_columns
from learnmap.workflows.table_readers import Asked, read_table


def check_table(  # noqa: PLR0913 -- what a person may say of a file
    city: City,
    file: Path,
    *,
    what: What,
    extras: Extras = NO_EXTRAS,
    source: str | None = None,
    datum: str | None = None,
    sheet: str | None = None,
    fictional: bool = False,
    called: str | None = None,
    columns: ToldColumns | None = None,
    look: Callable[[FileColumns], object] | None = None,
) -> CheckedFile:
    """Read a file of another table than the points and check it; nothing is stored.

    Warned of is what the reading doubts, and a datum that nobody declared in China or that
    another one fits better. A record that is stored as it stands is not warned of again.

    Parameters
    ----------
    city : City
    file : Path
        As ``docs/import-formats.md`` describes for each table.
    what : str
        ``routes``, ``offerings``, ``categories``, ``areas`` or ``population``.
    extras : Extras
        What the file needs beside it.
    source : str, optional
        For rows that name none; the file's name by default.
    datum : str, optional
        Of its places: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``.
    sheet : str, optional
        Of a workbook, or the layer of a GeoPackage.
    fictional : bool
        Mark all rows as demonstration data.
    called : str, optional
        What the file is called where it came from, if that is not its name.
    columns : ToldColumns, optional
        What a person says of the file's columns, before what is remembered for `source`.
    look : callable, optional
        Is given the columns before any row is read; of a raster or GPX there are none.

    Returns
    -------
    CheckedFile

    Raises
    ------
    FaultyTableError
        Naming every row that is at fault.
    InvalidInputError
        When the file changes while it is read, or an option or what is said of its columns does
        not fit the table.
    """
    table = record_type(what)
    sha256 = _sha256_of_all(file, extras)
    name = (called or file.name).encode("utf-8", "replace").decode("utf-8")
    opened = None
    if has_columns(file, what) or (columns and columns.anything):
        opened = look_at_columns(
            city, file, what=what, extras=extras, source=source, sheet=sheet, told=columns
        )
        if look is not None:
            look(opened)
    found = read_table(Asked(city, file, extras, source, datum, sheet, called, opened), what)
    if _sha256_of_all(file, extras) != sha256:
        raise InvalidInputError(f"{file.name} changed while it was read; import it again")
    records = _marked(found.records, fictional)
    facts = ImportFacts(
        source=source or name,
        file_name=name,
        file_sha256=sha256,
        datum=datum,
        mapping=columns_of(found.mapping),
        what=what,
    )
    with city.store.begin(snapshot=True) as tx:
        _refuse_unknown(tx, file, found, records)
        stored = table.read(tx, records)
        records = [_completed(one, stored.get(one.key), found.silent) for one in records]
        missing = table.missing(
            tx, sources_of(facts.source, records), [record.key for record in records]
        )
        gone = _gone(tx, table, missing, last=max(found.lines, default=0))
    rows = [
        _row(line, record, stored.get(record.key))
        for line, record in zip(found.lines, records, strict=True)
    ]
    now = {key: one.record for key, one in stored.items()}
    changes = planned_changes([*rows, *gone], now, missing)
    warnings: list[PointWarning] = []
    if not changes.nothing:
        same = {row.line for row in rows if now.get(row.key) == row.record}
        warnings = [doubt_of(fault) for fault in found.warnings if fault.line not in same]
        warnings += datum_doubts(city, file, found, datum=datum, source=facts.source)
    return CheckedFile(
        facts,
        (*rows, *gone),
        tuple(sorted(warnings, key=lambda warning: warning.line)),
        changes,
        found.notes,
        found.mapping,
        kept_columns=opened.to_remember() if opened else None,
    )


def sources_of(source: str, records: Iterable[Record]) -> set[str]:
    """Return the sources that a file speaks for: its own, and those that its rows name."""
    named = {getattr(record, "source", None) for record in records}
    return {source, *(one for one in named if one)}


def _sha256_of_all(file: Path, extras: Extras) -> str:
    """Return the SHA-256 of a file; of the sums of both where a table stands beside it."""
    if extras.beside is None:
        return sha256_of(file)
    both = sha256_of(file) + sha256_of(extras.beside)
    return hashlib.sha256(both.encode()).hexdigest()


def _marked(records: Sequence[Record], fictional: bool) -> list[Record]:  # noqa: FBT001 -- of a row
    if not fictional:
        return list(records)
    if any("fictional" not in type(record).model_fields for record in records):
        raise InvalidInputError("such records are not marked as fictional; leave the option out")
    return [record.model_copy(update={"fictional": True}) for record in records]


def _completed(record: Record, stored: Stored | None, silent: Sequence[str]) -> Record:
    """Give a record what is stored of the fields that the file cannot speak of."""
    if stored is None or not silent:
        return record
    return record.model_copy(update={name: getattr(stored.record, name) for name in silent})


def _row(line: int, record: Record, stored: Stored | None) -> ImportRecord:
    if stored is None:
        return ImportRecord(line, record, None)
    return ImportRecord(line, record, stored.version, digest_seen=stored.digest)


def _gone(
    tx: Transaction, table: RecordType, missing: Sequence[str], *, last: int
) -> list[ImportRecord]:
    """Return a row for each record that goes, numbered after the last line of the file."""
    stored = table.whole(tx, missing) if table.whole else {}
    return [
        ImportRecord(line, one.record, one.version, digest_seen=one.digest, removes=True)
        for line, one in enumerate(stored.values(), start=last + 1)
    ]


def _refuse_unknown(
    tx: Transaction, file: Path, found: RecordsFile[Any], records: Sequence[Record]
) -> None:
    """Refuse rows that name points or categories that the city does not have."""
    named = [
        (line, record, *one)
        for line, record in zip(found.lines, records, strict=True)
        for one in _names(record)
    ]
    unknown = missing_points(tx, {name for _, _, column, name in named if column == "point_id"})
    categories = {category.code for category in read_categories(tx)}
    titles = {ours: theirs for theirs, ours in columns_of(found.mapping).items()}
    faults = []
    for line, record, column, name in named:
        if column == "point_id" and name in unknown:
            message, remedy = "is no learning point", "import the points first, or correct the id"
        elif column == "category" and name not in categories:
            message = "is no category of offerings"
            remedy = f"give one of {', '.join(sorted(categories))}, or import categories first"
        else:
            continue
        title = titles.get(column, column)
        faults.append(RowFault(line, record.key, title, name, message, remedy, unit_of(file)))
    if faults:
        raise FaultyTableError(file.name, tuple(faults))


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """Return each column and name of another record that a record refers to."""
    match record:
        case WalkingRoute():
            yield from (("point_id", stop.point_id) for stop in record.stops)
        case Offering():
            yield "category", record.category
            at = (record.point_id, *(session.point_id for session in record.sessions))
            yield from (("point_id", point_id) for point_id in dict.fromkeys(at) if point_id)
