"""What is near, as a page for readers without scripts."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from learnmap.gazetteer import Found
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import name_in
from learnmap.render.labels import glyph
from learnmap.service.answers import NEVER
from learnmap.service.context import Context
from learnmap.service.public.opening_words import opening_words
from learnmap.service.public.pages import public_page
from learnmap.service.public.reader import Reader

_MOST_PLACES: Final = 8
_MOST_POINTS: Final = 50
_NEAREST: Final = 3


def near_page(
    request: Request, here: Context, reader: Reader, fields: Mapping[str, str]
) -> Response:
    """Draw what is near the place that a text means, and what else it may mean.

    Parameters
    ----------
    request : Request
    here : Context
    reader : Reader
    fields : mapping of str to str
        Of the form: ``text``, ``profile``, and ``choice``, the number of the place meant.

    Returns
    -------
    Response
        Nothing may keep it.
    """
    front = here.front.current()
    text = fields.get("text", "").strip()[:100]
    places = here.places.find(text, most=_MOST_PLACES) if text else []
    number = int(choice) if (choice := fields.get("choice", "0")).isdecimal() else 0
    profile = fields.get("profile", "")
    if profile not in [one.code for one in front.settings.profiles]:
        profile = front.settings.profiles[0].code
    meant = places[number] if number < len(places) else None
    answer, refusal = _asked(here, meant, profile)
    response = public_page(
        request,
        "near.html.j2",
        reader,
        "/",
        front=front,
        kinds={kind.code: kind for kind in front.kinds},
        glyph=glyph,
        text=text,
        walker=profile,
        places=[_told(place, reader.language) for place in places],
        number=number,
        answer=answer,
        refusal=refusal,
        opening=lambda facts: opening_words(facts, answer["at"] if answer else "", reader.language),
        settings=front.settings,
    )
    response.headers["Cache-Control"] = NEVER
    del response.headers["ETag"]
    return response


def _asked(
    here: Context, meant: Found | None, profile: str
) -> tuple[dict[str, Any] | None, str | None]:
    """Return what is near a place, or the key of the words that say why nobody can tell."""
    if meant is None:
        return None, None
    place = (meant.entry.longitude, meant.entry.latitude)
    try:
        found = here.nearby.find(
            place, profile=profile, most=_MOST_POINTS, nearest=_NEAREST, lines=False
        )
    except InvalidInputError:
        return None, "off_street"
    answer: dict[str, Any] = json.loads(here.nearby_writer.write(found, lines=False))
    return answer, None


def _told(place: Found, language: str) -> tuple[str, str, str]:
    """Return a place's name, its sort, and the area that it lies in."""
    entry = place.entry
    return entry.names.get(language) or place.name, entry.sort, name_in(entry.within, language)
