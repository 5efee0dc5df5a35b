"""From GPX to walking routes: tracks are their ways, waypoints their stops."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.column_guess import language_of
from learnmap.ingest.faults import FaultLog
from learnmap.ingest.gpx_gate import GpxFile, GpxLine, Waypoint, read_gpx
from learnmap.ingest.made_ids import made_id
from learnmap.ingest.named_table import RecordsFile
from learnmap.ingest.rows import build_record
from learnmap.ingest.shapes import shape_to_wgs84
from learnmap.ingest.table import Row, Table
from learnmap.model.crs import ELLIPSOID, metres_per_degree
from learnmap.model.records import LearningPoint, RouteStop, WalkingRoute

MATCH_WITHIN_M: Final = 50.0
"""A waypoint is the nearest learning point that is not farther."""
_DWELL_MIN: Final = 10


def read_gpx_routes(
    path: Path,
    *,
    source: str | None,
    datum: str | None,
    points: Sequence[LearningPoint],
    within_m: float = MATCH_WITHIN_M,
    called: str | None = None,
) -> RecordsFile[WalkingRoute]:
    """Read the walking routes of a GPX file.

    Parameters
    ----------
    path : Path
    source : str or None
        The file's name when left out.
    datum : str or None
        GPX is WGS 84; what a Chinese app wrote in another datum is said so.
    points : sequence of LearningPoint
        Those that waypoints may be.
    within_m : float
        How far a waypoint may be from its learning point.
    called : str, optional
        What the file is called where it came from; a route without a name is called so.

    Returns
    -------
    RecordsFile of WalkingRoute
        Stops in the order in which the way passes them; a waypoint that is no learning point
        is warned of and left out.

    Raises
    ------
    FaultyTableError
        When the file is no harmless GPX, or a way has no length.
    """
    found = read_gpx(path)
    log = FaultLog(path, "feature")
    table = Table((), [], log, header_line=0)
    lines = [_converted(line, datum, table) for line in found.lines]
    places = _waypoints(found, datum, table)
    log.raise_if_any()
    ways = [line for line in lines if line.line is not None]
    stops = _stops(ways, places, points, within_m, table)
    routes, numbers = [], []
    for line in ways:
        record = build_record(
            WalkingRoute,
            {
                "id": made_id(source or "", line.name or str(line.number)),
                "names": {language_of([line.name]): line.name or Path(called or path.name).stem},
                "line": line.line,
                "stops": stops.get(line.number, ()),
                "source": source or path.name,
            },
            row=Row(line.number, {}),
            table=table,
        )
        if record is not None:
            routes.append(record)
            numbers.append(line.number)
    _refuse_same(routes, numbers, table)
    log.raise_if_any()
    delivered: tuple[BaseGeometry, ...] = tuple(
        line.line for line in found.lines if line.line is not None
    )
    warnings = tuple(sorted(log.warnings, key=lambda fault: fault.line))
    silent = () if found.waypoints else ("stops",)
    return RecordsFile(tuple(routes), tuple(numbers), warnings, delivered=delivered, silent=silent)


def _converted(line: GpxLine, datum: str | None, table: Table) -> GpxLine:
    row = Row(line.number, {"id": line.name or None})
    if line.line is None:
        table.log.add(
            "the track has fewer than two places",
            "record it again, or remove it",
            line=line.number,
            row_id=line.name or None,
            column="geometry",
        )
        return line
    return replace(line, line=shape_to_wgs84(line.line, datum=datum, row=row, table=table))


def _waypoints(found: GpxFile, datum: str | None, table: Table) -> list[Waypoint]:
    places = []
    for waypoint in found.waypoints:
        row = Row(waypoint.number, {"id": waypoint.name or None})
        moved = shape_to_wgs84(waypoint.place, datum=datum, row=row, table=table)
        if moved is not None:
            places.append(replace(waypoint, place=moved))
    return places


def _stops(
    ways: Sequence[GpxLine],
    waypoints: Sequence[Waypoint],
    points: Sequence[LearningPoint],
    within_m: float,
    table: Table,
) -> dict[int, tuple[RouteStop, ...]]:
    """Match waypoints to points, and put those of each way in the order of walking."""
    faults = table.log
    passed: dict[int, list[tuple[float, str]]] = {}
    for waypoint in waypoints:
        point, away_m = _nearest_point(waypoint, points)
        if point is None or away_m > within_m:
            far = f"; the nearest, {point.id}, is {away_m:.0f} m away" if point else ""
            faults.warn(
                f"the waypoint is no learning point within {within_m:g} m{far}",
                "import that point first, or confirm to leave the waypoint out",
                row_id=waypoint.name or None,
                column="wpt",
                value=f"{waypoint.place.x:.6f}, {waypoint.place.y:.6f}",
            )
        elif ways:
            way = min(ways, key=lambda one: _away(one.line, waypoint))
            passed.setdefault(way.number, []).append((_along(way.line, waypoint), point.id))
    return {
        number: tuple(
            RouteStop(point_id=point_id, position=position, dwell_min=_DWELL_MIN)
            for position, point_id in enumerate(_once(found), start=1)
        )
        for number, found in passed.items()
    }


def _away(line: BaseGeometry | None, waypoint: Waypoint) -> float:
    return float(shapely.distance(line, waypoint.place))


def _once(found: list[tuple[float, str]]) -> list[str]:
    """Return the points in order, each once."""
    return list(dict.fromkeys(point_id for _, point_id in sorted(found)))


def _along(line: BaseGeometry | None, waypoint: Waypoint) -> float:
    """Return how far along a line the place nearest to a waypoint is, in degrees."""
    before, best, at = 0.0, np.inf, 0.0
    for part in shapely.get_parts(line):
        away = float(shapely.distance(part, waypoint.place))
        if away < best:
            best, at = away, before + float(shapely.line_locate_point(part, waypoint.place))
        before += part.length
    return at


def _nearest_point(
    waypoint: Waypoint, points: Sequence[LearningPoint]
) -> tuple[LearningPoint | None, float]:
    if not points:
        return None, float("inf")
    lon, lat = waypoint.place.x, waypoint.place.y
    places = np.array([(point.longitude, point.latitude) for point in points])
    scale = np.array(metres_per_degree(lat))
    away = np.hypot(*((places - (lon, lat)) * scale).T)
    best = points[int(np.argmin(away))]
    return best, float(ELLIPSOID.inv(lon, lat, best.longitude, best.latitude)[2])


def _refuse_same(routes: Sequence[WalkingRoute], numbers: Sequence[int], table: Table) -> None:
    first: dict[str, int] = {}
    for route, number in zip(routes, numbers, strict=True):
        if route.id in first:
            table.log.add(
                f"has the name of track {first[route.id]}",
                "name each track differently",
                line=number,
                column="name",
                value=next(iter(route.names.values())),
            )
        first.setdefault(route.id, number)
