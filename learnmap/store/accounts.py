"""Accounts of city staff; each change is in the audit record, and no secret is."""

from typing import Any

from sqlalchemy import func, insert, select, update

from learnmap.model.accounts import Account
from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.roles import Role
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import AccountRow
from learnmap.store.sessions import ACCOUNT, end_sessions


def add_account(
    tx: Transaction,
    *,
    name: str,
    full_name: str,
    role: Role,
    password_hash: str | None,
    must_change: bool,
    actor: str,
    identity: tuple[str, str] | None = None,
) -> Account:
    """Add an account.

    Parameters
    ----------
    password_hash : str or None
        None for one that logs in by the city's identity provider only.
    identity : (str, str), optional
        Issuer and subject at that provider.

    Raises
    ------
    ConflictError
        When the name or the identity is another account's.
    """
    issuer, subject = identity or (None, None)
    tx.execute(
        insert(AccountRow).values(
            name=name,
            full_name=full_name,
            role=role,
            password_hash=password_hash,
            must_change=must_change,
            oidc_issuer=issuer,
            oidc_subject=subject,
        )
    )
    details = {"role": role, "full_name": full_name, "issuer": issuer}
    add_entry(tx, actor=actor, action="account.add", subject=name, details=details)
    return read_account(tx, name)


def list_accounts(tx: Transaction) -> list[Account]:
    """List all accounts by name, disabled ones too."""
    return [Account(**row) for row in tx.execute(ACCOUNT.order_by(AccountRow.name)).mappings()]


def read_account(tx: Transaction, name: str) -> Account:
    """Read one account.

    Raises
    ------
    NotFoundError
        When there is none of that name.
    """
    row = tx.execute(ACCOUNT.where(AccountRow.name == name)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no account {name!r}; see `learnmap account list`")
    return Account(**row)


def find_identity(tx: Transaction, *, issuer: str, subject: str) -> Account | None:
    """Find the account of somebody whom the city's identity provider knows."""
    found = tx.execute(
        ACCOUNT.where(AccountRow.oidc_issuer == issuer, AccountRow.oidc_subject == subject)
    )
    row = found.mappings().one_or_none()
    return None if row is None else Account(**row)


def read_password_hash(tx: Transaction, name: str, *, lock: bool = False) -> str | None:
    """Read the hash of an enabled account's password; None also when there is no such account.

    Parameters
    ----------
    lock : bool
        Let nobody change the account before the transaction ends.
    """
    statement = select(AccountRow.password_hash).where(
        AccountRow.name == name, AccountRow.disabled_at.is_(None)
    )
    return tx.scalar(statement.with_for_update(read=True) if lock else statement)


def set_password(
    tx: Transaction, name: str, *, password_hash: str, must_change: bool, actor: str
) -> None:
    """Give an account another password and end all its sessions.

    Raises
    ------
    NotFoundError
        When there is no such account.
    """
    account = _locked(tx, name)
    _change(tx, account, password_hash=password_hash, must_change=must_change)
    ended = end_sessions(tx, account.id)
    details = {"must_change": must_change, "sessions_ended": ended}
    add_entry(tx, actor=actor, action="account.password", subject=name, details=details)


def renew_hash(tx: Transaction, name: str, *, password_hash: str) -> None:
    """Keep the same password under a hash with today's parameters."""
    tx.execute(
        update(AccountRow).where(AccountRow.name == name).values(password_hash=password_hash)
    )


def set_role(tx: Transaction, name: str, *, role: Role, actor: str) -> Account:
    """Give an account another role; its sessions go on with it from their next request.

    Raises
    ------
    NotFoundError
        When there is no such account.
    ConflictError
        When it is the last admin that is enabled.
    """
    account = _locked(tx, name)
    if account.role != role:
        _keep_an_admin(tx, account)
        _change(tx, account, role=role)
        details = {"from": account.role, "to": role}
        add_entry(tx, actor=actor, action="account.role", subject=name, details=details)
    return read_account(tx, name)


def set_disabled(tx: Transaction, name: str, *, disabled: bool, actor: str) -> Account:
    """Disable an account and end its sessions, or enable it again.

    Raises
    ------
    NotFoundError
        When there is no such account.
    ConflictError
        When it is the last admin that is enabled.
    """
    account = _locked(tx, name)
    if (account.disabled_at is not None) != disabled:
        details = {}
        if disabled:
            _keep_an_admin(tx, account)
            details = {"sessions_ended": end_sessions(tx, account.id)}
        _change(tx, account, disabled_at=func.now() if disabled else None)
        action = "account.disable" if disabled else "account.enable"
        add_entry(tx, actor=actor, action=action, subject=name, details=details)
    return read_account(tx, name)


def _locked(tx: Transaction, name: str) -> Account:
    """Read an account for change, with all enabled admins, in one order for everybody."""
    # Two admins who demote each other at once would else leave none.
    is_admin = (AccountRow.role == "admin") & AccountRow.disabled_at.is_(None)
    tx.execute(
        select(AccountRow.id)
        .where(is_admin | (AccountRow.name == name))
        .order_by(AccountRow.id)
        .with_for_update()
    ).all()
    return read_account(tx, name)


def _keep_an_admin(tx: Transaction, account: Account) -> None:
    if account.role != "admin" or account.disabled_at is not None:
        return
    others = tx.scalar(
        select(func.count())
        .select_from(AccountRow)
        .where(
            AccountRow.role == "admin",
            AccountRow.disabled_at.is_(None),
            AccountRow.id != account.id,
        )
    )
    if not others:
        raise ConflictError(
            f"{account.name} is the last admin that is enabled; make another account admin first"
        )


def _change(tx: Transaction, account: Account, **values: Any) -> None:
    tx.execute(update(AccountRow).where(AccountRow.id == account.id).values(**values))
