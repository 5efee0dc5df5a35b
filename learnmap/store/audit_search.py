"""Find entries of the audit record."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from learnmap.store._transaction import Transaction
from learnmap.store.audit import AuditEntry
from learnmap.store.schema import AuditEntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries are looked for; None lets all through.

    Attributes
    ----------
    subject : str or None
        What they are about; also the beginning of it, such as ``learning/2026``.
    actor : str or None
    since, until : datetime.datetime or None
        The end does not count.
    before : int or None
        Number of the last entry of the page before.
    """

    subject: str | None = None
    actor: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: int | None = None


def find_entries(tx: Transaction, wanted: AuditFilter, *, limit: int) -> list[AuditEntry]:
    """Find entries, the newest first."""
    row = AuditEntryRow
    statement = select(row.id, row.at, row.actor, row.action, row.subject, row.details)
    if wanted.subject is not None:
        statement = statement.where(row.subject.startswith(wanted.subject, autoescape=True))
    if wanted.actor is not None:
        statement = statement.where(row.actor == wanted.actor)
    if wanted.since is not None:
        statement = statement.where(row.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(row.at < wanted.until)
    if wanted.before is not None:
        statement = statement.where(row.id < wanted.before)
    return [
        AuditEntry(*found) for found in tx.execute(statement.order_by(row.id.desc()).limit(limit))
    ]


def list_actors(tx: Transaction) -> list[str]:
    """List who did anything, by name."""
    return list(
        tx.execute(select(AuditEntryRow.actor).distinct().order_by(AuditEntryRow.actor)).scalars()
    )
