"""Points that people change one at a time: versions, lists, and who did what."""

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import text

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.records import LearningPoint, Offering, OfferingCategory
from learnmap.store import (
    ChangeQuery,
    PointQuery,
    Store,
    changers,
    count_listed,
    designations,
    list_points,
    read_changes,
    read_entries,
    read_offerings,
    read_point,
    read_touching,
    remove_offering,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    write_point,
)
from learnmap.store.recorded import MOST_VALUES


def a_point(identifier: str, **changes: Any) -> LearningPoint:
    values: dict[str, Any] = {
        "id": identifier,
        "kind": "library",
        "names": {"zh": f"图书馆{identifier}"},
        "longitude": 121.4,
        "latitude": 31.2,
        "source": "a test",
    }
    return LearningPoint(**(values | changes))


def add(store: Store, *points: LearningPoint) -> None:
    with store.begin() as tx:
        upsert_points(tx, points, actor="loader")


def found(store: Store, **wanted: Any) -> list[str]:
    with store.begin() as tx:
        query = PointQuery(**wanted)
        ids = [one.id for one in list_points(tx, query)]
        assert count_listed(tx, query) == len(ids)
    return ids


def test_a_change_needs_the_version_that_its_writer_saw(store: Store) -> None:
    add(store, a_point("a"))
    with store.begin() as tx:
        write_point(tx, a_point("a", phone="1"), version=1, actor="zhang")
    with pytest.raises(ConflictError, match=r"a is version 2 by now, .* of version 1"):  # noqa: SIM117
        with store.begin() as tx:
            write_point(tx, a_point("a", phone="2"), version=1, actor="li")
    with pytest.raises(ConflictError, match=r"a is version 2 by now, .* of not there"):  # noqa: SIM117
        with store.begin() as tx:
            write_point(tx, a_point("a"), version=None, actor="li")
    with pytest.raises(ConflictError, match="b is not there by now"), store.begin() as tx:
        write_point(tx, a_point("b"), version=1, actor="li")
    with store.begin() as tx:
        stored = read_point(tx, "a")
    assert (stored.point.phone, stored.version) == ("1", 2)


def test_of_many_who_saw_one_version_one_is_taken(store: Store) -> None:
    add(store, a_point("a"))
    ready, taken, refused = threading.Barrier(8), [], []

    def write(number: int) -> None:
        ready.wait()
        try:
            with store.begin() as tx:
                write_point(tx, a_point("a", phone=str(number)), version=1, actor=f"p{number}")
            taken.append(number)
        except ConflictError:
            refused.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin() as tx:
        stored, entries = read_point(tx, "a"), read_entries(tx)
    assert (len(taken), len(refused)) == (1, 7)
    assert (stored.point.phone, stored.version) == (str(taken[0]), 2)
    assert [entry.actor for entry in entries] == ["loader", f"p{taken[0]}"]


def test_the_entry_keeps_what_was_and_what_became(store: Store) -> None:
    add(store, a_point("a", assured_date=dt.date(2025, 1, 2)), a_point("b"))
    changed = a_point("a", names={"zh": "新名", "en": "New"}, entrance_longitude=121.5,
                      entrance_latitude=31.3)  # fmt: skip
    add(store, changed, a_point("b"))
    with store.begin() as tx:
        entries = read_touching(tx, "a")
        assert [entry.id for entry in read_touching(tx, "b")] == [entries[-1].id]
    assert [entry.details["added"] for entry in entries] == [0, 2]
    assert entries[0].details["values"] == {
        "a": {
            "name_zh": ["图书馆a", "新名"],
            "name_en": [None, "New"],
            "entrance_longitude": [None, 121.5],
            "entrance_latitude": [None, 31.3],
            "assured_date": ["2025-01-02", None],
        }
    }


def test_an_entry_holds_the_values_of_so_many_and_the_ids_of_all(store: Store) -> None:
    count = MOST_VALUES + 1
    add(store, *(a_point(f"p{n:04}") for n in range(count)))
    add(store, *(a_point(f"p{n:04}", phone="1") for n in range(count)))
    with store.begin() as tx:
        details = read_touching(tx, f"p{count - 1:04}")[0].details
    assert len(details["changed_ids"]) == count
    assert len(details["values"]) == MOST_VALUES
    assert f"p{count - 1:04}" not in details["values"]


