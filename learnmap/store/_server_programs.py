"""Find the distribution's PostgreSQL programs and run them as the user they must run as."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.model.errors import StoreError

PROGRAM_FOLDERS: Final = Path("/usr/lib/postgresql")
EXTENSION_FOLDERS: Final = Path("/usr/share/postgresql")
SERVICE_ACCOUNT: Final = "postgres"
"""Whom a cluster runs as when root starts it: PostgreSQL refuses to run as root."""

APT_LINE: Final = "apt install postgresql-15-postgis-3"


@dataclass(frozen=True, slots=True)
class ServerPrograms:
    """The programs of one major version of PostgreSQL that has PostGIS beside it."""

    major: int
    folder: Path

    def path(self, program: str) -> str:
        """Absolute path of one program, such as ``initdb``."""
        return str(self.folder / program)


def find_programs(
    *,
    major: int | None = None,
    programs: Path = PROGRAM_FOLDERS,
    extensions: Path = EXTENSION_FOLDERS,
) -> ServerPrograms:
    """Find the newest installed PostgreSQL with PostGIS, or one major version of it.

    Parameters
    ----------
    major : int, optional
        The version that an existing cluster was made with; no other can run it.
    programs, extensions : Path
        Where the distribution keeps ``<major>/bin`` and ``<major>/extension``.

    Raises
    ------
    StoreError
        When there is none; the message has the line that installs it.
    """
    found = [
        ServerPrograms(int(entry.name), entry / "bin")
        for entry in (programs.iterdir() if programs.is_dir() else ())
        if re.fullmatch(r"\d+", entry.name)
        and (entry / "bin" / "initdb").exists()
        and (extensions / entry.name / "extension" / "postgis.control").exists()
    ]
    if major is not None:
        for candidate in found:
            if candidate.major == major:
                return candidate
        raise StoreError(
            f"the embedded database was made by PostgreSQL {major}, which is not installed with "
            f"PostGIS; run `apt install postgresql-{major}-postgis-3`"
        )
    if not found:
        raise StoreError(
            f"no PostgreSQL with PostGIS under {programs}; run `{APT_LINE}`, or name a server "
            "in LEARNMAP_DATABASE_URL"
        )
    return max(found, key=lambda candidate: candidate.major)


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """The operating-system user that a cluster's processes run as."""

    name: str
    uid: int
    gid: int

    def command(self, arguments: Sequence[str]) -> list[str]:
        """Prefix a command so that it runs as this user."""
        if os.geteuid() == self.uid:
            return list(arguments)
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise StoreError("setpriv is missing; run `apt install util-linux`")
        return [
            setpriv,
            f"--reuid={self.uid}",
            f"--regid={self.gid}",
            "--init-groups",
            "--reset-env",
            *arguments,
        ]

    def run(
        self, arguments: Sequence[str], *, timeout_s: float, cwd: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, from ``/`` since it may not enter our own folder."""
        return subprocess.run(
            self.command(arguments),
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )

    def give(self, path: Path) -> None:
        """Make this user the owner of a file or folder."""
        if os.geteuid() != self.uid:
            os.chown(path, self.uid, self.gid)


def account_for(owner_of: Path | None) -> ServerAccount:
    """Choose the user that runs a cluster.

    Parameters
    ----------
    owner_of : Path or None
        The data folder when it exists already; its owner runs it.

    Raises
    ------
    StoreError
        When the folder belongs to somebody whom we cannot become, or root has no
        ``postgres`` account to drop to.
    """
    own = os.geteuid()
    if owner_of is not None:
        uid = owner_of.stat().st_uid
        if uid not in {own, 0} and own != 0:
            raise StoreError(
                f"{owner_of} belongs to user {_name(uid)}, and this is {_name(own)}; "
                "run as that user or give another data folder"
            )
        if uid != 0:
            return _account(uid)
    if own != 0:
        return _account(own)
    try:
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        raise StoreError(
            f"root cannot run PostgreSQL and there is no {SERVICE_ACCOUNT!r} user to run it; "
            f"run `{APT_LINE}`"
        ) from None
    return ServerAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def check_reachable(account: ServerAccount, folder: Path) -> None:
    """Refuse a folder that the account cannot walk down to.

    Raises
    ------
    StoreError
        Naming the first ancestor that shuts the account out.
    """
    if account.uid == os.geteuid():
        return
    ancestors = [str(path) for path in [*reversed(folder.parents), folder] if path.exists()]
    script = 'for d in "$@"; do [ -x "$d" ] || { echo "$d"; exit 0; }; done'
    shut = account.run(["/bin/sh", "-c", script, "sh", *ancestors], timeout_s=30)
    blocked = shut.stdout.rstrip("\n")
    if shut.returncode or blocked:
        raise StoreError(
            f"user {account.name} cannot enter {blocked or folder}, which leads to {folder}; "
            "give a data folder outside it, such as /var/lib/learnmap, or run "
            f"`chmod o+x {blocked or folder}`"
        )


def _account(uid: int) -> ServerAccount:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise StoreError(
            f"user id {uid} has no name in /etc/passwd, and initdb needs one; add the user"
        ) from None
    return ServerAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
