"""The parts of a report on who can walk to a point: by who walks, by area, and on the map."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from learnmap.model.languages import name_in
from learnmap.render.charts import Bar, Line, bar_chart, line_chart
from learnmap.render.document import Figure, KeyFigure, Language, Section, Table
from learnmap.render.map_drawing import DrawnClass, DrawnPlaces, draw_map
from learnmap.workflows.planning.colours import BEYOND, NOWHERE, near_to_far
from learnmap.workflows.planning.held_city import LONGEST_MIN, HeldCity
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.maps.hexagons import HexagonFigures, hexagons_of
from learnmap.workflows.planning.questions import (
    AreaFigures,
    CoverageAnswer,
    CoverageQuestion,
    answer_coverage,
    asked,
    coverage_curve,
)
from learnmap.workflows.planning.report.figures import covered, people, percent
from learnmap.workflows.planning.report.words import age_words, say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_TICKS: Final = (0, 5, 10, 15, 20, 25, 30)
_MOST_BARS: Final = 24
_MOST_ROWS: Final = 40


def key_figures(held: HeldCity, question: CoverageQuestion, language: Language) -> list[KeyFigure]:
    """Return what stands large at the head."""
    found = answer_coverage(held, question).city.within[question.minutes]
    who = walker_words(held, question.profile, language)
    told = {"who": who, "age": age_words(language, question.age_from), "minutes": question.minutes}
    return [
        KeyFigure(percent(found.share), say(language, "key_share", **told)),
        KeyFigure(people(found.uncovered + found.unplaced), say(language, "key_left", **told)),
        KeyFigure(people(len(held.inputs.open_points)), say(language, "key_points")),
    ]


def by_walker(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part on the whole city, for each who walks."""
    profiles = [one.code for one in held.inputs.settings.profiles]
    questions = [asked(code, level=WHOLE, minutes=question.minutes) for code in profiles]
    answers = [answer_coverage(held, one) for one in questions]
    lines = [
        Line(
            walker_words(held, one.profile, language),
            [(0, 0.0), *((k, c.share or 0.0) for k, c in enumerate(coverage_curve(held, one), 1))],
        )
        for one in questions
    ]
    title = say(language, "curve")
    along = say(language, "minutes_axis")
    ticks = [tick for tick in _TICKS if tick <= LONGEST_MIN]
    rows = [
        [
            walker_words(held, one.question.profile, language),
            age_words(language, one.question.age_from),
            *_cells(one.city, one),
        ]
        for one in answers
    ]
    columns = [say(language, "walker"), say(language, "ages"), *_columns(answers[0], language)]
    return Section(
        say(language, "covered"),
        text=[say(language, "covered_text")],
        figures=[Figure(line_chart(title, lines, along=along, ticks=ticks), title)],
        tables=[Table(say(language, "by_walker"), columns, rows, len(columns) - 2)],
        notes=[say(language, "sum")],
    )


def by_area(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part on the areas of a level, the lowest shares first where there are many."""
    answer = answer_coverage(held, question)
    level = say(language, question.level)
    told = {"level": level, "minutes": question.minutes}
    rows: Sequence[AreaFigures] = answer.rows
    caption = say(language, "by_area", level=level)
    if len(rows) > _MOST_ROWS:
        rows = sorted(rows, key=lambda one: (_share(one, question), one.code))[:_MOST_ROWS]
        caption = say(language, "lowest", count=len(rows), level=level)
    bars = [_bar(one, question, language) for one in rows[:_MOST_BARS]]
    title = say(language, "bars", **told)
    columns = [say(language, "area"), *_columns(answer, language)]
    table = [[name_in(one.names, language), *_cells(one, answer)] for one in rows]
    return Section(
        say(language, "by_area", level=level),
        text=[
            say(
                language,
                "area_text",
                who=walker_words(held, question.profile, language),
                age=age_words(language, question.age_from),
            )
        ],
        figures=[Figure(bar_chart(title, bars), title)],
        tables=[Table(caption, columns, table, len(columns) - 1)],
    )


def on_map(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part with the map of hexagons."""
    found = hexagons_of(held, question)
    shapes = held.hexagons().shapes
    steps = sorted({*(one // 60 for one in held.inputs.settings.cutoffs_s), LONGEST_MIN})
    labels = [say(language, "up_to", minutes=steps[0])]
    labels += [say(language, "between", low=low, high=high) for low, high in pairwise(steps)]
    labels += [say(language, "beyond", minutes=steps[-1]), say(language, "off_streets")]
    colours = [*near_to_far(len(steps)), BEYOND, NOWHERE]
    of_class: list[list[BaseGeometry]] = [[] for _ in labels]
    for one in found:
        of_class[_class(one, steps)].append(shapes[one.row])
    classes = [DrawnClass(*drawn) for drawn in zip(labels, colours, of_class, strict=True)]
    areas = held.inputs.areas
    spots = [one.point.walk_to for one in held.inputs.open_points]
    title = say(language, "map_title")
    drawing = draw_map(
        title,
        classes,
        borders=list(areas.geometry[areas["level"] == question.level]),
        places=[DrawnPlaces(say(language, "open_points"), "#1d2733", spots)],
    )
    told = {
        "who": walker_words(held, question.profile, language),
        "age": age_words(language, question.age_from),
    }
    text = [say(language, "map_text", **told)]
    return Section(say(language, "map"), text=text, figures=[Figure(drawing, title)])


def walker_words(held: HeldCity, profile: str, language: Language) -> str:
    """Return the name of who walks."""
    walker = held.walker(profile)
    return {"zh": walker.zh, "en": walker.en}[language] or profile


def _class(one: HexagonFigures, steps: Sequence[int]) -> int:
    """Return the place of a hexagon's median among the steps, then beyond, then on no street."""
    first = one.within[0]
    if first.unplaced > first.total / 2:
        return len(steps) + 1
    median_s = np.inf if one.median_s is None else one.median_s
    return int(np.searchsorted([60 * step for step in steps], median_s))


def _columns(answer: CoverageAnswer, language: Language) -> list[str]:
    within = [say(language, "within", minutes=minutes) for minutes in answer.minutes]
    return [say(language, "residents"), *within, say(language, "unplaced")]


def _cells(one: AreaFigures, answer: CoverageAnswer) -> list[str]:
    found = one.within[answer.question.minutes]
    within = [covered(one.within[minutes]) for minutes in answer.minutes]
    return [people(found.total), *within, people(found.unplaced)]


def _bar(one: AreaFigures, question: CoverageQuestion, language: Language) -> Bar:
    found = one.within[question.minutes]
    if found.share is None:
        return Bar(name_in(one.names, language), None, say(language, "nobody"))
    told = say(language, "of_residents", share=percent(found.share), total=people(found.total))
    return Bar(name_in(one.names, language), found.share, told)


def _share(one: AreaFigures, question: CoverageQuestion) -> float:
    share = one.within[question.minutes].share
    return np.inf if share is None else share
