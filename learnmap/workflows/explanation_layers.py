"""Layers of an explanation: what shaped a catchment, as GeoJSON for a planner's map."""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.directions import wedge
from learnmap.catchment.explanation import Explanation
from learnmap.edition import Feature, canonical_geojson
from learnmap.model.crs import COORDINATE_STEP
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.surroundings import DIRECTIONS, to_metres
from learnmap.workflows.explaining import PointExplanation

Rows = Iterator[tuple[BaseGeometry, dict[str, Any]]]
"""Geometries in metres round the point, with what is told of each."""

_NODES: Final = 64
"""Corners of a quarter of an open circle."""
_SAME_S: Final = 1e-6
"""Nearer times differ by the rounding of floats."""


def explanation_layers(explained: PointExplanation) -> dict[str, bytes]:
    """Draw an explanation's layers.

    Parameters
    ----------
    explained : PointExplanation

    Returns
    -------
    dict of str to bytes
        A GeoJSON collection (RFC 7946) by the layer's name. A layer has one type of geometry,
        and may be without features; `docs/explain.md` lists the properties.
    """
    point = explained.point
    names = {"point_id": point.id}
    return {
        layer: canonical_geojson(
            feature
            for part in explained.profiles
            for feature in _features(
                part.explanation,
                drawn(part.explanation, explained),
                {**names, "profile": part.profile.code},
            )
        )
        for layer, drawn in LAYERS.items()
    }


def _features(of: Explanation, rows: Rows, common: Mapping[str, Any]) -> Iterator[Feature]:
    for number, (metres, told) in enumerate(rows):
        degrees = shapely.transform(metres, of.around.plane.to_degrees)
        on_grid = shapely.set_precision(degrees, COORDINATE_STEP)
        if on_grid.is_empty:  # shorter than the grid is fine
            continue
        if metres.geom_type.startswith("Multi") and not on_grid.geom_type.startswith("Multi"):
            on_grid = _many(on_grid)
        yield Feature(f"{common['profile']}/{number:05}", on_grid, {**common, **told})


def _points(of: Explanation, explained: PointExplanation) -> Rows:
    point, joint = explained.point, of.joint
    names = {"name_zh": point.names.get("zh"), "name_en": point.names.get("en")}
    yield _place(of, point.longitude, point.latitude), {"role": "site", **names}
    if point.entrance_longitude is not None:
        yield shapely.Point(0, 0), {"role": "entrance", **names}
    if joint.edge >= 0:
        part = joint.part
        told = {
            "role": "access_point",
            **names,
            "status": joint.status.name.lower(),
            "distance_m": _round(joint.distance_m, 1),
            "part_length_m": _round(part.length_m) if part else None,
            "part_share": _round(part.share, 6) if part else None,
        }
        yield _place(of, joint.lon, joint.lat), told | _street(of, joint.edge)


def _snaps(of: Explanation, _: PointExplanation) -> Rows:
    if of.joint.edge >= 0 and of.joint.distance_m > 0:
        speed = of.costs.profile.speed_m_per_s
        told = {
            "status": of.joint.status.name.lower(),
            "distance_m": _round(of.joint.distance_m, 1),
            "time_s": _round(of.joint.distance_m / speed, 1),
        }
        access = _place(of, of.joint.lon, of.joint.lat)
        yield shapely.LineString([shapely.Point(0, 0), access]), told | _street(of, of.joint.edge)


def _catchments(of: Explanation, _: PointExplanation) -> Rows:
    for band in of.bands:
        if not band.polygon.is_empty:
            metres = shapely.transform(
                band.polygon, lambda degrees: to_metres(of.around.plane, degrees)
            )
            told = {"area_m2": _round(band.area_m2), "circle_share": _round(band.ratio, 4)}
            yield metres, _cutoff(band.cutoff_s) | told


def _circles(of: Explanation, _: PointExplanation) -> Rows:
    for band in of.bands:
        told = {"radius_m": _round(band.radius_m, 1), "area_m2": _round(band.circle_m2)}
        circle = shapely.Point(0, 0).buffer(band.radius_m, quad_segs=_NODES)
        yield circle, _cutoff(band.cutoff_s) | told


def _directions(of: Explanation, _: PointExplanation) -> Rows:
    for number, eighth in enumerate(of.eighths):
        told = {
            "direction": DIRECTIONS[number],
            "circle_share": _round(eighth.share, 4),
            "area_m2": _round(eighth.area_m2),
            "covered_m2": _round(eighth.covered_m2),
            "water_m2": _round(eighth.water_m2),
            "beyond_m2": _round(eighth.beyond_m2),
            "street_m": _round(eighth.street_m),
            "excluded_m": _round(sum(eighth.excluded_m.values())),
        }
        behind = {f"behind_{kind}_m2": _round(area) for kind, area in eighth.behind_m2.items()}
        yield wedge(number, of.radius_m), told | behind


