"""Learning points near a place in order of walking time, searched in a graph held in memory."""

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from learnmap.model.city import CitySettings
from learnmap.model.crs import check_lon_lat
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.network import SnapStatus, stretches_of
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed
from learnmap.workflows.near_question import NearQuestion, borrowed, walks_to
from learnmap.workflows.nearby_results import LentStreets, NearbyResult, PointWalk
from learnmap.workflows.served_city import JoinedPoints, ServedCity, load_city
from learnmap.workflows.wishes import ANY_OPEN, FilterWords, Wish, filter_words, wanted_of

SEARCHES_AT_ONCE: Final = 8
"""Further ones wait for a workspace; more than there are cores gains nothing."""
LONGEST_IN_CUTOFFS: Final = 2
"""Walks up to so many times the city's largest cutoff can be asked for."""


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
            city, lambda before: _loaded(city, before, searches_at_once)
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

    async def latest(self) -> ServedCity:
        """Return the city as it is; many who ask at once share one look-up.

        Raises
        ------
        NotReadyError, StoreError
            As `refresh`.
        """
        return await self._served.latest()

    def warm_up(self) -> None:
        """Walk once, so that what is compiled at its first use is ready before the first search."""
        loaded = self._served.current()
        lines = loaded.edges.graph
        middle = int(lines.vertex_offset[lines.edge_count // 2])
        place = lines.vertex_x[middle] * DEGREE_STEP, lines.vertex_y[middle] * DEGREE_STEP
        with contextlib.suppress(InvalidInputError):  # it may be an island
            self.find((float(place[0]), float(place[1])), minutes=1)

    def find(  # noqa: PLR0913 -- options, each by its name
        self,
        place: tuple[float, float],
        *,
        minutes: float | None = None,
        profile: str | None = None,
        wish: Wish = ANY_OPEN,
        most: int | None = None,
        nearest: int = 0,
        lines: bool = True,
        at: dt.datetime | None = None,
        city: ServedCity | None = None,
    ) -> NearbyResult:
        """Find the points within a walking time of a place, the nearest in time first.

        Where there is none, the nearest beyond it: those that one can walk to in the longest time
        that is searched, and behind them others by the straight line.

        Parameters
        ----------
        place : tuple of float
            Longitude and latitude, EPSG:4326.
        minutes : float, optional
            Walking time; the city's largest cutoff by default.
        profile : str, optional
            Code of who walks; the city's first by default.
        wish : Wish
            What is looked for.
        most : int, optional
            At most so many.
        nearest : int
            So many where there is none within the minutes.
        lines : bool
            Whether to draw the ways there; without, they are empty.
        at : datetime, optional
            With a time zone: when somebody sets out; now by default.
        city : ServedCity, optional
            As `latest` gave it; looked up by default.

        Raises
        ------
        GeometryError
            When the place is none on Earth.
        InvalidInputError
            When the place is too far from any street, the minutes are too many, or there is no
            such profile or word of the wish.
        NotReadyError, StoreError
            As `refresh`.
        """
        loaded = self._served.current() if city is None else city
        check_lon_lat(*place, what="place")
        clock = ZoneInfo(loaded.settings.timezone)
        moment = dt.datetime.now(clock) if at is None else at.astimezone(clock)
        walker, wanted = _walker(loaded, profile), wanted_of(loaded, wish, moment)
        asked = NearQuestion(loaded, walker, place, wish, wanted, moment, lines)
        limit_s = _limit_s(loaded.settings, minutes)
        points = asked.within(limit_s, most)
        beyond = not points
        if beyond and nearest:
            points = asked.nearest(nearest, _longest_s(loaded.settings))
        return NearbyResult(
            loaded,
            points,
            walker.costs.profile,
            limit_s,
            moment,
            nearest=beyond,
            online=asked.online() if beyond else [],
        )

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
        limit_s = _longest_s(loaded.settings)
        walks = walks_to(loaded, walker, place, wanted, limit_s=limit_s)
        if not walks:
            raise InvalidInputError(
                f"{point_id}: no walk of {walker.costs.profile.code} from this place takes at most "
                f"{limit_s / 60:g} minutes; choose a place nearer to it"
            )
        after_m = float(walker.targets.distance_m[loaded.rows[point_id]])
        stretches = tuple(stretches_of(loaded.edges.graph, walks[0]))
        return PointWalk(walks[0], stretches, walks[0].before_m, after_m, walker.costs.profile)

    def filter_words(self) -> FilterWords:
        """Return the words that a wish may hold.

        Raises
        ------
        NotReadyError, StoreError
            As `refresh`.
        """
        return filter_words(self._served.current())

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
        with borrowed(loaded.workspaces) as workspace:
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


def _loaded(city: City, before: ServedCity | None, searches_at_once: int) -> ServedCity:
    # A city has a million small things that stay. Python would go through all of them, again and
    # again, to look for what is left over: while they are made, and later while everybody waits.
    gc.disable()
    try:
        loaded = load_city(city, before, searches_at_once)
        gc.freeze()
    finally:
        gc.enable()
    return loaded


def _longest_s(settings: CitySettings) -> float:
    return LONGEST_IN_CUTOFFS * float(max(settings.cutoffs_s))


def _limit_s(settings: CitySettings, minutes: float | None) -> float:
    longest_s = float(max(settings.cutoffs_s))
    if minutes is None:
        return longest_s
    most_min = _longest_s(settings) / 60
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
