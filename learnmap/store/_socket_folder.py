"""Where an embedded cluster's Unix socket lies: private, and short enough for the kernel."""

import hashlib
import os
import re
import stat
from pathlib import Path
from typing import Final

from learnmap.model.errors import StoreError
from learnmap.store._server_programs import ServerAccount

SOCKET_PATH_LIMIT: Final = 107
"""Bytes of a socket's path: ``sun_path`` holds 108 with its closing NUL (unix(7))."""

SOCKET_NAME: Final = ".s.PGSQL.5432"

_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


def socket_folder(folder: Path, account: ServerAccount) -> Path:
    """Choose the folder of the socket; every process chooses the same.

    It is ``run`` beside the data, unless that path is too long for a socket or has
    characters that libpq gives a meaning, such as a comma; then a folder under ``/tmp`` named
    by the user and a hash of the path.
    """
    beside = folder / "run"
    length = len(os.fsencode(beside / SOCKET_NAME))
    if length <= SOCKET_PATH_LIMIT and _PLAIN.fullmatch(str(beside)):
        return beside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"learnmap-{account.uid}-{digest}"  # noqa: S108 - made 0700 and checked


def make_socket_folder(path: Path, account: ServerAccount) -> None:
    """Make the folder, or check the one that is there.

    Raises
    ------
    StoreError
        When something else is in its place, or others may enter it: whoever can, could put a
        socket of their own there.
    """
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        account.give(path)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise StoreError(f"{path} is no folder; remove it and start again")
    if found.st_uid != account.uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise StoreError(f"{path} is not private to user {account.name}; remove it and start again")
