"""Exact walking times from places to a learning point, by the definition of a catchment.

A place p is within a cutoff when there is a place x on a street with ``|xp| <= off_street_m``
and ``T(x) + |xp| / v <= cutoff_s``, where T(x) is the walking time from x along the streets to
the point, v the profile's speed on the flat, and the straight way from p to x crosses no barrier.
A place in the water belongs to nothing.

Along a straight piece of street T is linear, so ``T(x) + |xp| / v`` is convex there and its
minimum has a closed form. Where barriers hide that x, the minimum lies at an end of the hidden
part of the piece round it, which is bounded by sight lines past the barriers' ends. Nothing is
sampled: what is found differs from the minimum by the rounding of float64, and by gaps between
barriers of less than 1e-6 m that count as closed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
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
        ways = _Ways.between(
            xy[place],
            self._streets,
            piece,
            off_street_m=self._off_street_m,
            speed_m_per_s=self._speed,
        )
        at = ways.quickest()
        then = ways.time_s(at)
        if not len(self._lines):
            np.minimum.at(best, place, then)
        else:
            sight = SightLines(xy, self._lines, self._off_street_m)
            for some in self._hopeful(place, then, best):
                seen_s = self._seen_s(sight, place[some], ways.where(some), at[some])
                np.minimum.at(best, place[some], seen_s)
        best[in_water(xy, self._water) | (best > self._limit_s)] = np.inf
        return best

    def _hopeful(
        self, place: NDArray[np.int64], then: NDArray[np.float64], best: NDArray[np.float64]
    ) -> Iterator[NDArray[np.int64]]:
        """Yield ways in rounds, the quickest first, as long as they may better what was found.

        What is hidden of a piece only makes it slower than `then`.
        """
        order = np.lexsort((then, place))
        place, then = place[order], then[order]
        rank = np.arange(len(place)) - np.searchsorted(place, place)
        done, size = 0, 1
        while True:
            hope = (rank >= done) & (then <= self._limit_s) & (then < best[place])
            if not hope.any():
                return
            yield order[hope & (rank < done + size)]
            done, size = done + size, 2 * size

    def _seen_s(
        self,
        sight: SightLines,
        place: NDArray[np.int64],
        ways: "_Ways",
        at: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return the least time by what is seen of each piece.

        Time is convex along a piece: where the quickest spot is hidden, the least time is at one
        of the ends of the hidden part that it lies in.
        """
        hidden = sight.hidden_round(place, ways.start, ways.unit, at)
        ends_s = []
        for end in hidden:
            on_piece = np.isfinite(end) & (end >= ways.low) & (end <= ways.high)
            ends_s.append(np.where(on_piece, ways.time_s(np.where(on_piece, end, at)), np.inf))
        return np.minimum(*ends_s)

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


@dataclass(frozen=True, slots=True)
class _Ways:
    """Straight ways off the street, one row for each pair of a place and a piece of street.

    Where a way leaves its piece is told by the metres from the piece's start.

    Attributes
    ----------
    start, unit : (k, 2) float64
        Where the piece starts, and its direction; (0, 0) for a piece without length.
    foot, off : (k,) float64
        The place's metres along the piece and aside of it.
    low, high : (k,) float64
        Between them the piece is near enough to the place.
    start_s, rate : (k,) float64
        Time from the piece's start, and seconds by metre along it.
    speed_m_per_s : float
        Off the street.
    """

    start: NDArray[np.float64]
    unit: NDArray[np.float64]
    foot: NDArray[np.float64]
    off: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    start_s: NDArray[np.float64]
    rate: NDArray[np.float64]
    speed_m_per_s: float

    @classmethod
    def between(
        cls,
        xy: NDArray[np.float64],
        streets: StreetTimes,
        piece: NDArray[np.int64],
        *,
        off_street_m: float,
        speed_m_per_s: float,
    ) -> "_Ways":
        """Return the ways between places and pieces, row by row."""
        start, start_s = streets.start[piece], streets.start_s[piece]
        run = streets.end[piece] - start
        length_m = np.hypot(run[:, 0], run[:, 1])
        longer = np.where(length_m > 0, length_m, 1.0)
        unit, to = run / longer[:, None], xy - start
        foot = (to * unit).sum(axis=1)
        # All of the way to a piece without length lies aside of it.
        aside = np.abs(unit[:, 0] * to[:, 1] - unit[:, 1] * to[:, 0])
        off = np.where(length_m > 0, aside, np.hypot(to[:, 0], to[:, 1]))
        half = np.sqrt(np.maximum(off_street_m**2 - off**2, 0.0))
        return cls(
            start,
            unit,
            foot,
            off,
            np.clip(foot - half, 0.0, length_m),
            np.clip(foot + half, 0.0, length_m),
            start_s,
            (streets.end_s[piece] - start_s) / longer,
            speed_m_per_s,
        )

    def where(self, some: NDArray[np.int64]) -> "_Ways":
        """Return some of the ways."""
        names = (row.name for row in fields(self) if row.name != "speed_m_per_s")
        return replace(self, **{name: getattr(self, name)[some] for name in names})

    def quickest(self) -> NDArray[np.float64]:
        """Return where to leave each piece if nothing is in the way.

        The derivative of ``T + q s + sqrt(h^2 + (s - f)^2) / v`` is zero at
        ``s = f - h k / sqrt(1 - k^2)`` with ``k = q v``; with ``|k| >= 1`` the time rises or
        falls along the whole piece.
        """
        k = self.rate * self.speed_m_per_s
        flat = np.abs(k) < 1
        bend = np.where(flat, k / np.sqrt(np.where(flat, 1 - k**2, 1.0)), 0.0)
        at = np.where(flat, self.foot - self.off * bend, np.where(k > 0, self.low, self.high))
        return np.asarray(np.clip(at, self.low, self.high), np.float64)

    def time_s(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the whole time of ways that leave their piece there."""
        straight = np.hypot(self.off, at - self.foot)
        return np.asarray(self.start_s + self.rate * at + straight / self.speed_m_per_s, np.float64)
