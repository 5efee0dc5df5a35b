"""The chain of hashes through the audit log, also where somebody broke it with all rights."""

import hashlib
import json
import subprocess
import threading
from typing import Any

import psycopg
import pytest
from alembic import command

from learnmap.model.errors import ConflictError
from learnmap.store import (
    CHAIN_START,
    Chain,
    Store,
    add_entry,
    check_chain,
    entry_bytes,
    migrate,
    read_chain,
    read_entries,
)

DETAILS: list[dict[str, Any]] = [
    {},
    {"note": 'a "quoted"\\ line\n\t\x01\x7f', "long key": {"b": [1, 2.5, None], "a": True}},
    {"学习点": "曹杨图书馆 🏛", "tiny": 1e-7, "huge": 1e22, "zero": -0.0, "cut": 0.1 + 0.2},
    {"aa": 1, "b": 2, "é": 3, "Z": 4},
    {"names": ["x"] * 3},
]


@pytest.fixture
def written(store: Store) -> Store:
    """Write five entries, each in a transaction of its own."""
    for number, details in enumerate(DETAILS, start=1):
        with store.begin() as tx:
            add_entry(
                tx, actor=f"员工 {number}", action="a.step", subject=f"s/{number}", details=details
            )
    return store


def chain_of(store: Store) -> Chain:
    with store.begin() as tx:
        return check_chain(read_chain(tx))


def break_it(url: str, *statements: str) -> None:
    """Do as an owner of the database who has taken every guard away."""
    with psycopg.connect(url) as raw:
        raw.execute("SET session_replication_role = replica")
        for table in ("audit_entries", "audit_links"):
            raw.execute(f"ALTER TABLE learnmap.{table} DISABLE TRIGGER ALL")
        for statement in statements:
            raw.execute(statement)


def test_each_entry_has_the_hash_of_itself_with_the_one_before(written: Store) -> None:
    with written.begin() as tx:
        links = list(read_chain(tx))
    assert [link.position for link in links] == [1, 2, 3, 4, 5]
    before = CHAIN_START
    for link, details in zip(links, DETAILS, strict=True):
        assert link.content is not None
        line = entry_bytes(link.content, link.previous_hash)
        # Not by our code: the line is JSON with what was written, and sha256sum gives its hash.
        told = json.loads(line)
        assert told["details"] == details
        assert list(told) == sorted(told)
        assert (told["actor"], told["previous"]) == (f"员工 {link.position}", before)
        summed = subprocess.run(["sha256sum"], input=line, capture_output=True, check=True).stdout
        assert summed.split()[0].decode() == link.hash
        before = link.hash
    chain = chain_of(written)
    assert (chain.entries, chain.head, chain.faults) == (5, before, ())


def test_the_bytes_of_an_entry_are_these(written: Store) -> None:
    with written.begin() as tx:
        content = list(read_chain(tx))[0].content  # noqa: RUF015 - to its end, as it is read
        assert content is not None
        at = f"{content.at:%Y-%m-%dT%H:%M:%S.%f}Z"
    assert entry_bytes(content, CHAIN_START).decode() == (
        '{"action":"a.step","actor":"员工 1","at":"' + at + '","details":{},"id":1,'
        '"previous":"' + "0" * 64 + '","subject":"s/1"}'
    )


def test_an_empty_log_is_whole(store: Store) -> None:
    chain = chain_of(store)
    assert (chain.entries, chain.head, chain.faults) == (0, CHAIN_START, ())


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody else'",
        "at = at + interval '1 microsecond'",
        "action = 'a.stop'",
        "subject = 's/9'",
        """details = '{"names": ["x", "y"]}'""",
    ],
)
def test_a_changed_field_is_found(written: Store, database_url: str, change: str) -> None:
    break_it(database_url, f"UPDATE learnmap.audit_entries SET {change} WHERE id = 3")  # noqa: S608
    (fault,) = chain_of(written).faults
    assert (fault.how, fault.entry_id) == ("changed", 3)
    assert "entry 3 was changed" in fault.says