def _reach(of: Explanation, _: PointExplanation) -> Rows:
    cutoffs = [band.cutoff_s for band in of.bands]
    for street in of.streets:
        told = {
            "from_s": _round(street.from_s, 1),
            "to_s": _round(street.to_s, 1),
            "length_m": _round(street.length_m, 1),
            # The least within which all of it is.
            "cutoff_s": next((c for c in cutoffs if street.to_s <= c + _SAME_S), cutoffs[-1]),
        }
        yield street.line, told | _street(of, street.edge)


def _excluded(of: Explanation, _: PointExplanation) -> Rows:
    for way in of.excluded:
        yield (
            way.line,
            {
                "way": way.way,
                "tag": way.tag,
                "distance_m": _round(way.distance_m, 1),
                "near_m": _round(way.near_m, 1),
                "circle_m": _round(way.circle_m, 1),
                "outside_m": _round(way.outside_m, 1),
            },
        )


def _passed_over(of: Explanation, _: PointExplanation) -> Rows:
    for street in of.passed_over:
        name, english = of.name_of(street.edge) if street.edge >= 0 else ("", "")
        yield (
            street.line,
            {
                "why": street.why.value,
                "tag": street.tag or None,
                "distance_m": _round(street.distance_m, 1),
                "way": street.way,
                "street": name or None,
                "street_en": english or None,
            },
        )


def _cuts(of: Explanation, _: PointExplanation) -> Rows:
    for timed in of.cuts:
        told = {
            "kind": timed.cut.kind.value,
            "soon_s": _round(timed.soon_s, 1),
            "late_s": _round(timed.late_s, 1),
            "round_s": _round(timed.round_s, 1),
            "ways": " ".join(str(way) for way in timed.cut.ways),
        }
        yield shapely.Point(timed.cut.metres), told | _street(of, timed.cut.edge)


def _ends(of: Explanation, _: PointExplanation) -> Rows:
    ways = of.around.graph.excluded
    tags = ways.reasons()
    for metres, row in zip(of.ends.metres, of.ends.excluded.tolist(), strict=True):
        on = {"way": int(ways.way[row]), "tag": tags[ways.reason[row]]} if row >= 0 else {}
        yield shapely.Point(metres), {"way": None, "tag": None, **on}


def _islands(of: Explanation, _: PointExplanation) -> Rows:
    for island in of.islands:
        told = {
            "length_m": _round(island.length_m, 1),
            "distance_m": _round(island.distance_m, 1),
        }
        yield _many(island.lines), told


def _gaps(of: Explanation, _: PointExplanation) -> Rows:
    if of.joint.gap is not None and of.joint.gap.length > 0:
        yield of.joint.gap, {"gap_m": _round(of.joint.gap.length, 1)}


def _obstacles(of: Explanation, _: PointExplanation) -> Rows:
    for obstacle in of.obstacles:
        if obstacle.kind != ObstacleKind.WATER:
            told = {"kind": obstacle.kind.name.lower()}
            lengths = {
                "length_m": _round(obstacle.length_m),
                "outline_m": _round(obstacle.outline_m),
            }
            yield _many(obstacle.shape), told | lengths


def _water(of: Explanation, _: PointExplanation) -> Rows:
    for obstacle in of.obstacles:
        if obstacle.kind == ObstacleKind.WATER:
            told = {
                "length_m": _round(obstacle.length_m),
                "outline_m": _round(obstacle.outline_m),
            }
            yield _many(obstacle.shape), told


LAYERS: Final[Mapping[str, Callable[[Explanation, PointExplanation], Rows]]] = {
    "points": _points,
    "snaps": _snaps,
    "catchments": _catchments,
    "circles": _circles,
    "directions": _directions,
    "reach": _reach,
    "excluded": _excluded,
    "passed_over": _passed_over,
    "cuts": _cuts,
    "street_ends": _ends,
    "islands": _islands,
    "gaps": _gaps,
    "obstacles": _obstacles,
    "water": _water,
}
"""How each layer is drawn, by its name."""


def _place(of: Explanation, lon: float, lat: float) -> shapely.Point:
    return shapely.Point(to_metres(of.around.plane, np.array([[lon, lat]]))[0])


def _street(of: Explanation, edge: int) -> dict[str, Any]:
    name, english = of.name_of(edge)
    way = int(of.around.graph.edge_way[edge])
    return {"way": way, "street": name or None, "street_en": english or None}


def _cutoff(cutoff_s: float) -> dict[str, Any]:
    return {"cutoff_s": int(cutoff_s), "minutes": int(cutoff_s) // 60}


def _many(geometry: BaseGeometry) -> BaseGeometry:
    """Return lines as one MultiLineString, polygons as one MultiPolygon."""
    parts = shapely.get_parts(geometry)
    dimension = shapely.get_dimensions(geometry)
    parts = parts[shapely.get_dimensions(parts) == dimension].tolist()
    return shapely.MultiPolygon(parts) if dimension == 2 else shapely.MultiLineString(parts)


def _round(value: float, decimals: int = 0) -> float | int | None:
    """Return a rounded value; None for what is infinite, which JSON cannot hold."""
    if not isfinite(value):
        return None
    return round(value, decimals) if decimals else round(value)
