"""Apply an import to the learning points in one transaction, and take it back in one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Text, all_, delete, literal, select, update

from learnmap.model.errors import ConflictError
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import Changes, is_any, listed, rows_as_table
from learnmap.store.audit import add_entry
from learnmap.store.imports import (
    ImportRecord,
    lock_import,
    read_import,
    read_import_records,
    set_state,
    subject_of,
)
from learnmap.store.points import StoredPoint, read_points, upsert_points
from learnmap.store.schema import (
    ImportRecordRow,
    ImportTableRow,
    LearningPointRow,
    OfferingRow,
    OfferingSessionRow,
    RouteStopRow,
)
from learnmap.store.tokens import lock_points


def apply_import(tx: Transaction, import_id: int, *, actor: str) -> Changes:
    """Write the rows of an import that were not dropped, all or none.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not in quarantine, a warning is not confirmed, or a point was changed by
        somebody else since the file was checked; names the lines or ids.
    TableError
        When a kind is unknown by now.
    """
    lock_import(tx, import_id, state="quarantined")
    found = read_import(tx, import_id)
    if found.pending:
        raise ConflictError(
            f"import {import_id} of {found.facts.file_name} has {found.pending} of "
            f"{found.warnings} warnings that nobody confirmed; confirm each or drop its row: "
            f"`learnmap import show {import_id}`"
        )
    everything = read_import_records(tx, import_id)
    records = [record for record in everything if record.dropped_by is None]
    if not records:
        raise ConflictError(
            f"import {import_id} of {found.facts.file_name} has no row that was not dropped; "
            f"discard it: `learnmap import discard {import_id}`"
        )
    lock_points(tx)
    stored = {
        point.point.id: point
        for point in read_points(tx, ids=[record.point.id for record in records])
    }
    _refuse_changed_since(import_id, records, stored)
    changes = upsert_points(
        tx,
        [record.point for record in records],
        actor=actor,
        stored=stored,
        cause={"import": import_id},
    )
    _write_outcomes(tx, import_id, records, changes, stored)
    sources = {found.facts.source, *(record.point.source for record in everything)}
    missing = points_missing(tx, sources, (record.point.id for record in everything))
    set_state(tx, import_id, "applied", actor=actor, missing=missing)
    add_entry(
        tx,
        actor=actor,
        action="imports.apply",
        subject=subject_of(import_id),
        details={
            **changes.counts,
            "missing": len(missing),
            "dropped": len(everything) - len(records),
            "sha256": found.facts.file_sha256,
        },
    )
    return changes


def take_back_import(tx: Transaction, import_id: int, *, actor: str) -> Changes:
    """Make the points what they were before an import was applied.

    What it added is removed, with its catchments; what it changed gets its former values, as a
    new version.

    Returns
    -------
    Changes
        `added` are the points removed, `changed` those restored.

    Raises
    ------
    NotFoundError
        When there is no such import.
    ConflictError
        When it is not applied, a point was changed by something else since, or one that it
        added is in use by an offering or a route; names the ids, and nothing is taken back.
    """
    lock_import(tx, import_id, state="applied")
    lock_points(tx)
    records = [
        record
        for record in read_import_records(tx, import_id)
        if record.outcome in {"added", "changed"}
    ]
    _refuse_touched(tx, import_id, records)
    added = sorted(record.point.id for record in records if record.outcome == "added")
    _refuse_in_use(tx, import_id, added)
    former = [record.before for record in records if record.before is not None]
    if former:
        upsert_points(tx, former, actor=actor, cause={"taken_back": import_id})
    if added:
        tx.execute(delete(LearningPointRow).where(is_any(LearningPointRow.id, added)))
    set_state(tx, import_id, "taken_back", actor=actor)
    restored = sorted(point.id for point in former)
    add_entry(
        tx,
        actor=actor,
        action="imports.take_back",
        subject=subject_of(import_id),
        details={"removed_ids": added, "restored_ids": restored},
    )
    return Changes(added=tuple(added), changed=tuple(restored))


def points_missing(
    tx: Transaction, sources: Collection[str], point_ids: Iterable[str]
) -> list[str]:
    """Return the ids of the points of some sources that are not among others, in order."""
    row = LearningPointRow
    statement = (
        select(row.id)
        .where(is_any(row.source, sources), row.id != all_(literal(list(point_ids), ARRAY(Text))))
        .order_by(row.id)
    )
    return list(tx.scalars(statement))


def _refuse_changed_since(
    import_id: int, records: Sequence[ImportRecord], stored: Mapping[str, StoredPoint]
) -> None:
    """Refuse to write over what nobody saw when the file was checked."""
    odd = []
    for record in records:
        now = stored.get(record.point.id)
        version = None if now is None else now.version
        same = now is not None and now.point == record.point
        if version != record.version_seen and not same:
            odd.append(f"{record.point.id} (line {record.line})")
    if odd:
        raise ConflictError(
            f"import {import_id}: {len(odd)} points were changed since the file was checked: "
            f"{listed(odd)}; drop these rows to keep what is stored, or discard the import and "
            "import the file again"
        )


def _write_outcomes(
    tx: Transaction,
    import_id: int,
    records: Sequence[ImportRecord],
    changes: Changes,
    stored: Mapping[str, StoredPoint],
) -> None:
    """Keep what became of each row, and what it replaced."""
    row = ImportRecordRow
    outcome = dict.fromkeys(changes.added, "added") | dict.fromkeys(changes.changed, "changed")
    values: list[dict[str, Any]] = [
        {
            "line": record.line,
            "outcome": outcome.get(record.point.id, "unchanged"),
            "before": stored[record.point.id].point.model_dump(mode="json")
            if outcome.get(record.point.id) == "changed"
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


def _refuse_touched(tx: Transaction, import_id: int, records: Sequence[ImportRecord]) -> None:
    """Refuse to undo what somebody has worked on since; what was changed back is as it was."""
    row = ImportRecordRow
    ids = [record.point.id for record in records]
    now = {stored.point.id: stored.point for stored in read_points(tx, ids=ids)}
    odd = [record.point.id for record in records if now.get(record.point.id) != record.point]
    if not odd:
        return
    later = tx.scalars(
        select(row.import_id)
        .distinct()
        .join(ImportTableRow, ImportTableRow.id == row.import_id)
        .where(
            ImportTableRow.state == "applied",
            row.import_id > import_id,
            row.outcome.in_(("added", "changed")),
            is_any(row.point_id, odd),
        )
        .order_by(row.import_id.desc())
    ).all()
    first = (
        f"take back first what came after: import {', '.join(map(str, later))}"
        if later
        else "change these points back by hand, or correct them by another file"
    )
    raise ConflictError(
        f"import {import_id} cannot be taken back: {len(odd)} of its points were changed or "
        f"removed since: {listed(odd)}; {first}"
    )


def _refuse_in_use(tx: Transaction, import_id: int, point_ids: Sequence[str]) -> None:
    """Refuse to remove points that offerings or routes name."""
    used: set[str] = set()
    for column in (OfferingRow.point_id, OfferingSessionRow.point_id, RouteStopRow.point_id):
        used.update(tx.scalars(select(column).distinct().where(is_any(column, point_ids))))
    if used:
        raise ConflictError(
            f"import {import_id} cannot be taken back: offerings or routes name points that it "
            f"added: {listed(used)}; change these offerings and routes first"
        )