@pytest.mark.parametrize("renumber", [False, True])
def test_an_entry_taken_from_the_middle_is_found(
    written: Store, database_url: str, *, renumber: bool
) -> None:
    break_it(
        database_url,
        "DELETE FROM learnmap.audit_links WHERE entry_id = 3",
        "DELETE FROM learnmap.audit_entries WHERE id = 3",
        *(
            f"UPDATE learnmap.audit_links SET position = {n} WHERE entry_id = {n + 1}"  # noqa: S608
            for n in (3, 4)
            if renumber
        ),
    )
    (fault,) = chain_of(written).faults
    assert fault.how == "missing"
    assert fault.says == "between entry 2 and entry 4 one or more entries are missing"


def test_an_entry_whose_link_is_left_is_missing(written: Store, database_url: str) -> None:
    break_it(database_url, "DELETE FROM learnmap.audit_entries WHERE id = 2")
    chain = chain_of(written)
    assert [(fault.how, fault.entry_id) for fault in chain.faults] == [("missing", 2)]
    assert chain.entries == 4


def test_a_cut_off_end_shows_only_against_a_noted_head(written: Store, database_url: str) -> None:
    noted = chain_of(written)
    break_it(
        database_url,
        "DELETE FROM learnmap.audit_links WHERE entry_id > 3",
        "DELETE FROM learnmap.audit_entries WHERE id > 3",
    )
    cut = chain_of(written)
    assert (cut.entries, cut.faults) == (3, ())
    assert noted.head not in cut.hashes
    assert noted.hashes.items() > cut.hashes.items()


def test_a_swapped_order_is_found(written: Store, database_url: str) -> None:
    break_it(
        database_url,
        "UPDATE learnmap.audit_links SET position = 99 WHERE entry_id = 2",
        "UPDATE learnmap.audit_links SET position = 2 WHERE entry_id = 3",
        "UPDATE learnmap.audit_links SET position = 3 WHERE entry_id = 2",
    )
    first, *_ = chain_of(written).faults
    assert (first.how, first.entry_id) == ("moved", 3)
    assert "it stands before entry 2, which it follows" in first.says


def test_contents_swapped_between_two_entries_are_found(written: Store, database_url: str) -> None:
    break_it(
        database_url,
        "UPDATE learnmap.audit_entries AS e SET actor = o.actor, at = o.at, subject = o.subject, "
        "details = o.details FROM learnmap.audit_entries AS o "
        "WHERE (e.id, o.id) IN ((2, 3), (3, 2))",
    )
    assert [(fault.how, fault.entry_id) for fault in chain_of(written).faults] == [
        ("changed", 2),
        ("changed", 3),
    ]


def test_an_entry_put_past_the_chain_is_found(written: Store, database_url: str) -> None:
    break_it(
        database_url,
        "INSERT INTO learnmap.audit_entries (actor, action, subject, details) "
        "VALUES ('x', 'a.lie', 's', '{}')",
    )
    (fault,) = chain_of(written).faults
    assert (fault.how, fault.entry_id) == ("inserted", 6)


def test_an_entry_put_between_two_with_a_link_of_its_own_is_found(
    written: Store, database_url: str
) -> None:
    """Its own hash is right; those after it were written without it."""
    break_it(
        database_url,
        *(
            f"UPDATE learnmap.audit_links SET position = {n + 1} WHERE position = {n}"  # noqa: S608
            for n in (5, 4)
        ),
        "ALTER TABLE learnmap.audit_links DROP CONSTRAINT uq_audit_links_previous_hash",
        "INSERT INTO learnmap.audit_entries (actor, action, subject, details) "
        "VALUES ('x', 'a.lie', 's', '{}')",
        "INSERT INTO learnmap.audit_links SELECT 4, e.id, l.hash, "
        "learnmap.audit_entry_hash(e, l.hash) FROM learnmap.audit_entries AS e, "
        "learnmap.audit_links AS l WHERE e.id = 6 AND l.entry_id = 3",
    )
    (fault,) = chain_of(written).faults
    assert (fault.how, fault.entry_id) == ("inserted", 6)
    assert "between entry 3 and entry 4" in fault.says


