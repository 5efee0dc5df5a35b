"""The page of what is near, drawn from what is known of the city."""

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import Response

from learnmap.model.languages import LANGUAGES, name_in
from learnmap.render.labels import glyph
from learnmap.render.offering_lines import LANGUAGE_NAMES
from learnmap.service.base_map import base_map
from learnmap.service.context import Context
from learnmap.service.public.pages import in_language, public_page
from learnmap.service.public.reader import Reader
from learnmap.service.public.walkers import usual_walker
from learnmap.service.public.words import script_words, word
from learnmap.workflows.front import Front


class Choice(NamedTuple):
    """A filter with its values, each with what it is called."""

    key: str
    label: str
    options: list[tuple[str, str]]


def front_page(request: Request, here: Context, reader: Reader) -> Response:
    """Draw the page."""
    front = here.front.current()
    return public_page(
        request,
        "front.html.j2",
        reader,
        "/",
        front=front,
        kinds={kind.code: kind for kind in front.kinds},
        glyph=glyph,
        base_map=base_map(here.city),
        walker=usual_walker(front.settings.profiles).code,
        choices=list(_choices(front, reader.language)),
        words=script_words(reader.language),
        marks=_marks(front, reader.language),
    )


def _choices(front: Front, language: str) -> list[Choice]:
    facets = front.facets
    zh = language == "zh"
    kinds = [(one.code, one.zh if zh else one.en) for one in front.kinds]
    categories = [(one.code, name_in(one.names, language)) for one in front.categories]
    return [
        Choice(key, word(f"filter_{key}", language), options)
        for key, options in (
            ("kind", [one for one in kinds if one[0] in facets.kinds]),
            ("category", [one for one in categories if one[0] in facets.categories]),
            ("designation", [(one, in_language(one, language)) for one in facets.designations]),
            ("mode", [(one, word(f"mode_{one}", language)) for one in facets.modes]),
            ("language", [(one, _language_word(one, language)) for one in facets.languages]),
        )
        if len(options) > 1
    ]


def _language_word(code: str, language: str) -> str:
    pair = LANGUAGE_NAMES.get(code.partition("-")[0], (code, code))
    return pair[LANGUAGES.index(language)]


def _marks(front: Front, language: str) -> dict[str, Any]:
    """Return what scripts draw of each kind: its name, colour and character."""
    return {
        kind.code: [
            kind.zh if language == "zh" else kind.en,
            kind.colour,
            glyph(kind.code, kind.zh),
        ]
        for kind in front.kinds
    }
