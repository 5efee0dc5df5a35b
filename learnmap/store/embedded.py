"""A private PostGIS cluster in a folder, run by the distribution's own PostgreSQL programs."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
from psycopg import sql

from learnmap.model.errors import InvalidInputError, StoreError
from learnmap.store._server_configuration import (
    OWNER_ROLE,
    write_access_rules,
    write_settings,
    write_users,
)
from learnmap.store._server_processes import end_makers_of, processes_in
from learnmap.store._server_programs import (
    ServerAccount,
    ServerPrograms,
    account_for,
    check_reachable,
    find_programs,
)
from learnmap.store._socket_folder import SOCKET_NAME, make_socket_folder, socket_folder

START_TIMEOUT_S: Final = 120.0
"""Longest wait for a start; recovery after a crash replays what was not yet on disk."""

ORPHANS_AFTER_S: Final = 3.0
"""How long the processes of a killed server may finish before they are ended."""

_DATABASE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """What is known of an embedded cluster.

    Attributes
    ----------
    created : bool
        Whether the data folder exists.
    running : bool
        Whether its postmaster is alive.
    answering : bool
        Whether it accepts connections; False while it recovers from a crash.
    pid : int or None
        Process id of the postmaster.
    version : int or None
        Major version of PostgreSQL that made the data folder.
    """

    created: bool
    running: bool
    answering: bool
    pid: int | None
    version: int | None
    data_folder: Path
    socket_folder: Path
    log_file: Path


class EmbeddedCluster:
    """A PostgreSQL cluster of one user's, reached by a Unix socket only.

    Parameters
    ----------
    folder : Path
        Where data, socket and log live; made when missing.
    durable : bool
        False turns fsync off. A crash of the machine may then lose or spoil everything, so
        it is for tests.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder.resolve()
        self._durable = durable

    @property
    def folder(self) -> Path:
        """Where data, socket and log live."""
        return self._folder

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log" / "postgres.log"

    def start(self) -> None:
        """Start the cluster, and make it first when there is none; do nothing when it runs.

        A second process that starts it meanwhile waits for the first. A cluster that was
        killed is recovered.

        Raises
        ------
        StoreError
            When PostgreSQL or PostGIS is missing, a folder cannot be entered, or the server
            does not come up; with the last lines of its log.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"cannot make the data folder {self._folder}: {error.strerror}"
            ) from error
        # Before the lock: somebody else's folder is told as such.
        self._account()
        with self._locked():
            account = self._account()
            if self._answers(account):
                self._let_roles_in(account)
                return
            check_reachable(account, self._folder)
            programs = find_programs(major=self._version())
            if not self._data.exists():
                self._create(programs, account)
            sockets = socket_folder(self._folder, account)
            make_socket_folder(sockets, account)
            write_settings(self._data, account, sockets=sockets, durable=self._durable)
            write_users(self._data, account)
            self._launch(programs, account)

    def stop(self) -> None:
        """Stop the cluster after rolling back what clients have open; do nothing when down.

        Raises
        ------
        StoreError
            When it does not stop within a minute.
        """
        if not self._data.exists():
            return
        with self._locked():
            pid = self._postmaster()
            if pid is None:
                return
            programs = find_programs(major=self._version())
            done = self._account().run(
                [programs.path("pg_ctl"), "stop", "-D", ".", "-m", "fast", "-w"],
                timeout_s=90,
                cwd=self._data,
            )
            if done.returncode:
                raise StoreError(
                    f"PostgreSQL {pid} does not stop: {done.stdout.strip()} {done.stderr.strip()}"
                )

    def status(self) -> ClusterStatus:
        """Say whether the cluster exists, runs and answers; changes nothing."""
        account = self._account()
        pid = self._postmaster()
        return ClusterStatus(
            created=self._data.exists(),
            running=pid is not None,
            answering=pid is not None and self._answers(account),
            pid=pid,
            version=self._version(),
            data_folder=self._data,
            socket_folder=socket_folder(self._folder, account),
            log_file=self._log,
        )

    def url(self, database: str, *, role: str = OWNER_ROLE) -> str:
        """Return the address of one database of the cluster.

        Parameters
        ----------
        database : str
        role : str
            Who comes in there: its owner, `PUBLIC_ROLE` or `STAFF_ROLE`.

        Returns
        -------
        str
            ``postgresql://learnmap@/NAME?host=SOCKET_FOLDER``, as libpq and SQLAlchemy take it.
        """
        _check_database_name(database)
        sockets = socket_folder(self._folder, self._account())
        return f"postgresql://{role}@/{database}?host={quote(str(sockets), safe='')}"

    def ensure_database(self, name: str) -> str:
        """Make an empty database unless it exists, and return its address.

        Raises
        ------
        StoreError
            When the cluster does not answer.
        """
        address = self.url(name)
        with self._connected() as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_catalog.pg_database WHERE datname = %s", [name]
            ).fetchone()
            if known is None:
                # Another process may make it between the two statements.
                with contextlib.suppress(
                    psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
                ):
                    connection.execute(
                        sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
                            sql.Identifier(name)
                        )
                    )
        return address

    def databases(self) -> list[str]:
        """Return the names of the databases that were made here, in order.

        Raises
        ------
        StoreError
            When the cluster does not answer.
        """
        with self._connected() as connection:
            named = connection.execute(
                "SELECT datname FROM pg_catalog.pg_database"
                " WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname"
            )
            return [name for (name,) in named]

    @contextlib.contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise StoreError(
                f"the embedded database in {self._folder} does not answer: "
                f"{' '.join(str(error).split())}; run `learnmap db start`"
            ) from error

    def _let_roles_in(self, account: ServerAccount) -> None:
        """Tell a server of an earlier learnmap, which runs on, of the roles that came since."""
        if write_users(self._data, account):
            with self._connected() as connection:
                connection.execute("SELECT pg_catalog.pg_reload_conf()")
            # The server reads the file a moment later, and has no way to say when.
            time.sleep(0.5)

    def _account(self) -> ServerAccount:
        return account_for(self._data if self._data.exists() else None)

    def _version(self) -> int | None:
        try:
            return int((self._data / "PG_VERSION").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time start or stop; the kernel frees the lock of a dead one."""
        lock = self._folder / "cluster.lock"
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"cannot open {lock}: {error.strerror}; run as the owner of the folder "
                "or give another data folder"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _answers(self, account: ServerAccount) -> bool:
        sockets = socket_folder(self._folder, account)
        try:
            psycopg.connect(
                host=str(sockets), user=OWNER_ROLE, dbname="postgres", connect_timeout=3
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create(self, programs: ServerPrograms, account: ServerAccount) -> None:
        """Make the data folder under another name, then rename: it is whole or not there."""
        for left_over in self._folder.glob("data.new-*"):
            end_makers_of(left_over)
            shutil.rmtree(left_over)
        fresh = Path(tempfile.mkdtemp(prefix="data.new-", dir=self._folder))
        account.give(fresh)
        arguments = [
            programs.path("initdb"),
            f"--pgdata={fresh}",
            f"--username={OWNER_ROLE}",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            # One sync of the file system below takes half as long as one for each file.
            "--no-sync",
        ]
        done = account.run(arguments, timeout_s=300)
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise StoreError(f"initdb failed in {self._folder}: {done.stderr.strip()}")
        write_access_rules(fresh, account)
        if self._durable:
            self._sync_all(fresh, account)
        fresh.rename(self._data)
        _sync(self._folder)

    def _sync_all(self, folder: Path, account: ServerAccount) -> None:
        done = account.run(["sync", "--file-system", str(folder)], timeout_s=300)
        if done.returncode:
            raise StoreError(f"{folder} cannot be written to disk: {done.stderr.strip()}")

    def _launch(self, programs: ServerPrograms, account: ServerAccount) -> None:
        self._log.parent.mkdir(exist_ok=True)
        account.give(self._log.parent)
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers(account):
            if time.monotonic() > deadline:
                raise StoreError(
                    f"PostgreSQL in {self._folder} does not answer after {START_TIMEOUT_S:.0f} s; "
                    f"see {self._log}\n{self._last_lines()}"
                )
            if self._postmaster() is None:
                self._clear_remains(deadline, socket_folder(self._folder, account))
                self._run_server(programs, account)
            time.sleep(0.02)

    def _run_server(self, programs: ServerPrograms, account: ServerAccount) -> None:
        done = account.run(
            [
                programs.path("pg_ctl"),
                "start",
                # Relative, since pg_ctl puts both between double quotes into a shell's command.
                *("-D", ".", "-l", os.path.relpath(self._log, self._data)),
                *("-w", "-s", "-t", str(int(START_TIMEOUT_S))),
            ],
            timeout_s=START_TIMEOUT_S + 30,
            cwd=self._data,
        )
        if done.returncode:
            raise StoreError(
                f"PostgreSQL did not start in {self._folder}: {done.stderr.strip()}\n"
                f"{self._last_lines()}"
            )

    def _postmaster(self) -> int | None:
        """Process id of the running postmaster, or None.

        The pid file of a killed server stays, and its number may by now be another program's;
        only a process whose working folder is the data folder is ours.
        """
        try:
            first = (self._data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
            pid = int(first)
        except (FileNotFoundError, ValueError):
            return None
        return pid if pid in processes_in(self._data, only=pid) else None

    def _clear_remains(self, deadline: float, sockets: Path) -> None:
        """Wait for, then end, backends that outlived a killed postmaster; drop its lock files.

        While one lives, the shared memory is in use and PostgreSQL refuses to start. Ending
        them is safe: whatever they had not committed is rolled back by the recovery. The lock
        files hold the dead server's process id, which may be another program's by now, or a
        zombie's where nobody reaps; PostgreSQL would take either for a running server.
        """
        end_them_at = time.monotonic() + ORPHANS_AFTER_S
        while orphans := processes_in(self._data):
            now = time.monotonic()
            if now > deadline:
                raise StoreError(
                    f"processes {sorted(orphans)} of a killed server still use {self._data}; "
                    "end them and start again"
                )
            if now > end_them_at:
                for pid in orphans:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
            time.sleep(0.05)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        (sockets / SOCKET_NAME).unlink(missing_ok=True)
        (sockets / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _last_lines(self) -> str:
        try:
            text = self._log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-8:])


def _check_database_name(name: str) -> None:
    if not _DATABASE_NAME.fullmatch(name):
        raise InvalidInputError(
            f"{name!r} is no database name; use lower-case letters, digits and _, "
            "beginning with a letter, at most 63"
        )


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
