"""Imports in the store: what waits, what is applied, what is taken back, and what is refused."""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.records import LearningPoint, RouteStop, WalkingRoute
from learnmap.store import (
    ImportFacts,
    ImportRecord,
    PointWarning,
    Store,
    apply_import,
    confirm_warnings,
    discard_import,
    drop_records,
    list_imports,
    read_entries,
    read_import,
    read_import_records,
    read_import_warnings,
    read_point,
    read_points,
    record_import,
    take_back_import,
    upsert_points,
    upsert_routes,
)
from tests.store.samples import a_point

Raw = psycopg.Connection[tuple[Any, ...]]

BYTES = """
SELECT to_jsonb(row) - 'version' - 'updated_at' || jsonb_build_object(
    'site', encode(ST_AsEWKB(site), 'hex'), 'entrance', encode(ST_AsEWKB(entrance), 'hex'))
FROM learnmap.learning_points AS row ORDER BY id
"""
"""Every column of every point but how often it was changed, and when."""


def a_warning(line: int, **changes: Any) -> PointWarning:
    values: dict[str, Any] = {
        "line": line,
        "unit": "line",
        "point_id": None,
        "column": "longitude",
        "value": "1",
        "code": "in_water",
        "message": "lies in water",
        "remedy": "correct it",
    }
    return PointWarning(**(values | changes))


def waiting(
    store: Store,
    points: Sequence[LearningPoint],
    warnings: Sequence[PointWarning] = (),
    *,
    sha256: str = "ab" * 32,
) -> int:
    """Put points into quarantine, on lines 2, 3, ... of a file."""
    with store.begin() as tx:
        seen = {found.point.id: found.version for found in read_points(tx)}
        facts = ImportFacts(source="test", file_name="points.csv", file_sha256=sha256)
        records = [
            ImportRecord(line, point, seen.get(point.id)) for line, point in enumerate(points, 2)
        ]
        return record_import(tx, facts, records, warnings, actor="clerk")


def applied(store: Store, points: Sequence[LearningPoint], *, sha256: str = "ab" * 32) -> int:
    import_id = waiting(store, points, sha256=sha256)
    with store.begin() as tx:
        apply_import(tx, import_id, actor="clerk")
    return import_id


def stored_bytes(store: Store) -> list[dict[str, Any]]:
    with store.begin() as tx:
        return list(tx.scalars(text(BYTES)))


def put(store: Store, *points: LearningPoint) -> None:
    with store.begin() as tx:
        upsert_points(tx, points, actor="tester")


ODD = a_point(
    "odd",
    longitude=121.40000000000001,
    latitude=0.1 + 0.2,
    entrance_longitude=-1e-7,
    entrance_latitude=31.123456789012345,
    names={"zh": '<b>"引"</b> \\ \U0001f4da', "en": "=cmd|'x'"},
    phone="+86 21",
    assured_date="2026-03-01",
)


def test_applying_and_taking_back_leaves_every_byte_as_before(store: Store) -> None:
    put(store, ODD, a_point("same"), a_point("other"))
    before = stored_bytes(store)
    changed = a_point("odd", names={"en": "New"}, status="closed", kind="museum", latitude=31.0)
    import_id = applied(store, [changed, a_point("same"), a_point("new")])
    assert [row["id"] for row in stored_bytes(store)] == ["new", "odd", "other", "same"]
    with store.begin() as tx:
        assert [r.outcome for r in read_import_records(tx, import_id)] == [
            "changed",
            "unchanged",
            "added",
        ]
        assert read_import_records(tx, import_id)[0].before == ODD
        assert read_import(tx, import_id).missing == ("other",)
        done = take_back_import(tx, import_id, actor="boss")
    assert (done.added, done.changed) == (("new",), ("odd",))
    assert stored_bytes(store) == before
    with store.begin() as tx:
        # A number that came back would let somebody write over what they never saw.
        assert read_point(tx, "odd").version == 3
        entries = read_entries(tx, subject=f"imports/{import_id}")
    assert [(e.actor, e.action) for e in entries] == [
        ("clerk", "imports.check"),
        ("clerk", "imports.apply"),
        ("boss", "imports.take_back"),
    ]
    counts = {"added": 1, "changed": 1, "unchanged": 1, "missing": 1, "dropped": 0, "removed": 0}
    assert entries[1].details == counts | {"sha256": "ab" * 32, "what": "points"}
    assert entries[2].details == {"removed_ids": ["new"], "restored_ids": ["odd"]}


