"""Reads walking routes and their stops from two CSV files."""

from collections import defaultdict
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import NAME_COLUMN, Table, check_columns, check_unique
from learnmap.model.records import RouteStop, WalkingRoute

ROUTE_REQUIRED: Final = ("id",)
ROUTE_OPTIONAL: Final = ("name_zh", "name_en", "theme_zh", "theme_en", "source", "fictional")
STOP_REQUIRED: Final = ("route_id", "position", "point_id")
STOP_OPTIONAL: Final = ("dwell_min",)
_STOP_CONVERTERS: Final = {
    "route_id": cells.text,
    "position": cells.integer,
    "point_id": cells.text,
    "dwell_min": cells.integer,
}


def read_routes(path: Path, *, stops: Path) -> list[WalkingRoute]:
    """Read walking routes with their stops, all of them or none.

    Parameters
    ----------
    path : Path
        CSV of the routes, with the columns of `ROUTE_REQUIRED` and `ROUTE_OPTIONAL`.
    stops : Path
        CSV of their stops: ``route_id``, ``position`` from 1, ``point_id``, ``dwell_min``.

    Returns
    -------
    list of WalkingRoute
        In the order of the file, stops by position. Whether the points exist is for the store
        to say.

    Raises
    ------
    FaultyTableError
        Naming every fault of the first file that has any.
    """
    table = read_csv(path)
    check_columns(table, required=ROUTE_REQUIRED, optional=ROUTE_OPTIONAL, patterns=(NAME_COLUMN,))
    check_unique(table, "id")
    if "id" not in table.columns:
        table.log.raise_if_any()
    ordered = _read_stops(stops, {row.id for row in table.rows if row.id})
    routes = []
    for row in table.rows:
        values = convert_cells(
            row, table, {"id": cells.text, "source": cells.text, "fictional": cells.truth}
        )
        values["names"] = read_names(row, table)
        values["theme"] = read_names(row, table, prefix="theme", needed=False)
        values["stops"] = tuple(ordered.get(row.id or "", ()))
        values.setdefault("source", path.name)
        if row.id and row.id not in ordered:
            table.log.add(
                f"has no stops in {stops.name}",
                "add its stops, or remove the route",
                line=row.line,
                row_id=row.id,
                column="id",
            )
        routes.append(build_record(WalkingRoute, values, row=row, table=table))
    table.log.raise_if_any()
    return [route for route in routes if route is not None]


def _read_stops(path: Path, routes: set[str]) -> dict[str, list[RouteStop]]:
    """Read stops by the route that they belong to."""
    table = read_csv(path)
    check_columns(table, required=STOP_REQUIRED, optional=STOP_OPTIONAL)
    found: dict[str, list[RouteStop]] = defaultdict(list)
    for row in table.rows:
        values = convert_cells(row, table, _STOP_CONVERTERS)
        values.pop("route_id", None)
        stop = build_record(RouteStop, values, row=row, table=table)
        route = row.cells.get("route_id")
        if route not in routes and "route_id" in table.columns:
            table.log.add(
                "is no route of the file of routes",
                "correct the id, or add the route",
                line=row.line,
                column="route_id",
                value=route,
            )
        elif stop and route:
            found[route].append(stop)
    _check_positions(table)
    table.log.raise_if_any()
    return {route: sorted(few, key=lambda stop: stop.position) for route, few in found.items()}


def _check_positions(table: Table) -> None:
    """Log a position that a route has twice."""
    first: dict[tuple[str | None, str | None], int] = {}
    for row in table.rows:
        place = row.cells.get("route_id"), row.cells.get("position")
        if None not in place and place in first:
            table.log.add(
                f"the route {place[0]} has this position twice, first in line {first[place]}",
                "number the stops 1, 2, 3 in the order of walking",
                line=row.line,
                column="position",
                value=place[1],
            )
        first.setdefault(place, row.line)
