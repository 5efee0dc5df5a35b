"""Failed logins by account and by client, counted before the password is looked at."""

import datetime as dt
import hashlib
from typing import Final

from sqlalchemy import Select, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from learnmap.model.login_waits import FORGET_S, Bucket, wait_s
from learnmap.store._transaction import Transaction
from learnmap.store.schema import LoginFailureRow

_KEPT: Final = dt.timedelta(days=1)


def begin_try(tx: Transaction, *, account: str, client: str) -> float:
    """Count a try as failed unless it has to wait.

    It counts before its password is looked at, so that a hundred tries at once are not a
    hundred first ones; `forgive_try` takes it back.

    Parameters
    ----------
    account : str
        The name that was given, whether or not there is such an account.
    client : str
        Address of who asks.

    Returns
    -------
    float
        Seconds to wait; then nothing was counted. 0 when it may go on.
    """
    now = tx.execute(select(func.clock_timestamp())).scalar_one()
    _forget_old(tx, now - _KEPT)
    # In one order for everybody, so that two tries never deadlock.
    keys: dict[Bucket, str] = {"account": account, "client": client}
    for bucket, key in keys.items():
        tx.execute(
            insert(LoginFailureRow)
            .values(bucket=bucket, digest=_digest(key), failures=0, last_at=now)
            .on_conflict_do_nothing()
        )
    waits = []
    for bucket, key in keys.items():
        found = tx.execute(_row(bucket, key).with_for_update()).one()
        since_s = (now - found.last_at).total_seconds()
        waits.append(wait_s(bucket, failures=found.failures, since_s=since_s))
        if since_s >= FORGET_S:
            _set(tx, bucket, key, failures=0)
    longest = max(waits)
    if longest == 0:
        for bucket, key in keys.items():
            row = LoginFailureRow
            tx.execute(
                update(row)
                .where(row.bucket == bucket, row.digest == _digest(key))
                .values(failures=row.failures + 1, last_at=now)
            )
    return longest


def forgive_try(tx: Transaction, *, account: str, client: str) -> None:
    """Take a try back that succeeded: the account begins anew, the client by this one less.

    A client's count does not go to 0, or who has an account could guess at others for ever.
    """
    _set(tx, "account", account, failures=0)
    row = LoginFailureRow
    tx.execute(
        update(row)
        .where(row.bucket == "client", row.digest == _digest(client), row.failures > 0)
        .values(failures=row.failures - 1)
    )


def _forget_old(tx: Transaction, before: dt.datetime) -> None:
    row = LoginFailureRow
    # What another try holds is in use again, and is left to it.
    old = select(row.bucket, row.digest).where(row.last_at < before)
    tx.execute(
        delete(row).where(tuple_(row.bucket, row.digest).in_(old.with_for_update(skip_locked=True)))
    )


def _set(tx: Transaction, bucket: Bucket, key: str, *, failures: int) -> None:
    row = LoginFailureRow
    tx.execute(
        update(row)
        .where(row.bucket == bucket, row.digest == _digest(key))
        .values(failures=failures)
    )


def _row(bucket: Bucket, key: str) -> Select[int, dt.datetime]:
    row = LoginFailureRow
    return select(row.failures, row.last_at).where(row.bucket == bucket, row.digest == _digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
