"""Sessions of accounts; the store never sees a token, only its SHA-256."""

import datetime as dt
from typing import Final

from sqlalchemy import delete, func, insert, select, update

from learnmap.model.accounts import ABSOLUTE_S, IDLE_S, Account
from learnmap.store._transaction import Transaction
from learnmap.store.schema import AccountRow, SessionRow

_SEEN_EVERY: Final = dt.timedelta(seconds=60)
"""Requests in a row write no more often than this."""

ACCOUNT: Final = select(
    AccountRow.id,
    AccountRow.name,
    AccountRow.full_name,
    AccountRow.role,
    AccountRow.password_hash.is_not(None).label("has_password"),
    AccountRow.must_change,
    AccountRow.disabled_at,
    AccountRow.created_at,
)
"""Selects what `Account` holds; never the hash."""


def begin_session(tx: Transaction, account_id: int, *, token_sha256: str) -> None:
    """Begin a session, and clear away those that have ended."""
    now = func.clock_timestamp()
    tx.execute(
        delete(SessionRow).where(
            (SessionRow.expires_at <= now)
            | (SessionRow.seen_at <= now - dt.timedelta(seconds=IDLE_S))
        )
    )
    started = tx.execute(select(now)).scalar_one()
    tx.execute(
        insert(SessionRow).values(
            token_sha256=token_sha256,
            account_id=account_id,
            created_at=started,
            seen_at=started,
            expires_at=started + dt.timedelta(seconds=ABSOLUTE_S),
        )
    )


def find_session(tx: Transaction, token_sha256: str) -> Account | None:
    """Return whose session it is, and note that it is in use; None when it has ended."""
    now = func.clock_timestamp()
    row = (
        tx.execute(
            ACCOUNT.join(SessionRow, SessionRow.account_id == AccountRow.id).where(
                SessionRow.token_sha256 == token_sha256,
                SessionRow.expires_at > now,
                SessionRow.seen_at > now - dt.timedelta(seconds=IDLE_S),
                AccountRow.disabled_at.is_(None),
            )
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    tx.execute(
        update(SessionRow)
        .where(SessionRow.token_sha256 == token_sha256, SessionRow.seen_at < now - _SEEN_EVERY)
        .values(seen_at=now)
    )
    return Account(**row)


def end_session(tx: Transaction, token_sha256: str) -> None:
    """End one session; do nothing when it has ended."""
    tx.execute(delete(SessionRow).where(SessionRow.token_sha256 == token_sha256))


def end_sessions(tx: Transaction, account_id: int) -> int:
    """End all sessions of an account; return how many there were."""
    ended = tx.execute(
        delete(SessionRow)
        .where(SessionRow.account_id == account_id)
        .returning(SessionRow.token_sha256)
    )
    return len(ended.all())
