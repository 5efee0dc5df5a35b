"""Exact walking times from places to a learning point, by the definition of a catchment.

A place p is within a cutoff when there is a place x on a street with ``|xp| <= off_street_m``
and ``T(x) + |xp| / v <= cutoff_s``, where T(x) is the walking time from x along the streets to
the point, v the profile's speed on the flat, and the straight way from p to x crosses no barrier.
A place in the water belongs to nothing.

Along a straight piece of street T is linear, so ``T(x) + |xp| / v`` is convex there and its
minimum has a closed form. Where a barrier hides that x, the minimum lies at an end of a part of
the piece that is seen from p, and these ends are found from the sight lines past the barriers'
ends. Nothing is sampled: what is found differs from the minimum by the rounding of float64 and
by a step of 1e-6 m past a barrier's end.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from learnmap.catchment.sight_lines import (
    Barriers,
    SightLines,
    barriers_in,
    in_water,
    tree_of_lines,
)
from learnmap.catchment.street_times import StreetTimes, street_times

if TYPE_CHECKING:
    from learnmap.catchment.computing import AccessPoint
    from learnmap.network import WalkCosts, WalkGraph
    from learnmap.network.obstacles import Obstacles

_PAST_M: Final = 1e-6
_HAIR_DEGREES: Final = 1e-5


class ExactTimes:
    """Tells of any place how long one walks from it to a learning point.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    access : AccessPoint
        Where the learning point joins the graph.
    limit_s : float
        Longer times are not told apart: all are infinite.
    off_street_m : float
        How far a walker leaves the street.
    barriers : Barriers, optional
        What cannot be crossed off the street; the graph's obstacles by default.
    """

    def __init__(
        self,
        graph: "WalkGraph",
        costs: "WalkCosts",
        access: "AccessPoint",
        *,
        limit_s: float,
        off_street_m: float,
        barriers: Barriers | None = None,
    ) -> None:
        self._limit_s, self._off_street_m = limit_s, off_street_m
        self._speed = costs.profile.speed_m_per_s
        lon, lat = graph.line(access.edge)[0]
        self._metres = Transformer.from_crs(
            "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84", always_xy=True
        )
        self._streets = street_times(graph, costs, access, self._metres, limit_s=limit_s)
        self._tree = tree_of_lines(np.hstack([self._streets.start, self._streets.end]))
        self._lines, self._water = self._near(graph.obstacles, barriers)

    def draw(
        self, count: int, seed: int | list[int], around: Iterable[shapely.Geometry] = ()
    ) -> NDArray[np.float64]:
        """Draw places uniformly from the box around all that may be within the limit.

        Parameters
        ----------
        count : int
        seed : int or list of int
            The same seed gives the same places.
        around : iterable of shapely.Geometry
            Shapes in EPSG:4326 that the box shall hold too.

        Returns
        -------
        (count, 2) float64
            Longitudes and latitudes; none when nothing is reached and no shape is given.
        """
        box = self._box(around)
        if box is None:
            return np.empty((0, 2))
        share = np.random.default_rng(seed).random((count, 2))
        return self._degrees(box[0] + share * (box[1] - box[0]))

    def time_s(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the seconds from (k, 2) places in degrees; infinite where beyond the limit."""
        best = np.full(len(places), np.inf)
        xy = self._plane(places)
        place, piece = self._tree.query(
            shapely.points(xy), predicate="dwithin", distance=self._off_street_m
        )
        ways = _Ways(xy[place], self._streets, piece, self._off_street_m, self._speed)
        at = ways.quickest()
        then = ways.time_s(at)
        if not len(self._lines):
            np.minimum.at(best, place, then)
        else:
            sight = SightLines(xy, self._lines, self._off_street_m)
            barred = sight.barred(place, ways.spot(at))
            np.minimum.at(best, place[~barred], then[~barred])
            # No way past a barrier's end is quicker than the one that the barrier hides.
            hope = barred & (then < best[place]) & (then <= self._limit_s)
            ways = _Ways(
                xy[place[hope]], self._streets, piece[hope], self._off_street_m, self._speed
            )
            self._look_past(sight, place[hope], ways, best)
        best[in_water(xy, self._water) | (best > self._limit_s)] = np.inf
        return best

    def _look_past(
        self,
        sight: SightLines,
        place: NDArray[np.int64],
        ways: "_Ways",
        best: NDArray[np.float64],
    ) -> None:
        """Better the times by ways that pass the ends of the barriers."""
        way, line = sight.near(place)
        ends = ways.past(way, self._lines[line])
        which = np.concatenate([np.repeat(np.arange(len(place)), 2), np.repeat(way, ends.shape[1])])
        at = np.concatenate([np.column_stack([ways.low, ways.high]).ravel(), ends.ravel()])
        with np.errstate(invalid="ignore"):
            keep = np.isfinite(at) & (at >= ways.low[which]) & (at <= ways.high[which])
        which, at = which[keep], at[keep]
        then = ways.time_s(at, which)
        keep = (then < best[place[which]]) & (then <= self._limit_s)
        which, at, then = which[keep], at[keep], then[keep]
        seen = ~sight.barred(place[which], ways.spot(at, which))
        np.minimum.at(best, place[which[seen]], then[seen])

    def _box(self, around: Iterable[shapely.Geometry] = ()) -> NDArray[np.float64] | None:
        """Return lowest and highest x and y of what may be within the limit, and of shapes."""
        shapes = [shapely.get_coordinates(shape) for shape in around]
        corners = [self._plane(shape) for shape in shapes if len(shape)]
        if len(self._streets.start):
            reached = self._streets.corners(self._limit_s)
            corners.append(reached.min(axis=0, keepdims=True) - self._off_street_m)
            corners.append(reached.max(axis=0, keepdims=True) + self._off_street_m)
        if not corners:
            return None
        every = np.concatenate(corners)
        return np.stack([every.min(axis=0), every.max(axis=0)])

    def _near(
        self, obstacles: "Obstacles", barriers: Barriers | None
    ) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
        """Return the lines and rings of the barriers near what is reached, in metres."""
        box = self._box()
        if box is None:
            return np.empty((0, 4)), []
        (west, south), (east, north) = box
        corners = self._degrees(
            np.array([(west, south), (west, north), (east, south), (east, north)])
        )
        low, high = corners.min(axis=0) - _HAIR_DEGREES, corners.max(axis=0) + _HAIR_DEGREES
        if barriers is None:
            barriers = barriers_in(obstacles, low, high)
        ends = barriers.lines.reshape(-1, 2, 2)
        kept = ((ends.min(axis=1) <= high) & (ends.max(axis=1) >= low)).all(axis=1)
        rings = [
            self._plane(ring)
            for ring in barriers.water
            if (ring.min(axis=0) <= high).all() and (ring.max(axis=0) >= low).all()
        ]
        return self._plane(ends[kept].reshape(-1, 2)).reshape(-1, 4), rings

    def _plane(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self._metres.transform(degrees[:, 0], degrees[:, 1]))

    def _degrees(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self._metres.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))


