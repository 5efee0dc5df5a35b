"""What the public's and the staff's database roles may do, tried by those who log in as them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from learnmap.model.errors import InvalidInputError, LearnmapError, NotFoundError
from learnmap.model.records import RouteStop, WalkingRoute
from learnmap.store import (
    PUBLIC_ROLE,
    STAFF_ROLE,
    EmbeddedCluster,
    Store,
    add_entry,
    add_report,
    create_draft,
    list_editions,
    list_files,
    publish,
    read_catchments,
    read_city,
    read_file,
    read_kinds,
    read_points,
    read_reports,
    read_routes,
    read_stored_routes,
    retire_route,
    upsert_routes,
)
from learnmap.store.schema import Base
from tests.store.samples import a_city, a_point, some_files
from tests.store.test_layers import SHOWN

Raw = psycopg.Connection[tuple[Any, ...]]

TABLES = sorted(table.name for table in Base.metadata.tables.values())
PUBLISHED = {
    "alembic_version",
    "areas",
    "catchment_inputs",
    "catchments",
    "change_tokens",
    "city_settings",
    "edition_files",
    "editions",
    "kinds",
    "learning_points",
    "network_builds",
    "offering_categories",
    "offering_sessions",
    "offerings",
    "route_stops",
    "walk_profiles",
    "walking_routes",
}
"""What a resident may see, decided by hand."""


def as_role(url: str, role: str) -> str:
    return url.replace("//learnmap@", f"//{role}@")


@contextmanager
def logged_in(url: str, role: str) -> Iterator[Raw]:
    with psycopg.connect(as_role(url, role), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def url(cluster: EmbeddedCluster) -> str:
    """Address of a database with a draft, a withdrawn and a published edition."""
    address = cluster.ensure_database("rights")
    files, types, manifest = some_files()
    with Store.open(address) as store:
        store.upgrade()
        with store.begin() as tx:
            a_city(tx, a_point())
            tx.execute(text("UPDATE learnmap.city_settings SET review_required = false"))
            for map_name in ("learning", "elderly"):
                draft = create_draft(tx, map_name=map_name, year=2026, actor="t")
                publish(
                    tx,
                    edition_id=draft.id,
                    files=files,
                    media_types=types,
                    manifest_sha256=manifest,
                    approval_number=None,
                    approval_exemption="a test",
                    actor="t",
                )
            tx.execute(
                text(
                    "UPDATE learnmap.editions SET status = 'withdrawn', status_reason = 'r' "
                    "WHERE map_name = 'elderly'"
                )
            )
            unpublished = create_draft(tx, map_name="humanities", year=2026, actor="t")
            tx.execute(
                text(
                    "INSERT INTO learnmap.edition_files VALUES (:id, 'secret.txt', 'text/plain', "
                    "'s', encode(sha256('s'), 'hex'), 1)"
                ),
                {"id": unpublished.id},
            )
    return address


def a_route(identifier: str, *points: str) -> WalkingRoute:
    stops = tuple(
        RouteStop(point_id=point, position=position, dwell_min=10)
        for position, point in enumerate(points, start=1)
    )
    return WalkingRoute(id=identifier, names={"zh": "一条路"}, source="test", stops=stops)


def refused(connection: Raw, statement: str) -> bool:
    """Tell whether a right is missing; whatever else the statement did is undone."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(sql.SQL(statement))
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_the_public_reads_what_is_published(url: str) -> None:
    with Store.open(as_role(url, PUBLIC_ROLE)) as store:
        assert store.published_only
        store.upgrade()  # compares, and changes nothing
        with store.begin() as tx:
            assert read_city(tx).names["en"] == "Test City"
            assert len(read_kinds(tx)) > 5
            assert [stored.point.id for stored in read_points(tx)] == ["p1"]
            assert [stored.point.id for stored in read_points(tx, text="曹杨")] == ["p1"]
            assert read_points(tx, area="310107") == []
            found = read_catchments(tx, build_hash="none", point_ids=["p1"], profile="adult")
            assert len(found) == 0
            editions = {row.map_name: row for row in list_editions(tx)}
            assert set(editions) == {"learning", "elderly"}
            assert read_file(tx, editions["learning"].id, "edition.json")[0] == b"{}"
            # Of a withdrawn edition the reason is left, and no file.
            assert editions["elderly"].status_reason == "r"
            assert list_files(tx, editions["elderly"].id) == []
            hidden = tx.execute(
                text("SELECT count(*) FROM learnmap_published.edition_files WHERE path ~ 'secret'")
            )
            assert hidden.scalar_one() == 0
        with pytest.raises(LearnmapError, match=r"audit_entries|denied"), store.begin() as tx:
            add_entry(tx, actor="a", action="b", subject="c")


