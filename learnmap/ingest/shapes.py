"""From a delivered geometry to a shape in WGS 84, or to what is wrong with it."""

from typing import Any, Final, TypeVar, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.geojson_gate import is_position
from learnmap.ingest.placement import SHIFTED_DATUMS, is_in_china, to_wgs84
from learnmap.ingest.table import Row, Table
from learnmap.model.crs import DATUMS
from learnmap.model.errors import InvalidInputError

ShapeT = TypeVar("ShapeT", bound=BaseGeometry)

_SHOWN: Final = 5
"""Decimals of degrees in messages, about a metre."""


def check_datum(datum: str | None) -> None:
    """Refuse a datum that nobody knows.

    Raises
    ------
    InvalidInputError
    """
    if datum is not None and datum not in DATUMS:
        raise InvalidInputError(f"datum {datum!r} is unknown; give one of {', '.join(DATUMS)}")


def read_polygon(
    geometry: dict[str, Any] | None, row: Row, table: Table
) -> Polygon | MultiPolygon | None:
    """Return a feature's polygon as delivered, or log why it is none."""
    shape = _read(geometry, row, table, "Polygon")
    if not isinstance(shape, MultiPolygon):
        return None
    return shape.geoms[0] if len(shape.geoms) == 1 else shape


def read_line(
    geometry: dict[str, Any] | None, row: Row, table: Table
) -> LineString | MultiLineString | None:
    """Return a feature's line as delivered, or log why it is none."""
    shape = _read(geometry, row, table, "LineString")
    if not isinstance(shape, MultiLineString):
        return None
    return shape.geoms[0] if len(shape.geoms) == 1 else shape


def shape_to_wgs84(shape: ShapeT, *, datum: str | None, row: Row, table: Table) -> ShapeT | None:
    """Convert a shape from the datum it was delivered in, or log why it cannot be.

    Parameters
    ----------
    shape : BaseGeometry
        Degrees in `datum`.
    datum : str or None
        None counts as ``wgs84``.
    row, table
        Where it stands, and whose log takes a fault.

    Returns
    -------
    geometry or None
        In WGS 84, rounded to 1e-7 degrees where converted.
    """
    if datum not in SHIFTED_DATUMS:
        return shape
    west, south, east, north = shape.bounds
    if not (is_in_china(west, south) and is_in_china(east, north)):
        _refuse(
            row,
            table,
            f"{datum} is used in China only and its coordinates reach from "
            f"{_pair(west, south)} to {_pair(east, north)}",
            "declare wgs84, or correct the coordinates",
        )
        return None

    def convert(places: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = [to_wgs84(lon, lat, datum=str(datum)) for lon, lat in places.tolist()]
        return np.array(moved, np.float64).reshape(-1, 2)

    moved: ShapeT = shapely.transform(shape, convert)
    # Where corners fell onto one ten millionth of a degree, the outline is drawn anew.
    return moved if moved.is_valid else cast("ShapeT", shapely.buffer(moved, 0))


def _read(
    geometry: dict[str, Any] | None, row: Row, table: Table, kind: str
) -> MultiPolygon | MultiLineString | None:
    found = str(geometry.get("type")) if geometry else "none"
    if geometry is None or found not in (kind, f"Multi{kind}"):
        _refuse(row, table, f"its geometry is {found}", f"give a {kind} or a Multi{kind}")
        return None
    make = _polygons if kind == "Polygon" else _lines
    try:
        parts = geometry["coordinates"] if found != kind else [geometry["coordinates"]]
        shape = make(parts)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        wanted = "closed rings" if kind == "Polygon" else "lines"
        _refuse(
            row,
            table,
            f"its geometry cannot be read ({error})",
            f"give {wanted} of [longitude, latitude]",
        )
        return None
    return shape if _is_usable(shape, row, table) else None


def _is_usable(shape: MultiPolygon | MultiLineString, row: Row, table: Table) -> bool:
    if shape.is_empty:
        _refuse(row, table, "its geometry is empty", "draw it, or remove the feature")
        return False
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        swapped = west >= -90 and east <= 90 and south >= -180 and north <= 180
        _refuse(
            row,
            table,
            f"its coordinates reach from {_pair(west, south)} to {_pair(east, north)}",
            "longitude and latitude look swapped: put longitude first"
            if swapped
            else "give WGS 84 degrees, longitude first",
        )
        return False
    if not shape.is_valid:
        what = "outline" if isinstance(shape, MultiPolygon) else "line"
        _refuse(
            row,
            table,
            f"its {what} is not valid: {shapely.is_valid_reason(shape)}",
            "mend it, in QGIS with Fix geometries",
        )
        return False
    return True


def _polygons(parts: list[Any]) -> MultiPolygon:
    return MultiPolygon([_rings(rings) for rings in parts if rings])


def _rings(rings: list[Any]) -> Polygon:
    read = []
    for ring in rings:
        places = _places(ring)
        if len(places) < 4 or places[0] != places[-1]:
            raise ValueError(f"a ring of {len(places)} positions is not closed")
        read.append(places)
    return Polygon(read[0], read[1:])


def _lines(parts: list[Any]) -> MultiLineString:
    lines = []
    for part in parts:
        places = _places(part)
        if len(set(places)) < 2:
            raise ValueError(f"a line of {len(set(places))} places has no length")
        lines.append(places)
    return MultiLineString(lines)


def _places(positions: list[Any]) -> list[tuple[float, float]]:
    if not all(is_position(position) for position in positions):
        raise ValueError("a position is not two numbers")
    return [(float(position[0]), float(position[1])) for position in positions]


def _pair(longitude: float, latitude: float) -> str:
    return f"({round(longitude, _SHOWN)}, {round(latitude, _SHOWN)})"


def _refuse(row: Row, table: Table, message: str, remedy: str) -> None:
    table.log.add(message, remedy, line=row.line, row_id=row.id, column="geometry")
