"""Sight lines: which straight ways off the street are barred by water, railways, motorways.

A part of the certificate. It takes lines as they are and shares nothing with the code that
draws catchments round them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.network.obstacles import ObstacleKind, Obstacles
from learnmap.network.walkgraph import DEGREE_STEP

TOUCH_M: Final = 0.05
"""A line met so near the street is the street's own edge (a quay, a bank that shares the
street's vertices, which are rounded to a centimetre): leaving the street there crosses nothing."""
_CHUNK: Final = 1_000_000
"""Pairs of a way and a line that are looked at in one piece of memory."""


@dataclass(frozen=True, slots=True)
class Barriers:
    """Lines that nobody crosses off the street, and water that nobody stands in.

    Attributes
    ----------
    lines : (b, 4) float64
        Longitude and latitude of the two ends of each straight line, in degrees.
    water : tuple of (r, 2) float64
        Closed rings in degrees. A place within an odd number of them is in the water.
    """

    lines: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))
    water: Sequence[NDArray[np.float64]] = ()


def barriers_in(
    obstacles: Obstacles, low: NDArray[np.float64], high: NDArray[np.float64]
) -> Barriers:
    """Return the barriers of a walk graph that touch a box.

    Parameters
    ----------
    obstacles : Obstacles
    low, high : (2,) float64
        Corners of the box: longitude and latitude in degrees.

    Returns
    -------
    Barriers
    """
    offset = np.asarray(obstacles.offset).astype(np.int64)
    xy = np.column_stack([obstacles.x, obstacles.y]).astype(np.float64) * DEGREE_STEP
    if not len(xy):
        return Barriers()
    least, most = (reduce.reduceat(xy, offset[:-1]) for reduce in (np.minimum, np.maximum))
    near = np.flatnonzero((least <= high).all(axis=1) & (most >= low).all(axis=1))
    shapes = [xy[offset[i] : offset[i + 1]] for i in near]
    water = np.asarray(obstacles.kind)[near] == ObstacleKind.WATER
    ends = [np.hstack([shape[:-1], shape[1:]]) for shape in shapes]
    return Barriers(
        np.concatenate([np.empty((0, 4)), *ends]),
        [shape for shape, wet in zip(shapes, water, strict=True) if wet],
    )


class SightLines:
    """Tells which straight ways from places to streets are open.

    Parameters
    ----------
    places : (k, 2) float64
        In metres.
    lines : (b, 4) float64
        Ends of the lines that bar the way, in the same metres.
    within_m : float
        No way is longer.
    """

    def __init__(
        self, places: NDArray[np.float64], lines: NDArray[np.float64], within_m: float
    ) -> None:
        self.places, self.lines = places, lines
        place, line = tree_of_lines(lines).query(
            shapely.points(places), predicate="dwithin", distance=within_m
        )
        order = np.lexsort((line, place))
        self._line = line[order]
        self._first = np.searchsorted(place[order], np.arange(len(places) + 1))

    def barred(self, place: NDArray[np.integer], to: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell for each of (j,) places whether a line crosses the way to (j, 2) metres."""
        barred = np.zeros(len(place), bool)
        for part in self._parts(place):
            way, line = self.near(place[part])
            start, end, row = self.places[place[part]][way], to[part][way], self.lines[line]
            back = start - end
            far = np.hypot(*back.T)
            short = np.where(far > TOUCH_M, TOUCH_M / np.where(far > 0, far, 1.0), 1.0)
            crossed = _cross(start, end + back * short[:, None], row[:, :2], row[:, 2:])
            barred[part[way[crossed]]] = True
        return barred

    def near(self, place: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return pairs of an index into the places given and a line near that place."""
        count = self._first[place + 1] - self._first[place]
        which = np.repeat(np.arange(len(place)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return which, self._line[self._first[place][which] + within]

    def _parts(self, place: NDArray[np.integer]) -> list[NDArray[np.int64]]:
        count = self._first[place + 1] - self._first[place]
        any_line = np.flatnonzero(count)
        cuts = np.flatnonzero(np.diff(np.cumsum(count[any_line]) // _CHUNK)) + 1
        return np.split(any_line, cuts)


def in_water(
    places: NDArray[np.float64], rings: Sequence[NDArray[np.float64]]
) -> NDArray[np.bool_]:
    """Tell which of (k, 2) places lie within an odd number of closed rings."""
    if not rings:
        return np.zeros(len(places), bool)
    tree = shapely.STRtree([shapely.Polygon(ring) for ring in rings])
    place, _ = tree.query(shapely.points(places), predicate="within")
    return np.asarray(np.bincount(place, minlength=len(places)) % 2 == 1)


def tree_of_lines(lines: NDArray[np.float64]) -> shapely.STRtree:
    """Return GEOS' tree of straight lines, given by (b, 4) ends in metres."""
    drawn = np.asarray(shapely.linestrings(lines.reshape(-1, 2, 2)), dtype=object)
    return shapely.STRtree(drawn)


def _cross(
    p: NDArray[np.float64],
    x: NDArray[np.float64],
    c: NDArray[np.float64],
    d: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which ways p to x run from one side of the line c to d to its other side."""
    return (_side(p, x, c) * _side(p, x, d) < 0) & (_side(c, d, p) * _side(c, d, x) < 0)


def _side(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return on which side of the line a to b a place c lies, by sign."""
    ab, ac = b - a, c - a
    return np.asarray(np.sign(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]))
