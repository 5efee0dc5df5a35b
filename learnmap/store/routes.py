"""Walking routes and their stops."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from sqlalchemy import delete, func, insert, select, update

from learnmap.model.errors import GeometryError, NotFoundError, TableError
from learnmap.model.records import RouteStop, WalkingRoute
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import (
    Changes,
    ewkb,
    is_any,
    listed,
    missing_points,
    refuse_duplicates,
    upsert_rows,
)
from learnmap.store.audit import add_entry
from learnmap.store.schema import RouteStopRow, WalkingRouteRow

_OWN_COLUMNS: Final = ("version", "updated_at", "updated_by", "retired_at", "retired_by")
"""Those that the store keeps of a route, besides its record."""


@dataclass(frozen=True, slots=True)
class StoredRoute:
    """A walking route as it is stored.

    Attributes
    ----------
    route : WalkingRoute
    version : int
        1 when it was added, one more with every change of it or its stops.
    updated_at : datetime
    updated_by : str or None
        None for one that was stored before this was kept.
    retired_at : datetime or None
    retired_by : str or None
        Of a route that is walked no more; None else.
    """

    route: WalkingRoute
    version: int
    updated_at: dt.datetime
    updated_by: str | None = None
    retired_at: dt.datetime | None = None
    retired_by: str | None = None

    @property
    def is_retired(self) -> bool:
        """Whether it is walked no more."""
        return self.retired_at is not None


def upsert_routes(tx: Transaction, routes: Sequence[WalkingRoute], *, actor: str) -> Changes:
    """Add routes or change them, their stops with them; an equal one keeps its version.

    A retired route stays retired, whatever becomes of its stops.

    Raises
    ------
    TableError
        When an id occurs twice or a stop is at an unknown point; nothing is stored.
    GeometryError
        When a line is empty or has no length.
    """
    refuse_duplicates("walking routes", (route.id for route in routes))
    _refuse_bad_lines(routes)
    _refuse_unknown_points(tx, routes)
    _lock(tx, routes)
    before = _read_stops(tx, [route.id for route in routes])
    changes = upsert_rows(tx, WalkingRouteRow, [_row(route) for route in routes])
    moved = [route for route in routes if _ordered(route) != before.get(route.id, ())]
    _write_stops(tx, moved)
    changes = changes.also_changed(route.id for route in moved)
    _count_versions(tx, changes, actor)
    add_entry(
        tx,
        actor=actor,
        action="routes.upsert",
        subject="walking_routes",
        details={**changes.counts, "changed_ids": list(changes.changed)},
    )
    return changes


def read_routes(tx: Transaction, *, ids: Sequence[str] | None = None) -> list[WalkingRoute]:
    """Read the routes that are walked, by id, with their stops in order."""
    return [stored.route for stored in read_stored_routes(tx, ids=ids) if not stored.is_retired]


def read_stored_routes(tx: Transaction, *, ids: Sequence[str] | None = None) -> list[StoredRoute]:
    """Read routes by id, retired ones too, with who changed them last."""
    row = WalkingRouteRow
    statement = select(
        row.id,
        row.names,
        row.theme,
        func.ST_AsBinary(row.line).label("line"),
        row.source,
        row.fictional,
        *(row.__table__.c[name] for name in _OWN_COLUMNS),
    ).order_by(row.id)
    if ids is not None:
        statement = statement.where(is_any(row.id, ids))
    rows = [dict(found) for found in tx.execute(statement).mappings()]
    stops = _read_stops(tx, [values["id"] for values in rows])
    return [_stored(values, stops.get(values["id"], ())) for values in rows]


def read_route(tx: Transaction, route_id: str) -> StoredRoute:
    """Read one route.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    for stored in read_stored_routes(tx, ids=[route_id]):
        return stored
    raise NotFoundError(f"there is no walking route {route_id!r}; look its id up in the list")


def _stored(values: dict[str, Any], stops: tuple[RouteStop, ...]) -> StoredRoute:
    own = {name: values.pop(name) for name in _OWN_COLUMNS}
    if values["line"] is not None:
        values["line"] = shapely.from_wkb(bytes(values["line"]))
    return StoredRoute(WalkingRoute(**values, stops=stops), **own)


def _lock(tx: Transaction, routes: Sequence[WalkingRoute]) -> None:
    """Wait for others who write these routes, so that stops are compared with what they left."""
    row = WalkingRouteRow
    ids = [route.id for route in routes]
    tx.execute(select(row.id).where(is_any(row.id, ids)).order_by(row.id).with_for_update())


def _count_versions(tx: Transaction, changes: Changes, actor: str) -> None:
    """Keep who wrote a route last, and give each that changed its next version."""
    row = WalkingRouteRow
    for ids, step in ((changes.added, 0), (changes.changed, 1)):
        tx.execute(
            update(row)
            .where(is_any(row.id, ids))
            .values(
                version=row.version + step,
                updated_at=func.clock_timestamp(),
                updated_by=actor,
            )
        )


def _row(route: WalkingRoute) -> dict[str, Any]:
    return {
        "id": route.id,
        "names": route.names,
        "theme": route.theme,
        "line": None if route.line is None else ewkb([route.line])[0],
        "source": route.source,
        "fictional": route.fictional,
    }


def _ordered(route: WalkingRoute) -> tuple[RouteStop, ...]:
    return tuple(sorted(route.stops, key=lambda stop: stop.position))


def _refuse_bad_lines(routes: Sequence[WalkingRoute]) -> None:
    bad = [r.id for r in routes if r.line is not None and (r.line.is_empty or not r.line.is_valid)]
    if bad:
        raise GeometryError(
            f"walking routes whose line is empty or has no length: {listed(bad)}; "
            "give at least two places, or no line"
        )


def _refuse_unknown_points(tx: Transaction, routes: Sequence[WalkingRoute]) -> None:
    missing = missing_points(tx, (stop.point_id for route in routes for stop in route.stops))
    if missing:
        pairs = {
            f"{route.id} stop {stop.position} ({stop.point_id})"
            for route in routes
            for stop in route.stops
            if stop.point_id in missing
        }
        raise TableError(
            f"routes with stops at unknown learning points: {listed(pairs)}; "
            "import the points first"
        )


def _read_stops(tx: Transaction, route_ids: Sequence[str]) -> dict[str, tuple[RouteStop, ...]]:
    row = RouteStopRow
    statement = (
        select(row.route_id, row.position, row.point_id, row.dwell_min)
        .where(is_any(row.route_id, route_ids))
        .order_by(row.route_id, row.position)
    )
    found: dict[str, list[RouteStop]] = {}
    for route_id, position, point_id, dwell_min in tx.execute(statement):
        stop = RouteStop(point_id=point_id, position=position, dwell_min=dwell_min)
        found.setdefault(route_id, []).append(stop)
    return {route_id: tuple(stops) for route_id, stops in found.items()}


def _write_stops(tx: Transaction, routes: Sequence[WalkingRoute]) -> None:
    owners = [route.id for route in routes]
    tx.execute(delete(RouteStopRow).where(is_any(RouteStopRow.route_id, owners)))
    rows = [
        {
            "route_id": route.id,
            "position": stop.position,
            "point_id": stop.point_id,
            "dwell_min": stop.dwell_min,
        }
        for route in routes
        for stop in route.stops
    ]
    if rows:
        tx.execute(insert(RouteStopRow), rows)
