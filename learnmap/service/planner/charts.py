"""The charts beside the table of coverage, as SVG and as the figures behind them."""

from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from learnmap.access import Coverage
from learnmap.model.languages import name_in
from learnmap.render.charts import Bar, Line, bar_chart, line_chart
from learnmap.service.planner.asked import Asked
from learnmap.service.planner.choices import Choices
from learnmap.service.planner.figures import inline_words, share_words
from learnmap.service.planner.words import word
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import CoverageAnswer, coverage_curve

MOST_BARS: Final = 40
_TICKS: Final = (1, 5, 10, 15, 20, 25, 30)


@dataclass(frozen=True, slots=True)
class Curve:
    """How many residents of the city a profile's walks cover as the limit rises.

    Attributes
    ----------
    profile : str
    found : list of Coverage
        Within 1, 2, ... minutes.
    """

    profile: str
    found: list[Coverage]

    @property
    def shares(self) -> list[tuple[float, float]]:
        """Return minutes and share; empty where nobody lives."""
        return [(one.cutoff_s / 60, one.share) for one in self.found if one.share is not None]


@dataclass(frozen=True, slots=True)
class CoverageCharts:
    """What is drawn of an answer.

    Attributes
    ----------
    curve_title, areas_title : str
    curve, areas : Markup
        ``svg`` elements; their words are escaped.
    curves : tuple of Curve
        Behind the first chart, a profile each.
    bars : int
        How many areas are drawn.
    """

    curve_title: str
    curve: Markup
    curves: tuple[Curve, ...]
    areas_title: str
    areas: Markup
    bars: int


def charts_of(
    held: HeldCity, asked: Asked, answer: CoverageAnswer, choices: Choices, language: str
) -> CoverageCharts:
    """Draw who is covered over the minutes, for each profile, and area by area."""
    question = asked.question
    words = {
        "age": inline_words(choices.age(question.age_from)),
        "points": inline_words(choices.set_of(question.points)),
    }
    curves = tuple(
        Curve(one.code, coverage_curve(held, replace(question, profile=one.code)))
        for one in held.inputs.settings.profiles
    )
    title = word("chart_curve", language, **words)
    lines = [Line(choices.profile(one.profile), one.shares) for one in curves if one.shares]
    along = word("chart_minutes", language)
    areas_title = word(
        "chart_areas",
        language,
        minutes=question.minutes,
        level=inline_words(choices.level(question.level)),
        profile=inline_words(choices.profile(question.profile)),
        **words,
    )
    drawn = answer.rows[:MOST_BARS]
    bars = [
        Bar(name_in(row.names, language), share, share_words(share))
        for row in drawn
        for share in (row.within[question.minutes].share,)
    ]
    return CoverageCharts(
        title,
        Markup(line_chart(title, lines, along=along, ticks=_TICKS)),  # noqa: S704 - escaped there
        curves,
        areas_title,
        Markup(bar_chart(areas_title, bars)),  # noqa: S704 - as above
        len(drawn),
    )
