"""Versions of walking routes: two people who edit one lose nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.records import RouteStop
from learnmap.store import (
    Store,
    read_entries,
    read_route,
    read_routes,
    read_stored_routes,
    retire_route,
    save_route,
    upsert_points,
    upsert_routes,
)
from tests.store.samples import a_point
from tests.store.test_offerings_and_routes import a_route

ORDERS = tuple(
    tuple(RouteStop(point_id=point_id, position=at) for at, point_id in enumerate(ids, 1))
    for ids in (("p1", "p2"), ("p2", "p1"), ("p3", "p1"), ("p2", "p3"))
)


@pytest.fixture
def with_points(store: Store) -> Store:
    with store.begin() as tx:
        upsert_points(tx, [a_point(name) for name in ("p1", "p2", "p3")], actor="t")
    return store


def test_every_change_of_a_route_or_its_stops_is_a_version(with_points: Store) -> None:
    with with_points.begin() as tx:
        upsert_routes(tx, [a_route()], actor="a file")
        first = read_route(tx, "r1")
        assert (first.version, first.updated_by, first.is_retired) == (1, "a file", False)
        upsert_routes(tx, [a_route()], actor="the same file")
        assert read_route(tx, "r1") == first
        upsert_routes(tx, [a_route(stops=ORDERS[1])], actor="another file")
        assert (read_route(tx, "r1").version, read_route(tx, "r1").updated_by) == (
            2,
            "another file",
        )
        upsert_routes(tx, [a_route(stops=ORDERS[1], names={"zh": "新名"})], actor="b")
        assert read_route(tx, "r1").version == 3


def test_who_saw_an_older_version_writes_nothing(with_points: Store) -> None:
    with with_points.begin() as tx:
        save_route(tx, a_route(), version_seen=0, actor="li")
        changed = save_route(tx, a_route(stops=ORDERS[1]), version_seen=1, actor="li")
        assert changed.version == 2
    for seen in (0, 1, 3):
        with (
            pytest.raises(ConflictError, match="version 2, changed by li"),
            with_points.begin() as tx,
        ):
            save_route(tx, a_route(stops=ORDERS[2]), version_seen=seen, actor="wang")
    with (
        pytest.raises(ConflictError, match="r9 is gone since you opened it"),
        with_points.begin() as tx,
    ):
        save_route(tx, a_route("r9"), version_seen=1, actor="wang")
    with with_points.begin() as tx:
        assert read_route(tx, "r1").route.stops == ORDERS[1]
        entry = read_entries(tx, subject="walking_routes/r1")[-1]
        assert (entry.actor, entry.action) == ("li", "routes.save")
        assert (entry.details["version"], entry.details["stops"]) == (2, ["p2", "p1"])
        # Nothing to change is no version and no entry.
        assert save_route(tx, a_route(stops=ORDERS[1]), version_seen=2, actor="wang").version == 2
        assert read_entries(tx, subject="walking_routes/r1")[-1] == entry


def test_of_four_who_save_at_once_one_does(with_points: Store) -> None:
    with with_points.begin() as tx:
        upsert_routes(tx, [a_route()], actor="t")

    def save(number: int) -> str:
        route = a_route(names={"zh": f"第{number}人"}, stops=ORDERS[number])
        try:
            with with_points.begin() as tx:
                save_route(tx, route, version_seen=1, actor=f"p{number}")
        except ConflictError:
            return "refused"
        return f"p{number}"

    with ThreadPoolExecutor(4) as pool:
        done = sorted(pool.map(save, range(4)))
    assert done[1:] == ["refused"] * 3
    with with_points.begin() as tx:
        stored = read_route(tx, "r1")
    number = int(done[0][1])
    assert (stored.version, stored.updated_by) == (2, done[0])
    assert stored.route == a_route(names={"zh": f"第{number}人"}, stops=ORDERS[number])


def test_a_retired_route_is_kept_and_no_longer_walked(with_points: Store) -> None:
    with with_points.begin() as tx:
        upsert_routes(tx, [a_route("r1"), a_route("r2")], actor="t")
        gone = retire_route(tx, "r1", version_seen=1, actor="li")
        assert (gone.version, gone.retired_by, gone.is_retired) == (2, "li", True)
        assert [route.id for route in read_routes(tx)] == ["r2"]
        assert read_routes(tx, ids=["r1"]) == []
        assert [stored.route.id for stored in read_stored_routes(tx)] == ["r1", "r2"]
        # The district's old list does not bring it back.
        upsert_routes(tx, [a_route("r1", stops=ORDERS[1])], actor="a file")
        assert read_route(tx, "r1").is_retired
    with pytest.raises(ConflictError), with_points.begin() as tx:
        retire_route(tx, "r1", version_seen=2, actor="li", retired=False)
    with pytest.raises(NotFoundError, match="r9"), with_points.begin() as tx:
        retire_route(tx, "r9", version_seen=1, actor="li")
    with with_points.begin() as tx:
        back = retire_route(tx, "r1", version_seen=3, actor="li", retired=False)
        assert (back.version, back.retired_at, back.route.stops) == (4, None, ORDERS[1])
        assert [route.id for route in read_routes(tx)] == ["r1", "r2"]
        actions = [entry.action for entry in read_entries(tx, subject="walking_routes/r1")]
        assert actions == ["routes.retire", "routes.bring_back"]
