"""Reads walking routes and their stops: tables, lines, or GPX."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from learnmap.ingest import cells
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.gpx_routes import MATCH_WITHIN_M, read_gpx_routes
from learnmap.ingest.named_table import (
    NamedTable,
    RecordsFile,
    name_table,
    read_named_table,
    records_file,
)
from learnmap.ingest.opened_table import OpenedTable
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.shapes import check_datum, read_line, shape_to_wgs84
from learnmap.ingest.table import Row, Table
from learnmap.ingest.table_columns import ROUTE_STOPS, ROUTES, STOPS
from learnmap.ingest.table_source import open_table
from learnmap.model.records import LearningPoint, RouteStop, WalkingRoute

_CONVERTERS: Final = {"id": cells.text, "source": cells.text, "fictional": cells.truth}
_STOP_CONVERTERS: Final = {
    "route_id": cells.text,
    "position": cells.integer,
    "point_id": cells.text,
    "dwell_min": cells.integer,
}


def open_routes(
    path: Path, *, stops: Path | None = None, sheet: str | None = None, wanted: Collection[str] = ()
) -> OpenedTable:
    """Open a table or lines of routes, as `read_routes` takes them; GPX has no columns.

    Without lines and without a table of stops each row is a stop.
    """
    delivery = open_table(path, sheet=sheet, wanted=wanted, words=ROUTE_STOPS.words, shape="Line")
    has_stops = stops is None and delivery.geometries is None
    return OpenedTable(delivery, ROUTE_STOPS if has_stops else ROUTES)


def read_routes(  # noqa: PLR0913 -- options, each by its name
    path: Path,
    *,
    opened: OpenedTable | None = None,
    mapping: ColumnMapping | None = None,
    stops: Path | None = None,
    sheet: str | None = None,
    source: str | None = None,
    datum: str | None = None,
    points: Sequence[LearningPoint] = (),
    within_m: float = MATCH_WITHIN_M,
    called: str | None = None,
) -> RecordsFile[WalkingRoute]:
    """Read walking routes with their stops, all of them or none.

    Parameters
    ----------
    path : Path
        A table of routes whose stops stand in `stops`; a table with a row for each stop; lines
        as GeoJSON or a layer of a GeoPackage, with or without `stops`; or GPX.
    opened : OpenedTable, optional
        The file, where `open_routes` opened it already.
    mapping : ColumnMapping, optional
        Which of its columns is which of ours; guessed when left out.
    stops : Path, optional
        A table of stops: ``route_id``, ``position`` from 1, ``point_id``, ``dwell_min``.
    sheet : str, optional
        The worksheet or layer of `path`.
    source : str, optional
        Where rows without a source came from; the file's name when left out.
    datum : str, optional
        Of lines; they are converted to WGS 84.
    points : sequence of LearningPoint
        Those that the waypoints of GPX may be.
    within_m : float
        How far a waypoint may be from its learning point.
    called : str, optional
        What the file is called where it came from, if that is not its name.

    Returns
    -------
    RecordsFile of WalkingRoute
        In the order of the file, stops by position. Whether the points exist is for the store
        to say.

    Raises
    ------
    FaultyTableError
        Naming every fault of the first file that has any.
    InvalidInputError
        When `datum` is none of the known ones.
    """
    check_datum(datum)
    if path.suffix.lower() == ".gpx":
        return read_gpx_routes(
            path, source=source, datum=datum, points=points, within_m=within_m, called=called
        )
    opened = opened or open_routes(path, stops=stops, sheet=sheet)
    named = name_table(opened, mapping)
    if opened.columns is ROUTE_STOPS:
        rows = _first_rows(named.table)
        ordered = _stops_of(named.table, "id")
    else:
        rows = named.table.rows
        ordered = _read_stops(stops, {row.id for row in rows if row.id}) if stops else {}
    has_others = stops is not None
    return _make(named, rows, ordered, source=source, datum=datum, needs_stops=has_others)


def _make(
    opened: NamedTable,
    rows: list[Row],
    ordered: dict[str, list[RouteStop]],
    *,
    source: str | None,
    datum: str | None,
    needs_stops: bool,
) -> RecordsFile[WalkingRoute]:
    table, delivered = opened.table, list[BaseGeometry]()
    shapes = opened.geometries or [None] * len(rows)
    found = []
    for row, geometry in zip(rows, shapes, strict=True):
        values = convert_cells(row, table, _CONVERTERS)
        values["names"] = read_names(row, table)
        values["theme"] = read_names(row, table, prefix="theme", needed=False)
        values["stops"] = tuple(ordered.get(row.id or "", ()))
        values.setdefault("source", source or table.path.name)
        if opened.geometries is not None:
            values["line"] = _line(geometry, datum, row, table, delivered)
        if needs_stops and row.id and row.id not in ordered and opened.geometries is None:
            table.log.add(
                "has no stops in the file of stops",
                "add its stops, or remove the route",
                line=row.line,
                row_id=row.id,
                column="id",
            )
        route = build_record(WalkingRoute, values, row=row, table=table)
        found += [(row.line, route)] if route else []
    silent = "line" if opened.geometries is None else "" if ordered else "stops"
    return records_file(
        opened, found, delivered=tuple(delivered), silent=(silent,) if silent else ()
    )


def _line(
    geometry: dict[str, Any] | None,
    datum: str | None,
    row: Row,
    table: Table,
    delivered: list[BaseGeometry],
) -> BaseGeometry | None:
    shape = read_line(geometry, row, table)
    if shape is None:
        return None
    delivered.append(shape)
    return shape_to_wgs84(shape, datum=datum, row=row, table=table)


def _first_rows(table: Table) -> list[Row]:
    """Return each route's first row with what any of its rows says of the route."""
    first: dict[str, Row] = {}
    for row in table.rows:
        if row.id is None:
            first[f"\x00{row.line}"] = row  # The missing id is said of its row.
            continue
        kept = first.setdefault(row.id, Row(row.line, {}))
        for column, value in row.cells.items():
            if kept.cells.get(column) is None:
                kept.cells[column] = value
            elif value is not None and value != kept.cells[column] and column in ROUTES.known:
                table.log.add(
                    f"differs from {kept.cells[column]!r} in {table.log.unit} {kept.line}, of the "
                    "same route",
                    "say the same in each row of a route, or leave it empty",
                    line=row.line,
                    row_id=row.id,
                    column=column,
                    value=value,
                )
    return list(first.values())


