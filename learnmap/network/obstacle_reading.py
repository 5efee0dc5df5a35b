"""Reading obstacles from an extract: lines, water areas, and what a cut extract left of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray
from osmium.filter import IdFilter, TagFilter
from osmium.index import LocationTable

from learnmap.model.crs import Box
from learnmap.network.cells import CELL_STEPS
from learnmap.network.coast import sea_areas
from learnmap.network.extracts import extract_file, located_runs
from learnmap.network.obstacle_tags import LINE_TAGS, WATER_TAGS, is_water, line_obstacle
from learnmap.network.obstacles import Degrees, ObstacleKind
from learnmap.network.water_parts import CellBox, water_parts

Line = tuple[ObstacleKind, list[Degrees]]

_BEYOND_CELLS: Final = 10
"""How far beyond the streets water is kept: 0.02 degrees, more than anybody leaves the street."""


@dataclass(slots=True)
class ObstacleReader:
    """Gathers the obstacles of an extract, areas first."""

    _areas: list[str] = field(default_factory=list)
    _built: set[tuple[bool, int]] = field(default_factory=set)
    _members: dict[int, list[int]] = field(default_factory=dict)
    _coasts: list[list[list[Degrees]]] = field(default_factory=list)
    _wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)

    def add_area(self, area: osmium.osm.Area, tags: dict[str, str]) -> None:
        """Add an area if it is water; one whose rim crosses itself has no rings."""
        if is_water(tags) and area.num_rings()[0]:
            self._areas.append(self._wkb.create_multipolygon(area))
            self._built.add((bool(area.from_way()), area.orig_id()))

    def add_relation(self, relation: osmium.osm.Relation, tags: dict[str, str]) -> None:
        """Take note of the ways round a water area, in case it cannot be built from them."""
        if tags.get("type") in {"multipolygon", "boundary"} and is_water(tags):
            ways = [member.ref for member in relation.members if member.type == "w"]
            self._members[relation.id] = ways

    def lines(self, path: Path, locations: LocationTable) -> Iterator[Line]:
        """Yield the lines that nobody walks across.

        Parameters
        ----------
        path : Path
            Of the extract whose areas and relations were added.
        locations : LocationTable
            Where its nodes are.

        Yields
        ------
        ObstacleKind, list of (float, float)
            Longitudes and latitudes. Where a water area could not be built, since the extract
            lacks a part of its rim, what is there of the rim is a line: it stops a walker too.
        """
        for way in _ways(path, locations, TagFilter(*LINE_TAGS, *WATER_TAGS)):
            tags = dict(way.tags)
            kind = line_obstacle(tags)
            if kind is None and is_water(tags) and (True, way.id) not in self._built:
                kind = ObstacleKind.WATERWAY
            if kind is None:
                continue
            runs = list(_runs(way))
            if tags.get("natural") == "coastline":
                self._coasts.append(runs)
            yield from ((kind, run) for run in runs)
        unbuilt = [ways for area, ways in self._members.items() if (False, area) not in self._built]
        if rims := {way for ways in unbuilt for way in ways}:
            for way in _ways(path, locations, IdFilter(rims)):
                yield from ((ObstacleKind.WATERWAY, run) for run in _runs(way))

    def water(self, box: Box, streets: Iterable[tuple[Degrees, Degrees]]) -> Iterator[Line]:
        """Yield the rings of the water in and near a box, each within one cell.

        Parameters
        ----------
        box : Box
            Round the streets.
        streets : iterable of pairs of (float, float)
            Both ends of each straight piece of street.
        """
        west, south, east, north = (round(edge * 1e7) // CELL_STEPS for edge in box)
        low, high = -_BEYOND_CELLS, _BEYOND_CELLS
        cells = CellBox(west + low, south + low, east + high, north + high)
        areas = [shapely.transform(area, _steps) for area in shapely.from_wkb(self._areas)]
        if self._coasts:
            pieces = _steps(np.array(list(streets)).reshape(-1, 4))
            coasts = [[_steps(np.array(run)) for run in coast] for coast in self._coasts]
            areas += sea_areas(coasts, pieces, cells.bounds)
        for ring in water_parts(np.array(areas, object), cells):
            yield ObstacleKind.WATER, [(x / 1e7, y / 1e7) for x, y in ring]


def _ways(
    path: Path, locations: LocationTable, wanted: TagFilter | IdFilter
) -> Iterator[osmium.osm.Way]:
    places = osmium.NodeLocationsForWays(locations)
    places.ignore_errors()
    processor = osmium.FileProcessor(extract_file(path), osmium.osm.WAY)
    for way in processor.with_filter(wanted).with_filter(places):
        if isinstance(way, osmium.osm.Way):
            yield way


def _runs(way: osmium.osm.Way) -> Iterator[list[Degrees]]:
    for run in located_runs(way.nodes):
        yield [(lon, lat) for _, lon, lat in run]


def _steps(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.rint(degrees * 1e7)
