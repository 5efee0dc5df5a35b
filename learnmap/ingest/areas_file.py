"""Reads administrative areas from GeoJSON: polygons, levels, and who belongs to whom."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest import cells
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.geojson_gate import is_position, read_features
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import NAME_COLUMN, Row, Table, check_columns, check_unique
from learnmap.model.records import Area, Level

LEVELS: Final[tuple[Level, ...]] = ("province", "city", "district", "street_town", "neighbourhood")
"""From large to small."""

REQUIRED: Final = ("code", "level")
OPTIONAL: Final = ("name_zh", "name_en", "parent_code", "valid_from", "source")
_CONVERTERS: Final = {
    "code": cells.text,
    "level": cells.text,
    "parent_code": cells.text,
    "valid_from": cells.date,
    "source": cells.text,
}


def read_areas(path: Path, *, known: Mapping[str, Level] | None = None) -> list[Area]:
    """Read areas, all of them or none.

    Parameters
    ----------
    path : Path
        A GeoJSON FeatureCollection of polygons with the properties of `REQUIRED` and
        `OPTIONAL`, and ``name_XX`` for further languages. A feature id serves as ``code``.
    known : mapping of str to str, optional
        Levels by code of areas that are there already and may be parents.

    Returns
    -------
    list of Area
        Parents before their children, otherwise in the order of the file.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file with its feature, code, property, value and remedy.
    """
    found = read_features(path, id_column="code")
    table = found.table
    check_columns(table, required=REQUIRED, optional=OPTIONAL, patterns=(NAME_COLUMN,))
    check_unique(table, "code")
    areas = []
    for row, geometry in zip(table.rows, found.geometries, strict=True):
        values = convert_cells(row, table, _CONVERTERS)
        values["names"] = read_names(row, table)
        values["geometry"] = _read_polygon(geometry, row, table)
        values.setdefault("source", path.name)
        areas.append(build_record(Area, values, row=row, table=table))
    _check_parents(table, known or {})
    table.log.raise_if_any()
    complete = [area for area in areas if area is not None]
    return sorted(complete, key=lambda area: LEVELS.index(area.level))


def _read_polygon(
    geometry: dict[str, Any] | None, row: Row, table: Table
) -> Polygon | MultiPolygon | None:
    """Return the feature's polygon, or log why it is none."""

    def refuse(message: str, remedy: str) -> None:
        table.log.add(message, remedy, line=row.line, row_id=row.id, column="geometry")

    kind = geometry.get("type") if geometry else "none"
    if geometry is None or kind not in ("Polygon", "MultiPolygon"):
        refuse(f"its geometry is {kind}", "give a Polygon or a MultiPolygon")
        return None
    try:
        polygons = geometry["coordinates"] if kind == "MultiPolygon" else [geometry["coordinates"]]
        shape = MultiPolygon([_read_rings(rings) for rings in polygons])
    except (ValueError, TypeError, KeyError, IndexError) as error:
        refuse(
            f"its geometry cannot be read ({error})", "give closed rings of [longitude, latitude]"
        )
        return None
    if shape.is_empty:
        refuse("its geometry is empty", "draw its outline, or remove the feature")
        return None
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        refuse(
            f"its coordinates reach from ({west}, {south}) to ({east}, {north})",
            "give WGS 84 degrees, longitude first",
        )
        return None
    if not shape.is_valid:
        refuse(
            f"its outline is not valid: {shapely.is_valid_reason(shape)}",
            "mend it, in QGIS with Fix geometries",
        )
        return None
    return shape.geoms[0] if len(shape.geoms) == 1 else shape


def _read_rings(rings: list[list[list[str]]]) -> Polygon:
    read = []
    for ring in rings:
        if not all(is_position(position) for position in ring):
            raise ValueError("a position is not two numbers")
        places = [(float(position[0]), float(position[1])) for position in ring]
        if len(places) < 4 or places[0] != places[-1]:
            raise ValueError(f"a ring of {len(places)} positions is not closed")
        read.append(places)
    return Polygon(read[0], read[1:])


def _check_parents(table: Table, known: Mapping[str, Level]) -> None:
    """Log parents that are unknown, not larger than their child, or part of a circle."""
    parents = {row.id: row.cells.get("parent_code") for row in table.rows if row.id}
    levels = {row.id: row.cells.get("level") for row in table.rows if row.id}
    for row in table.rows:
        code, parent = row.id, row.cells.get("parent_code")
        if code is None or parent is None:
            continue
        circle = _find_circle(code, parents)
        level, above = row.cells.get("level"), levels.get(parent) or known.get(parent)
        if parent not in parents and parent not in known:
            message, remedy = "is no area of this file", "add that area, or correct the code"
        elif circle:
            message, remedy = f"belongs to itself: {' > '.join(circle)}", "correct one of them"
        elif level in LEVELS and above in LEVELS and LEVELS.index(above) >= LEVELS.index(level):
            message, remedy = (
                f"is a {above}, which holds no {level}",
                "give a larger area as parent",
            )
        else:
            continue
        table.log.add(
            message, remedy, line=row.line, row_id=code, column="parent_code", value=parent
        )


def _find_circle(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes from an area up to itself, empty when it does not come round."""
    path = [code]
    above = parents.get(code)
    while above is not None and above not in path:
        path.append(above)
        above = parents.get(above)
    return [*path, code] if above == code else []