def test_the_public_sees_the_views_alone(url: str) -> None:
    with logged_in(url, PUBLIC_ROLE) as connection:
        assert [name for name in TABLES if not refused(connection, f"TABLE learnmap.{name}")] == []
        found = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.role_table_grants "
            "WHERE grantee = %s AND table_schema ~ 'learnmap'",
            [PUBLIC_ROLE],
        ).fetchall()
    assert {tuple(row) for row in found} == {
        *(("learnmap_published", name) for name in PUBLISHED),
        *(("learnmap_layers", name) for name in SHOWN),
    }


def test_the_public_adds_reports_and_reads_none(url: str) -> None:
    with Store.open(as_role(url, PUBLIC_ROLE)) as store:
        with store.begin() as tx:
            assert add_report(tx, "p1", "hours", "<b>x</b>")
        with pytest.raises(NotFoundError), store.begin() as tx:
            add_report(tx, "nobody", "hours", "")
        with pytest.raises(InvalidInputError, match="at most 1000"), store.begin() as tx:
            add_report(tx, "p1", "hours", "x" * 1001)
        with pytest.raises(InvalidInputError, match="one of"), store.begin() as tx:
            add_report(tx, "p1", "weather", "")  # type: ignore[arg-type]
    with logged_in(url, PUBLIC_ROLE) as connection:
        for statement in (
            "TABLE learnmap.error_reports",
            "SELECT count(*) FROM learnmap.error_reports",
            "INSERT INTO learnmap.error_reports (point_id, what, note) VALUES ('p1', 'hours', '')",
            "UPDATE learnmap.error_reports SET note = ''",
            "DELETE FROM learnmap.error_reports",
            "ALTER FUNCTION learnmap.report_error(text, text, text) RENAME TO other",
        ):
            assert refused(connection, statement), statement
    with Store.open(as_role(url, STAFF_ROLE)) as store, store.begin() as tx:
        assert [one.note for one in read_reports(tx, handled=False)] == ["<b>x</b>"]


def test_reports_are_kept_while_staff_keep_up(url: str) -> None:
    fill = (
        "INSERT INTO learnmap.error_reports (point_id, what, note) "
        "SELECT 'p1', 'hours', 'full' FROM generate_series(1, 2000)"
    )
    with Store.open(url) as owner:
        with owner.begin() as tx:
            tx.execute(text(fill))
        with Store.open(as_role(url, PUBLIC_ROLE)) as store, store.begin() as tx:
            assert not add_report(tx, "p1", "hours", "one more")
        with owner.begin() as tx:
            tx.execute(text("DELETE FROM learnmap.error_reports WHERE note = 'full'"))


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_the_public_writes_nowhere(url: str, name: str) -> None:
    view = f"learnmap_published.{name}"
    with logged_in(url, PUBLIC_ROLE) as connection:
        assert not refused(connection, f"TABLE {view}")
        for statement in (
            f"INSERT INTO {view} DEFAULT VALUES",
            f"DELETE FROM {view}",  # noqa: S608 - names of ours
            f"TRUNCATE learnmap.{name}",
            f"ALTER VIEW {view} RENAME TO other",
            f"DROP VIEW {view}",
        ):
            assert refused(connection, statement), statement
        (column,) = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum < 3 "
            "ORDER BY attnum DESC",
            [view],
        ).fetchone() or ("",)
        assert refused(connection, f"UPDATE {view} SET {column} = NULL")  # noqa: S608 - as above
        assert refused(connection, f"TABLE {view} FOR UPDATE")


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_the_public_writes_into_no_layer(url: str, name: str) -> None:
    with logged_in(url, PUBLIC_ROLE) as connection:
        for statement in (
            f"INSERT INTO learnmap_layers.{name} DEFAULT VALUES",
            f"UPDATE learnmap_layers.{name} SET id = NULL",  # noqa: S608 - names of ours
            f"DELETE FROM learnmap_layers.{name}",  # noqa: S608 - as above
            f"DROP VIEW learnmap_layers.{name}",
        ):
            # PostgreSQL looks first whether a view of joined tables can be written at all.
            with pytest.raises(
                (
                    psycopg.errors.InsufficientPrivilege,
                    psycopg.errors.ObjectNotInPrerequisiteState,
                )
            ):
                connection.execute(sql.SQL(statement))


