"""Log in and out, and find who is at the other end of a session."""

import hashlib
import math
import secrets
from dataclasses import dataclass

from learnmap.model.accounts import Account, account_name, check_account
from learnmap.model.errors import NotAllowedError
from learnmap.model.roles import Role
from learnmap.store import (
    Transaction,
    add_account,
    add_entry,
    begin_session,
    begin_try,
    end_session,
    find_identity,
    find_session,
    forgive_try,
    read_account,
    read_password_hash,
    renew_hash,
    set_role,
)
from learnmap.workflows.city import City
from learnmap.workflows.passwords import hash_password, is_outdated, is_password


@dataclass(frozen=True, slots=True)
class Login:
    """A login that succeeded.

    Attributes
    ----------
    account : Account
    token : str
        The new session's; here for the only time.
    """

    account: Account
    token: str

    def __repr__(self) -> str:
        """Leave the token out, wherever it is printed."""
        return f"Login({self.account.name!r})"


@dataclass(frozen=True, slots=True)
class LoginRefusal:
    """A login that did not; the same whether or not there is such an account.

    Attributes
    ----------
    wait_s : int
        Seconds before another try is looked at; 0 when one may try again at once.
    """

    wait_s: int


def new_token() -> str:
    """Return 256 random bits, to be a session's token."""
    return secrets.token_urlsafe(32)


def log_in(city: City, name: str, password: str, *, client: str) -> Login | LoginRefusal:
    """Check a name and a password, and begin a session.

    Parameters
    ----------
    city : City
    name, password : str
        As they were typed.
    client : str
        Address of who asks, to slow a guesser down.
    """
    name = account_name(name)
    with city.store.begin() as tx:
        wait_s = begin_try(tx, account=name, client=client)
    if wait_s > 0:
        return LoginRefusal(math.ceil(wait_s))
    with city.store.begin() as tx:
        # A NUL cannot be sent to PostgreSQL, and is in no account's name.
        stored = None if "\x00" in name else read_password_hash(tx, name)
    if not is_password(stored, password) or stored is None:
        return LoginRefusal(0)
    renewed = hash_password(password) if is_outdated(stored) else None
    with city.store.begin() as tx:
        # While it was checked, somebody may have changed it, which ends all sessions.
        if read_password_hash(tx, name, lock=True) != stored:
            return LoginRefusal(0)
        if renewed is not None:
            renew_hash(tx, name, password_hash=renewed)
        forgive_try(tx, account=name, client=client)
        return _begin(tx, read_account(tx, name), how="password")


def log_in_identity(
    city: City, identity: tuple[str, str], *, name: str, full_name: str, role: Role | None
) -> Login:
    """Begin a session of somebody whom the city's identity provider confirmed.

    Parameters
    ----------
    city : City
    identity : (str, str)
        Issuer and subject, by which the account is found; never by its name.
    name, full_name : str
        For an account that is made at the first login.
    role : str or None
        What the provider says; None where accounts are added, and roles given, by an admin.

    Raises
    ------
    NotAllowedError
        When there is no such account, or it is disabled.
    ConflictError
        When the name of an account to be made is somebody else's, or the last admin would go.
    """
    issuer, subject = identity
    with city.store.begin() as tx:
        account = find_identity(tx, issuer=issuer, subject=subject)
        if account is None and role is not None:
            wanted = account_name(name)
            check_account(wanted, full_name)
            account = add_account(
                tx,
                name=wanted,
                full_name=full_name,
                role=role,
                password_hash=None,
                must_change=False,
                identity=identity,
                actor=issuer,
            )
        if account is None or account.disabled_at is not None:
            raise NotAllowedError(f"{subject!r} of {issuer} has no account here; ask an admin")
        if role is not None:
            account = set_role(tx, account.name, role=role, actor=issuer)
        return _begin(tx, account, how=issuer)


def log_out(city: City, token: str) -> None:
    """End a session; do nothing when it has ended."""
    with city.store.begin() as tx:
        account = find_session(tx, _digest(token))
        if account is not None:
            end_session(tx, _digest(token))
            add_entry(tx, actor=account.name, action="account.logout", subject=account.name)


def who_is(city: City, token: str) -> Account | None:
    """Return whose session a token is, with the role of this moment; None when it has ended."""
    with city.store.begin() as tx:
        return find_session(tx, _digest(token))


def _begin(tx: Transaction, account: Account, *, how: str) -> Login:
    token, name = new_token(), account.name
    begin_session(tx, account.id, token_sha256=_digest(token))
    add_entry(tx, actor=name, action="account.login", subject=name, details={"by": how})
    return Login(account, token)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
