"""The list of walking routes."""

from fastapi import Request
from fastapi.responses import Response

from learnmap.service.context import Context
from learnmap.service.public.pages import public_page
from learnmap.service.public.reader import Reader
from learnmap.service.public.route_words import length_words
from learnmap.service.public.walkers import usual_walker


def route_list(request: Request, here: Context, reader: Reader) -> Response:
    """Draw the list."""
    settings = here.city.settings()
    return public_page(
        request,
        "routes.html.j2",
        reader,
        "/routes",
        settings=settings,
        walker=usual_walker(settings.profiles),
        routes=[(shown, length_words(shown, reader.language)) for shown in here.routes.all()],
    )
