"""The migrations make what the classes declare, all of it."""

import re

import psycopg
import pytest
from alembic import command
from sqlalchemy import text

from learnmap.model.errors import StoreError
from learnmap.model.kinds import KINDS, Kind
from learnmap.store import Store, edit_kind, migrate, read_kinds
from learnmap.store.schema import Base

DEFINITIONS = """
SELECT 'constraint', rel.relname, con.conname, pg_get_constraintdef(con.oid)
FROM pg_constraint AS con JOIN pg_class AS rel ON rel.oid = con.conrelid
WHERE con.connamespace = CAST(CAST(:name AS text) AS regnamespace) AND con.contype <> 't'
UNION ALL
SELECT 'index', tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = CAST(:name AS text)
UNION ALL
SELECT 'column', rel.relname, att.attname, concat_ws(' ',
    format_type(att.atttypid, att.atttypmod), 'not null ' || CAST(att.attnotnull AS text),
    'identity ' || CAST(att.attidentity AS text),
    'generated ' || CAST(att.attgenerated AS text),
    col.collname, pg_get_expr(def.adbin, def.adrelid))
FROM pg_attribute AS att
JOIN pg_class AS rel ON rel.oid = att.attrelid AND rel.relkind = 'r'
LEFT JOIN pg_attrdef AS def ON def.adrelid = rel.oid AND def.adnum = att.attnum
LEFT JOIN pg_collation AS col ON col.oid = att.attcollation
WHERE rel.relnamespace = CAST(CAST(:name AS text) AS regnamespace) AND att.attnum > 0
ORDER BY 1, 2, 3
"""


def definitions(store: Store, schema: str) -> set[tuple[str, ...]]:
    with store.begin() as tx:
        rows = tx.execute(text(DEFINITIONS), {"name": schema}).all()
    return {
        tuple(re.sub(rf"\b{schema}\.(?=\w+[ (])", "OURS.", part) for part in row)
        for row in rows
        if row[1] != "alembic_version"
    }


def test_autogenerate_finds_nothing_to_do(store: Store) -> None:
    with store.begin() as tx:
        assert migrate.differences(tx) == []
        assert migrate.current_revision(tx) == migrate.newest_revision()


def test_autogenerate_would_find_something(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(text("ALTER TABLE learnmap.kinds ADD COLUMN extra integer"))
        tx.execute(text("DROP INDEX learnmap.ix_learning_points_site"))
        assert len(migrate.differences(tx)) == 2


def test_migrations_and_classes_make_the_same_tables(store: Store) -> None:
    """Autogenerate does not look at CHECK and EXCLUDE; PostgreSQL's own words do."""
    with store.begin() as tx:
        tx.execute(text("CREATE SCHEMA declared"))
        Base.metadata.create_all(
            tx.execution_options(schema_translate_map={"learnmap": "declared"})
        )
    migrated = definitions(store, "learnmap")
    declared = definitions(store, "declared")
    # Functions stay where they are: their schema is written out in the rules.
    declared = {tuple(part.replace("learnmap.", "OURS.") for part in entry) for entry in declared}
    assert migrated - declared == set()
    assert declared - migrated == set()
    assert len(migrated) > 300


def test_down_and_up_again_makes_the_same(store: Store) -> None:
    before = definitions(store, "learnmap")
    with store.begin() as tx:
        command.downgrade(migrate._configuration(tx), "base")
        left = tx.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'learnmap'::regnamespace "
                "UNION ALL "
                "SELECT proname FROM pg_proc WHERE pronamespace = 'learnmap'::regnamespace"
            )
        ).all()
        assert set(left) == {"alembic_version", "alembic_version_pkc"}
    store.upgrade()
    assert definitions(store, "learnmap") == before


def test_upgrade_again_changes_nothing(store: Store) -> None:
    with store.begin() as tx:
        before = tx.scalar(text("SELECT value FROM learnmap.change_tokens"))
    store.upgrade()
    with store.begin() as tx:
        assert tx.scalar(text("SELECT value FROM learnmap.change_tokens")) == before
        assert read_kinds(tx) == KINDS


def test_a_newer_database_is_left_alone(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(text("UPDATE learnmap.alembic_version SET version_num = 'future'"))
    with pytest.raises(StoreError, match=r"revision future.*newer one: install that"):
        store.upgrade()


def test_upgrade_keeps_what_the_city_edited(store: Store) -> None:
    """Two kinds were shipped otherwise before; the city has edited one of them."""
    ours = Kind("library", "图书馆（分馆）", "Branch library", ("learning",), "#000000")
    with store.begin() as tx:
        tx.execute(
            text(
                "UPDATE learnmap.kinds SET en = 'Old', "
                "shipped = shipped || '{\"en\": \"Old\"}' WHERE code IN ('library', 'museum')"
            )
        )
        edit_kind(tx, ours, actor="tester")
    store.upgrade()
    store.upgrade()
    with store.begin() as tx:
        kinds = {kind.code: kind for kind in read_kinds(tx)}
    assert kinds["library"] == ours
    assert kinds["museum"].en == "Museum"


def test_every_table_is_ours_and_the_extensions_are_public(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        tables = {
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'learnmap'"
            )
        }
        extensions = connection.execute(
            "SELECT extname, nspname FROM pg_extension JOIN pg_namespace AS n "
            "ON n.oid = extnamespace WHERE extname <> 'plpgsql' ORDER BY 1"
        ).fetchall()
    assert tables == {table.name for table in Base.metadata.tables.values()} | {"alembic_version"}
    assert extensions == [("btree_gist", "public"), ("pg_trgm", "public"), ("postgis", "public")]
