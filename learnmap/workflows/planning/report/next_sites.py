"""The part of a report on where the next points should stand."""

from collections.abc import Iterator
from typing import Final

from learnmap.model.errors import NotReadyError
from learnmap.model.languages import name_in
from learnmap.render.document import Figure, Language, Section, Table
from learnmap.render.map_drawing import DrawnPlaces, draw_map
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.report.covered import walker_words
from learnmap.workflows.planning.report.figures import covered, people
from learnmap.workflows.planning.report.words import age_words, say
from learnmap.workflows.planning.sites.candidates import SPACING_M, corner_candidates
from learnmap.workflows.planning.sites.choosing import sites_of
from learnmap.workflows.planning.sites.report import SiteRow, SitesQuestion, SitesReport

_SITES: Final = 5
_SEARCH_S: Final = 10.0


def next_sites(held: HeldCity, question: CoverageQuestion, language: Language) -> list[Section]:
    """Return the part: the street corners that would cover most; none where there is no corner."""
    found = held.keep(("next sites", question), lambda: _found(held, question))
    if found is None:
        return []
    told = {
        "who": walker_words(held, question.profile, language),
        "age": age_words(language, question.age_from),
        "minutes": question.minutes,
        "spacing": f"{SPACING_M:g}",
        "candidates": people(found.candidates),
        "most": _SITES,
    }
    title = say(language, "sites_map")
    figures = [Figure(_drawn(held, found, question, language, title), title)] if found.rows else []
    return [
        Section(
            say(language, "sites"),
            text=[say(language, "sites_text", **told), *_outcome(found, language)],
            figures=figures,
            tables=[_table(found, language)] if found.rows else [],
            notes=[say(language, "sites_note")],
        )
    ]


def _found(held: HeldCity, question: CoverageQuestion) -> SitesReport | None:
    try:
        corners = corner_candidates(held, question.profile)
    except NotReadyError:
        return None
    if not held.counted(question.age_from).residents.sum() > 0:
        return None
    asked = SitesQuestion(
        sites=_SITES,
        profile=question.profile,
        age_from=question.age_from,
        cutoff_s=60 * question.minutes,
        points=question.points,
        level=question.level,
        time_limit_s=_SEARCH_S,
    )
    return sites_of(held, corners, asked)


def _outcome(found: SitesReport, language: Language) -> Iterator[str]:
    """Say what the sites change, how near the best that is, and what greedy finds."""
    if not found.rows:
        yield say(language, "sites_none")
        return
    yield say(
        language,
        "sites_change",
        count=len(found.rows),
        before=covered(found.before),
        after=covered(found.after),
        total=people(found.after.total),
    )
    greedy = "–" if found.greedy_value is None else people(found.greedy_value)
    yield say(
        language,
        "sites_proven" if found.siting.proven else "sites_unproven",
        bound=people(found.siting.bound),
        gap=f"{found.siting.gap:.2%}",
        greedy=greedy,
        seconds=f"{_SEARCH_S:g}",
    )


def _table(found: SitesReport, language: Language) -> Table:
    names = ("rank", "site", "place", "area", "site_gain", "site_loss")
    columns = [say(language, name) for name in names]
    rows = [_row(one, language) for one in found.rows]
    return Table(say(language, "sites_table", count=len(rows)), columns, rows, numbers=2)


def _row(one: SiteRow, language: Language) -> list[str]:
    return [
        str(one.rank),
        name_in(one.names, language),
        f"{one.lat:.5f}, {one.lon:.5f}",
        name_in(one.area_names, language) or one.area_code,
        people(one.gain),
        people(one.loss),
    ]


def _drawn(
    held: HeldCity, found: SitesReport, question: CoverageQuestion, language: Language, title: str
) -> str:
    """Draw the sites with their numbers, and the points that stand."""
    areas = held.inputs.areas
    standing = [one.point.walk_to for one in held.inputs.open_points]
    spots = [(one.lon, one.lat) for one in found.rows]
    return draw_map(
        title,
        [],
        borders=list(areas.geometry[areas["level"] == question.level]),
        places=[
            DrawnPlaces(say(language, "open_points"), "#8fa3b5", standing),
            DrawnPlaces(
                say(language, "sites_drawn"),
                "#1d2733",
                spots,
                [str(one.rank) for one in found.rows],
            ),
        ],
    )
