"""Reads tracks, routes and waypoints from GPX, after a look that its XML is harmless."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import defusedxml.ElementTree
import pyogrio
import shapely
from defusedxml.common import DefusedXmlException
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.geometry import LineString, MultiLineString, Point

from learnmap.ingest.faults import refuse
from learnmap.ingest.text_file import read_bytes

_REMEDY: Final = "export the walk as GPX again, from the app or device that recorded it"


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A waypoint: its number in the file from 1, its name, and where it is."""

    number: int
    name: str
    place: Point


@dataclass(frozen=True, slots=True)
class GpxLine:
    """A track or a route: its number in the file from 1, its name, and its way."""

    number: int
    name: str
    line: LineString | MultiLineString | None


@dataclass(frozen=True, slots=True)
class GpxFile:
    """What a GPX file holds, in degrees as delivered, without heights."""

    lines: tuple[GpxLine, ...]
    waypoints: tuple[Waypoint, ...]


def read_gpx(path: Path) -> GpxFile:
    """Read a GPX file.

    Parameters
    ----------
    path : Path
        Tracks count before routes; a file with tracks has its routes passed over, which are
        the plan that the track followed.

    Raises
    ------
    FaultyTableError
        When the file is too large, no XML, declares a document type or entities, is no GPX,
        or holds neither track nor route.
    """
    _check_xml(path)
    try:
        lines = _read_lines(path, "tracks") or _read_lines(path, "routes")
        _, _, shapes, fields = pyogrio.raw.read(path, layer="waypoints", columns=["name"])
    except (DataSourceError, DataLayerError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise refuse(path, f"the GPX cannot be read ({reason})", _REMEDY) from error
    if not lines:
        raise refuse(path, "the GPX has no track and no route", _REMEDY)
    names = fields[0] if fields else [None] * len(shapes)
    places = shapely.force_2d(shapely.from_wkb(shapes))
    waypoints = tuple(
        Waypoint(number, str(name or "").strip(), place)
        for number, (name, place) in enumerate(zip(names, places, strict=True), start=1)
    )
    return GpxFile(lines, waypoints)


def _check_xml(path: Path) -> None:
    """Refuse a document type, entities and what is no GPX, before another library reads it."""
    raw = read_bytes(path)
    try:
        root = defusedxml.ElementTree.fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refuse(
            path, "the file declares a document type or entities, which GPX never needs", _REMEDY
        ) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise refuse(path, f"the file is no XML ({error})", _REMEDY) from error
    if root.tag.rpartition("}")[2] != "gpx":
        raise refuse(path, f"the file is {root.tag!r}, no GPX", _REMEDY)


def _read_lines(path: Path, layer: str) -> tuple[GpxLine, ...]:
    _, _, shapes, fields = pyogrio.raw.read(path, layer=layer, columns=["name"])
    names = fields[0] if fields else [None] * len(shapes)
    # A track of one place is no line to the library, and is said of it where it is used.
    ways = shapely.force_2d(shapely.from_wkb(shapes, on_invalid="ignore"))
    lines = [_usable(way) for way in ways]
    return tuple(
        GpxLine(number, str(name or "").strip(), line)
        for number, (name, line) in enumerate(zip(names, lines, strict=True), start=1)
    )


def _usable(shape: LineString | MultiLineString | None) -> LineString | MultiLineString | None:
    """Return the parts of a line that have a length, None where it has none."""
    if shape is None:
        return None
    parts = [part for part in shapely.get_parts(shape) if part.length > 0]
    if len(parts) > 1:
        return MultiLineString(parts)
    return parts[0] if parts else None
