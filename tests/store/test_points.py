"""Learning points: what a write changes, and what each filter finds."""

import time

import pytest
from shapely.geometry import box
from sqlalchemy import text

from learnmap.model.errors import InvalidInputError, NotFoundError, TableError
from learnmap.model.kinds import Kind
from learnmap.model.records import Area, Offering, OfferingCategory
from learnmap.store import (
    Store,
    Transaction,
    add_kind,
    assign_areas,
    count_points,
    points_token,
    read_entries,
    read_point,
    read_points,
    record_build,
    replace_snaps,
    upsert_areas,
    upsert_categories,
    upsert_offerings,
    upsert_points,
)
from tests.store.samples import BUILD, a_build, a_city, a_point, some_snaps


def ids(tx: Transaction, **filters: object) -> list[str]:
    found = [stored.point.id for stored in read_points(tx, **filters)]  # type: ignore[arg-type]
    assert count_points(tx, **filters) == len(found)  # type: ignore[arg-type]
    return found


def test_a_point_comes_back_as_it_was(store: Store) -> None:
    point = a_point(
        longitude=121.40000000000001,
        latitude=-0.1 + 0.2,
        entrance_longitude=121.3999999,
        entrance_latitude=31.0000001,
        designation="示范学习点",
        designation_year=2018,
        phone="021-1234",
        website="https://example.org/a?b=1&c=<d>",
        opening_hours="Mo-Fr 09:00-17:00; PH off",
        opening_hours_note="\"quoted\" 'and' \\ back\nslash",
        accessibility="step_free",
        status="temporarily_closed",
        assured_date="2026-03-01",
        source_datum="gcj02",
    )
    with store.begin() as tx:
        upsert_points(tx, [point], actor="tester")
    with store.begin() as tx:
        stored = read_point(tx, "p1")
    assert stored.point == point
    assert (stored.version, stored.areas) == (1, ())


def test_a_write_tells_added_changed_and_unchanged(store: Store) -> None:
    with store.begin() as tx:
        first = upsert_points(tx, [a_point("b"), a_point("a"), a_point("c")], actor="tester")
    with store.begin() as tx:
        before = {stored.point.id: stored for stored in read_points(tx)}
        changed = a_point("b", status="closed")
        second = upsert_points(tx, [changed, a_point("c"), a_point("d")], actor="tester")
    with store.begin() as tx:
        after = {stored.point.id: stored for stored in read_points(tx)}
        entries = read_entries(tx)
    assert (first.added, first.changed, first.unchanged) == (("a", "b", "c"), (), ())
    assert (second.added, second.changed, second.unchanged) == (("d",), ("b",), ("c",))
    assert [after[i].version for i in "abcd"] == [1, 2, 1, 1]
    assert after["c"].updated_at == before["c"].updated_at
    assert after["b"].updated_at > before["b"].updated_at
    assert [(e.actor, e.action, e.details["added"]) for e in entries] == [
        ("tester", "points.upsert", 3),
        ("tester", "points.upsert", 1),
    ]
    assert entries[1].details["changed_ids"] == ["b"]


def test_an_unknown_kind_stores_nothing(store: Store) -> None:
    points = [a_point("a"), a_point("b", kind="castle"), a_point("c", kind="moat")]
    with (
        pytest.raises(TableError, match=r"b \(castle\), c \(moat\); known kinds: adult_school"),
        store.begin() as tx,
    ):
        upsert_points(tx, points, actor="tester")
    with store.begin() as tx:
        assert ids(tx) == []
        assert read_entries(tx) == []
        add_kind(tx, Kind("castle", "城堡", "Castle", ("humanities",), "#112233"), actor="tester")
        upsert_points(tx, points[:2], actor="tester")
        assert ids(tx, kinds=["castle"]) == ["b"]


def test_an_id_given_twice_stores_nothing(store: Store) -> None:
    with pytest.raises(TableError, match="learning points given twice: a;"), store.begin() as tx:
        upsert_points(tx, [a_point("a"), a_point("a"), a_point("b")], actor="tester")


def test_an_unnamed_actor_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInputError, match="no actor"), store.begin() as tx:
        upsert_points(tx, [a_point()], actor=" ")
    with store.begin() as tx:
        assert ids(tx) == []


