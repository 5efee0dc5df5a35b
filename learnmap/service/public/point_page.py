"""The page of one learning point, for whoever thinks of going there."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from learnmap.model.error_reports import SUBJECTS
from learnmap.model.languages import name_in
from learnmap.products.addresses import qr_svg
from learnmap.render.labels import glyph
from learnmap.render.safe_links import phone_links, web_link
from learnmap.service.base_map import base_map
from learnmap.service.context import Context
from learnmap.service.public.dates import date_words
from learnmap.service.public.pages import in_language, public_page
from learnmap.service.public.point_hours import now_line, today_line, usual_words, week_lines
from learnmap.service.public.point_offerings import offering_lines
from learnmap.service.public.reader import Reader
from learnmap.service.public.site_root import site_root
from learnmap.service.public.structured_data import structured_point
from learnmap.service.public.walkers import usual_walker
from learnmap.service.public.words import script_words, word
from learnmap.service.public.words.walking import WALKING
from learnmap.workflows.shown_point import ShownPoint, show_point

SHOWN_OFFERINGS: Final = 8
"""Further ones are behind a line that opens them."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody sent by the form for errors, to be put right.

    Attributes
    ----------
    what, note : str
    fault : str
        Key of the words that say why it was not taken; empty for a form that is new.
    values : mapping
        Put into those words.
    """

    what: str = ""
    note: str = ""
    fault: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def point_page(
    request: Request,
    here: Context,
    reader: Reader,
    point_id: str,
    *,
    status: int = 200,
    report: Report | None = None,
) -> Response:
    """Draw the page.

    Parameters
    ----------
    request : Request
    here : Context
    reader : Reader
    point_id : str
    status : int
    report : Report, optional
        That was not taken.

    Raises
    ------
    NotFoundError
        When there is no such point.
    """
    shown = show_point(here.city, point_id)
    facts, language = shown.feature.properties, reader.language
    path = f"/points/{point_id}"
    url = f"{site_root(request)}/{language}{path}"
    offerings = offering_lines(facts, shown.now, language)
    return public_page(
        request,
        "point_page.html.j2",
        reader,
        path,
        status=status,
        point=shown.feature,
        facts=facts,
        kind=shown.kind,
        settings=shown.settings,
        glyph=glyph,
        names=_names(facts, point_id, language),
        description=_description(shown, language),
        now=now_line(shown, language),
        today=today_line(shown, language),
        week=week_lines(shown, language),
        usual=usual_words(shown, language),
        worked_unknown=_year_without_notice(shown),
        offerings=offerings[:SHOWN_OFFERINGS],
        offerings_more=offerings[SHOWN_OFFERINGS:],
        phone=phone_links(facts["phone"]) if facts["phone"] else None,
        website=web_link(facts["website"]) if facts["website"] else None,
        verified=_day(facts["assured_date"], language),
        updated=date_words(
            dt.datetime.fromisoformat(facts["updated_at"]).astimezone(shown.now.tzinfo).date(),
            language,
            year=True,
        ),
        base_map=base_map(here.city),
        minutes=(" / " if language == "zh" else ", ").join(
            f"{cutoff_s / 60:g}" for cutoff_s in shown.settings.cutoffs_s
        ),
        walker=usual_walker(shown.settings.profiles).code,
        script_words=script_words(language, WALKING),
        structured=structured_point(shown, url, language),
        qr=qr_svg(url).decode(),
        url=url,
        subjects=SUBJECTS,
        report=report or Report(),
        thanks=request.query_params.get("said") == "thanks",
    )


def _names(facts: Mapping[str, Any], point_id: str, language: str) -> tuple[str, str | None]:
    """Return what the point is called, and in the other language where that differs."""
    other = "en" if language == "zh" else "zh"
    own = facts[f"name_{language}"] or facts[f"name_{other}"] or point_id
    return own, facts[f"name_{other}"] if facts[f"name_{other}"] != own else None


def _description(shown: ShownPoint, language: str) -> str:
    facts = shown.feature.properties
    kind = shown.kind.zh if language == "zh" else shown.kind.en
    where = in_language(facts["address"], language) or name_in(shown.settings.names, language)
    told = [word("point_description", language, kind=kind, address=where)]
    if facts["status"] != "open":
        told.append(word(f"point_status_{facts['status']}", language))
    elif shown.usual is not None:
        told.append(usual_words(shown, language) or "")
    return ("。" if language == "zh" else ". ").join(told)


def _year_without_notice(shown: ShownPoint) -> int | None:
    """Return a year of the coming week whose make-up workdays nobody has announced yet.

    Those of a year are announced at the end of the one before; before that the calendar has
    holidays by law and no workday in their place.
    """
    if not shown.calendar.names or not shown.week:
        return None
    year = shown.week[-1].date.year
    return None if any(day.year == year for day in shown.calendar.worked) else year


def _day(text: str | None, language: str) -> str | None:
    return date_words(dt.date.fromisoformat(text), language, year=True) if text else None
