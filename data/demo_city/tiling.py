"""Tiling: a larger city, made of mirrored copies that join along their rims."""

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from data.demo_city.ground import HEIGHT_M, WIDTH_M, Floats, Ground, metres_to_degrees
from data.demo_city.noding import Ints
from data.demo_city.streetmap import Relation, StreetMap
from learnmap.model.errors import InvalidInputError

if TYPE_CHECKING:
    from data.demo_city.sheet import Tags


DECORATION: Final = frozenset({"building", "landuse", "leisure", "amenity"})
"""Ways with one of these keys are left out of larger cities."""


def tile(street_map: StreetMap, ground: Ground, scale: int) -> StreetMap:
    """Lay `scale` copies of a map in a square of copies; streets go on across the seams.

    Every second copy is mirrored, so that its rim meets its neighbour's. The bending of the
    ground is nothing at the rim, so nodes there fall together and become one.

    Parameters
    ----------
    street_map : StreetMap
        One city.
    ground : Ground
        Bends the plan.
    scale : int
        1, 4, 16, 64 or another square.

    Returns
    -------
    StreetMap
        Streets, walls, railways and water; buildings and land use are left out.

    Raises
    ------
    InvalidInputError
        When `scale` is not the square of a whole number.
    """
    side = math.isqrt(max(scale, 0))
    if scale < 1 or side * side != scale:
        raise InvalidInputError(f"scale {scale} is not a square; give 1, 4, 16 or 64")
    if scale == 1:
        return street_map
    street_map = _bare(street_map)
    metres = ground.bend(street_map.plan)
    size = np.array([WIDTH_M, HEIGHT_M])
    blocks: list[Floats] = []
    for row in range(side):
        for column in range(side):
            flip = np.array([column % 2, row % 2])
            mirrored = np.where(flip == 1, size - metres, metres)
            blocks.append(mirrored + size * (column, row))
    everything: Floats = np.concatenate(blocks).round(3)
    number = len(metres)
    new_number, kept = _joined(everything, number, street_map, size)
    ways: list[Ints] = []
    node_tags: dict[int, Tags] = {}
    relations: list[Relation] = []
    for index in range(scale):
        numbers = new_number[index * number : (index + 1) * number]
        # A mirrored copy turns one-way streets round with it: the way keeps its node order.
        ways += [numbers[way] for way in street_map.ways]
        node_tags.update({int(numbers[node]): tags for node, tags in street_map.node_tags.items()})
        first = index * len(street_map.ways)
        relations += [
            Relation(tuple((first + way, role) for way, role in one.members), one.tags)
            for one in street_map.relations
        ]
    return StreetMap(
        everything[kept],
        metres_to_degrees(everything[kept]),
        node_tags,
        ways,
        street_map.way_tags * scale,
        relations,
    )


def _bare(street_map: StreetMap) -> StreetMap:
    """Leave out buildings, land use and the nodes that only they have."""
    members = {way for one in street_map.relations for way, _ in one.members}
    kept = [
        index
        for index, tags in enumerate(street_map.way_tags)
        if index in members or not DECORATION.intersection(tags)
    ]
    new_way = {way: number for number, way in enumerate(kept)}
    used = np.zeros(len(street_map.plan), bool)
    used[list(street_map.node_tags)] = True
    for index in kept:
        used[street_map.ways[index]] = True
    new_node = np.cumsum(used) - 1
    return StreetMap(
        street_map.plan[used],
        street_map.degrees[used],
        {int(new_node[node]): tags for node, tags in street_map.node_tags.items()},
        [new_node[street_map.ways[index]] for index in kept],
        [street_map.way_tags[index] for index in kept],
        [
            Relation(tuple((new_way[way], role) for way, role in one.members), one.tags)
            for one in street_map.relations
        ],
    )


def _joined(
    everything: Floats,
    number: int,
    street_map: StreetMap,
    size: Floats,
) -> tuple[Ints, Ints]:
    """Give nodes on seams one number; return each node's new number and the nodes kept."""
    street = np.zeros(number, bool)
    for way, tags in zip(street_map.ways, street_map.way_tags, strict=True):
        if "highway" in tags or "railway" in tags:
            street[way] = True
    rim = (np.abs(np.mod(everything + 0.5, size) - 0.5) < 0.05).any(axis=1)
    seam = np.flatnonzero(rim & np.tile(street, len(everything) // number))
    _, first, same = np.unique(everything[seam], axis=0, return_index=True, return_inverse=True)
    target = np.arange(len(everything))
    target[seam] = seam[first][same.ravel()]
    kept = np.flatnonzero(target == np.arange(len(everything)))
    renumbered = np.full(len(everything), -1)
    renumbered[kept] = np.arange(len(kept))
    return renumbered[target], kept
