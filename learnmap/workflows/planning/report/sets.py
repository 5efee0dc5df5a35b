"""The part of a report on single sets of points: by map, by kind, by hours, and step-free."""

from typing import Final

from learnmap.model.kinds import MAP_TITLES, MAPS
from learnmap.model.languages import name_in
from learnmap.render.document import Language, Section, Table
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.open_hours import OPEN_ON
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.questions import CoverageQuestion, answer_coverage
from learnmap.workflows.planning.report.covered import walker_words
from learnmap.workflows.planning.report.figures import covered, people
from learnmap.workflows.planning.report.words import age_words, say

_STEP_FREE: Final = "step_free"


def by_set(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part; each set of points is looked at as if there were no other."""
    inputs = held.inputs
    sets = [
        *(PointSet("map", name) for name in MAPS),
        *(PointSet("kind", kind.code) for kind in inputs.kinds),
        *(PointSet("category", one.code) for one in inputs.categories),
        *(PointSet("open", when) for when in OPEN_ON),
        PointSet("step_free", _STEP_FREE),
    ]
    rows = [row for one in sets if (row := _row(held, question, one, language))]
    answer = answer_coverage(held, _of(question, PointSet("all")))
    within = [say(language, "within", minutes=minutes) for minutes in answer.minutes]
    columns = [
        say(language, "set"),
        say(language, "points"),
        say(language, "points_unknown"),
        *within,
    ]
    told = {
        "who": walker_words(held, question.profile, language),
        "age": age_words(language, question.age_from),
    }
    return Section(
        say(language, "sets"),
        text=[say(language, "sets_text", **told)],
        tables=[Table(say(language, "sets_table"), columns, rows, numbers=len(columns) - 1)],
        notes=[say(language, "sets_note")],
    )


def _row(
    held: HeldCity, question: CoverageQuestion, one: PointSet, language: Language
) -> list[str] | None:
    """Return the row of a set; None for a kind or category that no open point is of."""
    walks = held.walks_to(question.profile, one)
    if one.by in {"kind", "category"} and not walks.among.any():
        return None
    answer = answer_coverage(held, _of(question, one))
    return [
        _name(held, one, language),
        people(int(walks.among.sum())),
        people(walks.unknown) if one.by in {"category", "open", "step_free"} else "",
        *(covered(answer.city.within[minutes]) for minutes in answer.minutes),
    ]


def _of(question: CoverageQuestion, points: PointSet) -> CoverageQuestion:
    return CoverageQuestion(question.profile, question.age_from, points, WHOLE, question.minutes)


def _name(held: HeldCity, one: PointSet, language: Language) -> str:
    if one.by == "map":
        return MAP_TITLES[one.code][language]
    if one.by == "kind":
        kind = next(kind for kind in held.inputs.kinds if kind.code == one.code)
        return {"zh": kind.zh, "en": kind.en}[language]
    if one.by == "category":
        found = next(found for found in held.inputs.categories if found.code == one.code)
        return say(language, "set_category", name=name_in(found.names, language))
    return say(language, f"set_{one.code}")
