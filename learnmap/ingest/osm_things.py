"""Finds the things of an extract that a table of kinds names, with their geometry."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.extract import read_safely
from learnmap.ingest.osm_kinds import KindTable, Tags

WALKING: Final = ("foot", "hiking", "walking")
"""Values of ``route`` that make a relation a walking route."""
_AREA_TYPES: Final = ("multipolygon", "boundary")
_ENTRANCE_RANK: Final = {"main": 0, "yes": 1}
_EPOCH_YEAR: Final = 1970

LonLat = tuple[float, float]
Member = tuple[str, int, str]
"""Type (n, w or r), id and role."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A tagged object of the extract.

    Attributes
    ----------
    ref : str
        Its type and id, such as ``w123``.
    kind : str
        The kind that the table gives it, or ``walking_route``.
    geometry : BaseGeometry
        Point, polygon, or line, in degrees; empty where the extract holds no part of it.
    entrance : tuple of float or None
        Longitude and latitude of its main entrance.
    members : tuple
        Members of a relation, in order.
    version : int
        0 where the extract does not tell.
    edited : datetime.date or None
        Day of the latest edit, ``None`` where the extract does not tell.
    """

    ref: str
    kind: str
    tags: Tags
    geometry: BaseGeometry
    entrance: LonLat | None = None
    members: tuple[Member, ...] = ()
    version: int = 0
    edited: dt.date | None = None


@dataclass(slots=True)
class Found:
    """Everything that was found, in the order nodes, ways, relations, each by id."""

    things: list[Thing] = field(default_factory=list)
    routes: list[Thing] = field(default_factory=list)
    disused: int = 0


@dataclass(slots=True)
class _Geometries:
    """Places of nodes and lines of ways, and which nodes are entrances."""

    nodes: osmium.index.LocationTable
    entrances: dict[int, int] = field(default_factory=dict)
    ways: dict[int, list[int]] = field(default_factory=dict)

    def place(self, node: int) -> LonLat | None:
        try:
            location = self.nodes.get(node)
        except KeyError:
            return None
        return (location.lon, location.lat) if location.valid() else None

    def line(self, nodes: Iterable[int]) -> list[LonLat]:
        return [place for node in nodes if (place := self.place(node))]

    def entrance(self, nodes: Iterable[int]) -> LonLat | None:
        doors = [node for node in nodes if node in self.entrances and self.place(node)]
        return self.place(min(doors, key=lambda node: self.entrances[node])) if doors else None


def find_things(extract: Path, table: KindTable) -> Found:
    """Find learning points and walking routes.

    Parameters
    ----------
    extract : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file; parts may be missing at its rim.
    table : KindTable
        Tags to kinds.

    Returns
    -------
    Found
        Things of a kind, routes, and how many disused things were passed over.

    Raises
    ------
    ExtractError
        When the extract cannot be read.
    """
    with read_safely(extract):
        found = Found()
        relations = _find_relations(extract, table, found)
        wanted = {ref for thing in relations for kind, ref, _ in thing.members if kind == "w"}
        geometries = _read_geometries(extract, table, wanted, found)
        for thing in relations:
            placed = _place_relation(thing, geometries)
            (found.routes if thing.kind == "walking_route" else found.things).append(placed)
    order = {"n": 0, "w": 1, "r": 2}
    found.things.sort(key=lambda thing: (order[thing.ref[0]], int(thing.ref[1:])))
    found.routes.sort(key=lambda thing: int(thing.ref[1:]))
    return found


def _find_relations(extract: Path, table: KindTable, found: Found) -> list[Thing]:
    things = []
    for relation in osmium.FileProcessor(extract, osmium.osm.RELATION):
        if not isinstance(relation, osmium.osm.Relation):
            continue
        tags = dict(relation.tags)
        if tags.get("type") == "route" and tags.get("route") in WALKING:
            kind: str | None = "walking_route"
        elif tags.get("type") in _AREA_TYPES:
            kind = table.kind_of(tags)
        else:
            continue
        if kind is None or _is_disused(tags, found):
            continue
        members = tuple((one.type, one.ref, one.role) for one in relation.members)
        things.append(_make_thing("r", relation, kind, tags, shapely.Point(), members=members))
    return things


def _read_geometries(
    extract: Path, table: KindTable, wanted: set[int], found: Found
) -> _Geometries:
    """Read nodes and ways once, add those of a kind to `found`, keep the wanted ways."""
    tagged = osmium.filter.KeyFilter(*table.keys, "entrance")
    processor = osmium.FileProcessor(extract).with_locations().with_filter(tagged)
    if processor.node_location_storage is None:  # pragma: no cover
        raise AssertionError("with_locations() sets the storage")
    geometries = _Geometries(processor.node_location_storage)
    for thing in processor:
        tags = dict(thing.tags)
        if isinstance(thing, osmium.osm.Node):
            if tags.get("entrance") in _ENTRANCE_RANK and tags.get("access") not in (
                "private",
                "no",
            ):
                geometries.entrances[thing.id] = _ENTRANCE_RANK[tags["entrance"]]
            # Not from the storage, which a file with unsorted nodes fills out of order.
            here = [(thing.lon, thing.lat)] if thing.location.valid() else []
            geometry = _shape(here, is_closed=False)
            entrance = None
        elif isinstance(thing, osmium.osm.Way):
            nodes = [node.ref for node in thing.nodes]
            geometry = _shape(geometries.line(nodes), is_closed=nodes[:1] == nodes[-1:])
            entrance = geometries.entrance(nodes)
        else:
            continue
        kind = table.kind_of(tags)
        if kind and not _is_disused(tags, found):
            found.things.append(
                _make_thing(thing.type_str(), thing, kind, tags, geometry, entrance=entrance)
            )
    if wanted:
        chosen = osmium.filter.IdFilter(wanted)
        for way in osmium.FileProcessor(extract, osmium.osm.WAY).with_filter(chosen):
            if not isinstance(way, osmium.osm.Way):
                continue
            geometries.ways[way.id] = [node.ref for node in way.nodes]
    return geometries


def _make_thing(
    letter: str,
    thing: osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation,
    kind: str,
    tags: Tags,
    geometry: BaseGeometry,
    *,
    entrance: LonLat | None = None,
    members: tuple[Member, ...] = (),
) -> Thing:
    edited = thing.timestamp.date() if thing.timestamp.year > _EPOCH_YEAR else None
    return Thing(
        f"{letter}{thing.id}", kind, tags, geometry, entrance, members, thing.version, edited
    )


def _is_disused(tags: Tags, found: Found) -> bool:
    disused = any(tags.get(key) == "yes" for key in ("disused", "abandoned", "demolished"))
    found.disused += disused
    return disused


def _shape(line: list[LonLat], *, is_closed: bool) -> BaseGeometry:
    """Return a polygon for a closed way, a line for an open one, in what is left of it."""
    distinct = len(set(line))
    if distinct == 0:
        return shapely.Point()
    if distinct == 1:
        return shapely.Point(line[0])
    if is_closed and distinct >= 3:
        return shapely.make_valid(shapely.Polygon(line))
    return shapely.LineString(line)


def _place_relation(thing: Thing, geometries: _Geometries) -> Thing:
    """Return the relation with the polygon, or for a route the line, of its members."""
    by_role: dict[bool, list[shapely.LineString]] = {False: [], True: []}
    main = ("", "outer", "main", "forward", "backward")
    nodes: list[int] = []
    for letter, ref, role in thing.members:
        if letter != "w" or ref not in geometries.ways or role not in (*main, "inner"):
            continue
        line = geometries.line(geometries.ways[ref])
        nodes += geometries.ways[ref]
        if len(set(line)) > 1:
            by_role[role == "inner"].append(shapely.LineString(line))
    outer = shapely.line_merge(shapely.MultiLineString(by_role[False]))
    geometry: BaseGeometry = outer
    if thing.kind != "walking_route":
        inner = shapely.union_all(shapely.polygonize(by_role[True]))
        area = shapely.difference(shapely.union_all(shapely.polygonize(by_role[False])), inner)
        geometry = outer if area.is_empty else area
    return Thing(
        thing.ref,
        thing.kind,
        thing.tags,
        geometry,
        geometries.entrance(nodes),
        thing.members,
        thing.version,
        thing.edited,
    )
