"""Subdivision: a polygon is cut in two, again and again, along lines that become streets."""

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import split

from data.demo_city.pieces import lines_of, polygons_of


def subdivide(
    polygon: Polygon,
    *,
    target_m2: float,
    tilt_rad: float,
    bow_m: float,
    rng: np.random.Generator,
) -> tuple[list[Polygon], list[tuple[LineString, int]]]:
    """Cut a polygon until its parts are about as large as wanted.

    Parameters
    ----------
    polygon : Polygon
        Plan metres.
    target_m2 : float
        A part smaller than 1.5 times this is left as it is.
    tilt_rad : float
        How far a cut may lean from square to the longer side.
    bow_m : float
        How far a cut may bow to a side.
    rng : numpy.random.Generator
        Decides where cuts are.

    Returns
    -------
    parts : list of Polygon
    cuts : list of (LineString, int)
        Each with its depth; the first cut has depth 0.
    """
    parts: list[Polygon] = []
    cuts: list[tuple[LineString, int]] = []
    waiting = [(polygon, 0)]
    while waiting:
        part, depth = waiting.pop()
        pieces: list[Polygon] = []
        if part.area > 1.5 * target_m2 and depth < 14:
            knife = _knife(part, tilt_rad=tilt_rad, bow_m=bow_m, rng=rng)
            pieces = polygons_of(split(part, knife))
        if len(pieces) < 2 or pieces[-1].area < 0.12 * target_m2:
            parts.append(part)
            continue
        cuts += [(line, depth) for line in lines_of(knife.intersection(part), least_m=8.0)]
        waiting += [(piece, depth + 1) for piece in pieces]
    return parts, cuts


def _knife(part: Polygon, *, tilt_rad: float, bow_m: float, rng: np.random.Generator) -> LineString:
    """Lay a line across the longer side of a polygon's narrowest box."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(part))[:4]
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    lengths = np.hypot(*first), np.hypot(*second)
    start, long, wide = (
        (corners[0], first, second) if lengths[0] >= lengths[1] else (corners[1], second, -first)
    )
    middle = start + long * rng.uniform(0.4, 0.6) + wide / 2
    turn = rng.uniform(-tilt_rad, tilt_rad)
    direction = wide / max(float(np.hypot(*wide)), 1e-9)
    cos, sin = np.cos(turn), np.sin(turn)
    direction = np.array([[cos, -sin], [sin, cos]]) @ direction
    normal = np.array([-direction[1], direction[0]])
    half = 0.75 * float(np.hypot(*wide)) + 20.0
    at = np.linspace(-half, half, 9)
    bow = rng.uniform(-bow_m, bow_m) * np.cos(at / half * np.pi / 2) ** 2
    if half < 60.0:
        at, bow = at[[0, -1]], bow[[0, -1]]
    return LineString(middle + at[:, None] * direction + bow[:, None] * normal)
