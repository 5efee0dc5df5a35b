"""Database roles: what the public may read, and what staff may write.

Rights are derived from the declared tables and laid down after each migration, so that a new
table is staff's to write and nobody's to publish until it is named here.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, Table, text

from learnmap.store.layers import LAYERS
from learnmap.store.schema import LAYERS_SCHEMA, PUBLISHED_SCHEMA, SCHEMA, Base

PUBLIC_ROLE: Final = "learnmap_public"
"""Reads the published views, and nothing else."""
STAFF_ROLE: Final = "learnmap_staff"
"""Writes what staff may; can neither change nor delete an edition or an audit entry."""
ROLES: Final = (PUBLIC_ROLE, STAFF_ROLE)

_SHOWN: Final = (PUBLISHED_SCHEMA, LAYERS_SCHEMA)
"""Schemas of the public's views; those of the second are made of those of the first."""

_PUBLISHED: Final = {
    "areas": "",
    "catchment_inputs": "",  # what a catchment was computed from: both are read together
    "catchments": "",
    "change_tokens": "",
    "city_settings": "",
    "edition_files": (
        "EXISTS (SELECT FROM learnmap.editions AS edition WHERE edition.id = edition_id"
        " AND edition.status IN ('published', 'superseded'))"
    ),
    "editions": "status IN ('published', 'superseded', 'withdrawn')",
    "kinds": "",
    "learning_points": "",
    "network_builds": "",
    "offering_categories": "",
    "offering_sessions": "",
    "offerings": "",
    "route_stops": (
        "EXISTS (SELECT FROM learnmap.walking_routes AS route WHERE route.id = route_id"
        " AND route.retired_at IS NULL)"
    ),
    "walk_profiles": "",
    "walking_routes": "retired_at IS NULL",
}
"""Tables that the service shows to anybody, each with which of its rows."""

_WITHHELD: Final = frozenset({("walking_routes", "updated_by"), ("walking_routes", "retired_by")})
"""Columns that name an account: a published view has them, so that queries fit it, and empty."""

_ADDED_TO_ONLY: Final = ("audit_entries", "edition_files", "frozen_residents")
"""Staff may add rows to these, and never change or delete one."""

_LINKED: Final = "audit_links"
"""Staff may look at the chain; the trigger that adds to it acts for its owner."""

_FIXED_EDITION_COLUMNS: Final = frozenset(
    {"id", "map_name", "year", "revision", "created_at", "created_by"}
)


def lay_down_rights(connection: Connection) -> None:
    """Make the roles, the published views and the grants, unless they are as they should be.

    A user who may not make roles goes on without the missing ones; an administrator makes
    them, and the next command grants them what they need.
    """
    _make_roles(connection)
    present = [role for role in ROLES if _exists(connection, role)]
    statements = list(_statements(present))
    wanted = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    if all(_mark(connection, schema) == wanted for schema in _SHOWN):
        return
    drop_published_views(connection)
    for statement in statements:
        connection.execute(text(statement))
    # Last: half-done rights are never taken for whole ones.
    for schema in _SHOWN:
        connection.execute(text(f"COMMENT ON SCHEMA {schema} IS '{wanted}'"))


def drop_published_views(connection: Connection) -> None:
    """Take the published views away, so that a migration may change what they show."""
    for schema in reversed(_SHOWN):
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))


def is_limited(connection: Connection) -> bool:
    """Tell whether the role of the connection may use the tables but not change what they are."""
    return bool(
        connection.scalar(
            text(
                "SELECT NOT has_schema_privilege(oid, 'CREATE') "
                "FROM pg_catalog.pg_namespace WHERE nspname = :name"
            ),
            {"name": SCHEMA},
        )
    )


