"""Learning points near a place in order of walking time, searched in a graph held in memory."""

import contextlib
import queue
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.city import CitySettings
from learnmap.model.crs import check_lon_lat
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import (
    EdgeIndex,
    Snaps,
    SnapStatus,
    Targets,
    WalkCosts,
    Workspace,
    walk_costs,
    walks_from,
)
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import (
    NetworkBuild,
    StoredPoint,
    current_build,
    points_token,
    read_city,
    read_kinds,
    read_points,
)
from learnmap.workflows.city import City

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
class _Joined:
    """How the points join the graph for one profile; a row per point."""

    costs: WalkCosts
    island_below_m: float
    snaps: Snaps
    targets: Targets


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything that a search reads; never changed once it is made."""

    token: str
    build: NetworkBuild
    settings: CitySettings
    edges: EdgeIndex
    workspaces: "queue.SimpleQueue[Workspace]"
    points: list[StoredPoint]
    rows: dict[str, int]
    kind: NDArray[np.int16]
    status: NDArray[np.int16]
    known_kinds: tuple[str, ...]
    known_statuses: tuple[str, ...]
    joined: dict[str, _Joined]


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
        self._city = city
        self._searches_at_once = searches_at_once
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()

    def refresh(self) -> None:
        """Load what changed, as every search does first.

        Raises
        ------
        NotReadyError
            When the city has no settings or no walk graph yet.
        StoreError
            When the database does not answer.
        """
        self._current()

    def warm_up(self) -> None:
        """Walk once, so that what is compiled at its first use is ready before the first search."""
        loaded = self._current()
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
        loaded = self._current()
        check_lon_lat(*place, what="place")
        limit_s = _limit_s(loaded.settings, minutes)
        walker = _walker(loaded, profile)
        _check_kinds(loaded, kinds)
        wanted = _are(loaded.status, loaded.known_statuses, statuses)
        wanted &= walker.snaps.status == SnapStatus.SNAPPED
        if kinds:
            wanted &= _are(loaded.kind, loaded.known_kinds, kinds)
        with _borrowed(loaded.workspaces) as workspace:
            walks = walks_from(
                loaded.edges,
                walker.costs,
                place,
                walker.targets,
                limit_s=limit_s,
                snap_limit_m=loaded.settings.snap_limit_m,
                workspace=workspace,
                wanted=wanted,
                most=most,
                lines=lines,
            )
        points = [
            NearbyPoint(loaded.points[walk.target], walk.time_s, walk.length_m, walk.line)
            for walk in walks
        ]
        return NearbyResult(points, walker.costs.profile, limit_s)

    @contextlib.contextmanager
    def streets(self) -> Iterator[LentStreets]:
        """Lend the streets, and a workspace to search in them.

        Raises
        ------
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._current()
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
        loaded = self._current()
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

    def _current(self) -> _Loaded:
        """Return what is true now; while another thread loads that, what was true before."""
        with self._city.store.begin() as tx:
            token = points_token(tx)
        before = self._loaded
        if before is not None and before.token == token:
            return before
        if not self._loading.acquire(blocking=before is None) and before is not None:
            return before
        try:
            loaded = self._loaded
            if loaded is None or loaded.token != token:  # else another thread has just loaded it
                loaded = _load(self._city, loaded, self._searches_at_once)
                self._loaded = loaded
            return loaded
        finally:
            self._loading.release()


def _load(city: City, before: _Loaded | None, searches_at_once: int) -> _Loaded:
    """Read the city as it is, and keep of what was loaded before whatever is still true."""
    with city.store.begin(snapshot=True) as tx:
        token, settings, build = points_token(tx), read_city(tx), current_build(tx)
        points, kinds = read_points(tx), read_kinds(tx)
    if before is not None and before.build.content_hash == build.content_hash:
        edges, workspaces = before.edges, before.workspaces
        known = before.joined
    else:
        edges, workspaces = EdgeIndex(city.graph(build)), queue.SimpleQueue()
        known = {}
        for _ in range(searches_at_once):
            workspaces.put(Workspace(edges.graph))
    places = np.array([stored.point.walk_to for stored in points], dtype=np.float64).reshape(-1, 2)
    known_kinds = tuple(kind.code for kind in kinds)
    known_statuses = tuple(sorted({stored.point.status for stored in points}))
    return _Loaded(
        token=token,
        build=build,
        settings=settings,
        edges=edges,
        workspaces=workspaces,
        points=points,
        rows={stored.point.id: row for row, stored in enumerate(points)},
        kind=_codes((stored.point.kind for stored in points), known_kinds),
        status=_codes((stored.point.status for stored in points), known_statuses),
        known_kinds=known_kinds,
        known_statuses=known_statuses,
        joined={
            profile.code: _join(edges, profile, places, settings, known.get(profile.code))
            for profile in settings.profiles
        },
    )


def _join(
    edges: EdgeIndex,
    profile: WalkProfile,
    places: NDArray[np.float64],
    settings: CitySettings,
    before: _Joined | None,
) -> _Joined:
    same = before is not None and (before.costs.profile, before.island_below_m) == (
        profile,
        settings.island_below_m,
    )
    costs = (
        before.costs
        if before is not None and same
        else walk_costs(edges.graph, profile, island_below_m=settings.island_below_m)
    )
    snaps = edges.snap(places[:, 0], places[:, 1], costs, limit_m=settings.snap_limit_m)
    targets = Targets(
        edge=snaps.edge,
        along_m=snaps.along_m,
        distance_m=snaps.distance_m,
        lon=places[:, 0].copy(),
        lat=places[:, 1].copy(),
    )
    return _Joined(costs, settings.island_below_m, snaps, targets)


def _codes(words: Iterable[str], known: Sequence[str]) -> NDArray[np.int16]:
    """Return the place of each word among the known ones."""
    rank = {word: i for i, word in enumerate(known)}
    return np.array([rank[word] for word in words], np.int16)


def _are(
    codes: NDArray[np.int16], known: Sequence[str], wanted: Collection[str]
) -> NDArray[np.bool_]:
    """Tell which codes stand for one of the wanted words."""
    return np.array([word in wanted for word in known], np.bool_)[codes]


@contextlib.contextmanager
def _borrowed(workspaces: "queue.SimpleQueue[Workspace]") -> Iterator[Workspace]:
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


def _walker(loaded: _Loaded, code: str | None) -> _Joined:
    code = loaded.settings.profiles[0].code if code is None else code
    if code not in loaded.joined:
        raise InvalidInputError(
            f"profile: there is no {code!r}; give one of {', '.join(loaded.joined)}"
        )
    return loaded.joined[code]


def _check_kinds(loaded: _Loaded, kinds: Collection[str]) -> None:
    for kind in kinds:
        if kind not in loaded.known_kinds:
            raise InvalidInputError(
                f"kind: there is no {kind!r}; give one of {', '.join(loaded.known_kinds)}"
            )
