"""Accounts of city staff, and how long their sessions last."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from learnmap.model.errors import InvalidInputError
from learnmap.model.roles import ROLES, Role

IDLE_S: Final = 60 * 60
"""A session without a request for so long has ended."""
ABSOLUTE_S: Final = 12 * 60 * 60
"""A session ends after so long, whatever is done in it."""

LEAST_PASSWORD: Final = 12
MOST_PASSWORD: Final = 200
_LEAST_DIFFERENT: Final = 5
_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody of the city's staff; never deleted, since the audit record names it.

    Attributes
    ----------
    id : int
    name : str
        What one logs in with, and what the audit record says.
    full_name : str
        What people call them.
    role : str
    has_password : bool
        False for one that logs in by the city's own identity provider only.
    must_change : bool
        Whether somebody else knows the password, so that it has to be changed first.
    disabled_at : datetime or None
    created_at : datetime
    """

    id: int
    name: str
    full_name: str
    role: Role
    has_password: bool
    must_change: bool
    disabled_at: dt.datetime | None
    created_at: dt.datetime


def account_name(text: str) -> str:
    """Return the name that a person typed as it is stored: in lower case and half width.

    Never refuses: what can be no name is no account's either.
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


def account_fault(name: str, full_name: str) -> str | None:
    """Return which of the two no account can have, ``name`` or ``full_name``; None when good."""
    if not _NAME.fullmatch(name):
        return "name"
    if not full_name.strip() or len(full_name) > 200 or not full_name.isprintable():
        return "full_name"
    return None


def check_account(name: str, full_name: str) -> None:
    """Refuse what no account can have.

    Raises
    ------
    InvalidInputError
        Naming the value and what is asked for.
    """
    fault = account_fault(name, full_name)
    if fault == "name":
        raise InvalidInputError(
            f"{name!r} is no account name; give 2 to 64 lower-case letters, digits or . _ -, "
            "beginning with a letter"
        )
    if fault == "full_name":
        raise InvalidInputError(
            f"{name}: the full name {full_name!r} is not 1 to 200 printable characters; "
            "give the person's name"
        )


def check_role(role: str) -> Role:
    """Return the role of that name.

    Raises
    ------
    InvalidInputError
        When there is none.
    """
    for known in ROLES:
        if role == known:
            return known
    raise InvalidInputError(f"there is no role {role!r}; give one of {', '.join(ROLES)}")


def normal_password(text: str) -> str:
    """Return a password in the form that is hashed: NFKC, as NIST SP 800-63B asks.

    A Chinese keyboard gives full-width letters and digits in one mode and plain ones in the
    other; they are the same password.
    """
    return unicodedata.normalize("NFKC", text)


def password_fault(password: str, *, name: str) -> str | None:
    """Return why a new password is easily guessed, as a code of `_PASSWORD_FAULTS`, or None."""
    normal = normal_password(password)
    if len(normal) < LEAST_PASSWORD:
        return "short"
    if len(normal) > MOST_PASSWORD:
        return "long"
    if len(set(normal)) < _LEAST_DIFFERENT:
        return "same"
    if name.casefold() in normal.casefold():
        return "named"
    return None


_PASSWORD_FAULTS: Final = {
    "short": f"has fewer than {LEAST_PASSWORD} characters; give more, such as four words",
    "long": f"has more than {MOST_PASSWORD} characters; give fewer",
    "same": f"has fewer than {_LEAST_DIFFERENT} different characters; give one hard to guess",
    "named": "holds the account's name; leave it out",
}


def check_new_password(password: str, *, name: str) -> None:
    """Refuse a password that is easily guessed; the message does not repeat it.

    Raises
    ------
    InvalidInputError
    """
    fault = password_fault(password, name=name)
    if fault is not None:
        raise InvalidInputError(f"the password of {name} {_PASSWORD_FAULTS[fault]}")
