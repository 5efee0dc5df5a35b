"""The page of one walking route, for whoever walks it."""

from typing import Any, Final
from urllib.parse import quote

import shapely
from fastapi import Request
from fastapi.responses import Response

from learnmap.model.languages import LANGUAGES, name_in
from learnmap.products.addresses import qr_svg
from learnmap.products.route_gpx import route_gpx
from learnmap.render.labels import glyph
from learnmap.service.base_map import base_map
from learnmap.service.context import Context
from learnmap.service.public.pages import in_language, public_page
from learnmap.service.public.reader import Reader
from learnmap.service.public.route_words import length_words, minutes_up, steps_words
from learnmap.service.public.site_root import site_root
from learnmap.service.public.walkers import usual_walker
from learnmap.service.public.words import script_words, word
from learnmap.service.public.words.routes import FOLLOWING
from learnmap.service.public.words.walking import WALKING
from learnmap.workflows.shown_route import ShownRoute, ShownStop

_INDOORS: Final = frozenset(
    {
        *("library", "museum", "cultural_centre", "arts_centre", "community_school"),
        *("community_college", "senior_university", "neighbourhood_point", "adult_school"),
    }
)
"""Kinds of point where one can sit down under a roof."""


def route_page(request: Request, here: Context, reader: Reader, route_id: str) -> Response:
    """Draw the page.

    Raises
    ------
    NotFoundError
        When there is no such route, or it is walked no more.
    """
    shown, language = here.routes.one(route_id), reader.language
    path = f"/routes/{route_id}"
    url = f"{site_root(request)}/{language}{path}"
    title = name_in(shown.stored.route.names, language)
    theme = name_in(shown.stored.route.theme, language)
    length = length_words(shown, language)
    return public_page(
        request,
        "route_page.html.j2",
        reader,
        path,
        route=shown.stored.route,
        shown=shown,
        settings=shown.settings,
        title=title,
        theme=theme,
        description=word(
            "route_description",
            language,
            count=len(shown.stops),
            distance=length or word("route_time_unknown", language),
            theme=theme,
        ),
        length=length,
        steps=steps_words(shown, language),
        rests=[one for one in shown.stops if one.kind.code in _INDOORS],
        walker=usual_walker(shown.settings.profiles),
        level=next((p.code for p in shown.settings.profiles if p.steps_factor is None), None),
        glyph=glyph,
        minutes=minutes_up,
        told=lambda way: [pair[LANGUAGES.index(language)] for pair in way.words],
        check_in=lambda stop: _check_in(shown, stop),
        base_map=base_map(here.city),
        script_words=script_words(language, WALKING) | script_words(language, FOLLOWING),
        drawing=_drawing(shown, language),
        qr=qr_svg(url).decode(),
        url=url,
    )


def gpx_of(shown: ShownRoute, language: str) -> bytes:
    """Write a route for a phone's own navigation."""
    stops = [
        (
            name_in(one.point.names, language),
            in_language(one.point.address, language),
            one.point.longitude,
            one.point.latitude,
        )
        for one in shown.stops
    ]
    line = None if shown.walk is None else shown.walk.line
    return route_gpx(name_in(shown.stored.route.names, language), stops, line)


def _check_in(shown: ShownRoute, stop: ShownStop) -> str | None:
    """Return where somebody checks in at a stop, at the city's own service; we keep no record."""
    if not shown.settings.check_in_url:
        return None
    values = {"route": shown.stored.route.id, "stop": stop.point.id}
    address = shown.settings.check_in_url
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address


def _drawing(shown: ShownRoute, language: str) -> dict[str, Any]:
    """Return what the scripts draw and follow, in degrees to six decimals."""
    return {
        "stops": [
            {
                "name": name_in(one.point.names, language),
                "place": _rounded([one.point.walk_to])[0],
                "checkIn": _check_in(shown, one),
            }
            for one in shown.stops
        ],
        # Where each stop is on the line: with a line of the route's own the script looks it up.
        "legs": []
        if shown.is_drawn
        else [_rounded(leg.way.line) if leg.way else None for leg in shown.legs],
        "line": []
        if shown.walk is None
        else [_rounded(part.coords) for part in shapely.get_parts(shown.walk.line)],
        "stepFree": [_rounded(leg.step_free.line) for leg in shown.legs if leg.step_free],
    }


def _rounded(places: Any) -> list[list[float]]:
    return [[round(place[0], 6), round(place[1], 6)] for place in places]
