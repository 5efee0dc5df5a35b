"""Settings and access rules of an embedded cluster."""

import os
import pwd
from pathlib import Path
from typing import Final

from learnmap.store._rights import ROLES
from learnmap.store._server_programs import ServerAccount

OWNER_ROLE: Final = "learnmap"
"""The database role that owns the embedded cluster."""

SETTINGS_FILE: Final = "learnmap.conf"

_SETTINGS: Final = {
    "listen_addresses": "''",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "64",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    # Compiling a plan costs more than our short queries take.
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_min_messages": "warning",
}

_DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FOR_TESTS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def write_settings(data: Path, account: ServerAccount, *, sockets: Path, durable: bool) -> None:
    """Write the settings file anew, since the folder may have moved since the last start."""
    values = dict(_SETTINGS)
    # The setting is a list, hence the inner quotes.
    folder = str(sockets).replace("'", "''").replace('"', '""')
    values["unix_socket_directories"] = f"'\"{folder}\"'"
    values |= _DURABLE if durable else _FOR_TESTS
    text = "".join(f"{name} = {value}\n" for name, value in values.items())
    _write(data / SETTINGS_FILE, text, account)


def write_access_rules(data: Path, account: ServerAccount) -> None:
    """Let in, by the socket alone, the user who runs the cluster, and root.

    The kernel tells PostgreSQL who is at the other end (``peer``), so no password is kept.
    """
    write_users(data, account)
    _write(data / "pg_hba.conf", "local all all peer map=owner\n", account)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude_if_exists '{SETTINGS_FILE}'\n")


def write_users(data: Path, account: ServerAccount) -> bool:
    """Write who may come in as which role; tell whether that changed anything."""
    names = {account.name, pwd.getpwuid(0).pw_name, pwd.getpwuid(os.geteuid()).pw_name}
    lines = "".join(
        f'owner "{name}" {role}\n' for name in sorted(names) for role in (OWNER_ROLE, *ROLES)
    )
    path = data / "pg_ident.conf"
    if path.exists() and path.read_text(encoding="utf-8") == lines:
        return False
    _write(path, lines, account)
    return True


def _write(path: Path, text: str, account: ServerAccount) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    account.give(fresh)
    fresh.replace(path)
