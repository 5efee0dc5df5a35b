"""The parts of a report on aims and seats: whether there are enough points, and places in them."""

from collections.abc import Iterator
from typing import Final

from learnmap.model.errors import NotReadyError
from learnmap.model.languages import name_in
from learnmap.render.document import Language, Section, Table
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.indicators.counting import Indicator, indicators_of
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.report.covered import walker_words
from learnmap.workflows.planning.report.figures import people, percent
from learnmap.workflows.planning.report.words import age_words, say
from learnmap.workflows.planning.seats.report import SeatsOfProfile, SeatsRow
from learnmap.workflows.planning.seats.sharing import seats_of

_MOST_NAMED: Final = 40


def aims(held: HeldCity, language: Language) -> list[Section]:
    """Return the part on a city's aims; none where no area of their levels is on record."""
    try:
        report = indicators_of(held.inputs)
    except NotReadyError:
        return []
    columns = [say(language, name) for name in ("aim", "areas_with", "areas_all", "share")]
    rows = [
        [
            _aim(held, one, language),
            people(one.found.areas_with),
            people(len(one.areas)),
            percent(one.found.share),
        ]
        for one in report.indicators
    ]
    lacking = [_lacking(one, language) for one in report.indicators if one.lacking]
    return [
        Section(
            say(language, "aims"),
            text=[say(language, "aims_text")],
            tables=[Table(say(language, "aims_table"), columns, rows, numbers=3), *lacking],
        )
    ]


def _aim(held: HeldCity, one: Indicator, language: Language) -> str:
    level = say(language, one.level)
    if not one.kinds:
        return say(language, "aim_any", level=level)
    labels = {kind.code: {"zh": kind.zh, "en": kind.en} for kind in held.inputs.kinds}
    joined = say(language, "or").join(labels[code][language] for code in one.kinds)
    return say(language, "aim_kind", level=level, kind=joined)


def _lacking(one: Indicator, language: Language) -> Table:
    level, found = say(language, one.level), one.lacking
    shown = found[:_MOST_NAMED]
    rows = [[name_in(area.names, language) or area.code, people(area.residents)] for area in shown]
    columns = [say(language, "area"), say(language, "from_age", age=60)]
    caption = say(language, "lacking", level=level, count=len(shown), of=len(found))
    return Table(caption, columns, rows, numbers=1)


def enough(held: HeldCity, question: CoverageQuestion, language: Language) -> list[Section]:
    """Return the part on seats; none where no capacity is on record."""
    try:
        (city,) = seats_of(held, profiles=[question.profile]).profiles
        by_area = city
        if question.level != WHOLE:
            (by_area,) = seats_of(held, profiles=[question.profile], level=question.level).profiles
    except NotReadyError:
        return []
    told = {
        "who": walker_words(held, question.profile, language),
        "age": age_words(language, question.age_from),
    }
    columns = [
        say(language, "area"),
        say(language, "residents"),
        say(language, "seats_found"),
        say(language, "per_hundred"),
    ]
    rows = [_row(one, language) for one in (*city.rows, *_areas(by_area, question))]
    return [
        Section(
            say(language, "seats"),
            text=[say(language, "seats_text", **told), *_unequal(by_area, question, language)],
            tables=[Table(say(language, "seats_table"), columns, rows, numbers=3)],
            notes=[
                say(
                    language,
                    "seats_note",
                    known=people(city.capacities.known),
                    seats=people(city.capacities.total),
                    unknown=people(city.capacities.unknown),
                    untaught=people(city.capacities.untaught),
                )
            ],
        )
    ]


def _areas(found: SeatsOfProfile, question: CoverageQuestion) -> tuple[SeatsRow, ...]:
    return () if question.level == WHOLE else found.rows


def _row(one: SeatsRow, language: Language) -> list[str]:
    found = one.found
    ratio = "–" if not found.total else f"{100 * found.seats / found.total:.1f}"
    return [name_in(one.area_names, language), people(found.total), people(found.seats), ratio]


def _unequal(
    found: SeatsOfProfile, question: CoverageQuestion, language: Language
) -> Iterator[str]:
    if found.inequality is None:
        return
    among = "homes" if question.level == WHOLE else question.level
    yield say(
        language,
        "unequal",
        groups=people(found.groups),
        among=say(language, among),
        gini=f"{found.inequality.gini:.3f}",
        palma=f"{found.inequality.palma:.2f}",
    )