def sees_published_only(connection: Connection) -> bool:
    """Tell whether the role of the connection has to read the published views."""
    return bool(
        connection.scalar(
            text(
                "SELECT NOT has_table_privilege(class.oid, 'SELECT') "
                "FROM pg_catalog.pg_class AS class "
                "JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace "
                "WHERE space.nspname = :name AND class.relname = 'editions'"
            ),
            {"name": SCHEMA},
        )
    )


def may_become(connection: Connection, role: str) -> bool:
    """Tell whether the user of the connection may take a role on."""
    # Since PostgreSQL 16 who made a role is its member without that right.
    return bool(
        connection.scalar(
            text(
                "SELECT pg_has_role(oid, CASE WHEN "
                "current_setting('server_version_num')::integer < 160000 "
                "THEN 'MEMBER' ELSE 'SET' END) FROM pg_catalog.pg_roles WHERE rolname = :role"
            ),
            {"role": role},
        )
    )


def _make_roles(connection: Connection) -> None:
    may = connection.scalar(
        text("SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = user")
    )
    for role in ROLES:
        if may and not _exists(connection, role):
            # Another database of the same server may make it at this moment.
            connection.execute(
                text(
                    f"DO $$ BEGIN CREATE ROLE {role} LOGIN; "
                    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
                )
            )


def _exists(connection: Connection, role: str) -> bool:
    found = text("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = :role")
    return connection.scalar(found, {"role": role}) is not None


def _mark(connection: Connection, schema: str) -> str | None:
    found = text(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace "
        "WHERE nspname = :name"
    )
    mark: str | None = connection.scalar(found, {"name": schema})
    return mark


def _statements(roles: list[str]) -> Iterator[str]:
    yield f"CREATE SCHEMA {PUBLISHED_SCHEMA}"
    for name, rows in _PUBLISHED.items():
        yield _view(Base.metadata.tables[f"{SCHEMA}.{name}"], rows)
    yield (
        f"CREATE VIEW {PUBLISHED_SCHEMA}.alembic_version "  # noqa: S608 - our own names
        f"AS SELECT version_num FROM {SCHEMA}.alembic_version"
    )
    yield f"CREATE SCHEMA {LAYERS_SCHEMA}"
    for layer in LAYERS:
        yield from layer.statements()
    for role in roles:
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {role}"
        # The functions that rules and columns call; tables have rights of their own.
        yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}"
    if PUBLIC_ROLE in roles:
        for schema in _SHOWN:
            yield f"GRANT USAGE ON SCHEMA {schema} TO {PUBLIC_ROLE}"
            yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {PUBLIC_ROLE}"
    if STAFF_ROLE in roles:
        yield f"GRANT SELECT ON {SCHEMA}.alembic_version TO {STAFF_ROLE}"
        for table in Base.metadata.sorted_tables:
            yield f"GRANT {_staff_rights(table)} ON {SCHEMA}.{table.name} TO {STAFF_ROLE}"


def _view(table: Table, rows: str) -> str:
    columns = ", ".join(
        f"NULL::text AS {column.name}" if (table.name, column.name) in _WITHHELD else column.name
        for column in table.columns
    )
    # A barrier keeps a function of the reader's own from seeing the rows that are left out; a
    # view of all rows needs none, and would lose its indexes by it.
    barrier, condition = ("WITH (security_barrier) ", f" WHERE {rows}") if rows else ("", "")
    return (
        f"CREATE VIEW {PUBLISHED_SCHEMA}.{table.name} {barrier}"  # noqa: S608 - our own names
        f"AS SELECT {columns} FROM {SCHEMA}.{table.name}{condition}"
    )


def _staff_rights(table: Table) -> str:
    if table.name == _LINKED:
        return "SELECT"
    if table.name in _ADDED_TO_ONLY:
        return "SELECT, INSERT"
    if table.name == "editions":
        changing = ", ".join(
            column.name for column in table.columns if column.name not in _FIXED_EDITION_COLUMNS
        )
        return f"SELECT, INSERT, UPDATE ({changing})"
    return "SELECT, INSERT, UPDATE, DELETE"
