"""Offerings with their sessions, and walking routes with their stops."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from shapely.geometry import LineString, MultiLineString

from learnmap.model.errors import ConflictError, GeometryError, TableError
from learnmap.model.records import Offering, OfferingCategory, RouteStop, Session, WalkingRoute
from learnmap.store import (
    Store,
    Transaction,
    read_categories,
    read_entries,
    read_offerings,
    read_routes,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    upsert_routes,
)
from tests.store.samples import a_point

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def a_session(hour: int, point_id: str | None, *, hours: int = 2) -> Session:
    start = dt.datetime(2026, 5, 1, hour, tzinfo=SHANGHAI)
    return Session(starts_at=start, ends_at=start + dt.timedelta(hours=hours), point_id=point_id)


def an_offering(identifier: str = "o1", **changes: Any) -> Offering:
    values: dict[str, Any] = {
        "id": identifier,
        "names": {"zh": "合唱", "en": "Choir"},
        "category": "music",
        "mode": "mobile",
        "fee": Decimal("12.50"),
        "age_from": 55,
        "sessions": (a_session(9, "p1"), a_session(14, "p2")),
    }
    return Offering(**(values | changes))


def a_route(identifier: str = "r1", **changes: Any) -> WalkingRoute:
    values: dict[str, Any] = {
        "id": identifier,
        "names": {"zh": "苏州河", "en": "Suzhou Creek"},
        "theme": {"zh": "水", "en": "Water"},
        "stops": (RouteStop(point_id="p1", position=1), RouteStop(point_id="p2", position=2)),
        "source": "test",
    }
    return WalkingRoute(**(values | changes))


def prepare(tx: Transaction) -> None:
    upsert_points(tx, [a_point("p1"), a_point("p2"), a_point("p3")], actor="t")
    upsert_categories(tx, [OfferingCategory(code="music", names={"zh": "音乐"})], actor="t")


def test_offerings_come_back_as_they_were(store: Store) -> None:
    online = an_offering("o2", mode="online", sessions=(), fee=None, language="zh-Hans")
    fixed = an_offering("o3", mode="in_person", point_id="p3", sessions=(a_session(9, None),))
    with store.begin() as tx:
        prepare(tx)
        changes = upsert_offerings(tx, [fixed, an_offering(), online], actor="t")
    with store.begin() as tx:
        assert changes.added == ("o1", "o2", "o3")
        assert read_offerings(tx) == [an_offering(), online, fixed]
        assert [o.id for o in read_offerings(tx, point_ids=["p2"])] == ["o1"]
        assert [o.id for o in read_offerings(tx, point_ids=["p3", "p1"])] == ["o1", "o3"]
        assert read_offerings(tx, point_ids=[]) == []


def test_a_changed_session_is_a_changed_offering(store: Store) -> None:
    with store.begin() as tx:
        prepare(tx)
        upsert_offerings(tx, [an_offering(), an_offering("o2")], actor="t")
        reordered = an_offering(sessions=(a_session(14, "p2"), a_session(9, "p1")))
        again = upsert_offerings(tx, [reordered, an_offering("o2")], actor="t")
        assert (again.changed, again.unchanged) == ((), ("o1", "o2"))
        moved = an_offering(sessions=(a_session(9, "p1"),))
        third = upsert_offerings(tx, [moved, an_offering("o2")], actor="t")
        assert (third.changed, third.unchanged) == (("o1",), ("o2",))
        assert read_offerings(tx)[0].sessions == (a_session(9, "p1"),)


def test_a_lecturer_at_two_places_at_once_is_refused(store: Store) -> None:
    torn = an_offering(sessions=(a_session(9, "p1"), a_session(10, "p2")))
    with store.begin() as tx:
        prepare(tx)
    with pytest.raises(ConflictError, match=r"one_place_at_a_time.*o1.*p2"), store.begin() as tx:
        upsert_offerings(tx, [torn], actor="t")
    with store.begin() as tx:
        assert read_offerings(tx) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"category": "cooking"}, r"o1 \(cooking\); known categories: music"),
        ({"mode": "in_person", "point_id": "p9", "sessions": ()}, r"o1 \(p9\); import the points"),
        ({"sessions": (a_session(9, "p8"),)}, r"o1 \(p8\); import the points"),
    ],
)
def test_unknown_categories_and_points_are_named(
    store: Store, changes: dict[str, Any], message: str
) -> None:
    with store.begin() as tx:
        prepare(tx)
    with pytest.raises(TableError, match=message), store.begin() as tx:
        upsert_offerings(tx, [an_offering(**changes)], actor="t")


def test_categories_are_renamed(store: Store) -> None:
    with store.begin() as tx:
        prepare(tx)
        renamed = OfferingCategory(code="music", names={"zh": "乐", "en": "Music"})
        assert upsert_categories(tx, [renamed], actor="t").changed == ("music",)
        assert read_categories(tx) == (renamed,)


def test_routes_come_back_as_they_were(store: Store) -> None:
    line = LineString([(121.4, 31.2), (121.41, 31.21)])
    lines = MultiLineString([line, [(121.42, 31.2), (121.43, 31.2)]])
    routes = [
        a_route("r1"),
        a_route("r2", line=line, stops=()),
        a_route("r3", line=lines, fictional=True),
    ]
    with store.begin() as tx:
        prepare(tx)
        assert upsert_routes(tx, routes, actor="t").added == ("r1", "r2", "r3")
    with store.begin() as tx:
        assert read_routes(tx) == routes
        assert read_routes(tx, ids=["r2"]) == routes[1:2]
        assert upsert_routes(tx, routes, actor="t").unchanged == ("r1", "r2", "r3")


def test_a_changed_stop_is_a_changed_route(store: Store) -> None:
    swapped = (RouteStop(point_id="p2", position=1), RouteStop(point_id="p1", position=2))
    with store.begin() as tx:
        prepare(tx)
        upsert_routes(tx, [a_route()], actor="t")
        assert upsert_routes(tx, [a_route(stops=swapped)], actor="t").changed == ("r1",)
        assert read_routes(tx)[0].stops == swapped
        assert read_entries(tx, subject="walking_routes")[-1].details["changed"] == 1


def test_bad_routes_are_named(store: Store) -> None:
    lost = a_route(stops=(RouteStop(point_id="p9", position=3),))
    with store.begin() as tx:
        prepare(tx)
    with pytest.raises(TableError, match=r"r1 stop 3 \(p9\)"), store.begin() as tx:
        upsert_routes(tx, [lost], actor="t")
    for line in (LineString(), LineString([(1, 1), (1, 1)])):
        with pytest.raises(GeometryError, match="no length: r1"), store.begin() as tx:
            upsert_routes(tx, [a_route(line=line)], actor="t")
