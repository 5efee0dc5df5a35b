"""What a planner asks about coverage, and the answer in figures of each area."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from learnmap.access import Coverage, coverage_by_area
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.workflows.planning.held_city import LONGEST_MIN, HeldCity
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.point_sets import PointSet


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

    The figures are those of `learnmap.workflows.planning.coverage.city_coverage`.

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
