"""What is taught at a point, in words, with the dates to come."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from learnmap.model.languages import LANGUAGES
from learnmap.render.offering_lines import LANGUAGE_NAMES
from learnmap.service.public.dates import session_words
from learnmap.service.public.pages import in_language
from learnmap.service.public.words import word

SHOWN_DATES: Final = 4


@dataclass(frozen=True, slots=True)
class OfferingLines:
    """An offering as the page tells it.

    Attributes
    ----------
    name : str
    facts : tuple of str
        Subject, way of teaching, fee, ages, places, language and who gives it.
    free : bool
    schedule : str
        When it usually is, as somebody typed it.
    dates : tuple of str
        The next sessions.
    more : int
        Sessions after those.
    past : bool
        Whether it had dates and all of them are over.
    """

    name: str
    facts: tuple[str, ...]
    free: bool
    schedule: str
    dates: tuple[str, ...]
    more: int
    past: bool


def offering_lines(
    facts: Mapping[str, Any], now: dt.datetime, language: str
) -> list[OfferingLines]:
    """Tell the offerings of a point, the one with the next date first.

    Parameters
    ----------
    facts : mapping
        Properties of the point's feature.
    now : datetime
        By the city's clock; sessions that are over are left out.
    language : str
    """
    own = {facts["name_zh"], facts["name_en"]}
    dated = [(upcoming(one, now), one) for one in facts["offerings"]]
    last = now + dt.timedelta(days=36525)
    dated.sort(key=lambda pair: (pair[0][0][0] if pair[0] else last, pair[1]["id"]))
    return [_lines(one, coming, now, language, own) for coming, one in dated]


def upcoming(
    offering: Mapping[str, Any], now: dt.datetime
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the sessions of an offering that are not over, from start to end."""
    times = [
        (dt.datetime.fromisoformat(one["starts_at"]), dt.datetime.fromisoformat(one["ends_at"]))
        for one in offering["sessions"]
    ]
    return [(starts, ends) for starts, ends in times if ends > now]


def _lines(
    offering: Mapping[str, Any],
    coming: list[tuple[dt.datetime, dt.datetime]],
    now: dt.datetime,
    language: str,
    own: set[str | None],
) -> OfferingLines:
    provider = offering["provider"]
    facts = (
        offering[f"category_{language}"] or offering["category"],
        word(f"mode_{offering['mode']}", language) if offering["mode"] != "in_person" else "",
        # That something is free stands beside its name.
        fee_words(offering, language) if offering["fee"] else "",
        _ages(offering, language),
        word("point_capacity", language, count=offering["capacity"])
        if offering["capacity"]
        else "",
        _taught_in(offering["language"], language),
        word("point_provider", language, name=in_language(provider, language))
        if provider and provider not in own
        else "",
    )
    return OfferingLines(
        offering[f"name_{language}"] or offering["id"],
        tuple(fact for fact in facts if fact),
        offering["fee"] == 0,
        in_language(offering["schedule"], language),
        tuple(session_words(*one, language, now.date()) for one in coming[:SHOWN_DATES]),
        max(0, len(coming) - SHOWN_DATES),
        bool(offering["sessions"]) and not coming,
    )


def fee_words(offering: Mapping[str, Any], language: str) -> str:
    """Say what an offering costs; nothing where that is not known."""
    if offering["fee"] is None:
        return ""
    if offering["fee"] == 0:
        return word("fee_free", language)
    amount = f"{offering['fee']:.2f}".removesuffix(".00")
    if offering["fee_currency"] == "CNY":
        return word("fee_amount", language, amount=amount)
    return word("fee_other", language, amount=amount, currency=offering["fee_currency"] or "")


def _ages(offering: Mapping[str, Any], language: str) -> str:
    first, last = offering["age_from"], offering["age_to"]
    if first is not None and last is not None:
        return word("ages_between", language, first=first, last=last)
    if first is not None:
        return word("ages_from", language, first=first)
    return word("ages_to", language, last=last) if last is not None else ""


def _taught_in(code: str | None, language: str) -> str:
    """Say in which language it is taught; the page's own goes without saying."""
    if not code or code.partition("-")[0] == language:
        return ""
    pair = LANGUAGE_NAMES.get(code.partition("-")[0], (code, code))
    return word("taught_in", language, spoken=pair[LANGUAGES.index(language)])
