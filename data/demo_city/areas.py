"""Areas: districts, street-towns and neighbourhoods, grown from the land between streets."""

import heapq
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from data.demo_city.city import City
from data.demo_city.ground import EXTENT, Floats, density
from data.demo_city.names import DISTRICTS, Name, Stems
from data.demo_city.noding import Ints, node_lines, split_at_junctions

TOWNS: Final = 7
"""Street-towns in a district."""
NEIGHBOURHOODS: Final = 8
"""Neighbourhoods in a street-town, give or take two."""
CODE_PREFIX: Final = "99"
"""No province of China has a code that begins so."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area of the demo city; `geometry` is in degrees, EPSG:4326."""

    code: str
    level: str
    name: Name
    parent_code: str
    geometry: Polygon | MultiPolygon


def lay_areas(city: City) -> list[AreaRow]:
    """Share the city among areas whose borders run along streets and the river.

    Returns
    -------
    list of AreaRow
        Districts, then street-towns, then neighbourhoods, each level in order of code.
    """
    rng = np.random.default_rng([city.seed, 20])
    stems = Stems(np.random.default_rng([city.seed, 21]))
    faces = _faces(city)
    middle = shapely.get_coordinates([face.representative_point() for face in faces])
    weight = shapely.area(faces) * (0.06 + density(middle) ** 1.4)
    near = _neighbours(faces)
    bent = [Polygon(city.ground.to_degrees(shapely.get_coordinates(face))) for face in faces]
    rows: list[AreaRow] = []
    everything = np.arange(len(faces))
    for number, district in enumerate(
        _partition(everything, len(DISTRICTS), middle, weight, near, rng)
    ):
        stem = Name(*DISTRICTS[number])
        code = f"{CODE_PREFIX}01{number + 1:02d}"
        rows.append(
            _row(
                f"{code}000000", "district", stem.with_suffix("区", "District"), "", district, bent
            )
        )
        for index, town in enumerate(_partition(district, TOWNS, middle, weight, near, rng)):
            rural = float(density(middle[town]).mean()) < 0.3
            suffix = ("镇", "Town") if rural else ("街道", "Subdistrict")
            town_code = f"{code}{index + 1:03d}"
            rows.append(
                _row(
                    f"{town_code}000",
                    "street_town",
                    stems.next().with_suffix(*suffix),
                    f"{code}000000",
                    town,
                    bent,
                )
            )
            wanted = min(len(town), NEIGHBOURHOODS + int(rng.integers(-2, 3)))
            for order, quarter in enumerate(_partition(town, wanted, middle, weight, near, rng)):
                suffix = (
                    ("村", "Village") if rural and rng.random() < 0.6 else ("社区", "Neighbourhood")
                )
                name = stems.next().with_suffix(*suffix)
                rows.append(
                    _row(
                        f"{town_code}{order + 1:03d}",
                        "neighbourhood",
                        name,
                        f"{town_code}000",
                        quarter,
                        bent,
                    )
                )
    order_of = {"district": 0, "street_town": 1, "neighbourhood": 2}
    return sorted(rows, key=lambda row: (order_of[row.level], row.code))


def _row(
    code: str, level: str, name: Name, parent: str, members: Ints, bent: list[Polygon]
) -> AreaRow:
    merged = shapely.normalize(shapely.coverage_union_all([bent[i] for i in members]))
    parts = [orient(part) for part in shapely.get_parts(merged)]
    return AreaRow(code, level, name, parent, parts[0] if len(parts) == 1 else MultiPolygon(parts))


def _faces(city: City) -> list[Polygon]:
    """Return the land between streets and the river's middle line: a tiling of the plan."""
    rim = shapely.get_coordinates(EXTENT.exterior)
    lines = [line.coords for line in city.frame.lines]
    lines += [shapely.get_coordinates(city.water.course), rim]
    pieces, _ = split_at_junctions(node_lines(lines, [0] * len(lines)))
    # Two pieces that share both ends and have no vertex between are the same edge.
    edges = {(*sorted(map(tuple, piece[[0, -1]].tolist())), len(piece)): piece for piece in pieces}
    faces = shapely.get_parts(shapely.polygonize([LineString(piece) for piece in edges.values()]))
    order = np.lexsort(shapely.get_coordinates(shapely.centroid(faces)).T)
    return [faces[i] for i in order]


def _neighbours(faces: list[Polygon]) -> list[list[int]]:
    array = np.asarray(faces)
    a, b = shapely.STRtree(array).query(array, predicate="touches")
    shared = shapely.length(shapely.intersection(array[a], array[b])) > 1.0
    near: list[list[int]] = [[] for _ in faces]
    for i, j in zip(a[shared].tolist(), b[shared].tolist(), strict=True):
        near[i].append(j)
    return [sorted(found) for found in near]


def _partition(
    members: Ints,
    parts: int,
    middle: Floats,
    weight: Floats,
    near: list[list[int]],
    rng: np.random.Generator,
) -> list[Ints]:
    """Share faces among connected parts of about equal weight, by growing from seeds."""
    seeds = _seeds(members, parts, middle, weight, rng)
    free = set(members.tolist()) - set(seeds)
    grown: list[list[int]] = [[seed] for seed in seeds]
    load = [float(weight[seed]) for seed in seeds]
    rims: list[list[tuple[float, int]]] = [[] for _ in seeds]

    def open_rim(part: int, face: int) -> None:
        for other in near[face]:
            if other in free:
                far = float(np.hypot(*(middle[other] - middle[seeds[part]])))
                heapq.heappush(rims[part], (far, other))

    for part, seed in enumerate(seeds):
        open_rim(part, seed)
    while free:
        waiting = [part for part in range(len(seeds)) if rims[part]]
        if not waiting:
            # Cut off from every part, as an island in the river would be.
            left = min(free)
            part = int(np.argmin([np.hypot(*(middle[left] - middle[seed])) for seed in seeds]))
            face = left
        else:
            part = min(waiting, key=lambda index: (load[index], index))
            _, face = heapq.heappop(rims[part])
        if face not in free:
            continue
        free.remove(face)
        grown[part].append(face)
        load[part] += float(weight[face])
        open_rim(part, face)
    return [np.asarray(sorted(faces)) for faces in grown]


def _seeds(
    members: Ints, parts: int, middle: Floats, weight: Floats, rng: np.random.Generator
) -> list[int]:
    """Choose well-spread faces by weighted k-means, ordered from north-west to south-east."""
    places, loads = middle[members], weight[members]
    centres = places[rng.choice(len(members), size=parts, replace=False, p=loads / loads.sum())]
    for _ in range(25):
        nearest = np.argmin(((places[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
        for part in range(parts):
            mine = nearest == part
            if mine.any():
                centres[part] = np.average(places[mine], axis=0, weights=loads[mine])
    centres = centres[np.lexsort((centres[:, 0], -np.round(centres[:, 1] / 2_500)))]
    seeds: list[int] = []
    for centre in centres:
        for face in members[np.argsort(((places - centre) ** 2).sum(axis=1), kind="stable")]:
            if int(face) not in seeds:
                seeds.append(int(face))
                break
    return seeds
