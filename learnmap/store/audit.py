"""The append-only record of who did what."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from learnmap.model.errors import InvalidInputError
from learnmap.store._transaction import Transaction
from learnmap.store.schema import AuditEntryRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


def add_entry(
    tx: Transaction,
    *,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Add an entry, in the transaction of what it tells of; return its number.

    Parameters
    ----------
    actor : str
        Who did it: an account, or a program.
    action : str
        What, such as ``points.upsert``.
    subject : str
        To what: an id or an address.

    Raises
    ------
    InvalidInputError
        When no actor is named.
    """
    if not actor.strip():
        raise InvalidInputError(f"{action}: no actor is named; say who does it")
    statement = (
        insert(AuditEntryRow)
        .values(actor=actor, action=action, subject=subject, details=dict(details or {}))
        .returning(AuditEntryRow.id)
    )
    return tx.execute(statement).scalar_one()


def read_entries(
    tx: Transaction,
    *,
    subject: str | None = None,
    after: int | None = None,
    limit: int = 100,
    newest: bool = False,
) -> list[AuditEntry]:
    """Read entries from old to new.

    Parameters
    ----------
    subject : str, optional
        Only those about it.
    after : int, optional
        Number of the last entry of the page before.
    limit : int
        At most so many.
    newest : bool
        Where there are more, the last of them in place of the first.
    """
    statement = select(
        AuditEntryRow.id,
        AuditEntryRow.at,
        AuditEntryRow.actor,
        AuditEntryRow.action,
        AuditEntryRow.subject,
        AuditEntryRow.details,
    )
    if subject is not None:
        statement = statement.where(AuditEntryRow.subject == subject)
    if after is not None:
        statement = statement.where(AuditEntryRow.id > after)
    order = AuditEntryRow.id.desc() if newest else AuditEntryRow.id
    entries = [AuditEntry(*row) for row in tx.execute(statement.order_by(order).limit(limit))]
    return entries[::-1] if newest else entries
