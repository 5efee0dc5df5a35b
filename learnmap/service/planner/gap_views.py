"""What the page of gaps shows of each, and what its map draws."""

import math
from dataclasses import dataclass
from typing import Any, Final

import shapely
from markupsafe import Markup

from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.model.languages import name_in
from learnmap.render.charts import Bar, bar_chart
from learnmap.service.planner.choices import age_words
from learnmap.service.planner.figures import count_words, inline_words, share_words
from learnmap.service.planner.map_layers import in_steps
from learnmap.service.planner.words import word
from learnmap.workflows.planning.gaps.report import GapRow, GapsReport

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class GapView:
    """One gap in words.

    Attributes
    ----------
    rank : int
    part : str
    part_id : str
    older, everyone : float
        Residents who are left out: beyond the limit or on no street.
    why : str
    nearest : str
    """

    rank: int
    part: str
    part_id: str
    older: float
    everyone: float
    why: str
    nearest: str


def gap_views(report: GapsReport, language: str) -> list[GapView]:
    """Return the gaps by rank, `MOST_SHOWN` of them at most."""
    return [_view(row, report, language) for row in report.ranked[:MOST_SHOWN]]


def gap_layers(report: GapsReport, language: str) -> list[dict[str, Any]]:
    """Return the gaps as a map's script draws them; who lives in no area is on no map."""
    return [
        {
            "rank": row.rank,
            "rings": [
                in_steps(shapely.get_coordinates(ring))
                for part in shapely.get_parts(row.shape)
                for ring in (part.exterior, *part.interiors)
            ],
            "label": _label(_view(row, report, language), report, language),
        }
        for row in report.ranked
        if row.shape is not None
    ]


def reasons_chart(report: GapsReport, language: str) -> tuple[str, Markup]:
    """Draw why residents of the counted age are left out: title, and an ``svg`` element."""
    told = [(why, report.by_reason(why)[0]) for why in GapReason]
    total = math.fsum(count for _, count in told)
    title = word("gaps_reasons_chart", language, age=_age(report, language))
    bars = [
        Bar(
            name_in(GAP_REASON_NAMES[why], language),
            count / total,
            word(
                "gaps_reason_bar",
                language,
                count=count_words(count),
                share=share_words(count / total),
            ),
        )
        for why, count in sorted(told, key=lambda one: -one[1])
        if count
    ]
    return title, Markup(bar_chart(title, bars))  # noqa: S704 - escaped there


def _view(row: GapRow, report: GapsReport, language: str) -> GapView:
    gap = row.gap
    part = name_in(row.names, language) or word("gaps_hexagon", language, id=row.part_id)
    return GapView(
        row.rank or 0,
        part,
        row.part_id,
        gap.older.uncovered + gap.older.unplaced,
        gap.everyone.uncovered + gap.everyone.unplaced,
        name_in(GAP_REASON_NAMES[gap.reason], language) if gap.reason else "",
        _nearest(row, report, language),
    )


def _nearest(row: GapRow, report: GapsReport, language: str) -> str:
    gap = row.gap
    if not gap.everyone.uncovered:
        return ""
    if gap.nearest_s is None:
        return word("gaps_far", language, minutes=f"{report.searched_s / 60:g}")
    # Rounded up, so that nobody beyond the limit seems to be at it.
    minutes = f"{math.ceil(gap.nearest_s / 6) / 10:.1f}"
    name = name_in(row.nearest_names, language)
    return word("gaps_nearest_words", language, minutes=minutes, name=name)


def _label(view: GapView, report: GapsReport, language: str) -> list[str]:
    older = word("gaps_older", language, age=_age(report, language))
    everyone = word("gaps_everyone", language)
    return [
        f"{view.rank}. {view.part}",
        f"{older}: {count_words(view.older)}",
        f"{everyone}: {count_words(view.everyone)}",
        view.why,
        *([view.nearest] if view.nearest else []),
    ]


def _age(report: GapsReport, language: str) -> str:
    return inline_words(age_words(report.age_from, language))