def test_a_missing_point_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="'p404'"), store.begin() as tx:
        read_point(tx, "p404")


def test_no_points_are_no_change(store: Store) -> None:
    with store.begin() as tx:
        assert upsert_points(tx, [], actor="tester").counts == {
            "added": 0,
            "changed": 0,
            "unchanged": 0,
        }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("library", ["a", "b"]),
        ("LIBRARY", ["a", "b"]),
        ("图书", ["a", "b"]),
        ("馆", ["a", "b"]),
        ("兰溪路", ["a"]),
        ("  兰溪路 ", ["a"]),
        ("100%", ["b"]),
        ("%", ["b"]),
        ("_", ["c"]),
        ("y_l", []),
        ("\\", ["d"]),
        ("O'Brien", ["c"]),
        ("'; DROP TABLE", []),
        ('"quoted"', ["d"]),
        ("", ["a", "b", "c", "d"]),
    ],
)
def test_text_is_taken_as_it_stands(store: Store, wanted: str, found: list[str]) -> None:
    points = [
        a_point("a", names={"zh": "曹杨图书馆", "en": "Caoyang Library"}),
        a_point("b", names={"zh": "图书馆", "en": "Library"}, address="100% Street"),
        a_point("c", names={"en": "O'Brien_Hall"}, address=None),
        a_point("d", names={"zh": 'a "quoted" \\ name'}, address=None),
    ]
    with store.begin() as tx:
        upsert_points(tx, points, actor="tester")
        assert ids(tx, text=wanted) == found


def test_text_with_nul_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInputError, match="NUL"), store.begin() as tx:
        read_points(tx, text="a\x00b")


def test_boxes_hold_their_edges_and_may_cross_the_antimeridian(store: Store) -> None:
    places = {"a": (121.4, 31.2), "b": (121.5, 31.2), "east": (179.9, 0), "west": (-179.9, 0)}
    points = [a_point(i, longitude=x, latitude=y) for i, (x, y) in places.items()]
    with store.begin() as tx:
        upsert_points(tx, points, actor="tester")
        assert ids(tx, box=(121.4, 31.0, 121.49999999999999, 31.2)) == ["a"]
        assert ids(tx, box=(121.4, 31.0, 121.5, 31.2)) == ["a", "b"]
        assert ids(tx, box=(179, -1, -179, 1)) == ["east", "west"]
        assert ids(tx, box=(-180, -90, 180, 90)) == sorted(places)


@pytest.mark.parametrize(
    "bad", [(0, 1, 1, 0), (0, 0, 181, 1), (0, float("nan"), 1, 1), (0, -91, 1, 0)]
)
def test_a_senseless_box_is_refused(store: Store, bad: tuple[float, ...]) -> None:
    with pytest.raises(InvalidInputError, match="west, south, east, north"), store.begin() as tx:
        read_points(tx, box=bad)  # type: ignore[arg-type]


def test_filters_meet_and_pages_follow(store: Store) -> None:
    points = [
        a_point(
            f"p{n}", kind="museum" if n % 2 else "library", status="closed" if n > 6 else "open"
        )
        for n in range(10)
    ]
    with store.begin() as tx:
        upsert_points(tx, points, actor="tester")
        assert ids(tx, kinds=["museum"], statuses=["closed"]) == ["p7", "p9"]
        assert ids(tx, ids=["p3", "p1", "nowhere"]) == ["p1", "p3"]
        assert ids(tx, ids=[]) == []
        pages = [
            [stored.point.id for stored in read_points(tx, after=after, limit=4)]
            for after in (None, "p3", "p7", "p9")
        ]
    assert pages == [["p0", "p1", "p2", "p3"], ["p4", "p5", "p6", "p7"], ["p8", "p9"], []]


def test_ids_sort_by_code_point(store: Store) -> None:
    with store.begin() as tx:
        upsert_points(tx, [a_point(i) for i in ("a", "B", "a-1", "a1", "Z", "10", "9")], actor="t")
        assert ids(tx) == ["10", "9", "B", "Z", "a", "a-1", "a1"]


