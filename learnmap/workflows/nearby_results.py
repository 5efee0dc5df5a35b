"""What a search for learning points near a place comes to."""

import datetime as dt
import math
from dataclasses import dataclass, field

from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Stretch, Walk, WalkCosts, Workspace
from learnmap.store import StoredPoint
from learnmap.workflows.point_state import PointState
from learnmap.workflows.served_city import ServedCity
from learnmap.workflows.teaching import NextSession


@dataclass(frozen=True, slots=True)
class NearbyPoint:
    """A learning point, the walk to it, and what is on there.

    Attributes
    ----------
    row : int
        In the city that was searched.
    stored : StoredPoint
    walk : Walk or None
        None where none was found; then the point is `straight_m` away.
    straight_m : float or None
        Metres as the crow flies, where there is no walk.
    state : PointState
        With the offerings that fit what was looked for.
    on_arrival : bool or None
        Whether it is open then; None is unknown.
    """

    row: int
    stored: StoredPoint
    walk: Walk | None
    straight_m: float | None
    state: PointState
    on_arrival: bool | None

    @property
    def time_s(self) -> float:
        """Seconds of the walk; infinite where there is none."""
        return math.inf if self.walk is None else self.walk.time_s


@dataclass(frozen=True, slots=True)
class OnlineOffering:
    """An offering that one can take at home, with its next session where it has dates.

    Attributes
    ----------
    row : int
        In the city's teaching.
    next_session : NextSession or None
    """

    row: int
    next_session: NextSession | None


@dataclass(frozen=True, slots=True)
class NearbyResult:
    """What was found, and by what rules.

    Attributes
    ----------
    city : ServedCity
        That was searched.
    points : list of NearbyPoint
        The nearest in time first; behind them those without a walk, the nearest first.
    profile : WalkProfile
    limit_s : float
    moment : datetime
        For which all is said, on the city's clock.
    nearest : bool
        Whether no point is within the limit, so that these are the nearest beyond it.
    online : list of OnlineOffering
        Only where there is no point within the limit.
    """

    city: ServedCity
    points: list[NearbyPoint]
    profile: WalkProfile
    limit_s: float
    moment: dt.datetime
    nearest: bool = False
    online: list[OnlineOffering] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PointWalk:
    """The walk to one point, told by its stretches.

    Attributes
    ----------
    walk : Walk
    stretches : tuple of Stretch
    before_m, after_m : float
        Straight from the place to the first street, and from the last one to the entrance.
    profile : WalkProfile
    """

    walk: Walk
    stretches: tuple[Stretch, ...]
    before_m: float
    after_m: float
    profile: WalkProfile


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

    def costs_of(self, profile: str | None) -> WalkCosts:
        """Return the costs of a profile, the city's first by default.

        Raises
        ------
        InvalidInputError
            When there is no such profile.
        """
        code = next(iter(self.costs)) if profile is None else profile
        if code not in self.costs:
            raise InvalidInputError(
                f"profile: there is no {code!r}; give one of {', '.join(self.costs)}"
            )
        return self.costs[code]


def whole_minutes(time_s: float) -> int:
    """Return walking time in minutes, rounded up; tenths of a second are what is told of it."""
    return math.ceil(round(time_s, 1) / 60)