def test_a_repeat_changes_nothing(store: Store) -> None:
    points = [ODD, a_point("a")]
    applied(store, points)
    before = stored_bytes(store)
    import_id = waiting(store, points)
    with store.begin() as tx:
        changes = apply_import(tx, import_id, actor="clerk")
    assert changes.counts == {"added": 0, "changed": 0, "unchanged": 2}
    assert stored_bytes(store) == before
    with store.begin() as tx:
        assert read_point(tx, "odd").version == 1


def test_an_open_warning_keeps_the_whole_file_waiting(store: Store) -> None:
    import_id = waiting(
        store,
        [a_point("a"), a_point("b"), a_point("c")],
        [a_warning(0), a_warning(3), a_warning(3, code="island"), a_warning(4)],
    )
    with pytest.raises(ConflictError, match="4 of 4 warnings that nobody"), store.begin() as tx:
        apply_import(tx, import_id, actor="clerk")
    with store.begin() as tx:
        assert confirm_warnings(tx, import_id, lines=[0, 3], note=" seen ", actor="boss") == 3
        assert read_import(tx, import_id).pending == 1
    with pytest.raises(ConflictError, match="1 of 4 warnings"), store.begin() as tx:
        apply_import(tx, import_id, actor="clerk")
    with store.begin() as tx:
        assert read_points(tx) == []
        drop_records(tx, import_id, lines=[4], actor="boss")
        row = read_import(tx, import_id)
        assert (row.rows, row.dropped, row.warnings, row.pending) == (3, 1, 4, 0)
        changes = apply_import(tx, import_id, actor="clerk")
    assert changes.added == ("a", "b")
    with store.begin() as tx:
        assert [found.point.id for found in read_points(tx)] == ["a", "b"]
        notes = [(w.confirmed_by, w.note) for w in read_import_warnings(tx, import_id)]
        # A dropped row is in the file: its point is not missing from it.
        assert read_import(tx, import_id).missing == ()
    assert notes == [("boss", "seen")] * 3 + [(None, None)]


@pytest.mark.parametrize(
    ("lines", "note", "message"),
    [
        ([3], "seen", "line 3 has no warning that is open"),
        ([2, 9], "seen", "line 9 has no warning"),
        (None, " ", "say in a note why"),
    ],
)
def test_what_cannot_be_confirmed_is_refused(
    store: Store, lines: list[int] | None, note: str, message: str
) -> None:
    import_id = waiting(store, [a_point("a"), a_point("b")], [a_warning(2)])
    with pytest.raises(InvalidInputError, match=message), store.begin() as tx:
        confirm_warnings(tx, import_id, lines=lines, note=note, actor="boss")
    with store.begin() as tx:
        assert read_import(tx, import_id).pending == 1


def test_rows_are_dropped_once_and_one_has_to_be_left(store: Store) -> None:
    import_id = waiting(store, [a_point("a"), a_point("b")])
    with store.begin() as tx:
        drop_records(tx, import_id, lines=[2, 3], actor="boss")
    with pytest.raises(InvalidInputError, match="line 2 has no record"), store.begin() as tx:
        drop_records(tx, import_id, lines=[2], actor="boss")
    with pytest.raises(ConflictError, match="no row that was not dropped"), store.begin() as tx:
        apply_import(tx, import_id, actor="clerk")


