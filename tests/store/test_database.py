"""Opening a store, and what its errors say."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from learnmap.model.errors import (
    ConflictError,
    InvalidInputError,
    NotReadyError,
    StoreError,
)
from learnmap.store import EmbeddedCluster, Store, read_kinds, read_points, upsert_points
from tests.store.samples import a_point


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "cannot be read"),
        ("sqlite:///x.db", "begins with sqlite://.*needs PostgreSQL"),
        ("mysql://root@localhost/x", "begins with mysql"),
    ],
)
def test_an_address_that_is_no_postgresql_is_refused(url: str, message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        Store.open(url)


def test_a_server_that_is_not_there_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"does not answer.*`learnmap db start`"):
        Store.open(f"postgresql://learnmap@/learnmap?host={tmp_path}")


def test_a_password_is_not_in_the_message() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://somebody:s3cret@127.0.0.1:1/learnmap")
    assert "s3cret" not in str(caught.value)


def test_a_missing_database_and_a_missing_user_are_told(cluster: EmbeddedCluster) -> None:
    with pytest.raises(StoreError, match=r'database "nowhere" does not exist'):
        Store.open(cluster.url("nowhere"))
    with pytest.raises(StoreError, match="Peer authentication failed"):
        Store.open(cluster.url("postgres").replace("learnmap@", "intruder@"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_plain_addresses_are_taken(database_url: str, scheme: str) -> None:
    with Store.open(database_url.replace("postgresql", scheme, 1)) as store:
        store.ping()


def test_tables_that_are_missing_are_told(cluster: EmbeddedCluster) -> None:
    with (
        Store.open(cluster.ensure_database("empty")) as store,
        pytest.raises(NotReadyError, match=r"learnmap\.kinds.*run `learnmap db start`"),
        store.begin() as tx,
    ):
        read_kinds(tx)


def test_a_read_only_store_writes_nothing(database_url: str) -> None:
    with Store.open(database_url, read_only=True) as store:
        with store.begin() as tx:
            assert len(read_kinds(tx)) == 13
        with pytest.raises(StoreError, match="read-only"), store.begin() as tx:
            upsert_points(tx, [a_point()], actor="t")


def test_an_exception_undoes_the_whole_block(store: Store) -> None:
    def fail() -> None:
        with store.begin() as tx:
            upsert_points(tx, [a_point()], actor="t")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.begin() as tx:
        assert read_points(tx) == []


def test_a_snapshot_does_not_see_what_others_commit_meanwhile(store: Store) -> None:
    with store.begin(snapshot=True) as reader, store.begin() as other:
        assert read_points(reader) == []
        with store.begin() as writer:
            upsert_points(writer, [a_point()], actor="t")
        assert read_points(reader) == []
        assert len(read_points(other)) == 1


def test_a_refusal_names_rule_row_and_value(store: Store) -> None:
    statement = (
        "INSERT INTO learnmap.demand_points (id, place, source, fictional) "
        "VALUES ('d1', 'SRID=4326;POINT(181 31)', 'test', true)"
    )
    with (
        pytest.raises(
            InvalidInputError,
            match=r"demand_points \(ck_demand_points_place\) refuses a row, since place is a point "
            r"with longitude -180\.\.180.*\(d1, ",
        ),
        store.begin() as tx,
    ):
        tx.execute(text(statement))
    repeated = statement.replace("181", "121") + ", ('d1', 'SRID=4326;POINT(1 2)', 'x', true)"
    with (
        pytest.raises(
            ConflictError, match=r"demand_points \(pk_demand_points\).*\(id\)=\(d1\) already exists"
        ),
        store.begin() as tx,
    ):
        tx.execute(text(repeated))


def test_a_deadlock_is_told_as_such(store: Store) -> None:
    with store.begin() as tx:
        upsert_points(tx, [a_point("a"), a_point("b")], actor="t")
    update = text("UPDATE learnmap.learning_points SET phone = '1' WHERE id = :id")
    both_hold_one = threading.Barrier(2)
    errors: list[StoreError] = []

    def run(first: str, second: str) -> None:
        try:
            with store.begin() as tx:
                # Not through the token's row, which keeps our own writers in line.
                tx.execute(text("SET LOCAL session_replication_role = replica"))
                tx.execute(update, {"id": first})
                both_hold_one.wait()
                tx.execute(update, {"id": second})
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 1
    assert "deadlock detected" in str(errors[0])
    assert "try again" in str(errors[0])


def test_writers_of_points_wait_for_each_other_and_do_not_deadlock(store: Store) -> None:
    """Each takes two batches in the other's order; without a common lock this deadlocks."""
    ready = threading.Barrier(2)
    errors: list[Exception] = []

    def run(first: str, second: str, phone: str) -> None:
        ready.wait()
        try:
            for turn in range(10):
                with store.begin() as tx:
                    upsert_points(tx, [a_point(first, phone=f"{phone}{turn}")], actor="t")
                    upsert_points(tx, [a_point(second, phone=f"{phone}{turn}")], actor="t")
        except StoreError as error:
            errors.append(error)

    threads = [
        threading.Thread(target=run, args=(*pair, str(number)))
        for number, pair in enumerate((("a", "b"), ("b", "a")))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_upgrades_at_once_make_the_tables_once(cluster: EmbeddedCluster) -> None:
    url = cluster.ensure_database("raced")
    errors: list[Exception] = []

    def run() -> None:
        try:
            with Store.open(url) as store:
                store.upgrade()
        except Exception as error:  # noqa: BLE001 - any at all is the finding
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with Store.open(url) as store, store.begin() as tx:
        assert len(read_kinds(tx)) == 13


def test_a_connection_that_was_cut_is_replaced(store: Store, database_url: str) -> None:
    """As after a restart of the server: the pool holds a dead connection."""
    with store.begin() as tx:
        pid = tx.scalar(text("SELECT pg_backend_pid()"))
    with Store.open(database_url) as other, other.begin() as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    with store.begin() as tx:
        assert tx.scalar(text("SELECT pg_backend_pid()")) != pid


def test_a_connection_that_is_cut_within_a_transaction_is_told(
    store: Store, database_url: str
) -> None:
    def lose_the_connection() -> None:
        with Store.open(database_url) as other, store.begin() as tx:
            pid = tx.scalar(text("SELECT pg_backend_pid()"))
            with other.begin() as cutter:
                cutter.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
            tx.execute(text("SELECT 1"))

    with pytest.raises(StoreError, match=r"does not answer: .*terminating connection"):
        lose_the_connection()
    with store.begin() as tx:
        assert tx.scalar(text("SELECT 1")) == 1