def test_twenty_writers_make_one_chain(store: Store, database_url: str) -> None:
    start = threading.Barrier(20)

    def run(own: Store, writer: int) -> None:
        start.wait()
        for turn in range(5):
            with own.begin() as tx:
                for _ in range(2):
                    add_entry(tx, actor=f"w{writer}", action="a.b", subject=str(turn))

    with Store.open(database_url, connections=20) as own:
        threads = [threading.Thread(target=run, args=(own, writer)) for writer in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    chain = chain_of(store)
    assert (chain.entries, chain.faults) == (200, ())
    assert sorted(chain.hashes.values()) == list(range(1, 201))


def test_a_long_transaction_keeps_nobody_waiting(store: Store) -> None:
    """It has written its entry and works on; another one writes and commits meanwhile."""
    with store.begin() as slow:
        add_entry(slow, actor="slow", action="a.import", subject="s")
        with store.begin() as quick:
            quick.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
            add_entry(quick, actor="quick", action="a.edit", subject="s")
        assert chain_of(store).entries == 1
    with store.begin() as tx:
        order = [link.content and link.content.actor for link in read_chain(tx)]
        # The chain is in the order of the commits, the numbers in that of the writing.
        assert order == ["quick", "slow"]
        assert [entry.actor for entry in read_entries(tx)] == ["slow", "quick"]
    assert chain_of(store).faults == ()


def test_a_snapshot_that_is_too_old_is_refused_and_forks_nothing(store: Store) -> None:
    def late() -> None:
        with store.begin(snapshot=True) as old:
            old.exec_driver_sql("SELECT 1 FROM learnmap.audit_links")
            with store.begin() as tx:
                add_entry(tx, actor="a", action="a.b", subject="s")
            add_entry(old, actor="b", action="a.b", subject="s")

    with pytest.raises(ConflictError, match="refuses a second one"):
        late()
    chain = chain_of(store)
    assert (chain.entries, chain.faults) == (1, ())


def test_entries_from_before_the_chain_are_linked_by_the_migration(
    written: Store, database_url: str
) -> None:
    head = chain_of(written).head
    with written.begin() as tx:
        command.downgrade(migrate._configuration(tx), "0006")
    with psycopg.connect(database_url) as raw:
        # A number that was never used, as a transaction leaves it that was undone.
        raw.execute("SELECT nextval('learnmap.audit_entries_id_seq')")
        raw.execute(
            "INSERT INTO learnmap.audit_entries (actor, action, subject, details) "
            "VALUES ('old', 'a.b', 's', '{}')"
        )
    written.upgrade()
    with written.begin() as tx:
        add_entry(tx, actor="new", action="a.b", subject="s")
    chain = chain_of(written)
    assert (chain.entries, chain.faults) == (7, ())
    assert chain.hashes[head] == 5


def test_a_link_is_not_changed_or_removed(raw: psycopg.Connection[tuple[Any, ...]]) -> None:
    raw.execute(
        "INSERT INTO audit_entries (actor, action, subject, details) VALUES ('a', 'b', 'c', '{}')"
    )
    raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
    digest = hashlib.sha256(b"").hexdigest()
    for role in ("origin", "replica"):
        raw.execute(f"SET LOCAL session_replication_role = {role}")
        for statement in (
            f"UPDATE audit_links SET hash = '{digest}'",  # noqa: S608
            "DELETE FROM audit_links",
            "TRUNCATE audit_links",
        ):
            with pytest.raises(psycopg.errors.RestrictViolation), raw.transaction():
                raw.execute(statement)
