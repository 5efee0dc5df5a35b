"""Quarantine: a checked file waits until each of its warnings is confirmed or its row dropped."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, func, insert, select, update

from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import listed, rows_as_table, table_of
from learnmap.store.audit import add_entry
from learnmap.store.imports import (
    ImportFacts,
    ImportRecord,
    PointWarning,
    lock_import,
    set_state,
    subject_of,
)
from learnmap.store.schema import Base, ImportRecordRow, ImportTableRow, ImportWarningRow


def record_import(
    tx: Transaction,
    facts: ImportFacts,
    records: Sequence[ImportRecord],
    warnings: Sequence[PointWarning],
    *,
    left_out: int = 0,
    actor: str,
) -> int:
    """Put a checked file into quarantine, and return the number of the import.

    How many rows of the file were `left_out`, since they were not asked for, is in the audit
    entry.

    Raises
    ------
    ConflictError
        When the same file waits there already.
    """
    _refuse_waiting(tx, facts)
    statement = insert(ImportTableRow).values(
        source=facts.source,
        file_name=facts.file_name,
        file_sha256=facts.file_sha256,
        datum=facts.datum,
        mapping=dict(facts.mapping),
        what=facts.what,
        state="quarantined",
        created_by=actor,
        state_by=actor,
    )
    import_id = tx.execute(statement.returning(ImportTableRow.id)).scalar_one()
    rows = [
        {
            "import_id": import_id,
            "line": record.line,
            "point_id": record.key,
            "record": record.record.model_dump(mode="json"),
            "version_seen": record.version_seen,
            "digest_seen": record.digest_seen,
            "removes": record.removes,
        }
        for record in records
    ]
    _insert(tx, ImportRecordRow, rows)
    _insert(tx, ImportWarningRow, _warning_rows(import_id, warnings))
    add_entry(
        tx,
        actor=actor,
        action="imports.check",
        subject=subject_of(import_id),
        details={
            "file": facts.file_name,
            "sha256": facts.file_sha256,
            "what": facts.what,
            "rows": sum(not record.removes for record in records),
            "warnings": len(warnings),
        }
        | ({"left_out": left_out} if left_out else {}),
    )
    return import_id


def confirm_warnings(
    tx: Transaction,
    import_id: int,
    *,
    lines: Collection[int] | None,
    code: str | None = None,
    note: str,
    actor: str,
) -> int:
    """Confirm the warnings of some lines, or of all; return how many were open.

    With a code only those of that code are, and a line keeps its others open.

    Raises
    ------
    InvalidInputError
        When the note is blank, or a line has no warning that is open.
    ConflictError
        When the import is not in quarantine.
    """
    if not note.strip():
        raise InvalidInputError(f"import {import_id}: say in a note why the warnings may stand")
    lock_import(tx, import_id, state="quarantined")
    row = ImportWarningRow
    statement = update(row).where(row.import_id == import_id, row.confirmed_by.is_(None))
    if lines is not None:
        statement = statement.where(row.line.in_(lines))
    if code is not None:
        statement = statement.where(row.code == code, ~_is_dropped(row))
    values = {"confirmed_by": actor, "confirmed_at": func.clock_timestamp(), "note": note.strip()}
    done = list(tx.scalars(statement.values(**values).returning(row.line)))
    _refuse_unmet(import_id, f"no warning{_of(code)} that is open", lines, done)
    details = {"lines": sorted(set(done)), "note": note.strip()} | _coded(code)
    _record_step(tx, import_id, "imports.confirm", actor, details)
    return len(done)


def drop_records(tx: Transaction, import_id: int, *, lines: Collection[int], actor: str) -> int:
    """Leave rows of a file out when it is applied; return how many.

    Raises
    ------
    InvalidInputError
        When a line holds no record, or was dropped before.
    ConflictError
        When the import is not in quarantine.
    """
    lock_import(tx, import_id, state="quarantined")
    row = ImportRecordRow
    statement = (
        update(row)
        .where(row.import_id == import_id, row.line.in_(lines), row.dropped_by.is_(None))
        .values(dropped_by=actor, dropped_at=func.clock_timestamp())
    )
    done = tx.execute(statement.returning(row.line, row.point_id)).all()
    _refuse_unmet(
        import_id, "no record, or one that is dropped already", lines, [line for line, _ in done]
    )
    details = {"lines": sorted(line for line, _ in done), "ids": sorted(found for _, found in done)}
    _record_step(tx, import_id, "imports.drop", actor, details)
    return len(done)


def drop_warned(tx: Transaction, import_id: int, *, code: str, actor: str) -> int:
    """Leave out the rows that have an open warning of a code; return how many.

    Raises
    ------
    InvalidInputError
        When no row has.
    ConflictError
        When the import is not in quarantine.
    """
    lock_import(tx, import_id, state="quarantined")
    row = ImportWarningRow
    statement = select(row.line).where(
        row.import_id == import_id,
        row.code == code,
        row.line > 0,
        row.confirmed_by.is_(None),
        ~_is_dropped(row),
    )
    lines = sorted(set(tx.scalars(statement)))
    _refuse_unmet(import_id, f"no row with a warning{_of(code)} that is open", None, lines)
    return drop_records(tx, import_id, lines=lines, actor=actor)


def discard_import(tx: Transaction, import_id: int, *, actor: str) -> None:
    """Give a file in quarantine up.

    Raises
    ------
    ConflictError
        When the import is not in quarantine.
    """
    lock_import(tx, import_id, state="quarantined")
    set_state(tx, import_id, "discarded", actor=actor)
    _record_step(tx, import_id, "imports.discard", actor, {})


def _insert(tx: Transaction, row: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        source = rows_as_table(row, rows)
        columns = list(rows[0])
        tx.execute(
            insert(table_of(row)).from_select(columns, select(*(source.c[c] for c in columns)))
        )


def _warning_rows(import_id: int, warnings: Sequence[PointWarning]) -> list[dict[str, Any]]:
    return [
        {
            "import_id": import_id,
            "position": position,
            "line": warning.line,
            "unit": warning.unit,
            "point_id": warning.point_id,
            "column_name": warning.column,
            "value": warning.value,
            "code": warning.code,
            "message": warning.message,
            "remedy": warning.remedy,
        }
        for position, warning in enumerate(warnings, start=1)
    ]


def _refuse_waiting(tx: Transaction, facts: ImportFacts) -> None:
    row = ImportTableRow
    waiting = tx.scalar(
        select(row.id).where(
            row.what == facts.what,
            row.file_sha256 == facts.file_sha256,
            row.state == "quarantined",
        )
    )
    if waiting is not None:
        raise ConflictError(
            f"{facts.file_name}: the same file waits in quarantine as import {waiting}; "
            f"see `learnmap import show {waiting}`, then apply or discard it"
        )


def _refuse_unmet(
    import_id: int, has: str, lines: Collection[int] | None, done: Sequence[int]
) -> None:
    """Refuse a step with lines that it did not reach."""
    unmet = sorted(set(lines) - set(done)) if lines is not None else []
    if unmet or not done:
        where = f"line {listed(map(str, unmet))}" if unmet else "the file"
        raise InvalidInputError(
            f"import {import_id}: {where} has {has}; see `learnmap import show {import_id}`"
        )


def _is_dropped(warning: type[ImportWarningRow]) -> Any:
    """Tell whether the row of a warning was dropped."""
    record = ImportRecordRow
    return exists().where(
        record.import_id == warning.import_id,
        record.line == warning.line,
        record.dropped_by.is_not(None),
    )


def _of(code: str | None) -> str:
    return "" if code is None else f" of code {code}"


def _coded(code: str | None) -> dict[str, str]:
    return {} if code is None else {"code": code}


def _record_step(
    tx: Transaction, import_id: int, action: str, actor: str, details: Mapping[str, Any]
) -> None:
    add_entry(tx, actor=actor, action=action, subject=subject_of(import_id), details=details)
