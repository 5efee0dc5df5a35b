"""Make, change and disable accounts of staff."""

from learnmap import store
from learnmap.model.accounts import (
    Account,
    account_name,
    check_account,
    check_new_password,
    check_role,
)
from learnmap.model.errors import InvalidInputError, NotAllowedError
from learnmap.workflows.city import City
from learnmap.workflows.passwords import hash_password, is_password


def add_account(
    city: City,
    name: str,
    *,
    full_name: str,
    role: str,
    password: str | None,
    temporary: bool = True,
    identity: tuple[str, str] | None = None,
) -> Account:
    """Add an account.

    Parameters
    ----------
    city : City
    name : str
        In lower case; kept for good.
    full_name : str
    role : str
    password : str or None
        None for one that logs in by the city's identity provider only.
    temporary : bool
        Whether the person has to choose another password at the first login, since somebody
        else knows this one.
    identity : (str, str), optional
        Issuer and subject at the identity provider.

    Raises
    ------
    InvalidInputError
        When a value cannot be used.
    ConflictError
        When the name is taken.
    """
    name = account_name(name)
    check_account(name, full_name)
    check_role(role)
    if password is None and identity is None:
        raise InvalidInputError(f"{name}: give a password, or an issuer with a subject")
    if password is not None:
        check_new_password(password, name=name)
    hashed = None if password is None else hash_password(password)
    with city.store.begin() as tx:
        return store.add_account(
            tx,
            name=name,
            full_name=full_name.strip(),
            role=check_role(role),
            password_hash=hashed,
            must_change=temporary and hashed is not None,
            identity=identity,
            actor=city.actor,
        )


def list_accounts(city: City) -> list[Account]:
    """List all accounts by name."""
    with city.store.begin() as tx:
        return store.list_accounts(tx)


def change_role(city: City, name: str, role: str) -> Account:
    """Give an account another role, at once.

    Raises
    ------
    NotFoundError, InvalidInputError
        When there is no such account or role.
    ConflictError
        When it is the last admin.
    """
    with city.store.begin() as tx:
        return store.set_role(tx, account_name(name), role=check_role(role), actor=city.actor)


def disable_account(city: City, name: str, *, disabled: bool = True) -> Account:
    """Disable an account and end its sessions, or enable it again.

    Raises
    ------
    NotFoundError
        When there is no such account.
    ConflictError
        When it is the last admin.
    """
    with city.store.begin() as tx:
        return store.set_disabled(tx, account_name(name), disabled=disabled, actor=city.actor)


def reset_password(city: City, name: str, password: str, *, temporary: bool = True) -> None:
    """Give an account another password and end its sessions.

    Raises
    ------
    NotFoundError
        When there is no such account.
    InvalidInputError
        When the password is easily guessed.
    """
    name = account_name(name)
    check_new_password(password, name=name)
    with city.store.begin() as tx:
        store.read_account(tx, name)
    hashed = hash_password(password)
    with city.store.begin() as tx:
        store.set_password(tx, name, password_hash=hashed, must_change=temporary, actor=city.actor)


def change_own_password(city: City, name: str, *, current: str, new: str, client: str) -> None:
    """Change the password of who is logged in; ends all sessions of the account.

    Raises
    ------
    InvalidInputError
        When the current password is wrong, or the new one the same or easily guessed.
    NotAllowedError
        When it was wrong so often that another try has to wait.
    """
    check_new_password(new, name=name)
    with city.store.begin() as tx:
        wait_s = store.begin_try(tx, account=name, client=client)
    if wait_s > 0:
        raise NotAllowedError(f"{name}: too many wrong passwords; try again in {wait_s:.0f} s")
    with city.store.begin() as tx:
        stored = store.read_password_hash(tx, name)
    if not is_password(stored, current):
        raise InvalidInputError("the current password is wrong; type it again")
    if is_password(stored, new):
        raise InvalidInputError("the new password is the same as the current one; give another")
    hashed = hash_password(new)
    with city.store.begin() as tx:
        store.forgive_try(tx, account=name, client=client)
        store.set_password(tx, name, password_hash=hashed, must_change=False, actor=name)
