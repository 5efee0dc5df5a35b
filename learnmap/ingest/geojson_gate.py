"""Reads GeoJSON FeatureCollections (RFC 7946) strictly, properties as cells of text."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnmap.ingest.faults import FaultLog, refuse
from learnmap.ingest.table import Row, Table

CRS84_NAMES = (
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "https://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "OGC:CRS84",
)
"""Names of longitude, latitude on WGS 84, which is what GeoJSON always means."""


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """A table whose rows have a GeoJSON geometry each, in the same order."""

    table: Table
    geometries: list[dict[str, Any] | None]


class JsonNumber(str):
    """A number of a JSON file, as it is written there."""

    __slots__ = ()


class _RepeatedKeyError(ValueError):
    pass


def read_features(path: Path, *, id_column: str = "id") -> FeatureTable:
    """Read a FeatureCollection.

    Parameters
    ----------
    path : Path
        UTF-8 JSON.
    id_column : str
        The column that a feature's ``id`` member fills when no property of that name does.

    Returns
    -------
    FeatureTable
        Properties as text: numbers as written, true and false, null as an empty cell.

    Raises
    ------
    FaultyTableError
        When the file is absent, not JSON, no FeatureCollection, empty, or in another CRS.
    """
    features = _load(path)
    log = FaultLog(path, "feature")
    columns: dict[str, None] = {}
    rows: list[Row] = []
    geometries: list[dict[str, Any] | None] = []
    for number, feature in enumerate(features, start=1):
        cells, geometry = _read_feature(feature, number, id_column, log)
        columns.update(dict.fromkeys(cells))
        rows.append(Row(number, cells))
        geometries.append(geometry)
    return FeatureTable(Table(tuple(columns), rows, log, header_line=0), geometries)


def _load(path: Path) -> list[Any]:
    remedy = "give a FeatureCollection as RFC 7946 describes it"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            path, f"{path} cannot be read ({error.strerror})", "check the path and its permissions"
        ) from error
    if not raw.strip():
        raise refuse(path, "the file is empty", remedy)
    try:
        text = raw.decode("utf-8-sig")
        # Numbers stay text so that 1.10 and NaN reach the cell check as they were written.
        found = json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=JsonNumber,
            object_pairs_hook=_object_without_repeats,
        )
    except UnicodeDecodeError as error:
        raise refuse(path, "the file is not UTF-8", "save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise refuse(
            path, f"the file is not JSON: {error.msg}", remedy, line=error.lineno
        ) from None
    except _RepeatedKeyError as error:
        raise refuse(path, str(error), "name each member once") from None
    except RecursionError:
        raise refuse(path, "the file is nested too deeply to be GeoJSON", remedy) from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        kind = found.get("type") if isinstance(found, dict) else type(found).__name__
        raise refuse(path, f"the file is {kind!r}, no FeatureCollection", remedy)
    _check_crs(path, found.get("crs"))
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise refuse(path, "the FeatureCollection has no features", "add at least one feature")
    return features


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RepeatedKeyError(f"an object has the member {twice!r} twice")
    return found


def _check_crs(path: Path, crs: object) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if name not in CRS84_NAMES:
        raise refuse(
            path,
            f"the file declares the coordinate system {name or crs!r}",
            "export it in WGS 84 longitude, latitude (OGC:CRS84, in QGIS EPSG:4326)",
        )


def _read_feature(
    feature: object, number: int, id_column: str, log: FaultLog
) -> tuple[dict[str, str | None], dict[str, Any] | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        log.add("is no Feature", "give features of type Feature only", line=number)
        return {}, None
    properties = feature.get("properties") or {}
    cells: dict[str, str | None] = {}
    if feature.get("id") is not None and properties.get(id_column) is None:
        cells[id_column] = _as_text(feature["id"])
    for name, value in properties.items():
        if isinstance(value, dict | list):
            cells[name] = None
            log.add(
                "holds a list or an object",
                "give text, a number, true, false or null",
                line=number,
                row_id=cells.get(id_column),
                column=name,
                value=json.dumps(value, ensure_ascii=False),
            )
        elif value is not None or name not in cells:
            cells[name] = _as_text(value)
    geometry = feature.get("geometry")
    return cells, geometry if isinstance(geometry, dict) else None


def is_position(value: object) -> bool:
    """Tell whether a value is a list of two or three numbers."""
    return (
        isinstance(value, list)
        and len(value) in (2, 3)
        and all(isinstance(number, JsonNumber) for number in value)
    )


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() or None