class _Ways:
    """Straight ways off the street, one row for each pair of a place and a piece of street.

    Where a way leaves its piece is told by the metres `at` from the piece's start.
    """

    def __init__(
        self,
        xy: NDArray[np.float64],
        streets: StreetTimes,
        piece: NDArray[np.int64],
        off_street_m: float,
        speed_m_per_s: float,
    ) -> None:
        self._start, self._speed = streets.start[piece], speed_m_per_s
        run = streets.end[piece] - self._start
        self._length_m = np.hypot(*run.T)
        longer = np.where(self._length_m > 0, self._length_m, 1.0)
        self._unit = run / longer[:, None]
        self._start_s = streets.start_s[piece]
        self._rate = (streets.end_s[piece] - self._start_s) / longer
        self._xy = xy - self._start
        self._foot = (self._xy * self._unit).sum(axis=1)
        self._off = np.abs(_cross(self._unit, self._xy))
        # A piece without length has no direction: all of the way lies across it.
        self._off = np.where(self._length_m > 0, self._off, np.hypot(*self._xy.T))
        half = np.sqrt(np.maximum(off_street_m**2 - self._off**2, 0.0))
        self.low = np.clip(self._foot - half, 0.0, self._length_m)
        self.high = np.clip(self._foot + half, 0.0, self._length_m)

    def quickest(self) -> NDArray[np.float64]:
        """Return where to leave each piece if nothing is in the way.

        The derivative of ``T + q s + sqrt(h^2 + (s - f)^2) / v`` is zero at
        ``s = f - h k / sqrt(1 - k^2)`` with ``k = q v``; with ``|k| >= 1`` the time falls along
        the whole piece.
        """
        k = self._rate * self._speed
        flat = np.abs(k) < 1
        bend = np.where(flat, k / np.sqrt(np.where(flat, 1 - k**2, 1.0)), 0.0)
        at = np.where(flat, self._foot - self._off * bend, np.where(k > 0, self.low, self.high))
        return np.asarray(np.clip(at, self.low, self.high), np.float64)

    def time_s(
        self, at: NDArray[np.float64], which: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Return the whole time of ways that leave their piece there."""
        straight = np.hypot(self._off[which], at - self._foot[which])
        time_s = self._start_s[which] + self._rate[which] * at + straight / self._speed
        return np.asarray(time_s, np.float64)

    def spot(
        self, at: NDArray[np.float64], which: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Return the (j, 2) metres of the places there."""
        return np.asarray(self._start[which] + self._unit[which] * at[:, None], np.float64)

    def past(self, which: NDArray[np.int64], lines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (j, 6) places on pieces where sight past a line begins or ends.

        They are a hair to both sides of where the line's ends hide the piece, and of where the
        line crosses it; infinite where there is none.
        """
        start, unit, xy = self._start[which], self._unit[which], self._xy[which]
        a, b = lines[:, :2] - start, lines[:, 2:] - start
        with np.errstate(divide="ignore", invalid="ignore"):
            # The piece's line is met by that from the place through either end, and by the line.
            ends = [_cross(xy, way) / _cross(unit, way) for way in (a - xy, b - xy)]
            ends.append(_cross(a, b - a) / _cross(unit, b - a))
        return np.column_stack([end + side for end in ends for side in (-_PAST_M, _PAST_M)])


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
