"""Apply an import to its table in one transaction, and take it back in one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from learnmap.model.errors import ConflictError
from learnmap.model.records import Record
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import Changes, is_any, listed, rows_as_table
from learnmap.store.audit import add_entry
from learnmap.store.imports import (
    ImportRecord,
    ImportRow,
    lock_import,
    read_import,
    read_import_records,
    set_state,
    subject_of,
)
from learnmap.store.record_types import RecordType, Stored, record_type
from learnmap.store.schema import ImportRecordRow, ImportTableRow
from learnmap.store.tokens import lock_points


def apply_import(tx: Transaction, import_id: int, *, actor: str) -> Changes:
    """Write the rows of an import that were not dropped, all or none.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not in quarantine, a warning is not confirmed, or a record was changed by
        somebody else since the file was checked; names the lines or ids.
    TableError
        When a kind, a category or a point that it names is unknown by now.
    """
    lock_import(tx, import_id, state="quarantined")
    found = read_import(tx, import_id)
    if found.pending:
        raise ConflictError(
            f"import {import_id} of {found.facts.file_name} has {found.pending} of "
            f"{found.warnings} warnings that nobody confirmed; confirm each or drop its row: "
            f"`learnmap import show {import_id}`"
        )
    table = record_type(found.facts.what)
    everything = read_import_records(tx, import_id)
    records = [record for record in everything if record.dropped_by is None]
    if not records:
        raise ConflictError(
            f"import {import_id} of {found.facts.file_name} has no row that was not dropped; "
            f"discard it: `learnmap import discard {import_id}`"
        )
    lock_points(tx)
    stored = table.read(tx, [record.record for record in records])
    _refuse_changed_since(import_id, table, records, stored)
    changes = _write(tx, table, records, actor=actor, cause={"import": import_id})
    _write_outcomes(tx, import_id, records, changes, stored)
    missing = _missing(tx, table, found, everything)
    set_state(tx, import_id, "applied", actor=actor, missing=missing)
    add_entry(
        tx,
        actor=actor,
        action="imports.apply",
        subject=subject_of(import_id),
        details={
            **changes.counts,
            "what": found.facts.what,
            "removed": sum(record.removes for record in records),
            "missing": len(missing),
            "dropped": len(everything) - len(records),
            "sha256": found.facts.file_sha256,
        },
    )
    return changes


def take_back_import(tx: Transaction, import_id: int, *, actor: str) -> Changes:
    """Make a table what it was before an import was applied.

    What it added is removed, points with their catchments; what it changed gets its former
    values, points as a new version; what it removed is there again.

    Returns
    -------
    Changes
        `added` are the records removed, `changed` those restored.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not applied, a record was changed by something else since, or one that it
        added is in use; names the ids, and nothing is taken back.
    """
    lock_import(tx, import_id, state="applied")
    lock_points(tx)
    table = record_type(read_import(tx, import_id).facts.what)
    records = [
        record
        for record in read_import_records(tx, import_id)
        if record.outcome in {"added", "changed", "removed"}
    ]
    _refuse_touched(tx, import_id, table, records)
    added = [record.record for record in records if record.outcome == "added"]
    _refuse_in_use(tx, import_id, table, [record.key for record in added])
    if added:
        table.remove(tx, added)
    former = [record.before for record in records if record.before is not None]
    if former:
        table.write(tx, former, actor, {"taken_back": import_id})
    set_state(tx, import_id, "taken_back", actor=actor)
    removed, restored = (sorted(record.key for record in few) for few in (added, former))
    add_entry(
        tx,
        actor=actor,
        action="imports.take_back",
        subject=subject_of(import_id),
        details={"removed_ids": removed, "restored_ids": restored},
    )
    return Changes(added=tuple(removed), changed=tuple(restored))


def _write(
    tx: Transaction,
    table: RecordType,
    records: Sequence[ImportRecord],
    *,
    actor: str,
    cause: Mapping[str, int],
) -> Changes:
    """Write what the file has, and take out what it has no more."""
    gone = [record.record for record in records if record.removes]
    if gone:
        table.remove(tx, gone)
    kept = [record.record for record in records if not record.removes]
    return table.write(tx, kept, actor, cause)


def _missing(
    tx: Transaction, table: RecordType, found: ImportRow, everything: Sequence[ImportRecord]
) -> list[str]:
    """Return the keys of the sources' records that the file does not have."""
    sources = {found.facts.source}
    sources.update(
        source for record in everything if (source := getattr(record.record, "source", None))
    )
    return table.missing(tx, sources, [record.key for record in everything])


