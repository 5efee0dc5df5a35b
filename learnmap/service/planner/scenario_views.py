"""What the pages of scenarios show: changes in words, and now beside then."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from learnmap.access import Coverage
from learnmap.access.hexagons import RESOLUTION
from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.model.languages import Names, name_in
from learnmap.model.scenarios import (
    AddPoint,
    Change,
    ClosePoint,
    MovePoint,
    OpenLink,
    ReopenPoint,
    Scenario,
    SetPace,
)
from learnmap.service.planner.asked import Asked
from learnmap.service.planner.map_layers import map_layers
from learnmap.service.planner.words import word
from learnmap.workflows.planning.gaps.finding import GapsQuestion
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.maps.hexagons import hexagons_of
from learnmap.workflows.planning.questions import CoverageQuestion, answer_coverage


@dataclass(frozen=True, slots=True)
class NowThen:
    """An area without a scenario and with it.

    Attributes
    ----------
    code : str
    names : Names
    now, then : Coverage
    """

    code: str
    names: Names
    now: Coverage
    then: Coverage

    @property
    def gained(self) -> float:
        """Return the residents who are covered then, less those who are now."""
        return self.then.covered - self.now.covered


@dataclass(frozen=True, slots=True)
class ShownScenario:
    """What a scenario makes of a city.

    Attributes
    ----------
    city : NowThen
    rows : tuple of NowThen
        An area each.
    warnings : tuple of str
    """

    city: NowThen
    rows: tuple[NowThen, ...]
    warnings: tuple[str, ...]


def shown_scenario(held: HeldCity, scenario: Scenario, question: CoverageQuestion) -> ShownScenario:
    """Answer a question now and with a scenario."""
    found = held.what_if(scenario)
    now, then = (answer_coverage(one, question) for one in (held, found.then))
    pairs = [
        NowThen(
            before.code,
            before.names,
            before.within[question.minutes],
            after.within[question.minutes],
        )
        for before, after in zip((now.city, *now.rows), (then.city, *then.rows), strict=True)
    ]
    return ShownScenario(pairs[0], tuple(pairs[1:]), found.warnings)


@dataclass(frozen=True, slots=True)
class GapNowThen:
    """The residents who are left out for a reason, without a scenario and with it.

    Attributes
    ----------
    why : str
        Empty for all reasons together.
    now, then : float
    """

    why: str
    now: float
    then: float

    @property
    def gained(self) -> float:
        """Return how many more are left out then."""
        return self.then - self.now


def gaps_now_then(
    held: HeldCity, scenario: Scenario, question: CoverageQuestion, language: str
) -> list[GapNowThen]:
    """Return who is left out for each reason that anybody has, now or then, and all together.

    Parameters
    ----------
    held : HeldCity
    scenario : Scenario
    question : CoverageQuestion
    language : str
    """
    asked = GapsQuestion(
        "hexagons", RESOLUTION, 60 * question.minutes, question.points, question.age_from
    )
    now, then = (one.gaps(question.profile, asked) for one in (held, held.what_if(scenario).then))
    rows = [
        GapNowThen(GAP_REASON_NAMES[why][language], now.by_reason(why)[0], then.by_reason(why)[0])
        for why in GapReason
    ]
    left = (one.older.uncovered + one.older.unplaced for one in (now, then))
    return [*(one for one in rows if one.now or one.then), GapNowThen("", *left)]


def scenario_layers(
    held: HeldCity, scenario: Scenario, asked: Asked, language: str
) -> dict[str, Any]:
    """Return what the map draws: the city then, and how many residents each hexagon gains."""
    then = held.what_if(scenario).then
    layers = map_layers(then, asked, lambda names: name_in(names, language))
    row = layers["limits"].index(asked.question.minutes)
    before = {
        held.hexagons().ids[one.row]: one.within[row].covered
        for one in hexagons_of(held, asked.question)
    }
    for one in layers["hexagons"]:
        one["gained"] = float(np.round(one["covered"][row] - before[one["id"]], 3))
    links = [one for one in scenario.changes if isinstance(one, OpenLink)]
    layers["links"] = [[list(one.begin), list(one.end)] for one in links]
    layers["added"] = [
        [one.longitude, one.latitude]
        for one in scenario.changes
        if isinstance(one, AddPoint | MovePoint)
    ]
    return layers


def change_words(held: HeldCity, change: Change, language: str) -> str:
    """Say what a change is."""
    if isinstance(change, OpenLink):
        ends = [f"{lon:.5f}, {lat:.5f}" for lon, lat in (change.begin, change.end)]
        return word("change_link", language, begin=ends[0], end=ends[1])
    if isinstance(change, SetPace):
        walkers = {one.code: one for one in held.inputs.settings.profiles}
        walker = walkers.get(change.profile)
        name = change.profile if walker is None else walker.en if language == "en" else walker.zh
        return word("change_pace", language, profile=name, speed=f"{change.speed_m_per_s:g}")
    if isinstance(change, AddPoint):
        at = f"{change.longitude:.5f}, {change.latitude:.5f}"
        return word("change_add", language, name=name_in(change.names, language), at=at)
    known = {one.point.id: one.point.names for one in held.inputs.points}
    name = f"{name_in(known.get(change.id, {}), language)} ({change.id})".strip()
    if isinstance(change, MovePoint):
        at = f"{change.longitude:.5f}, {change.latitude:.5f}"
        return word("change_move", language, name=name, at=at)
    if isinstance(change, ClosePoint):
        return word("change_close", language, name=name)
    if isinstance(change, ReopenPoint):
        return word("change_reopen", language, name=name)
    return word("change_hours", language, name=name, hours=change.opening_hours)
