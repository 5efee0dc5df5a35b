"""What a planner asks about coverage, and the answer in figures of each area."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from learnmap.access import Coverage, ages_of, coverage_by_area
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.workflows.planning.held_city import LONGEST_MIN, HeldCity
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.point_sets import PointSet

_USUAL: Final = "older_adult"


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """Who walks, who is counted, to which points, how long, and by which areas.

    Attributes
    ----------
    profile : str
        Code of who walks.
    age_from : int
        Residents of this age and older are counted.
    points : PointSet
    level : str
    minutes : int
        The limit that a map and a chart show; a table has the city's cutoffs besides.
    """

    profile: str
    age_from: int
    points: PointSet
    level: Level
    minutes: int


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """What a report or a map is about, as far as somebody said it.

    Attributes
    ----------
    profile : str
        Whose walks the parts by area and the map tell; ``older_adult`` where the city has it.
    minutes : int
        The limit that stands large; the city's largest cutoff where it is 0.
    level : str
        Areas; the city's largest level that has any where it is empty.
    """

    profile: str = ""
    minutes: int = 0
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """The coverage of an area at several limits.

    Attributes
    ----------
    code : str
        Empty for the whole city, and for who lives in no area of the level.
    names : Names
    within : dict of int to Coverage
        By minutes, rising.
    """

    code: str
    names: Names
    within: dict[int, Coverage]


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """The figures that answer a question.

    Attributes
    ----------
    question : CoverageQuestion
    minutes : tuple of int
        The limits: the city's cutoffs and that of the question.
    joined : int
        How many points of the set join a street of the profile.
    rows : tuple of AreaFigures
        An area each, in the order of their codes; who lives in none of them comes last.
    city : AreaFigures
        Everybody.
    unknown : int
        Open points of which is not known whether they belong to the set; they count as not in it.
    divided : float
        Residents in age bands that the age divides; they are not counted.
    in_several, in_none : float
        As in `learnmap.workflows.planning.inputs.AreasOfLevel`.
    """

    question: CoverageQuestion
    minutes: tuple[int, ...]
    joined: int
    rows: tuple[AreaFigures, ...]
    city: AreaFigures
    unknown: int
    divided: float
    in_several: float = 0.0
    in_none: float = 0.0


def answer_coverage(held: HeldCity, question: CoverageQuestion) -> CoverageAnswer:
    """Count who is covered, in each area of the level and in the city.

    The figures are those of `learnmap.workflows.planning.coverage.counting.city_coverage`.

    Raises
    ------
    InvalidInputError
        For a profile, kind or map that there is not.
    NotReadyError
        When there are no areas of the level.
    """
    minutes = limits_of(held, question.minutes)
    walks = held.walks_to(question.profile, question.points)
    rows = _figures(held, question, question.level, minutes)
    (whole,) = _figures(held, question, WHOLE, minutes)
    divided = held.counted(question.age_from).divided
    areas = held.areas_of(question.level)
    return CoverageAnswer(
        question,
        minutes,
        walks.joined,
        rows,
        whole,
        walks.unknown,
        divided,
        areas.in_several,
        areas.in_none,
    )


def whole_city(answer: CoverageAnswer) -> CoverageAnswer:
    """Return the answer to the same question about the city as one."""
    question = replace(answer.question, level=WHOLE)
    return replace(answer, question=question, rows=(answer.city,), in_several=0.0, in_none=0.0)


def coverage_curve(held: HeldCity, question: CoverageQuestion) -> list[Coverage]:
    """Count the city's residents who are covered within 1, 2, ... `LONGEST_MIN` minutes."""
    (whole,) = _figures(held, question, WHOLE, range(1, LONGEST_MIN + 1))
    return list(whole.within.values())


def limits_of(held: HeldCity, minutes: int) -> tuple[int, ...]:
    """Return the city's cutoffs in minutes, and another limit among them."""
    cutoffs = (one // 60 for one in held.inputs.settings.cutoffs_s if one % 60 == 0)
    return tuple(sorted({*cutoffs, minutes}))


def _figures(
    held: HeldCity, question: CoverageQuestion, level: Level, minutes: Sequence[int]
) -> tuple[AreaFigures, ...]:
    areas = held.areas_of(level)
    found = coverage_by_area(
        held.walks_to(question.profile, question.points).time_s,
        held.counted(question.age_from).residents,
        areas.of_place,
        areas=len(areas.codes),
        cutoffs_s=[60 * one for one in minutes],
    )
    by_area: dict[int, dict[int, Coverage]] = {}
    for one in found:
        by_area.setdefault(one.area, {})[one.cutoff_s // 60] = one
    return tuple(AreaFigures(*areas.named(area), at) for area, at in by_area.items())


def settled(held: HeldCity, question: ReportQuestion) -> CoverageQuestion:
    """Return what is asked, with what a city usually asks in the place of what is left open.

    Raises
    ------
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    settings = held.inputs.settings
    codes = [one.code for one in settings.profiles]
    profile = question.profile or (_USUAL if _USUAL in codes else codes[0])
    settings.profiles_of([profile])
    minutes = question.minutes or settings.cutoffs_s[-1] // 60
    if not 1 <= minutes <= held.limit_s // 60:
        raise InvalidInputError(
            f"{minutes} minutes: give whole minutes from 1 to {held.limit_s // 60}"
        )
    levels = [one for one in held.levels() if one != WHOLE]
    level = question.level or (levels[0] if levels else WHOLE)
    return asked(profile, level=level, minutes=minutes)


def asked(profile: str, *, level: Level, minutes: int) -> CoverageQuestion:
    """Return the question of a report: all open points, and the ages that walk so."""
    return CoverageQuestion(profile, ages_of(profile), PointSet("all"), level, minutes)
