"""Learning points near a place in order of walking time, searched in a graph held in memory."""

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.city import CitySettings
from learnmap.model.crs import check_lon_lat
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.model.profiles import WalkProfile
from learnmap.network import (
    EdgeIndex,
    SnapStatus,
    Stretch,
    Walk,
    WalkCosts,
    Workspace,
    stretches_of,
    walks_from,
)
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import StoredPoint
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed
from learnmap.workflows.served_city import JoinedPoints, ServedCity, are, load_city

SEARCHES_AT_ONCE: Final = 8
"""Further ones wait for a workspace; more than there are cores gains nothing."""
LONGEST_IN_CUTOFFS: Final = 2
"""Walks up to so many times the city's largest cutoff can be asked for."""


@dataclass(frozen=True, slots=True)
class NearbyPoint:
    """A learning point and the walk to it.

    Attributes
    ----------
    stored : StoredPoint
    time_s : float
        From the place to the point, streets and both ends included.
    length_m : float
    line : (k, 2) float64
        Longitudes and latitudes from the place to the point.
    """

    stored: StoredPoint
    time_s: float
    length_m: float
    line: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PointWalk:
    """The walk to one point, told by its stretches.

    Attributes
    ----------
    near : NearbyPoint
    stretches : tuple of Stretch
    before_m, after_m : float
        Straight from the place to the first street, and from the last one to the entrance.
    profile : WalkProfile
    """

    near: NearbyPoint
    stretches: tuple[Stretch, ...]
    before_m: float
    after_m: float
    profile: WalkProfile


@dataclass(frozen=True, slots=True)
class NearbyResult:
    """What was found, and by what rules.

    Attributes
    ----------
    points : list of NearbyPoint
        The nearest in time first.
    profile : WalkProfile
    limit_s : float
    """

    points: list[NearbyPoint]
    profile: WalkProfile
    limit_s: float


@dataclass(frozen=True, slots=True)
class LentStreets:
    """The streets that are held in memory, lent to who walks them otherwise.

    Attributes
    ----------
    edges : EdgeIndex
    settings : CitySettings
    costs : dict of str to WalkCosts
        By profile, in the city's order.
    workspace : Workspace
        Nobody else's as long as it is lent.
    """

    edges: EdgeIndex
    settings: CitySettings
    costs: dict[str, WalkCosts]
    workspace: Workspace


