"""Walkable ways of an OpenStreetMap extract, as read: one row per straight piece of street.

Reading is by pyosmium: once for the plain ways, once more for areas (plazas and water), which its
area assembler also builds from multipolygon relations.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final, cast

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import EntityFilter, KeyFilter
from osmium.index import LocationTable

from learnmap.model.errors import ExtractError
from learnmap.network.extracts import (
    Extract,
    Place,
    check_file,
    extract_file,
    extract_sha256,
    header_date,
    is_whole_ring,
    located_runs,
)
from learnmap.network.flags import EdgeFlag
from learnmap.network.obstacle_reading import ObstacleReader
from learnmap.network.obstacle_tags import WATER_TAGS
from learnmap.network.obstacles import Degrees, ObstacleKind
from learnmap.network.tags import Barrier, WayRule, is_plaza, node_barrier, way_rule

_WAY_KEYS: Final = ("highway", "railway", "public_transport", "man_made")
_NODE_KEYS: Final = ("barrier", "kerb", "foot")
_AREA_KEYS: Final = (*_WAY_KEYS, *{key for key, _ in WATER_TAGS})


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
    excluded_ways : list of (int, str, list of (float, float))
        Those ways: OSM id, the tag, and longitudes and latitudes.
    obstacles : list of (ObstacleKind, list of (float, float))
        What nobody walks across off the street.
    """

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    barriers: dict[int, Barrier] = field(default_factory=dict)
    pieces: list[tuple[int, int, int, int]] = field(default_factory=list)
    ways: list[tuple[int, str, str]] = field(default_factory=list)
    plazas: list[tuple[list[list[Place]], int]] = field(default_factory=list)
    excluded: dict[str, int] = field(default_factory=dict)
    excluded_ways: list[tuple[int, str, list[Degrees]]] = field(default_factory=list)
    obstacles: list[tuple[ObstacleKind, list[Degrees]]] = field(default_factory=list)


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
    check_file(path)
    streets = Streets()
    obstacles = ObstacleReader()
    try:
        locations, newest, clipped = _read_ways(path, streets)
        _read_areas(path, streets, obstacles, clipped)
        streets.obstacles += obstacles.lines(path, locations)
        date = header_date(path) or newest
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
    ends = ((streets.places[a], streets.places[b]) for a, b, _, _ in streets.pieces)
    streets.obstacles += obstacles.water(box, ends)
    return streets, Extract(path.name, extract_sha256(path), date, box)


def _read_ways(path: Path, streets: Streets) -> tuple[LocationTable, dt.date | None, set[int]]:
    """Add linear ways and barrier nodes.

    Returns where all nodes are, the date of the newest object seen, and the areas that lack a
    corner: of those the rim that is there counts, as lines.
    """
    newest: dt.date | None = None
    clipped: set[int] = set()
    processor = (
        osmium.FileProcessor(extract_file(path), osmium.osm.NODE | osmium.osm.WAY)
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
        elif tags.get("area") != "yes" or not is_whole_ring(thing):
            if tags.get("area") == "yes":
                clipped.add(thing.id)
            rule = way_rule(tags)
            if rule.walkable:
                _add_way(streets, thing, tags, rule)
            elif "highway" in tags:
                _exclude_way(streets, thing, rule.reason)
    return cast("LocationTable", processor.node_location_storage), newest, clipped


def _add_way(streets: Streets, way: osmium.osm.Way, tags: dict[str, str], rule: WayRule) -> None:
    flags = edge_flags(rule)
    index = len(streets.ways)
    streets.ways.append((way.id, tags.get("name", ""), tags.get("name:en", "")))
    for run in located_runs(way.nodes):
        for node, lon, lat in run:
            streets.places[node] = (lon, lat)
        streets.pieces.extend((a[0], b[0], flags, index) for a, b in pairwise(run) if a[0] != b[0])


def _exclude_way(streets: Streets, way: osmium.osm.Way, reason: str) -> None:
    streets.excluded[reason] = streets.excluded.get(reason, 0) + 1
    for run in located_runs(way.nodes):
        streets.excluded_ways.append((way.id, reason, [(lon, lat) for _, lon, lat in run]))


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
    if rule.span:
        flags |= EdgeFlag.SPAN
    return int(flags)


def _read_areas(path: Path, streets: Streets, obstacles: ObstacleReader, clipped: set[int]) -> None:
    """Add plazas and water areas."""
    keys = KeyFilter(*_AREA_KEYS)
    processor = osmium.FileProcessor(extract_file(path)).with_areas(keys).with_filter(keys)
    kinds = EntityFilter(osmium.osm.RELATION | osmium.osm.AREA)
    for thing in processor.with_filter(kinds):
        tags = dict(thing.tags)
        if isinstance(thing, osmium.osm.Relation):
            obstacles.add_relation(thing, tags)
        elif isinstance(thing, osmium.osm.Area):
            obstacles.add_area(thing, tags)
            if is_plaza(tags) and not (
                thing.from_way() and (tags.get("area") != "yes" or thing.orig_id() in clipped)
            ):
                _add_plaza(streets, thing, tags)


def _add_plaza(streets: Streets, area: osmium.osm.Area, tags: dict[str, str]) -> None:
    index = len(streets.ways)
    streets.ways.append((area.orig_id(), tags.get("name", ""), tags.get("name:en", "")))
    for outer in area.outer_rings():
        rings = [_ring(outer), *(_ring(inner) for inner in area.inner_rings(outer))]
        for ring in rings:
            for node, lon, lat in ring:
                streets.places[node] = (lon, lat)
        streets.plazas.append((rings, index))


def _ring(ring: Iterable[osmium.osm.NodeRef]) -> list[Place]:
    return [(node.ref, node.lon, node.lat) for node in ring]


def place_arrays(
    streets: Streets,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return node ids in ascending order with their longitudes and latitudes."""
    ids = np.fromiter(streets.places, np.int64, len(streets.places))
    lon_lat = np.array(list(streets.places.values()), np.float64).reshape(-1, 2)
    order = np.argsort(ids)
    return ids[order], lon_lat[order, 0], lon_lat[order, 1]
