"""Places with names and addresses, of any file: what the datum check compares."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.faults import refuse
from learnmap.ingest.geojson_gate import read_features
from learnmap.ingest.street_addresses import fold_name, read_address

NAME_COLUMNS: Final = (
    *("name", "title", "label", "itemlabel", "old_name", "alt_name", "official_name"),
    *("名称", "名字", "单位名称", "点位名称", "学习点名称", "机构名称"),
)
ADDRESS_COLUMNS: Final = (
    *("address", "addr", "addr:full", "di_zhi", "xian_di_zhi"),
    *("地址", "详细地址", "现地址", "单位地址"),
)
AREA_COLUMNS: Final = (
    *("district", "town", "street_town", "area", "addr:district", "zheng_qu"),
    *("区", "区县", "行政区", "街道", "街镇", "所属街镇", "所属区"),
)
_STREET, _NUMBER = "addr:street", "addr:housenumber"
"""OpenStreetMap's two halves of an address."""
_LONGITUDES: Final = ("longitude", "lon", "lng", "x", "经度")
_LATITUDES: Final = ("latitude", "lat", "y", "纬度")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as delivered.

    Attributes
    ----------
    geometry : shapely geometry
        Degrees, longitude first, in the datum of the delivery.
    names : tuple of str
        All it is called.
    addresses : tuple of str
    areas : tuple of str
        Names of areas that it says it lies in.
    id : str
        Of a place of the city's own; else empty.
    """

    geometry: BaseGeometry
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    id: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Its names and addresses in the one way that they are compared in."""
        names = {fold_name(name) for name in self.names}
        doors = {read_address(address).key for address in self.addresses}
        return frozenset((names | doors) - {""})

    @property
    def claimed(self) -> frozenset[str]:
        """The areas of its own columns and those that its addresses begin with."""
        told = [area for address in self.addresses for area in read_address(address).areas]
        return frozenset(fold_name(area) for area in (*self.areas, *told))


def read_named_places(path: Path) -> list[NamedPlace]:
    """Read what a file says of places, without judging its columns.

    Parameters
    ----------
    path : Path
        GeoJSON of any geometry, or CSV with a column of longitudes and one of latitudes. Names,
        addresses and areas are taken from columns that are usually called so (`NAME_COLUMNS`,
        `ADDRESS_COLUMNS`, `AREA_COLUMNS`, ``name_XX``, ``name:XX``).

    Returns
    -------
    list of NamedPlace
        Features and rows without a geometry that can be read are left out.

    Raises
    ------
    FaultyTableError
        When the file cannot be read, or no place is in it.
    """
    if path.suffix.lower() in (".geojson", ".json"):
        features = read_features(path)
        rows = [row.cells for row in features.table.rows]
        shapes = [_shape(geometry) for geometry in features.geometries]
    else:
        table = read_csv(path)
        rows = [row.cells for row in table.rows]
        shapes = [_position(row) for row in rows]
    places = [
        _named(geometry, row)
        for geometry, row in zip(shapes, rows, strict=True)
        if geometry is not None and not geometry.is_empty
    ]
    if not places:
        raise refuse(
            path, "no place in it has coordinates", "give GeoJSON, or longitude and latitude"
        )
    return places


def _named(geometry: BaseGeometry, row: dict[str, str | None]) -> NamedPlace:
    cells = {column.casefold(): value for column, value in row.items() if value}
    names = [
        value
        for column, value in cells.items()
        if column in NAME_COLUMNS or column.startswith(("name:", "name_"))
    ]
    addresses = [value for column, value in cells.items() if column in ADDRESS_COLUMNS]
    if _STREET in cells and _NUMBER in cells:
        number = cells[_NUMBER]
        han = "号" if not cells[_STREET].isascii() and not number.endswith(("号", "弄")) else ""
        addresses.append(f"{cells[_STREET]} {number}{han}")
    areas = [value for column, value in cells.items() if column in AREA_COLUMNS]
    return NamedPlace(geometry, _once(names), _once(addresses), _once(areas))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _position(row: dict[str, str | None]) -> BaseGeometry | None:
    cells = {column.casefold(): value for column, value in row.items()}
    pair = [
        next((cells[column] for column in columns if cells.get(column)), None)
        for columns in (_LONGITUDES, _LATITUDES)
    ]
    return _shape({"type": "Point", "coordinates": pair})


def _shape(geometry: dict[str, Any] | None) -> BaseGeometry | None:
    """Build a geometry, or none of what is empty, broken, or no place on Earth."""
    if not geometry:
        return None
    try:
        found = shape({**geometry, "coordinates": _numbers(geometry.get("coordinates"))})
        west, south, east, north = found.bounds
    except (ValueError, TypeError, AttributeError, shapely.errors.ShapelyError):
        return None
    return found if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(each) for each in value]
    return float(value)