@pytest.mark.parametrize("role", [PUBLIC_ROLE, STAFF_ROLE])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE learnmap.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE VIEW learnmap_published.mine AS SELECT 1",
        "SET ROLE learnmap",
        "SET SESSION AUTHORIZATION learnmap",
        "ALTER ROLE learnmap_public SUPERUSER",
        "ALTER TABLE learnmap.audit_entries DISABLE TRIGGER guard",
        "ALTER TABLE learnmap.editions DISABLE TRIGGER ALL",
        "DROP TRIGGER guard ON learnmap.editions",
        "ALTER TABLE learnmap.editions OWNER TO learnmap_staff",
        "ALTER FUNCTION learnmap.guard_audit() RENAME TO other",
        "SET session_replication_role = replica",
        "UPDATE learnmap.audit_entries SET actor = 'somebody'",
        "DELETE FROM learnmap.audit_entries",
        "TRUNCATE learnmap.audit_entries",
        "DELETE FROM learnmap.editions",
        "TRUNCATE learnmap.editions CASCADE",
        "UPDATE learnmap.editions SET year = 2027",
        "UPDATE learnmap.editions SET created_by = 'somebody'",
        "DELETE FROM learnmap.edition_files",
        "UPDATE learnmap.edition_files SET content = 'x'",
        "TRUNCATE learnmap.edition_files",
        "DELETE FROM learnmap.frozen_residents",
        "UPDATE learnmap.frozen_residents SET content = 'x'",
        "TRUNCATE learnmap.frozen_residents CASCADE",
        "UPDATE learnmap.alembic_version SET version_num = '0001'",
        "COPY learnmap.kinds TO PROGRAM 'id'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_reload_conf()",
    ],
)
def test_neither_role_changes_what_is_kept(url: str, role: str, statement: str) -> None:
    with logged_in(url, role) as connection:
        assert refused(connection, statement)


def test_staff_work_with_all_tables(url: str) -> None:
    with Store.open(as_role(url, STAFF_ROLE)) as store:
        assert not store.published_only
        store.upgrade()
        files, types, manifest = some_files()
        with store.begin() as tx:
            a_city(tx, a_point("p1", address="另一条路"), a_point("p2"))
            tx.execute(text("UPDATE learnmap.city_settings SET review_required = false"))
            draft = create_draft(tx, map_name="learning", year=2027, actor="staff")
            published = publish(
                tx,
                edition_id=draft.id,
                files=files,
                media_types=types,
                manifest_sha256=manifest,
                approval_number=None,
                approval_exemption="a test",
                actor="staff",
            )
            assert published.status == "published"
    with logged_in(url, STAFF_ROLE) as connection:
        assert [name for name in TABLES if refused(connection, f"TABLE learnmap.{name}")] == []


def test_a_user_takes_a_role_on(url: str) -> None:
    with Store.open(url) as owner:
        assert owner.may_become(PUBLIC_ROLE)
        assert not owner.may_become("nobody_of_this_name")
    with Store.open(url, role=PUBLIC_ROLE) as store:
        assert store.published_only
    with Store.open(as_role(url, PUBLIC_ROLE)) as store:
        assert not store.may_become(STAFF_ROLE)


@pytest.mark.parametrize("schema", ["learnmap_published", "learnmap_layers"])
def test_rights_that_were_lost_are_laid_down_again(
    store: Store, database_url: str, schema: str
) -> None:
    with store.begin() as tx:
        tx.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        tx.execute(text("GRANT DELETE ON learnmap.audit_entries TO learnmap_staff"))
    store.upgrade()
    with logged_in(database_url, PUBLIC_ROLE) as connection:
        assert not refused(connection, "TABLE learnmap_published.kinds")
        assert not refused(connection, "TABLE learnmap_layers.learning_points")
    with logged_in(database_url, STAFF_ROLE) as connection:
        assert refused(connection, "DELETE FROM learnmap.audit_entries")


def test_the_public_reads_the_routes_that_are_walked(store: Store, database_url: str) -> None:
    with store.begin() as tx:
        a_city(tx, a_point("p1"), a_point("p2"))
        routes = [a_route("walked", "p1", "p2"), a_route("retired", "p2", "p1")]
        upsert_routes(tx, routes, actor="mei")
        retire_route(tx, "retired", version_seen=1, actor="mei")
    with Store.open(as_role(database_url, PUBLIC_ROLE)) as public, public.begin() as tx:
        assert read_routes(tx) == [routes[0]]
        (stored,) = read_stored_routes(tx)
        stops = tx.execute(text("SELECT DISTINCT route_id FROM learnmap_published.route_stops"))
        assert stops.scalars().all() == ["walked"]
    # Which of the staff wrote it is nobody else's business.
    assert (stored.version, stored.updated_by) == (1, None)
