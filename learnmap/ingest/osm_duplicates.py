"""Finds things that OpenStreetMap holds twice, such as a library as node and as building."""

from collections import defaultdict

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from learnmap.ingest.osm_records import read_osm_names
from learnmap.ingest.osm_things import Thing
from learnmap.model.crs import metres_per_degree

SAME_WITHIN_M = 25.0
"""How far apart two objects of one name and kind may be and still be one thing."""


def group_duplicates(things: list[Thing]) -> list[tuple[Thing, list[Thing]]]:
    """Group objects of the same kind and a name in common that touch or nearly touch.

    Parameters
    ----------
    things : list of Thing
        With names and geometries.

    Returns
    -------
    list of tuple
        The object to keep, which is the one with the largest area, then length, and the others;
        ordered as the kept ones are in `things`.
    """
    parent = _group_numbers(things)
    places = {thing.ref: place for place, thing in enumerate(things)}
    groups: dict[int, list[Thing]] = defaultdict(list)
    for thing, number in zip(things, parent, strict=True):
        groups[number].append(thing)
    found = []
    for group in groups.values():
        kept = max(group, key=lambda one: (one.geometry.area, one.geometry.length))
        found.append((kept, [one for one in group if one is not kept]))
    return sorted(found, key=lambda group: places[group[0].ref])


def _group_numbers(things: list[Thing]) -> list[int]:
    """Give every thing the number of its group, joining each pair that is the same."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, thing in enumerate(things):
        for name in set(read_osm_names(thing.tags).values()):
            by_name[thing.kind, name.casefold()].append(index)
    pairs = [
        (first, second)
        for same in by_name.values()
        for position, first in enumerate(same)
        for second in same[position + 1 :]
        if _distance_m(things[first], things[second]) <= SAME_WITHIN_M
    ]
    size = len(things)
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    links = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return [int(label) for label in connected_components(links, directed=False)[1]] if size else []


def _distance_m(first: Thing, second: Thing) -> float:
    """Distance in a local plane, which is exact enough for some metres."""
    east, north = metres_per_degree(float(shapely.get_y(first.geometry.centroid)))
    planes = [
        shapely.transform(thing.geometry, lambda xy: xy * (east, north))
        for thing in (first, second)
    ]
    return float(shapely.distance(*planes))