def test_an_offering_that_ends_is_kept_in_the_record(store: Store) -> None:
    add(store, a_point("a"))
    offering = Offering(id="o", names={"zh": "唱歌"}, category="music", point_id="a")
    with store.begin() as tx:
        category = OfferingCategory(code="music", names={"zh": "音乐"})
        upsert_categories(tx, [category], actor="loader")
        upsert_offerings(tx, [offering], actor="loader")
        remove_offering(tx, "o", actor="zhang")
    with store.begin() as tx:
        assert read_offerings(tx) == []
        newest = read_touching(tx, "a")[0]
        with pytest.raises(NotFoundError, match="'o'"):
            remove_offering(tx, "o", actor="li")
    assert (newest.actor, newest.action) == ("zhang", "offerings.remove")
    assert newest.details["removed"]["name_zh"] == "唱歌"


def test_words_are_parts_of_id_name_or_address_in_any_width(store: Store) -> None:
    add(
        store,
        a_point(
            "BY-1", names={"zh": "曹杨图书馆", "en": "Caoyang Library"}, address="兰溪路１２号"
        ),
        a_point("BY-2", names={"zh": "长风图书馆"}, address="100%_路"),
        a_point("XX-3", names={"zh": "ＡＢＣ学校"}),
    )
    for words, ids in (
        ("图书", ["BY-1", "BY-2"]),
        ("LIBRARY", ["BY-1"]),
        ("ｌｉｂｒａｒｙ", ["BY-1"]),
        ("兰溪路12", ["BY-1"]),
        ("abc", ["XX-3"]),
        ("by- 长风", ["BY-2"]),
        ("0%_", ["BY-2"]),
        ("%", ["BY-2"]),
        ("x'; DROP TABLE", []),
    ):
        assert found(store, words=words) == ids, words
    with pytest.raises(InvalidInputError, match="NUL"):
        found(store, words="a\x00b")


def test_filters_narrow_the_list(store: Store) -> None:
    add(
        store,
        a_point("a", designation="市级", assured_date=dt.date(2026, 1, 1)),
        a_point("b", status="closed", kind="museum", assured_date=dt.date(2024, 1, 1)),
        a_point("c", names={"en": "Aa"}),
    )
    assert found(store, kinds=["library"]) == ["a", "c"]
    assert found(store, status="closed") == ["b"]
    assert found(store, designation="市级") == ["a"]
    assert found(store, assured_before=dt.date(2025, 6, 1)) == ["b", "c"]
    assert found(store, area="nowhere") == []
    # A closed point needs no catchment; the others have none, and nothing was snapped yet.
    assert found(store, lacks="catchment") == ["a", "c"]
    assert found(store, lacks="street") == []
    assert found(store, order="assured") == ["c", "b", "a"]
    assert found(store, order="name")[0] == "c"
    with store.begin() as tx:
        assert designations(tx) == ["市级"]
        assert [one.id for one in list_points(tx, PointQuery(), offset=1, limit=1)] == ["b"]


def test_three_letters_are_found_by_the_index(store: Store) -> None:
    add(store, *(a_point(f"p{n}", address=f"路{n}号") for n in range(300)))
    with store.begin() as tx:
        # Of so few rows PostgreSQL would read all.
        tx.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(
            tx.scalars(
                text(
                    "EXPLAIN SELECT id FROM learnmap.learning_points"
                    " WHERE learnmap.find_text(learning_points.id, learning_points.search)"
                    " LIKE '%路299号%'"
                )
            )
        )
    assert "ix_learning_points_find" in plan


def test_changes_are_told_by_person_and_time(store: Store) -> None:
    add(store, a_point("a"))
    with store.begin() as tx:
        write_point(tx, a_point("a", phone="1"), version=1, actor="zhang")
    with store.begin() as tx:
        both = read_changes(tx, ChangeQuery())
        assert [entry.actor for entry in both] == ["zhang", "loader"]
        assert [e.actor for e in read_changes(tx, ChangeQuery(actor="zhang"))] == ["zhang"]
        assert read_changes(tx, ChangeQuery(before=both[1].at)) == []
        assert [e.id for e in read_changes(tx, ChangeQuery(since=both[0].at))] == [both[0].id]
        assert [e.id for e in read_changes(tx, ChangeQuery(older_than=both[0].id))] == [both[1].id]
        assert changers(tx) == ["loader", "zhang"]