def areas() -> list[Area]:
    district = box(121.0, 31.0, 121.5, 31.5)
    town = box(121.2, 31.2, 121.4, 31.4)
    return [
        Area(code="S1", level="street_town", names={"zh": "街"}, parent_code="D1", geometry=town),
        Area(code="D1", level="district", names={"zh": "区"}, geometry=district),
    ]


def test_areas_are_found_from_large_to_small(store: Store) -> None:
    points = [
        a_point("both", longitude=121.3, latitude=31.3),
        a_point("district", longitude=121.1, latitude=31.1),
        a_point("none", longitude=120.0, latitude=31.0),
    ]
    with store.begin() as tx:
        upsert_points(tx, points[:1], actor="tester")
        assert read_point(tx, "both").areas == ()
        upsert_areas(tx, areas(), actor="tester")
        upsert_points(tx, points[1:], actor="tester")
        assert read_point(tx, "both").areas == (
            ("district", "D1", {"zh": "区"}),
            ("street_town", "S1", {"zh": "街"}),
        )
        assert read_point(tx, "both").version == 1
        assert read_point(tx, "district").areas == (("district", "D1", {"zh": "区"}),)
        assert read_point(tx, "none").areas == ()
        assert ids(tx, area="D1") == ["both", "district"]
        assert ids(tx, area="S1") == ["both"]
        assert ids(tx, area="X") == []
        assert assign_areas(tx) == 0


def test_a_moved_point_gets_its_new_area(store: Store) -> None:
    with store.begin() as tx:
        upsert_areas(tx, areas(), actor="tester")
        upsert_points(tx, [a_point(longitude=121.3, latitude=31.3)], actor="tester")
        assert ids(tx, area="S1") == ["p1"]
        upsert_points(tx, [a_point(longitude=121.1, latitude=31.1)], actor="tester")
        assert ids(tx, area="S1") == []
        assert ids(tx, area="D1") == ["p1"]


def test_the_token_changes_with_what_it_stands_for_and_only_then(store: Store) -> None:
    def token() -> str:
        with store.begin() as tx:
            return points_token(tx)

    with store.begin() as tx:
        a_city(tx)
    seen = [token()]
    for change in (
        lambda tx: upsert_points(tx, [a_point(status="closed")], actor="t"),
        lambda tx: replace_snaps(tx, BUILD, some_snaps("p1")),
        lambda tx: record_build(tx, a_build("cd" * 32), actor="t"),
        lambda tx: upsert_areas(tx, areas(), actor="t"),
        lambda tx: upsert_categories(
            tx, [OfferingCategory(code="music", names={"en": "Music"})], actor="t"
        ),
        lambda tx: upsert_offerings(
            tx, [Offering(id="o", names={"en": "O"}, category="music", mode="online")], actor="t"
        ),
        lambda tx: tx.execute(text("DELETE FROM learnmap.snaps")),
        lambda tx: tx.execute(text("TRUNCATE learnmap.snaps")),
    ):
        with store.begin() as tx:
            change(tx)
        seen.append(token())
    assert len(set(seen)) == len(seen)
    with store.begin() as tx:
        upsert_points(tx, [a_point(status="closed")], actor="t")
        tx.execute(text("DELETE FROM learnmap.snaps"))
    assert token() == seen[-1]


def test_a_token_that_was_rolled_back_is_not_seen(store: Store) -> None:
    def fail_after_a_write() -> None:
        with store.begin() as tx:
            upsert_points(tx, [a_point()], actor="t")
            raise RuntimeError

    with store.begin() as tx:
        before = points_token(tx)
    with pytest.raises(RuntimeError):
        fail_after_a_write()
    with store.begin() as tx:
        assert points_token(tx) == before
        assert ids(tx) == []


def test_ten_thousand_points_are_a_matter_of_seconds(store: Store) -> None:
    points = [
        a_point(f"p{n}", longitude=121 + n * 1e-5, latitude=31 + (n % 100) * 1e-4)
        for n in range(10_000)
    ]
    started = time.perf_counter()
    with store.begin() as tx:
        assert len(upsert_points(tx, points, actor="tester").added) == 10_000
    assert time.perf_counter() - started < 10
    with store.begin() as tx:
        assert count_points(tx) == 10_000
