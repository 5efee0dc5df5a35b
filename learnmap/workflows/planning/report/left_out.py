"""The part of a report on where residents are left out, and why."""

import math
from typing import Final

from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.model.languages import name_in
from learnmap.render.document import Figure, Language, Section, Table
from learnmap.render.map_drawing import DrawnClass, DrawnPlaces, draw_map
from learnmap.workflows.planning.colours import OF_REASON
from learnmap.workflows.planning.gaps.basis import SEARCHED_S
from learnmap.workflows.planning.gaps.report import GapRow, GapsReport
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.maps.layers import gaps_asked
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.report.figures import people
from learnmap.workflows.planning.report.words import age_words, say

_MOST: Final = 20


def left_out(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part: hexagons by rank, with the reason of each."""
    found = gaps_asked(held, question)
    rows = found.ranked[:_MOST]
    older = age_words(language, found.age_from)
    everyone = say(language, "all_ages")
    names = ("rank", "hexagon", "gap_older", "gap_all", "unplaced", "why", "nearest", "half_within")
    columns = [say(language, name, older=older, everyone=everyone).strip() for name in names]
    ranked = Table(
        say(language, "gaps_table", count=len(rows), of=len(found.ranked)),
        columns,
        [_row(one, language) for one in rows],
        numbers=0,
    )
    title = say(language, "gaps_map")
    return Section(
        say(language, "gaps"),
        text=[say(language, "gaps_text", minutes=question.minutes, older=older)],
        figures=[Figure(_drawn(held, found, question, language, title), title)],
        tables=[_reasons(found, language), *([ranked] if rows else [])],
        notes=[] if found.shows_water else [say(language, "no_water")],
    )


def _reasons(found: GapsReport, language: Language) -> Table:
    rows = []
    for why in GapReason:
        older, everyone = found.by_reason(why)
        if everyone:
            rows.append([GAP_REASON_NAMES[why][language], people(older), people(everyone)])
    left = (one.uncovered + one.unplaced for one in (found.older, found.everyone))
    rows.append([say(language, "together"), *map(people, left)])
    columns = [
        say(language, "why"),
        age_words(language, found.age_from),
        say(language, "all_ages"),
    ]
    return Table(say(language, "gaps_reasons"), columns, rows, numbers=2)


def _row(one: GapRow, language: Language) -> list[str]:
    gap = one.gap
    longest = say(language, "over", minutes=SEARCHED_S // 60)
    nearest = longest
    if gap.nearest_s is not None:
        minutes = say(language, "minutes", minutes=_minutes(gap.nearest_s))
        nearest = f"{name_in(one.nearest_names, language)}, {minutes}"
    half = longest
    if gap.median_s is not None:
        half = say(language, "minutes", minutes=_minutes(gap.median_s))
    if not gap.everyone.uncovered:
        nearest = half = ""
    return [
        str(one.rank),
        one.part_id,
        people(gap.older.uncovered),
        people(gap.everyone.uncovered),
        people(gap.everyone.unplaced),
        GAP_REASON_NAMES[gap.reason][language] if gap.reason else "",
        nearest,
        half,
    ]


def _minutes(seconds: float) -> str:
    """Round up, so that nobody beyond the limit seems to be at it."""
    return f"{math.ceil(seconds / 6) / 10:.1f}"


def _drawn(
    held: HeldCity, found: GapsReport, question: CoverageQuestion, language: Language, title: str
) -> str:
    """Draw the hexagons that have a gap by their reason, and number the first of the table."""
    classes = []
    for why in GapReason:
        shapes = [one.shape for one in found.ranked if one.gap.reason == why and one.shape]
        if shapes:
            classes.append(DrawnClass(GAP_REASON_NAMES[why][language], OF_REASON[why], shapes))
    first = [one for one in found.ranked[:_MOST] if one.shape]
    middles = [(one.shape.centroid.x, one.shape.centroid.y) for one in first if one.shape]
    numbers = [str(one.rank) for one in first]
    areas = held.inputs.areas
    spots = [one.point.walk_to for one in held.inputs.open_points]
    return draw_map(
        title,
        classes,
        borders=list(areas.geometry[areas["level"] == question.level]),
        places=[
            DrawnPlaces(say(language, "open_points"), "#8fa3b5", spots),
            DrawnPlaces(say(language, "ranked"), "#1d2733", middles, numbers),
        ],
    )
