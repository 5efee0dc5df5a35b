"""What is taught at a point, in lines of words."""

from typing import Final

from markupsafe import Markup, escape

from learnmap.render.bilingual import both, free, say
from learnmap.render.edition_facts import OfferingFacts, SessionTime

_SHOWN_SESSIONS: Final = 3
LANGUAGE_NAMES: Final = {"zh": ("中文", "Chinese"), "en": ("英语", "English")}
"""What languages of teaching are called in Chinese and English, by code."""


def offering_item(offering: OfferingFacts, *, point_names: tuple[str | None, ...]) -> Markup:
    """Return an offering as a list item: name, category and mode, terms, and when.

    A provider that is the point itself, by one of `point_names`, is not said again.
    """
    head = Markup("<b>{}</b>").format(both((offering.name_zh, offering.name_en)))
    parts = [part for part in (*_terms(offering, point_names), *_times(offering)) if part]
    return Markup("<li>{}{}").format(
        head, Markup("").join(Markup("<p>{}").format(part) for part in parts)
    )


def _terms(offering: OfferingFacts, point_names: tuple[str | None, ...]) -> tuple[Markup, ...]:
    category = both((offering.category_zh, offering.category_en)) or escape(offering.category or "")
    first = (
        category,
        say(offering.mode) if offering.mode != "in_person" else Markup(""),
        _fee(offering),
        _ages(offering),
    )
    provider = Markup("")
    if offering.provider and offering.provider not in point_names:
        provider = say("provider", name=offering.provider)
    second = (
        say("capacity", count=offering.capacity) if offering.capacity else Markup(""),
        provider,
        _language(offering.language),
    )
    return tuple(Markup(" · ").join(part for part in line if part) for line in (first, second))


def _fee(offering: OfferingFacts) -> Markup:
    if offering.fee is None:
        return Markup("")
    if offering.fee == 0:
        return say("free")
    amount = f"{offering.fee:.2f}".removesuffix(".00")
    return say("fee", amount=amount, currency=offering.fee_currency or "")


def _ages(offering: OfferingFacts) -> Markup:
    first, last = offering.age_from, offering.age_to
    if first is not None and last is not None:
        return say("ages", **{"from": first, "to": last})
    if first is not None:
        return say("age_from", **{"from": first})
    return say("age_to", to=last) if last is not None else Markup("")


def _language(code: str | None) -> Markup:
    # Most courses of a city are in its own language; only another one is news.
    if not code or code.split("-")[0] == "zh":
        return Markup("")
    return say("taught_in", language=LANGUAGE_NAMES.get(code, (code, code)))


def _times(offering: OfferingFacts) -> tuple[Markup, ...]:
    lines = [free(offering.schedule)] if offering.schedule else []
    lines += [_session(one) for one in offering.sessions[:_SHOWN_SESSIONS]]
    more = len(offering.sessions) - _SHOWN_SESSIONS
    if more > 0:
        lines.append(say("more_sessions", count=more))
    return tuple(lines)


def _session(session: SessionTime) -> Markup:
    start, end = session.starts_at[:16].replace("T", " "), session.ends_at[:16].replace("T", " ")
    if end[:10] == start[:10]:
        end = end[11:]
    return escape(f"{start}–{end}")
