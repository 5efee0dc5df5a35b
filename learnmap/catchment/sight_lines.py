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
"""A line so near a spot on the street is the street's own edge (a quay, a bank that shares the
street's vertices, which are rounded to a centimetre): leaving the street there crosses nothing."""
_GAP_M: Final = 1e-6
"""Nobody passes a narrower gap: lines that share an end leave none."""
_FAR_M: Final = 2e3
"""Longer than what a place may be near enough to of one straight street."""
_CHUNK: Final = 200_000
"""Pairs of a piece and a line that are looked at in one part of memory."""


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
    """Tells what of a straight piece of street is seen from a place.

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
        self._places, self._lines = places, lines
        place, line = tree_of_lines(lines).query(
            shapely.points(places), predicate="dwithin", distance=within_m
        )
        order = np.lexsort((line, place))
        self._line = line[order]
        self._first = np.searchsorted(place[order], np.arange(len(places) + 1))

    def hidden_round(
        self,
        place: NDArray[np.integer],
        start: NDArray[np.float64],
        unit: NDArray[np.float64],
        at: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the hidden part of each piece in which a spot lies.

        Parameters
        ----------
        place : (j,) integers
            From which each piece is looked at.
        start, unit : (j, 2) float64
            Where the pieces start, and their directions; no direction for a piece without length.
        at : (j,) float64
            The spots, in metres from the start.

        Returns
        -------
        low, high : (j,) float64
            Its ends, which are seen, unless infinite; both `at` where the spot is seen.
        """
        low, high = at.copy(), at.copy()
        count = self._first[place + 1] - self._first[place]
        some = np.flatnonzero(count)
        cuts = np.flatnonzero(np.diff(np.cumsum(count[some]) // _CHUNK)) + 1
        for part in np.split(some, cuts):
            first = self._first[place[part]]
            piece = np.repeat(np.arange(len(part)), count[part])
            within = np.arange(len(piece)) - np.repeat(
                np.cumsum(count[part]) - count[part], count[part]
            )
            begin, end = _hidden_by(
                self._lines[self._line[first[piece] + within]],
                self._places[place[part]][piece],
                start[part][piece],
                unit[part][piece],
            )
            low[part], high[part] = _merged_round(piece, begin, end, at[part])
        return low, high


def _hidden_by(
    lines: NDArray[np.float64],
    place: NDArray[np.float64],
    start: NDArray[np.float64],
    unit: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return between which metres along a piece each line hides it; none where not begin < end.

    A spot is hidden when it lies on the line's other side, and between the rays from the place
    to the line's two ends. Each of the three is a linear condition on the metres along.
    """
    a, b = lines[:, :2], lines[:, 2:]
    way = b - a
    length_m = np.hypot(way[:, 0], way[:, 1])
    across = np.sign(_cross(way, place - a))[:, None]
    turn = np.sign(_cross(a - place, b - place))
    begin, end = np.full(len(lines), -np.inf), np.full(len(lines), np.inf)
    beyond = -across[:, 0] * _cross(way, unit), -across[:, 0] * _cross(way, start - a)
    for slope, least in (
        (beyond[0], TOUCH_M * length_m - beyond[1]),
        (turn * _cross(a - place, unit), -turn * _cross(a - place, start - place)),
        (-turn * _cross(b - place, unit), turn * _cross(b - place, start - place)),
    ):
        with np.errstate(divide="ignore", invalid="ignore"):
            root = least / slope
        begin = np.where(slope > 0, np.maximum(begin, root), begin)
        end = np.where(slope < 0, np.minimum(end, root), end)
        end = np.where((slope == 0) & (least >= 0), -np.inf, end)
    return begin, end


def _merged_round(
    piece: NDArray[np.int64],
    begin: NDArray[np.float64],
    end: NDArray[np.float64],
    at: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Merge the hidden parts of each piece, and return the merged one round `at`."""
    low, high = at.copy(), at.copy()
    some = begin < end
    if not some.any():
        return low, high
    piece, begin, end = piece[some], begin[some], end[some]
    order = np.lexsort((begin, piece))
    piece, begin, end = piece[order], begin[order], end[order]
    # No part is longer than sight reaches, so pieces laid out at this distance stay apart.
    begin, end = np.maximum(begin, at[piece] - _FAR_M), np.minimum(end, at[piece] + _FAR_M)
    base = 4 * _FAR_M * piece - at[piece]
    furthest = np.maximum.accumulate(end + base) - base
    new = np.ones(len(piece), bool)
    new[1:] = (piece[1:] != piece[:-1]) | (begin[1:] > furthest[:-1] + _GAP_M)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(piece)) - 1
    holds = (begin[first] < at[piece[first]]) & (furthest[last] > at[piece[first]])
    first, last = first[holds], last[holds]
    low[piece[first]], high[piece[first]] = begin[first], furthest[last]
    for edge in (low, high):
        edge[np.abs(edge - at) >= _FAR_M] = np.inf
    return low, high


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


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