def test_a_point_edited_since_the_check_is_not_written_over(store: Store) -> None:
    put(store, a_point("a"), a_point("b"), a_point("c"))
    wanted = [a_point(i, status="closed") for i in "abcd"]
    import_id = waiting(store, wanted)
    put(store, a_point("a", phone="1"), a_point("c", status="closed"), a_point("d", phone="2"))
    message = (
        r"2 learning points were changed since the file was checked: a \(line 2\), d \(line 5\)"
    )
    with pytest.raises(ConflictError, match=message), store.begin() as tx:
        apply_import(tx, import_id, actor="clerk")
    with store.begin() as tx:
        assert read_point(tx, "b").point.status == "open"
        drop_records(tx, import_id, lines=[2, 5], actor="clerk")
        # Somebody else closed c as the file does: nothing of theirs is lost.
        changes = apply_import(tx, import_id, actor="clerk")
    assert (changes.changed, changes.unchanged) == (("b",), ("c",))


def test_what_was_changed_since_is_not_taken_back(store: Store) -> None:
    put(store, a_point("a"))
    first = applied(store, [a_point("a", phone="1"), a_point("b"), a_point("c")])
    second = applied(store, [a_point("b", phone="2")], sha256="cd" * 32)
    put(store, a_point("a", phone="3"))
    before = stored_bytes(store)
    with pytest.raises(ConflictError, match=f"2 of its .*: a, b; .*import {second}"):  # noqa: SIM117 - one line each
        with store.begin() as tx:
            take_back_import(tx, first, actor="clerk")
    assert stored_bytes(store) == before
    put(store, a_point("a", phone="1"))
    with store.begin() as tx:
        take_back_import(tx, second, actor="clerk")
        take_back_import(tx, first, actor="clerk")
        assert [found.point for found in read_points(tx)] == [a_point("a")]


def test_a_point_that_a_route_names_is_not_taken_away(store: Store) -> None:
    import_id = applied(store, [a_point("a"), a_point("b")])
    stops = (RouteStop(point_id="b", position=1), RouteStop(point_id="b", position=2))
    with store.begin() as tx:
        route = WalkingRoute(id="r", names={"en": "Walk"}, stops=stops, source="test")
        upsert_routes(tx, [route], actor="tester")
    with pytest.raises(ConflictError, match="routes name learning points that it added: b;"):  # noqa: SIM117 - one line each
        with store.begin() as tx:
            take_back_import(tx, import_id, actor="clerk")
    with store.begin() as tx:
        assert len(read_points(tx)) == 2
        assert read_import(tx, import_id).state == "applied"


def test_the_same_file_waits_once_and_again_after_it_was_discarded(store: Store) -> None:
    import_id = waiting(store, [a_point("a")], [a_warning(2)])
    with pytest.raises(ConflictError, match=f"waits in quarantine as import {import_id}"):
        waiting(store, [a_point("a")])
    with store.begin() as tx:
        discard_import(tx, import_id, actor="clerk")
    for step in (apply_import, discard_import, take_back_import):
        with pytest.raises(ConflictError, match="is discarded, by clerk"), store.begin() as tx:
            step(tx, import_id, actor="clerk")
    again = waiting(store, [a_point("a")])
    with store.begin() as tx:
        assert [row.id for row in list_imports(tx)] == [again, import_id]
        assert [row.id for row in list_imports(tx, state="quarantined")] == [again]
        with pytest.raises(NotFoundError, match="no import 99"):
            read_import(tx, 99)


def test_of_many_who_apply_at_once_one_does(store: Store) -> None:
    import_id = waiting(store, [a_point(f"p{k}") for k in range(50)])
    start, answers = threading.Barrier(8), list[str]()

    def work() -> None:
        start.wait()
        try:
            with store.begin() as tx:
                apply_import(tx, import_id, actor="clerk")
            answers.append("applied")
        except ConflictError as error:
            answers.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("applied") == 1
    assert sum("is applied, by clerk" in answer for answer in answers) == 7
    with store.begin() as tx:
        actions = [entry.action for entry in read_entries(tx, subject=f"imports/{import_id}")]
    assert actions == ["imports.check", "imports.apply"]


NEW_IMPORT = """
INSERT INTO imports
    (what, source, file_name, file_sha256, mapping, created_by, state_by, state, missing)
VALUES ('points', 's', 'f', repeat('{}', 32), '{{}}', 'c', 'c', '{}', {})
"""


