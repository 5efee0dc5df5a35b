"""What the page of years shows of two editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from learnmap.edition import CoverageChange
from learnmap.model.kinds import MAP_TITLES
from learnmap.render.charts import Bar, bar_chart
from learnmap.service.planner.figures import share_words
from learnmap.service.planner.words import word
from learnmap.store import EditionRow
from learnmap.workflows.comparing import YearsCoverage
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.years import TwoYears


@dataclass(frozen=True, slots=True)
class ShownYears:
    """Two editions of a map as the page shows them.

    Attributes
    ----------
    before, after : EditionRow
    days : tuple of str
        On which they were published, by the city's clock.
    found : YearsCoverage
    title : str
        Of the chart.
    chart : Markup
        An ``svg`` element; its words are escaped.
    rows : list of dict
        Residents before, what each cause adds, and residents after.
    """

    before: EditionRow
    after: EditionRow
    days: tuple[str, str]
    found: YearsCoverage
    title: str
    chart: Markup
    rows: list[dict[str, Any]]


def shown_years(held: HeldCity, two: TwoYears, language: str, clock: ZoneInfo) -> ShownYears:
    """Prepare two editions for the page."""
    settings = held.inputs.settings
    called = {one.code: one.en if language == "en" else one.zh for one in settings.profiles}
    changes = two.found.changes
    longest = max((one.cutoff_s for one in changes), default=0)
    title = word(
        "years_chart",
        language,
        name=MAP_TITLES[two.before.map_name][language],
        minutes=longest // 60,
    )
    at_longest = [one for one in changes if one.cutoff_s == longest]
    bars = [bar for one in at_longest for bar in _bars(two, one, called, language)]
    days = tuple(
        "" if one.published_at is None else one.published_at.astimezone(clock).date().isoformat()
        for one in (two.before, two.after)
    )
    return ShownYears(
        two.before,
        two.after,
        (days[0], days[1]),
        two.found,
        title,
        Markup(bar_chart(title, bars)),  # noqa: S704 - escaped there
        [row for one in changes for row in _rows(one, called)],
    )


def _bars(
    two: TwoYears, change: CoverageChange, called: dict[str, str], language: str
) -> list[Bar]:
    covered = change.seniors[0], change.seniors[-1]
    years = two.before.year, two.after.year
    return [
        Bar(
            word(
                "years_bar", language, profile=called.get(change.profile, change.profile), year=year
            ),
            share,
            f"{share_words(share)} ({residents:,})",
        )
        for year, residents, total in zip(years, covered, two.found.seniors, strict=True)
        for share in (residents / total if total else None,)
    ]


def _rows(change: CoverageChange, called: dict[str, str]) -> list[dict[str, Any]]:
    several: Sequence[tuple[str, Sequence[int]]] = (
        ("years_seniors", change.seniors),
        ("years_all", change.residents),
    )
    return [
        {
            "profile": called.get(change.profile, change.profile),
            "minutes": change.cutoff_s // 60,
            "ages": ages,
            "before": f"{residents[0]:,}",
            "steps": [f"{after - before:+,}" for before, after in pairwise(residents)],
            "after": f"{residents[-1]:,}",
        }
        for ages, residents in several
    ]