def _refuse_changed_since(
    import_id: int,
    table: RecordType,
    records: Sequence[ImportRecord],
    stored: Mapping[str, Stored],
) -> None:
    """Refuse to write over what nobody saw when the file was checked."""
    odd = []
    for record in records:
        now = stored.get(record.key)
        seen = (None, None) if now is None else (now.version, now.digest)
        same = now is not None and now.record == record.record
        if seen != (record.version_seen, record.digest_seen) and not same:
            odd.append(f"{record.key} (line {record.line})")
    if odd:
        raise ConflictError(
            f"import {import_id}: {len(odd)} {table.noun} were changed since the file was "
            f"checked: {listed(odd)}; drop these rows to keep what is stored, or discard the "
            "import and import the file again"
        )


def _write_outcomes(
    tx: Transaction,
    import_id: int,
    records: Sequence[ImportRecord],
    changes: Changes,
    stored: Mapping[str, Stored],
) -> None:
    """Keep what became of each row, and what it replaced."""
    row = ImportRecordRow
    outcome = dict.fromkeys(changes.added, "added") | dict.fromkeys(changes.changed, "changed")
    outcome |= dict.fromkeys((record.key for record in records if record.removes), "removed")
    values: list[dict[str, Any]] = [
        {
            "line": record.line,
            "outcome": outcome.get(record.key, "unchanged"),
            "before": stored[record.key].record.model_dump(mode="json")
            if outcome.get(record.key) in {"changed", "removed"}
            else None,
        }
        for record in records
    ]
    found = rows_as_table(row, values)
    tx.execute(
        update(row)
        .where(row.import_id == import_id, row.line == found.c.line)
        .values({name: found.c[name] for name in ("outcome", "before")})
    )


def _refuse_touched(
    tx: Transaction, import_id: int, table: RecordType, records: Sequence[ImportRecord]
) -> None:
    """Refuse to undo what somebody has worked on since; what was changed back is as it was."""
    row, what = ImportRecordRow, read_import(tx, import_id).facts.what
    now = table.read(tx, [record.record for record in records])

    def as_left(record: ImportRecord) -> Record | None:
        return None if record.removes else record.record

    odd = [
        record.key
        for record in records
        if (now[record.key].record if record.key in now else None) != as_left(record)
    ]
    if not odd:
        return
    later = tx.scalars(
        select(row.import_id)
        .distinct()
        .join(ImportTableRow, ImportTableRow.id == row.import_id)
        .where(
            ImportTableRow.state == "applied",
            ImportTableRow.what == what,
            row.import_id > import_id,
            row.outcome.in_(("added", "changed", "removed")),
            is_any(row.point_id, odd),
        )
        .order_by(row.import_id.desc())
    ).all()
    first = (
        f"take back first what came after: import {', '.join(map(str, later))}"
        if later
        else "change these back by hand, or correct them by another file"
    )
    raise ConflictError(
        f"import {import_id} cannot be taken back: {len(odd)} of its {table.noun} were changed or "
        f"removed since: {listed(odd)}; {first}"
    )


def _refuse_in_use(tx: Transaction, import_id: int, table: RecordType, keys: Sequence[str]) -> None:
    """Refuse to remove what others name."""
    used = table.users(tx, keys)
    if used:
        raise ConflictError(
            f"import {import_id} cannot be taken back: {table.used_by} name {table.noun} that it "
            f"added: {listed(used)}; change these {table.used_by} first"
        )
