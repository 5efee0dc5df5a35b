"""The street map: what was drawn, turned into nodes and ways with stable numbers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data.demo_city.ground import HEIGHT_M, WIDTH_M, Floats, Ground
from data.demo_city.noding import Ints, node_lines
from data.demo_city.pieces import densify
from data.demo_city.sheet import Shape, Sheet, Tags

LEAST_PIECE_M: Final = 900.0
"""A part of the network shorter than this that joins nothing is left out."""
STEP_M: Final = 110.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A multipolygon: way indices with their roles."""

    members: tuple[tuple[int, str], ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class StreetMap:
    """Nodes and ways as OpenStreetMap has them.

    Attributes
    ----------
    plan : ndarray of shape (nodes, 2)
        Plan metres.
    degrees : ndarray of shape (nodes, 2)
        Longitude, latitude.
    node_tags : dict of int to dict
        Tags of the nodes that have any.
    ways : list of ndarray of int
        Node indices.
    way_tags : list of dict
    relations : list of Relation
    """

    plan: Floats
    degrees: Floats
    node_tags: dict[int, Tags]
    ways: list[Ints]
    way_tags: list[Tags]
    relations: list[Relation]

    def is_street(self) -> npt.NDArray[np.bool_]:
        """Tell for each way whether it is drawn as a highway."""
        return np.array(["highway" in tags for tags in self.way_tags])


def make_map(sheet: Sheet, ground: Ground) -> StreetMap:
    """Node the lines, drop scraps, number the vertices, and add the polygons.

    Parameters
    ----------
    sheet : Sheet
        What was drawn.
    ground : Ground
        Bends the plan.
    """
    levels = [line.level for line in sheet.lines]
    size = (WIDTH_M, HEIGHT_M)
    lines = node_lines([np.clip(line.coords, 0.0, size) for line in sheet.lines], levels)
    # Moving a touching end onto a line by up to 0.4 m can make it cross a third: node again.
    lines = node_lines(lines, levels)
    # Straight on the plan is not straight in the city: give the bending vertices to move.
    lines = [np.round(densify(line, step_m=STEP_M), 1) if len(line) > 1 else line for line in lines]
    way_tags = [line.tags for line in sheet.lines]
    kept = [i for i, line in enumerate(lines) if len(line) > 1]
    lines, way_tags = [lines[i] for i in kept], [way_tags[i] for i in kept]
    kept = _without_scraps(lines, way_tags)
    lines, way_tags = [lines[i] for i in kept], [way_tags[i] for i in kept]

    plan, index = np.unique(np.concatenate(lines), axis=0, return_inverse=True)
    cuts = np.cumsum([len(line) for line in lines])[:-1]
    ways = [np.asarray(way) for way in np.split(index.ravel(), cuts)]
    node_tags = _marked(sheet, plan, ways, way_tags)
    labels = np.round(np.array([place for place, _ in sheet.labels]).reshape(-1, 2), 1)
    node_tags.update({len(plan) + i: tags for i, (_, tags) in enumerate(sheet.labels)})
    plan, relations = _add_shapes(sheet.shapes, np.concatenate([plan, labels]), ways, way_tags)
    return StreetMap(plan, ground.to_degrees(plan), node_tags, ways, way_tags, relations)


def _without_scraps(lines: list[Floats], tags: list[Tags]) -> list[int]:
    """Leave out short streets that join no others, as canals and railways cut off."""
    street = np.array(["highway" in tag for tag in tags])
    coords = np.concatenate(lines)
    _, index = np.unique(coords, axis=0, return_inverse=True)
    index = index.ravel()
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    joined = street[owner]
    node_of = index[joined]
    size = len(lines) + int(index.max()) + 1
    graph = coo_array(
        (np.ones(len(node_of)), (owner[joined], len(lines) + node_of)), shape=(size, size)
    )
    _, part = connected_components(graph, directed=False)
    length = np.array([np.hypot(*np.diff(line, axis=0).T).sum() for line in lines])
    total = np.bincount(part[: len(lines)], weights=length, minlength=part.max() + 1)
    keep = ~street | (total[part[: len(lines)]] >= LEAST_PIECE_M)
    return np.flatnonzero(keep).tolist()


def _marked(sheet: Sheet, plan: Floats, ways: list[Ints], tags: list[Tags]) -> dict[int, Tags]:
    marks: dict[int, Tags] = {}
    places = np.array([place for place, _ in sheet.marks])
    distance, nearest = (np.asarray(found) for found in cKDTree(plan).query(places))
    for far, node, (_, mark) in zip(distance.tolist(), nearest.tolist(), sheet.marks, strict=True):
        if far < 1.0:
            marks.setdefault(int(node), {}).update(mark)
    rail = {int(n) for way, tag in zip(ways, tags, strict=True) if "railway" in tag for n in way}
    for way, tag in zip(ways, tags, strict=True):
        if "highway" in tag:
            for node in rail.intersection(way.tolist()):
                marks.setdefault(node, {})["railway"] = "level_crossing"
    return marks


def _add_shapes(
    shapes: list[Shape], plan: Floats, ways: list[Ints], tags: list[Tags]
) -> tuple[Floats, list[Relation]]:
    relations: list[Relation] = []
    added: list[Floats] = []
    offset = len(plan)
    for shape in shapes:
        members: list[tuple[int, str]] = []
        rings = [shape.polygon.exterior, *shape.polygon.interiors]
        for number, ring in enumerate(rings):
            smooth = shapely.segmentize(ring.simplify(0.5), 120.0)
            coords = np.round(shapely.get_coordinates(smooth)[:-1], 1)
            nodes = np.arange(offset, offset + len(coords))
            ways.append(np.append(nodes, nodes[0]))
            tags.append(shape.tags if len(rings) == 1 else {})
            members.append((len(ways) - 1, "outer" if number == 0 else "inner"))
            added.append(coords)
            offset += len(coords)
        if len(rings) > 1:
            relations.append(Relation(tuple(members), {"type": "multipolygon", **shape.tags}))
    return np.concatenate([plan, *added]), relations