def _read_stops(path: Path, routes: set[str]) -> dict[str, list[RouteStop]]:
    """Read stops by the route that they belong to."""
    table = read_named_table(path, STOPS).table
    for row in table.rows:
        route = row.cells.get("route_id")
        if route not in routes and "route_id" in table.columns:
            table.log.add(
                "is no route of the file of routes",
                "correct the id, or add the route",
                line=row.line,
                column="route_id",
                value=route,
            )
    found = _stops_of(table, "route_id")
    table.log.raise_if_any()
    return found


def _stops_of(table: Table, key: str) -> dict[str, list[RouteStop]]:
    found: dict[str, list[RouteStop]] = defaultdict(list)
    for row in table.rows:
        values = convert_cells(row, table, _STOP_CONVERTERS)
        values.pop("route_id", None)
        stop = build_record(RouteStop, values, row=row, table=table)
        route = row.cells.get(key)
        if stop and route:
            found[route].append(stop)
    _check_positions(table, key)
    return {route: sorted(few, key=lambda stop: stop.position) for route, few in found.items()}


def _check_positions(table: Table, key: str) -> None:
    """Log a position that a route has twice."""
    first: dict[tuple[str | None, str | None], int] = {}
    for row in table.rows:
        place = row.cells.get(key), row.cells.get("position")
        if None not in place and place in first:
            table.log.add(
                f"the route {place[0]} has this position twice, first in line {first[place]}",
                "number the stops 1, 2, 3 in the order of walking",
                line=row.line,
                column="position",
                value=place[1],
            )
        first.setdefault(place, row.line)
