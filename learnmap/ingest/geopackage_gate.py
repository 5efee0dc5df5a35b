"""Reads a layer of a GeoPackage, attributes as cells of text."""

from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pyogrio
import pyproj
import shapely
import shapely.geometry
from pyogrio.errors import DataLayerError, DataSourceError

from learnmap.ingest.faults import FaultLog, refuse
from learnmap.ingest.geojson_gate import FeatureTable, JsonNumber
from learnmap.ingest.table import Row, Table

_NOUNS: Final = {"Point": "points", "Line": "lines", "Polygon": "polygons"}
_REMEDY: Final = "export it in WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490)"
_WGS84: Final = ("World Geodetic System 1984", "WGS 84", "WGS_1984")
_CGCS2000: Final = ("China 2000", "China_2000", "CGCS2000", "China Geodetic Coordinate System 2000")


Shape = Literal["Point", "Line", "Polygon"]


def read_geopackage(
    path: Path, *, layer: str | None = None, shape: Shape = "Point"
) -> FeatureTable:
    """Read a layer of a GeoPackage.

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        The layer's name; the only one with geometry when left out.
    shape : {"Point", "Line", "Polygon"}
        What is wanted, by which the layer is chosen.

    Returns
    -------
    FeatureTable
        Attributes as text, and geometries as in GeoJSON, in degrees on WGS 84 or CGCS2000.

    Raises
    ------
    FaultyTableError
        When the file cannot be read, has no or several such layers, declares no CRS, or
        one on another datum.
    """
    try:
        name, notes = _choose_layer(path, layer, shape)
        meta, _, shapes, fields = pyogrio.raw.read(path, layer=name)
    except (DataSourceError, DataLayerError, ValueError) as error:
        if hasattr(error, "faults"):
            raise
        raise refuse(
            path,
            f"the GeoPackage cannot be read ({str(error).splitlines()[0]})",
            "copy or export it again, in QGIS with Save features as, GeoPackage",
        ) from error
    # A ring that is not closed is no geometry to the library, and its row says so.
    geometries = shapely.from_wkb(shapes, on_invalid="ignore")
    moved, note = _to_degrees(path, geometries, meta["crs"])
    log = FaultLog(path, "feature")
    columns = tuple(str(column) for column in meta["fields"])
    cells = [[_as_text(value) for value in values] for values in fields]
    rows = [
        Row(number, dict(zip(columns, values, strict=True)))
        for number, values in enumerate(zip(*cells, strict=True), start=1)
    ]
    if not rows:
        rows = [Row(number, {}) for number in range(1, len(geometries) + 1)]
    if not rows:
        raise refuse(path, f"the layer {name!r} has no features", "add at least one")
    table = Table(columns, rows, log, header_line=0, notes=(*notes, *note))
    unread = [raw is not None and found is None for raw, found in zip(shapes, moved, strict=True)]
    write = _as_geojson if shape == "Point" else _as_shape
    return FeatureTable(
        table,
        [
            {"type": _why_unread(raw)} if bad else write(found)
            for raw, found, bad in zip(shapes, moved, unread, strict=True)
        ],
    )


def _choose_layer(path: Path, layer: str | None, shape: Shape) -> tuple[str, tuple[str, ...]]:
    found = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    names = [name for name, _ in found]
    listed = ", ".join(repr(name) for name in names)
    if layer is not None:
        if layer not in names:
            raise refuse(path, f"there is no layer {layer!r}", f"choose one of {listed}")
        return layer, ()
    fitting = [name for name, kind in found if kind and shape in kind] or [
        name for name, kind in found if kind
    ]
    if len(fitting) != 1:
        if not fitting:
            raise refuse(path, f"no layer has a geometry: {listed}", "say which layer to read")
        raise refuse(
            path, f"several layers have {_NOUNS[shape]}: {listed}", "say which layer to read"
        )
    notes = (f"the layer {fitting[0]!r} was read, of {listed}",) if len(names) > 1 else ()
    return fitting[0], notes


def degrees_of(path: Path, crs: pyproj.CRS, *, what: str) -> str:
    """Return the CRS of degrees on the datum that a layer or a raster declares.

    Raises
    ------
    FaultyTableError
        When it is neither on WGS 84 nor on CGCS2000.
    """
    datum = crs.geodetic_crs.datum.name if crs.geodetic_crs and crs.geodetic_crs.datum else ""
    if datum.startswith(_WGS84):
        return "EPSG:4326"
    if datum.startswith(_CGCS2000):
        return "EPSG:4490"
    raise refuse(
        path,
        f"the {what} declares the coordinate system {crs.name}, whose datum is "
        f"{datum or 'unknown'}",
        _REMEDY,
    )


def _to_degrees(path: Path, geometries: Any, declared: str | None) -> tuple[Any, tuple[str, ...]]:
    """Transform to degrees of the datum that the layer declares."""
    if not declared:
        raise refuse(path, "the layer declares no coordinate system", _REMEDY)
    crs = pyproj.CRS.from_user_input(declared)
    target = degrees_of(path, crs, what="layer")
    if crs.is_geographic:
        return geometries, ()
    transform = pyproj.Transformer.from_crs(crs, target, always_xy=True).transform
    moved = shapely.transform(geometries, lambda xy: np.column_stack(transform(*xy.T)))
    return moved, (f"the places were transformed from {crs.name} to {target}",)


def _as_geojson(shape: Any) -> dict[str, Any] | None:
    """Return a point or an outline as GeoJSON has it, and of anything else its type."""
    if shape is None:
        return None
    if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.is_empty:
        return {"type": f"an empty {shape.geom_type}"}
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return _as_shape(shape)
    if shape.geom_type != "Point":
        return {"type": shape.geom_type}
    return {
        "type": "Point",
        "coordinates": [JsonNumber(repr(float(n))) for n in (shape.x, shape.y)],
    }


def _as_shape(shape: Any) -> dict[str, Any] | None:
    """Return a shape as GeoJSON has it, without heights."""
    if shape is None:
        return None
    if shape.is_empty:
        return {"type": f"an empty {shape.geom_type}"}
    found: dict[str, Any] = shapely.geometry.mapping(shapely.force_2d(shape))
    if "coordinates" in found:
        found["coordinates"] = _as_lists(found["coordinates"])
    return found


def _as_lists(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_as_lists(part) for part in value]
    return JsonNumber(repr(float(value)))


def _why_unread(raw: bytes) -> str:
    """Say why a shape of a file is none, in the library's words."""
    try:
        shapely.from_wkb(raw)
    except shapely.errors.GEOSException as error:
        return f"none that can be read ({str(error).removeprefix('IllegalArgumentException: ')})"
    return "none that can be read"


def _as_text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool() | np.bool_():
            return "true" if value else "false"
        case np.datetime64():
            return None if np.isnat(value) else str(value).removesuffix("T00:00:00.000")
        case float() | np.floating():
            if np.isnan(value):
                return None
            return str(int(value)) if float(value).is_integer() else repr(float(value))
        case bytes():
            return None
        case _:
            return str(value).strip() or None
