"""What is known of a city's places by name: its own points, its streets and its areas."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.datum_check import DatumReferences
from learnmap.ingest.named_places import NamedPlace
from learnmap.model.errors import NotReadyError
from learnmap.model.records import LearningPoint
from learnmap.network import WalkGraph
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import current_build, read_areas, read_points
from learnmap.workflows.city import City


def read_references(city: City, *, besides: str | None = None) -> DatumReferences:
    """Read what places can be compared with.

    Parameters
    ----------
    city : City
        Without a network there are no streets; fictional points are left out.
    besides : str, optional
        A source whose points are left out too, so that a file is not compared with itself.

    Returns
    -------
    DatumReferences
    """
    with city.store.begin() as tx:
        points = [stored.point for stored in read_points(tx)]
        areas = read_areas(tx)
        try:
            build = current_build(tx)
        except NotReadyError:
            build = None
    named = [
        (name, geometry)
        for names, geometry in zip(areas["names"], areas.geometry, strict=True)
        for name in names.values()
    ]
    return DatumReferences(
        [named_point(point) for point in points if not point.fictional and point.source != besides],
        named_streets(city.graph(build)) if build else [],
        named,
    )


def named_point(point: LearningPoint) -> NamedPlace:
    """Return a learning point as a place with names and an address, in WGS 84."""
    return NamedPlace(
        shapely.Point(point.longitude, point.latitude),
        tuple(point.names.values()),
        (point.address,) if point.address else (),
        id=point.id,
    )


def named_streets(graph: WalkGraph) -> list[tuple[str, BaseGeometry]]:
    """Return each edge's line in degrees, with its street's name or an empty one.

    A street with an English name is listed under both.
    """
    count = np.diff(graph.vertex_offset)
    degrees = np.column_stack([graph.vertex_x, graph.vertex_y]).astype(np.float64) * DEGREE_STEP
    lines = shapely.linestrings(degrees, indices=np.repeat(np.arange(graph.edge_count), count))
    names = graph.names()
    streets = []
    for line, number in zip(np.asarray(lines), graph.edge_name, strict=True):
        called = dict.fromkeys(name for name in names[number] if name)
        streets += [(name, line) for name in called or ("",)]
    return streets
