"""A city as planners ask about it, kept in memory: read once, and walked once for each question."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from learnmap.access.ages import CountedResidents
from learnmap.access.hexagons import Hexagons
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import Level
from learnmap.model.scenarios import Scenario
from learnmap.network import EdgeIndex
from learnmap.workflows.city import City
from learnmap.workflows.planning.desk.desk import Desk, open_desk
from learnmap.workflows.planning.gaps.finding import GapsQuestion, gaps_of
from learnmap.workflows.planning.gaps.report import GapsReport
from learnmap.workflows.planning.inputs import (
    LEVELS,
    WHOLE,
    AreasOfLevel,
    PlanningInputs,
)
from learnmap.workflows.planning.point_sets import PointSet, SetsWanted, point_sets
from learnmap.workflows.planning.walked import Walked
from learnmap.workflows.planning.walked_city import WalkedCity

LONGEST_MIN: Final = 30
"""Walks are searched up to this many minutes, or up to the city's largest cutoff."""

_MOST_RECENT: Final = 16
"""So many tables of gaps and scenarios are kept: there is no end of them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WalksTo:
    """How long residents walk to the nearest of a set of points.

    Attributes
    ----------
    among : (p,) bool
        The points of the set, of `PlanningInputs.open_points`.
    joined : int
        How many of them join a street.
    unknown : int
        Open points of which is not known whether they belong to the set.
    time_s : (k,) float64
        As `learnmap.access.seconds_to_nearest` gives it, up to `HeldCity.limit_s`.
    """

    among: NDArray[np.bool_]
    joined: int
    unknown: int
    time_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was worked out, each once; usable from several threads.

    Attributes
    ----------
    most : int or None
        So many are kept, those that were asked for last; None for all.
    """

    most: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: OrderedDict[Hashable, "Future[Any]"] = field(default_factory=OrderedDict)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept; who asks while another works it out waits for that."""
        with self.lock:
            known = self.found.get(key)
            mine: Future[Any] = Future()
            waited = known or self.found.setdefault(key, mine)
            self.found.move_to_end(key)
            while self.most is not None and len(self.found) > self.most:
                self.found.popitem(last=False)
        if known is None:
            try:
                mine.set_result(make())
            except BaseException as error:
                with self.lock:
                    self.found.pop(key, None)
                mine.set_exception(error)
                raise
        return cast("T", waited.result())


@dataclass(frozen=True, slots=True)
class HeldCity:
    """A city of one moment, or as a scenario would have it, with what was asked of it.

    What it keeps of walks is bounded by the city's words: profiles, sets of points, levels and the
    ages that are asked for.

    Attributes
    ----------
    token : str
        Of the city as it was read.
    city : WalkedCity
    desk : Desk
        That says what would be if the city were otherwise.
    """

    token: str
    city: WalkedCity
    desk: Desk
    _kept: _Kept = field(default_factory=_Kept, repr=False)
    _recent: _Kept = field(default_factory=lambda: _Kept(_MOST_RECENT), repr=False)

    @property
    def inputs(self) -> PlanningInputs:
        """Return what was read of the city."""
        return self.city.inputs

    @property
    def index(self) -> EdgeIndex:
        """Return the streets."""
        return self.city.index

    @property
    def limit_s(self) -> int:
        """Return the longest walk that is looked for."""
        return max(60 * LONGEST_MIN, self.inputs.settings.cutoffs_s[-1])

    @property
    def ages(self) -> tuple[int, ...]:
        """Return the ages from which residents can be counted without dividing a band."""
        bands = (str(one).split("_") for one in self.inputs.residents.columns)
        begins = {int(band[1]) for band in bands if band[0] == "residents" and len(band) == 3}
        return tuple(sorted({0, *begins}))

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was worked out under a key, or work it out and keep it with the city."""
        return self._kept.get(key, make)

    def keep_recent(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was worked out under a key of which there is no end; old ones are let go."""
        return self._recent.get(key, make)

    def walker(self, profile: str) -> WalkProfile:
        """Return a profile of the city.

        Raises
        ------
        InvalidInputError
            When there is none of that code.
        """
        return self.inputs.settings.profiles_of([profile])[0]

    def walked(self, profile: str) -> Walked:
        """Return the city as those of a profile walk it.

        Raises
        ------
        InvalidInputError
            When there is none of that code.
        """
        return self.city.walks[self.walker(profile).code]

    def walks_to(self, profile: str, points: PointSet) -> WalksTo:
        """Return how long residents walk to the nearest of a set of open points.

        Raises
        ------
        InvalidInputError
            For a profile or a code of a set that there is not.
        NotReadyError
            When the set is of a category and none is on record.
        """
        return self._kept.get(("times", profile, points), lambda: self._walks_to(profile, points))

    def _walks_to(self, profile: str, points: PointSet) -> WalksTo:
        walked = self.walked(profile)
        ((found, among),) = point_sets(self.inputs, SetsWanted.alone(points))
        time_s = self.city.nearest_s(profile, among=among, limit_s=self.limit_s)
        return WalksTo(among, walked.joined(among), found.unknown, time_s)

    def gaps(self, profile: str, asked: GapsQuestion) -> GapsReport:
        """Return the gaps that are asked for.

        Raises
        ------
        InvalidInputError
            For a profile, kind or map that there is not.
        NotReadyError
            When there are no areas of the level.
        """
        return self._recent.get(
            (profile, asked), lambda: gaps_of(self.inputs, self.walked(profile), asked)
        )

    def what_if(self, scenario: Scenario) -> "HeldWhatIf":
        """Return the city as a scenario would have it."""
        key = "what if", scenario.model_dump_json()
        return self._recent.get(key, lambda: self._what_if(scenario))

    def _what_if(self, scenario: Scenario) -> "HeldWhatIf":
        found = self.desk.what_if(scenario)
        return HeldWhatIf(HeldCity(self.token, found.after, self.desk), found.warnings)

    def areas_of(self, level: Level) -> AreasOfLevel:
        """Return the areas of a level.

        Raises
        ------
        NotReadyError
            When there are none.
        """
        return self.inputs.areas_of(level)

    def counted(self, age_from: int) -> CountedResidents:
        """Return the residents of each place from an age on."""
        return self.inputs.counted(age_from)

    def levels(self) -> tuple[Level, ...]:
        """Return the levels that have areas, and the whole city."""
        there = {WHOLE, *self.inputs.areas["level"]}
        return tuple(one for one in LEVELS if one in there)

    def hexagons(self) -> Hexagons:
        """Return the hexagons that residents live in."""
        return self.inputs.hexagons()


@dataclass(frozen=True, slots=True)
class HeldWhatIf:
    """A city as a scenario would have it.

    Attributes
    ----------
    then : HeldCity
    warnings : tuple of str
        Changes that do not fit the city and were not made, and points that nobody walks to.
    """

    then: HeldCity
    warnings: tuple[str, ...]


def hold_city(city: City, before: HeldCity | None = None) -> HeldCity:
    """Read a city for planners, as `learnmap.workflows.followed.Followed` loads it.

    Raises
    ------
    NotReadyError
        When the city has no settings, streets, residents or open points yet.
    StoreError
        When the database does not answer.
    """
    desk = open_desk(city, None if before is None else before.desk)
    desk.base.inputs.check_open()
    return HeldCity(desk.token, desk.base, desk)
