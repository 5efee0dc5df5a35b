"""What residents say is wrong, and what staff did about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select, text, update

from learnmap.model.error_reports import Subject
from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import SCHEMA, ErrorReportRow

_ADD: Final = text(f"SELECT {SCHEMA}.report_error(:point_id, :what, :note)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """A report of a resident.

    Attributes
    ----------
    id : int
    point_id : str
    what : str
        One of `learnmap.model.error_reports.SUBJECTS`.
    note : str
        In the resident's own words; may be empty.
    reported_at : datetime
    handled_at, handled_by, handled_note
        None while it waits.
    """

    id: int
    point_id: str
    what: Subject
    note: str
    reported_at: dt.datetime
    handled_at: dt.datetime | None
    handled_by: str | None
    handled_note: str | None


def add_report(tx: Transaction, point_id: str, what: Subject, note: str) -> bool:
    """Keep a report; the public's role may do it, by a function of the database's.

    Returns
    -------
    bool
        False where so many wait already that no more are kept.

    Raises
    ------
    NotFoundError
        When there is no such point.
    """
    values = {"point_id": point_id, "what": what, "note": note}
    done = tx.execute(_ADD, values).scalar_one()
    if done == "unknown":
        raise NotFoundError(f"there is no learning point {point_id!r}")
    return bool(done == "kept")


def read_reports(tx: Transaction, *, handled: bool, limit: int | None = None) -> list[ErrorReport]:
    """Read the reports that wait, the oldest first, or those handled, the last one first."""
    row = ErrorReportRow
    statement = select(row.__table__).limit(limit)
    if handled:
        statement = statement.where(row.handled_at.is_not(None)).order_by(row.handled_at.desc())
    else:
        statement = statement.where(row.handled_at.is_(None)).order_by(row.id)
    return [ErrorReport(**found) for found in tx.execute(statement).mappings()]


def count_waiting_reports(tx: Transaction) -> int:
    """Count the reports that wait."""
    row = ErrorReportRow
    return tx.execute(select(func.count()).where(row.handled_at.is_(None))).scalar_one()


def handle_report(tx: Transaction, number: int, *, note: str, actor: str) -> None:
    """Say that a report was dealt with, and how.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    ConflictError
        When somebody handled it meanwhile.
    """
    row = ErrorReportRow
    found = tx.execute(
        select(row.point_id, row.handled_by).where(row.id == number).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no report {number}")
    if found.handled_by is not None:
        raise ConflictError(f"report {number} was handled by {found.handled_by} already")
    tx.execute(
        update(row)
        .where(row.id == number)
        .values(handled_at=func.clock_timestamp(), handled_by=actor, handled_note=note)
    )
    add_entry(
        tx,
        actor=actor,
        action="reports.handle",
        subject=f"error_reports/{number}",
        details={"point": found.point_id, "note": note},
    )
