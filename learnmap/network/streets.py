"""Walkable ways of an OpenStreetMap extract, as read: one row per straight piece of street.

Reading is by pyosmium: once for the plain ways, once more for areas (plazas), which its area
assembler also builds from multipolygon relations.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import KeyFilter

from learnmap.model.crs import Box
from learnmap.model.errors import ExtractError
from learnmap.network.flags import EdgeFlag
from learnmap.network.tags import Barrier, WayRule, is_plaza, node_barrier, way_rule

_WAY_KEYS: Final = ("highway", "railway", "public_transport", "man_made")
_NODE_KEYS: Final = ("barrier", "kerb", "foot")
_SUFFIXES: Final = (".osm.pbf", ".pbf", ".osm", ".osm.bz2", ".osm.gz")

Place = tuple[int, float, float]
"""Node id, longitude, latitude."""


@dataclass(slots=True)
class Streets:
    """Walkable pieces of street before contraction.

    Attributes
    ----------
    places : dict of int to (float, float)
        Longitude and latitude, by OSM node id.
    barriers : dict of int to Barrier
        Nodes that stop somebody.
    pieces : list of (int, int, int, int)
        From node, to node, `EdgeFlag` bits, and index into `ways`.
    ways : list of (int, str, str)
        OSM way id, local name, English name.
    plazas : list of (list of rings, int)
        Rings of places (outer first, then holes) and index into `ways`.
    excluded : dict of str to int
        How many highway ways each tag kept out.
    """

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    barriers: dict[int, Barrier] = field(default_factory=dict)
    pieces: list[tuple[int, int, int, int]] = field(default_factory=list)
    ways: list[tuple[int, str, str]] = field(default_factory=list)
    plazas: list[tuple[list[list[Place]], int]] = field(default_factory=list)
    excluded: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extract:
    """Where the streets came from.

    Attributes
    ----------
    name : str
        File name without its folder.
    sha256 : str
        Of the whole file.
    date : datetime.date or None
        Of the data, from the file's header or its newest object; None when it tells neither.
    box : Box
        West, south, east, north of the walkable streets.
    """

    name: str
    sha256: str
    date: dt.date | None
    box: Box


def read_streets(path: Path) -> tuple[Streets, Extract]:
    """Read the walkable streets of an extract.

    Parameters
    ----------
    path : Path
        ``.osm.pbf``, ``.osm``, ``.osm.bz2`` or ``.osm.gz``.

    Returns
    -------
    tuple of Streets and Extract

    Raises
    ------
    ExtractError
        When the file is absent, of another type, truncated, empty, or has no walkable way.
    """
    _check_file(path)
    streets = Streets()
    try:
        newest, clipped = _read_ways(path, streets)
        _read_plazas(path, streets, clipped)
        date = _header_date(path) or newest
    except (RuntimeError, ValueError, OSError) as error:
        raise ExtractError(
            f"{path.name}: not a whole OpenStreetMap file ({error}); download it again"
        ) from error
    if not streets.pieces and not streets.plazas:
        raise ExtractError(
            f"{path.name}: holds no walkable way; give an extract with highway=* ways"
        )
    lon_lat = np.array(list(streets.places.values()))
    west, south = lon_lat.min(axis=0)
    east, north = lon_lat.max(axis=0)
    box = (float(west), float(south), float(east), float(north))
    return streets, Extract(path.name, extract_sha256(path), date, box)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise ExtractError(f"{path}: no such file; give the path of an OpenStreetMap extract")
    if not path.name.lower().endswith(_SUFFIXES):
        raise ExtractError(
            f"{path.name}: not a name of an OpenStreetMap extract; it should end in "
            + ", ".join(_SUFFIXES)
        )
    if path.stat().st_size == 0:
        raise ExtractError(f"{path.name}: the file is empty; download it again")


def _file(path: Path) -> osmium.io.File:
    """Return the file with its format told, since osmium does not know ``CITY.OSM.PBF``."""
    name = path.name.lower()
    suffix = next(suffix for suffix in _SUFFIXES if name.endswith(suffix))
    return osmium.io.File(str(path), suffix.removeprefix("."))


def _read_ways(path: Path, streets: Streets) -> tuple[dt.date | None, set[int]]:
    """Add linear ways and barrier nodes.

    Returns the date of the newest object seen, and the areas that lack a corner: of those the
    rim that is there counts, as lines, since a ring closed without the corner would jump.
    """
    newest: dt.date | None = None
    clipped: set[int] = set()
    processor = (
        osmium.FileProcessor(_file(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(KeyFilter(*_WAY_KEYS, *_NODE_KEYS))
    )
    for thing in processor:
        if not isinstance(thing, osmium.osm.Node | osmium.osm.Way):
            continue
        tags = dict(thing.tags)
        stamp = thing.timestamp
        if stamp.year > 1970 and (newest is None or stamp.date() > newest):
            newest = stamp.date()
        if isinstance(thing, osmium.osm.Node):
            if (barrier := node_barrier(tags)) is not Barrier.OPEN:
                streets.barriers[thing.id] = barrier
        elif tags.get("area") != "yes" or not _is_whole_ring(thing):
            if tags.get("area") == "yes":
                clipped.add(thing.id)
            rule = way_rule(tags)
            if rule.walkable:
                _add_way(streets, thing, tags, rule)
            elif "highway" in tags:
                streets.excluded[rule.reason] = streets.excluded.get(rule.reason, 0) + 1
    return newest, clipped


def _is_whole_ring(way: osmium.osm.Way) -> bool:
    return way.is_closed() and all(node.location.valid() for node in way.nodes)


def _add_way(streets: Streets, way: osmium.osm.Way, tags: dict[str, str], rule: WayRule) -> None:
    flags = edge_flags(rule)
    index = len(streets.ways)
    streets.ways.append((way.id, tags.get("name", ""), tags.get("name:en", "")))
    for run in _located_runs(way.nodes):
        for node, lon, lat in run:
            streets.places[node] = (lon, lat)
        streets.pieces.extend((a[0], b[0], flags, index) for a, b in pairwise(run) if a[0] != b[0])


def edge_flags(rule: WayRule) -> int:
    """Return the `EdgeFlag` bits of a walkable way."""
    flags = EdgeFlag.NONE
    if rule.steps:
        flags |= EdgeFlag.STEPS
    if not rule.step_free:
        flags |= EdgeFlag.NOT_STEP_FREE
    if not rule.forward:
        flags |= EdgeFlag.NO_FORWARD
    if not rule.backward:
        flags |= EdgeFlag.NO_BACKWARD
    return int(flags)


def _located_runs(nodes: Iterable[osmium.osm.NodeRef]) -> Iterator[list[Place]]:
    """Yield the runs of a way's nodes that have a place; clipped extracts lack some."""
    run: list[Place] = []
    for node in nodes:
        if node.location.valid():
            run.append((node.ref, node.lon, node.lat))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _read_plazas(path: Path, streets: Streets, clipped: set[int]) -> None:
    processor = osmium.FileProcessor(_file(path)).with_areas(KeyFilter(*_WAY_KEYS))
    for thing in processor.with_filter(KeyFilter(*_WAY_KEYS)):
        if not isinstance(thing, osmium.osm.Area):
            continue
        tags = dict(thing.tags)
        if not is_plaza(tags):
            continue
        if thing.from_way() and (tags.get("area") != "yes" or thing.orig_id() in clipped):
            continue
        index = len(streets.ways)
        streets.ways.append((thing.orig_id(), tags.get("name", ""), tags.get("name:en", "")))
        for outer in thing.outer_rings():
            rings = [_ring(outer), *(_ring(inner) for inner in thing.inner_rings(outer))]
            for ring in rings:
                for node, lon, lat in ring:
                    streets.places[node] = (lon, lat)
            streets.plazas.append((rings, index))


def _ring(ring: Iterable[osmium.osm.NodeRef]) -> list[Place]:
    return [(node.ref, node.lon, node.lat) for node in ring]


def _header_date(path: Path) -> dt.date | None:
    with osmium.io.Reader(_file(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
        for key in ("osmosis_replication_timestamp", "timestamp"):
            if stamp := header.get(key):
                return dt.datetime.fromisoformat(stamp).date()
    return None


def extract_sha256(path: Path) -> str:
    """Return the SHA-256 of an extract in hexadecimal.

    Raises
    ------
    ExtractError
        When the file is absent, empty, or of another type by its name.
    """
    _check_file(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_arrays(
    streets: Streets,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return node ids in ascending order with their longitudes and latitudes."""
    ids = np.fromiter(streets.places, np.int64, len(streets.places))
    lon_lat = np.array(list(streets.places.values()), np.float64).reshape(-1, 2)
    order = np.argsort(ids)
    return ids[order], lon_lat[order, 0], lon_lat[order, 1]