@pytest.fixture
def quarantined(raw: Raw) -> Raw:
    raw.execute(NEW_IMPORT.format("ab", "quarantined", "NULL"))
    raw.execute(
        "INSERT INTO import_records (import_id, line, point_id, record, removes)"
        " SELECT id, line, 'p' || line, jsonb_build_object('id', 'p' || line), false"
        " FROM imports, generate_series(2, 3) AS line"
    )
    raw.execute(
        "INSERT INTO import_warnings (import_id, position, line, unit, code, message, remedy)"
        " SELECT id, 1, 2, 'line', 'in_water', 'm', 'r' FROM imports"
    )
    return raw


APPLY = "UPDATE imports SET state = 'applied', missing = '{}'"
WRITE = "UPDATE import_records SET outcome = 'added'"
CONFIRM = "UPDATE import_warnings SET confirmed_by = 'c', confirmed_at = now(), note = 'n'"


@pytest.mark.parametrize(
    ("before", "refused", "message"),
    [
        ([], APPLY, "1 warnings that nobody confirmed"),
        ([CONFIRM], APPLY, "rows that were not applied"),
        ([CONFIRM, WRITE], "UPDATE imports SET state = 'applied'", "ck_imports_missing"),
        ([], "UPDATE imports SET state = 'taken_back', missing = '{}'", "cannot become taken_back"),
        ([], "UPDATE imports SET file_sha256 = repeat('cd', 32)", "keeps its file"),
        ([], "UPDATE imports SET what = 'areas'", "keeps its file"),
        ([], "UPDATE import_records SET removes = true", "keeps what the file says"),
        ([], "UPDATE import_records SET digest_seen = repeat('cd', 32)", "keeps what the file"),
        ([], "UPDATE import_records SET outcome = 'removed', before = record", "outcome_of_row"),
        ([], "DELETE FROM imports", "never deleted"),
        ([], "DELETE FROM import_records", "never changed"),
        ([], "DELETE FROM import_warnings", "never changed"),
        ([], "TRUNCATE imports CASCADE", "never emptied"),
        ([], "UPDATE import_records SET line = 9 WHERE line = 2", "keeps what the file says"),
        ([], "UPDATE import_records SET record = record || '{\"a\": 1}'", "keeps what the file"),
        ([], "UPDATE import_records SET outcome = 'changed'", "ck_import_records_outcome_of_row"),
        ([], "UPDATE import_records SET dropped_by = 'c'", "ck_import_records_dropped"),
        ([], "UPDATE import_warnings SET message = 'other'", "confirmed once"),
        ([], "UPDATE import_warnings SET confirmed_by = 'c'", "ck_import_warnings_confirmed"),
        ([CONFIRM], CONFIRM, "confirmed once"),
        ([CONFIRM, WRITE, APPLY], WRITE, "never changed"),
        ([CONFIRM, WRITE, APPLY], CONFIRM, "never changed"),
        ([CONFIRM, WRITE, APPLY], "UPDATE imports SET missing = '{a}'", "cannot become applied"),
        ([CONFIRM, WRITE, APPLY], "UPDATE imports SET state = 'discarded'", "cannot become"),
        (
            [CONFIRM, WRITE, APPLY],
            "UPDATE imports SET state = 'taken_back', missing = '{a}'",
            "keeps the list",
        ),
        (
            [CONFIRM, WRITE, APPLY, "UPDATE imports SET state = 'taken_back'"],
            "UPDATE imports SET state = 'applied'",
            "cannot become applied",
        ),
        ([], NEW_IMPORT.format("ab", "quarantined", "NULL"), "uq_imports_one_quarantined"),
        ([], NEW_IMPORT.format("cd", "applied", "'{}'"), "begins in quarantine"),
    ],
)
def test_the_database_itself_keeps_an_import(
    quarantined: Raw, before: list[str], refused: str, message: str
) -> None:
    for statement in before:
        quarantined.execute(statement)
    with pytest.raises(psycopg.Error, match=message):
        quarantined.execute(refused)
