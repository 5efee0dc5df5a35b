"""Alembic's environment: runs on the connection that `learnmap.store.migrate` gives it."""

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from learnmap.store._rights import drop_published_views
from learnmap.store.schema import SCHEMA, Base


def is_ours(
    item: Any,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 - Alembic calls it so
    compare_to: Any,
) -> bool:
    """Leave out what PostGIS and Alembic keep for themselves."""
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))


def run(connection: Connection) -> None:
    """Run the migrations inside the caller's transaction, free of the views over the tables."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=lambda name, kind, _parents: kind != "schema" or name == SCHEMA,
        include_object=is_ours,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        compare_type=True,
        compare_server_default=True,
    )
    drop_published_views(connection)
    context.run_migrations()


run(context.config.attributes["connection"])
