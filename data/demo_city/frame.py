"""The frame: arterials, riverside streets and the streets that part blocks, before the blocks."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.demo_city.ground import (
    EXTENT,
    HEIGHT_M,
    OLD_TOWN,
    WIDTH_M,
    Floats,
    density,
)
from data.demo_city.names import StreetNames
from data.demo_city.noding import node_lines, split_at_junctions
from data.demo_city.pieces import densify, lines_of, polygons_of, union
from data.demo_city.sheet import Line, Tags
from data.demo_city.subdivision import subdivide
from data.demo_city.water import Water

HILL: Final = (3_050.0, 9_700.0)
STEP_M: Final = 75.0
_TRUNK_X: Final = (3, 11)
_TRUNK_Y: Final = (2, 8)
_BRIDGE_X: Final = (1, 3, 6, 7, 9, 11)
STEP_BRIDGES: Final = (3, 9)
"""Bridges whose carriageway is closed to walkers, with a footway reached by steps."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Streets that part the blocks, and the land between them.

    Attributes
    ----------
    lines : list of Line
        Streets in plan metres; river bridges have level 1.
    cells : list of Polygon
        Land between the streets.
    hill, lakeside : Polygon
        Land inside the hill's and the lake's ring street.
    """

    lines: list[Line]
    cells: list[Polygon]
    hill: Polygon


def lay_frame(water: Water, streets: StreetNames, rng: np.random.Generator) -> Frame:
    """Lay out arterials, clip them by water and hill, and split the cells between them."""
    hill = _hill(rng)
    taken = union([water.corridor, water.lakeside, hill])
    ground: list[Line] = []
    bridges: list[Line] = []
    for line, may_cross in _arterials(streets, rng):
        geometry = LineString(line.coords)
        ground += [
            Line(shapely.get_coordinates(part), line.tags)
            for part in lines_of(geometry.difference(taken), least_m=60.0)
        ]
        if may_cross is not None:
            bridges += _bridges(geometry, line.tags, water, separate=may_cross in STEP_BRIDGES)
    ground += _rings(water, hill, streets)
    ground = _pieces(ground, rng)
    cells = _cells(ground, taken)
    blocks: list[Polygon] = []
    for cell in cells:
        parts, cuts = _split_cell(cell, rng)
        blocks += parts
        for cut, depth in cuts:
            ground.append(_minor(cut, depth, streets, rng))
    return Frame(ground + bridges, blocks, hill)


def _hill(rng: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = 1 + 0.14 * np.sin(2 * angle + rng.uniform(0, 6)) + 0.1 * np.sin(3 * angle + 1)
    reach += 0.05 * np.sin(5 * angle + rng.uniform(0, 6))
    return Polygon(
        np.column_stack(
            [HILL[0] + 820 * reach * np.cos(angle), HILL[1] + 640 * reach * np.sin(angle)]
        )
    )


def _arterials(streets: StreetNames, rng: np.random.Generator) -> list[tuple[Line, int | None]]:
    found: list[tuple[Line, int | None]] = []
    for axis, (across, along) in enumerate(((WIDTH_M, HEIGHT_M), (HEIGHT_M, WIDTH_M))):
        number = round(across / 1_000) - 1
        at = (np.arange(number) + 1) * across / (number + 1) + rng.uniform(-130, 130, number)
        run = np.arange(0.0, along + 1.0, STEP_M)
        run = np.linspace(0.0, along, len(run))
        for index, base in enumerate(at):
            wave = rng.uniform(20, 75) * np.sin(run / rng.uniform(700, 1500) + rng.uniform(0, 6))
            sides = [base + wave, run] if axis == 0 else [run, base + wave]
            trunk = index in (_TRUNK_X, _TRUNK_Y)[axis]
            highway = "trunk" if trunk else "primary" if index % 2 == axis else "secondary"
            tags = {
                "highway": highway,
                "lanes": {"trunk": "8", "primary": "6", "secondary": "4"}[highway],
                "maxspeed": "60",
                **streets.street(highway, eastward=axis == 1).tags(),
            }
            crosses = index if axis == 0 and index in _BRIDGE_X else None
            found.append((Line(np.column_stack(sides), tags), crosses))
    for start, stop in (((12_900, 11_800), (7_650, 8_350)), ((9_300, 1_500), (13_700, 4_600))):
        tags = {"highway": "primary", "lanes": "4", **streets.street("trunk", eastward=True).tags()}
        line = densify(np.array([start, stop], dtype=np.float64), step_m=STEP_M)
        found.append((Line(line, tags), None))
    return found


def _bridges(street: LineString, tags: Tags, water: Water, *, separate: bool) -> list[Line]:
    """Carry a street over the river; `separate` closes the carriageway to walkers."""
    result = []
    for part in lines_of(street.intersection(water.corridor), least_m=60.0):
        if not (
            part.intersects(water.banks[0].buffer(1)) and part.intersects(water.banks[1].buffer(1))
        ):
            continue
        walkable = {"foot": "no"} if separate else {"sidewalk": "both"}
        result.append(
            Line(
                shapely.get_coordinates(part),
                {**tags, "bridge": "yes", "layer": "1", **walkable},
                1,
            )
        )
    return result


def _rings(water: Water, hill: Polygon, streets: StreetNames) -> list[Line]:
    rings = [
        (water.banks[0], "secondary"),
        (water.banks[1], "secondary"),
        (water.lakeside.exterior, "tertiary"),
        (hill.exterior, "tertiary"),
    ]
    return [
        Line(
            densify(shapely.get_coordinates(ring), step_m=STEP_M),
            {
                "highway": highway,
                "sidewalk": "both",
                **streets.street(highway, eastward=True).tags(),
            },
        )
        for ring, highway in rings
    ]


def _pieces(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    """Cut lines at junctions, leave a few out at the rim, and drop what then leads nowhere."""
    noded = node_lines([line.coords for line in lines], [0] * len(lines))
    pieces, owner = split_at_junctions(noded)
    middle = np.array([piece.mean(axis=0) for piece in pieces])
    removable = np.array([lines[i].tags["highway"] in ("secondary", "primary") for i in owner]) & (
        density(middle) < 0.4
    )
    # Riverside streets bound cells that must not merge with the river.
    ring = np.array([lines[i].tags.get("sidewalk") == "both" for i in owner])
    alive = ~(removable & ~ring & (rng.random(len(pieces)) < 0.2))
    while True:
        ends = np.array([end for piece in pieces for end in (piece[0], piece[-1])])
        keys, index = np.unique(ends, axis=0, return_inverse=True)
        degree = np.bincount(index.ravel(), weights=np.repeat(alive, 2), minlength=len(keys))
        rim = (keys <= 0.5).any(axis=1) | (keys >= np.array([WIDTH_M, HEIGHT_M]) - 0.5).any(axis=1)
        loose = ((degree < 2) & ~rim)[index.ravel()].reshape(-1, 2).any(axis=1)
        if not (alive & loose).any():
            break
        alive &= ~loose
    return [
        Line(piece, lines[i].tags)
        for piece, i, keep in zip(pieces, owner, alive, strict=True)
        if keep
    ]


def _cells(lines: list[Line], taken: BaseGeometry) -> list[Polygon]:
    rim = LineString(EXTENT.exterior.coords)
    noded = union([*(LineString(line.coords) for line in lines), rim])
    faces = polygons_of(shapely.polygonize([*shapely.get_parts(noded)]), least_m2=400.0)
    inner = taken.buffer(-2.0)
    return [face for face in faces if not inner.contains(face.representative_point())]


def block_area_m2(middle: Floats) -> float:
    """How large a block is aimed at around a place, in square metres."""
    built = float(density(middle[None, :])[0])
    old = float(np.hypot(*(middle - OLD_TOWN)))
    if old < 1_500:
        return 62_000.0
    return 330_000.0 - 235_000.0 * min(1.0, built * 1.25)


def _split_cell(
    cell: Polygon, rng: np.random.Generator
) -> tuple[list[Polygon], list[tuple[LineString, int]]]:
    middle = shapely.get_coordinates(cell.representative_point())[0]
    target = block_area_m2(middle) * rng.uniform(0.75, 1.35)
    return subdivide(cell, target_m2=target, tilt_rad=0.07, bow_m=14.0, rng=rng)


def _minor(cut: LineString, depth: int, streets: StreetNames, rng: np.random.Generator) -> Line:
    coords = shapely.get_coordinates(cut)
    middle = Point(coords.mean(axis=0))
    dense = float(density(shapely.get_coordinates(middle))[0])
    if depth == 0:
        highway = "secondary" if dense > 0.35 else "tertiary"
    elif depth == 1:
        highway = "tertiary"
    else:
        highway = "unclassified" if rng.random() < 0.6 else "residential"
    east = abs(coords[-1, 0] - coords[0, 0]) > abs(coords[-1, 1] - coords[0, 1])
    tags: Tags = {"highway": highway}
    if rng.random() < 0.85:
        tags.update(streets.street(highway, eastward=bool(east)).tags())
    draw = rng.random()
    if draw < 0.35:
        tags["sidewalk"] = "both"
    elif draw < 0.43:
        tags["sidewalk"] = ("left", "right", "no")[int(rng.integers(3))]
    if highway != "secondary" and rng.random() < 0.12:
        tags["oneway"] = "yes"
    return Line(densify(coords, step_m=STEP_M), tags)