class NearbyIndex:
    """Finds the learning points that one can walk to from a place.

    Holds the walk graph, the streets' index, each profile's costs and where the points join,
    and follows the city: each search asks the database whether anything changed since, which
    is one look-up by key. What changed is loaded aside and then put in place, so that other
    searches go on with what there was.

    Points are joined to the graph here and not taken from the stored snaps, so that a point
    is found as soon as it is stored, before its catchments are computed.

    Usable from several threads.

    Parameters
    ----------
    city : City
    searches_at_once : int
    """

    def __init__(self, city: City, *, searches_at_once: int = SEARCHES_AT_ONCE) -> None:
        self._served = Followed[ServedCity](
            city, lambda before: load_city(city, before, searches_at_once)
        )

    def refresh(self) -> None:
        """Load what changed, as every search does first.

        Raises
        ------
        NotReadyError
            When the city has no settings or no walk graph yet.
        StoreError
            When the database does not answer.
        """
        self._served.current()

    def warm_up(self) -> None:
        """Walk once, so that what is compiled at its first use is ready before the first search."""
        loaded = self._served.current()
        lines = loaded.edges.graph
        middle = int(lines.vertex_offset[lines.edge_count // 2])
        place = lines.vertex_x[middle] * DEGREE_STEP, lines.vertex_y[middle] * DEGREE_STEP
        with contextlib.suppress(InvalidInputError):  # it may be an island
            self.find((float(place[0]), float(place[1])), minutes=1)

    def find(
        self,
        place: tuple[float, float],
        *,
        minutes: float | None = None,
        profile: str | None = None,
        kinds: Collection[str] = (),
        statuses: Collection[str] = ("open",),
        most: int | None = None,
        lines: bool = True,
    ) -> NearbyResult:
        """Find the points within a walking time of a place, the nearest in time first.

        Parameters
        ----------
        place : tuple of float
            Longitude and latitude, EPSG:4326.
        minutes : float, optional
            Walking time; the city's largest cutoff by default.
        profile : str, optional
            Code of who walks; the city's first by default.
        kinds : collection of str
            Only these kinds; all by default.
        statuses : collection of str
            Only points of these statuses.
        most : int, optional
            At most so many.
        lines : bool
            Whether to draw the ways there; without, they are empty.

        Raises
        ------
        GeometryError
            When the place is none on Earth.
        InvalidInputError
            When the place is too far from any street, the minutes are too many, or there is no
            such profile or kind.
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._served.current()
        check_lon_lat(*place, what="place")
        limit_s = _limit_s(loaded.settings, minutes)
        walker = _walker(loaded, profile)
        _check_kinds(loaded, kinds)
        wanted = are(loaded.status, loaded.known_statuses, statuses)
        if kinds:
            wanted &= are(loaded.kind, loaded.known_kinds, kinds)
        walks = _walks(loaded, walker, place, wanted, limit_s=limit_s, most=most, lines=lines)
        points = [_near(loaded, walk) for walk in walks]
        return NearbyResult(points, walker.costs.profile, limit_s)

    def walk_to(
        self, place: tuple[float, float], point_id: str, *, profile: str | None = None
    ) -> PointWalk:
        """Find the way to one point, whatever its status, with its turns.

        Parameters
        ----------
        place : tuple of float
            Longitude and latitude, EPSG:4326.
        point_id : str
        profile : str, optional
            Code of who walks; the city's first by default.

        Raises
        ------
        NotFoundError
            When there is no such point.
        GeometryError
            When the place is none on Earth.
        InvalidInputError
            When there is no such profile, the place is too far from any street, or the walk takes
            longer than is searched.
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._served.current()
        check_lon_lat(*place, what="place")
        walker = _walker(loaded, profile)
        if point_id not in loaded.rows:
            raise NotFoundError(f"there is no learning point {point_id!r}")
        wanted = np.zeros(len(loaded.points), np.bool_)
        wanted[loaded.rows[point_id]] = True
        limit_s = LONGEST_IN_CUTOFFS * float(max(loaded.settings.cutoffs_s))
        walks = _walks(loaded, walker, place, wanted, limit_s=limit_s)
        if not walks:
            raise InvalidInputError(
                f"{point_id}: no walk of {walker.costs.profile.code} from this place takes at most "
                f"{limit_s / 60:g} minutes; choose a place nearer to it"
            )
        after_m = float(walker.targets.distance_m[loaded.rows[point_id]])
        stretches = tuple(stretches_of(loaded.edges.graph, walks[0]))
        near = _near(loaded, walks[0])
        return PointWalk(near, stretches, walks[0].before_m, after_m, walker.costs.profile)

    @contextlib.contextmanager
    def streets(self) -> Iterator[LentStreets]:
        """Lend the streets, and a workspace to search in them.

        Raises
        ------
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._served.current()
        costs = {code: joined.costs for code, joined in loaded.joined.items()}
        with _borrowed(loaded.workspaces) as workspace:
            yield LentStreets(loaded.edges, loaded.settings, costs, workspace)

    def why_unreached(self, point_id: str, profile: str) -> str | None:
        """Say why nobody of a profile can walk to a point; None when somebody can.

        Raises
        ------
        InvalidInputError
            When there is no such profile.
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._served.current()
        snaps = _walker(loaded, profile).snaps
        row = loaded.rows.get(point_id)
        if row is None or snaps.status[row] == SnapStatus.SNAPPED:
            return None
        if snaps.status[row] == SnapStatus.ISLAND:
            return "the only streets near it lead nowhere else (an island of the walk graph)"
        distance_m = float(snaps.distance_m[row])
        nearest = f"{distance_m:.0f} m" if np.isfinite(distance_m) else "over 2 km"
        return (
            f"the nearest street that can be walked is {nearest} away, over the limit of "
            f"{loaded.settings.snap_limit_m:.0f} m"
        )


def _walks(
    loaded: ServedCity,
    walker: JoinedPoints,
    place: tuple[float, float],
    wanted: NDArray[np.bool_],
    *,
    limit_s: float,
    most: int | None = None,
    lines: bool = True,
) -> list[Walk]:
    with _borrowed(loaded.workspaces) as workspace:
        return walks_from(
            loaded.edges,
            walker.costs,
            place,
            walker.targets,
            limit_s=limit_s,
            snap_limit_m=loaded.settings.snap_limit_m,
            workspace=workspace,
            wanted=wanted & (walker.snaps.status == SnapStatus.SNAPPED),
            most=most,
            lines=lines,
        )


def _near(loaded: ServedCity, walk: Walk) -> NearbyPoint:
    return NearbyPoint(loaded.points[walk.target], walk.time_s, walk.length_m, walk.line)


@contextlib.contextmanager
def _borrowed(workspaces: SimpleQueue[Workspace]) -> Iterator[Workspace]:
    workspace = workspaces.get()
    try:
        yield workspace
    finally:
        workspaces.put(workspace)


def _limit_s(settings: CitySettings, minutes: float | None) -> float:
    longest_s = float(max(settings.cutoffs_s))
    if minutes is None:
        return longest_s
    most_min = LONGEST_IN_CUTOFFS * longest_s / 60
    if not 0 < minutes <= most_min:
        raise InvalidInputError(
            f"minutes: {minutes:g} is no walking time that is searched; "
            f"give more than 0 and at most {most_min:g}"
        )
    return 60.0 * minutes


def _walker(loaded: ServedCity, code: str | None) -> JoinedPoints:
    code = loaded.settings.profiles[0].code if code is None else code
    if code not in loaded.joined:
        raise InvalidInputError(
            f"profile: there is no {code!r}; give one of {', '.join(loaded.joined)}"
        )
    return loaded.joined[code]


def _check_kinds(loaded: ServedCity, kinds: Collection[str]) -> None:
    for kind in kinds:
        if kind not in loaded.known_kinds:
            raise InvalidInputError(
                f"kind: there is no {kind!r}; give one of {', '.join(loaded.known_kinds)}"
            )
