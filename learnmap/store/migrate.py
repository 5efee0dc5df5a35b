"""Bring the tables to the version that this code needs."""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, text

from learnmap.model.errors import StoreError
from learnmap.store._rights import lay_down_rights
from learnmap.store.schema import SCHEMA, Base

_UPGRADE_LOCK: Final = 0x6C656172_6E6D6170
"""Key of the advisory lock: the bytes of ``learnmap``."""

EXTENSIONS: Final = ("postgis", "btree_gist", "pg_trgm")


def upgrade(connection: Connection) -> None:
    """Run what is missing up to the newest migration, in the caller's transaction.

    A second process that upgrades meanwhile waits, then finds nothing to do.

    Raises
    ------
    StoreError
        When the database was written by a newer learnmap.
    """
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    found = current_revision(connection)
    if found is not None and found not in _known_revisions():
        raise StoreError(
            f"the database is at revision {found}, which this learnmap does not know; "
            "it was written by a newer one: install that"
        )
    missing = _missing_extensions(connection)
    for name in missing:
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public"))
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    if found != newest_revision():
        command.upgrade(_configuration(connection), "head")
    lay_down_rights(connection)


def is_replica(connection: Connection) -> bool:
    """Tell whether the server follows another one, and so takes no writes."""
    return bool(connection.scalar(text("SELECT pg_is_in_recovery()")))


def check(connection: Connection) -> None:
    """Refuse tables that are not at the revision that this code needs.

    Raises
    ------
    StoreError
        When a migration is missing, or the tables are newer.
    """
    found, needed = current_revision(connection), newest_revision()
    if found != needed:
        raise StoreError(
            f"the replica is at revision {found or 'none'}, and this learnmap needs {needed}; run "
            "any command of the same learnmap on its primary, and wait for the replica to follow"
        )


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the database is at, None before the first."""
    return _context(connection).get_current_revision()


def newest_revision() -> str:
    """Return the revision that this code needs."""
    head = _scripts().get_current_head()
    if head is None:
        raise StoreError("the package has no migrations; install learnmap again")
    return head


def differences(connection: Connection) -> list[Any]:
    """Compare the database with the declared tables, as Alembic's autogenerate does."""
    return list(compare_metadata(_context(connection), Base.metadata))


def draft_revision(connection: Connection, message: str, *, revision: str) -> None:
    """Write a migration of the differences, for its author to complete."""
    command.revision(_configuration(connection), message, autogenerate=True, rev_id=revision)


def _missing_extensions(connection: Connection) -> list[str]:
    present = set(connection.scalars(text("SELECT extname FROM pg_catalog.pg_extension")))
    return [name for name in EXTENSIONS if name not in present]


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection,
        opts={
            "version_table_schema": SCHEMA,
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
            "include_object": alembic_helpers.include_object,
            "compare_type": True,
            "compare_server_default": True,
        },
    )


def _configuration(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", _script_folder().replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(_script_folder())


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _script_folder() -> str:
    return str(Path(__file__).parent / "migrations")
