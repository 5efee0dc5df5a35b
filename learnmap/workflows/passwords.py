"""Hash passwords by Argon2id, and check them at the same cost whether or not there is one."""

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import Type

from learnmap.model.accounts import normal_password

# RFC 9106 section 4, the second recommended option: 64 MiB, three passes, four lanes.
_HASHER: Final = PasswordHasher(
    time_cost=3,
    memory_cost=64 * 1024,  # KiB
    parallelism=4,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)

_AT_ONCE: Final = 4
"""Further ones wait, so that logins never take more than 256 MiB."""
_ROOM: Final = threading.BoundedSemaphore(_AT_ONCE)

_NOBODYS: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$mrjlh5cvctAMJNU+bPNmPw$"
    "AjkCf58WgGfPmtCPC93ZFAvo59aMQ6G8PMOmbIySDos"
)
"""Hash of a password that nobody has, checked where there is no account."""


def hash_password(password: str) -> str:
    """Return the hash to be stored, with its salt and parameters in it."""
    with _ROOM:
        return _HASHER.hash(normal_password(password))


def is_password(stored: str | None, password: str) -> bool:
    """Tell whether a password is the one that was hashed.

    Parameters
    ----------
    stored : str or None
        None where there is no account, or none with a password: as much is computed then, and
        the answer is no.
    password : str
    """
    with _ROOM:
        try:
            _HASHER.verify(stored or _NOBODYS, normal_password(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
