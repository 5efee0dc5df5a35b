"""Walking routes and their stops."""

from collections.abc import Sequence
from typing import Any

import shapely
from sqlalchemy import delete, func, insert, select

from learnmap.model.errors import GeometryError, TableError
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


def upsert_routes(tx: Transaction, routes: Sequence[WalkingRoute], *, actor: str) -> Changes:
    """Add routes or change them, their stops with them.

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
    before = _read_stops(tx, [route.id for route in routes])
    changes = upsert_rows(tx, WalkingRouteRow, [_row(route) for route in routes])
    moved = [route for route in routes if _ordered(route) != before.get(route.id, ())]
    _write_stops(tx, moved)
    changes = changes.also_changed(route.id for route in moved)
    add_entry(
        tx, actor=actor, action="routes.upsert", subject="walking_routes", details=changes.counts
    )
    return changes


def read_routes(tx: Transaction, *, ids: Sequence[str] | None = None) -> list[WalkingRoute]:
    """Read routes by id, with their stops in order."""
    row = WalkingRouteRow
    statement = select(
        row.id,
        row.names,
        row.theme,
        func.ST_AsBinary(row.line).label("line"),
        row.source,
        row.fictional,
    ).order_by(row.id)
    if ids is not None:
        statement = statement.where(is_any(row.id, ids))
    rows = [dict(found) for found in tx.execute(statement).mappings()]
    stops = _read_stops(tx, [values["id"] for values in rows])
    for values in rows:
        if values["line"] is not None:
            values["line"] = shapely.from_wkb(bytes(values["line"]))
    return [WalkingRoute(**values, stops=stops.get(values["id"], ())) for values in rows]


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
