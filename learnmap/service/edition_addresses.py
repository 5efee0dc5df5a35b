"""Addresses of editions, as a client gives them."""

import re
from typing import Final

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from learnmap.model.errors import NotFoundError
from learnmap.model.kinds import MAPS

_YEAR: Final = re.compile(r"[12][0-9]{3}")


def edition_year(year: str, map_name: str) -> int:
    """Return the year of an edition's address, which may be anything that a client made up.

    Raises
    ------
    NotFoundError
    """
    if map_name not in MAPS:
        raise NotFoundError(f"{map_name!r} is no map; the maps are {', '.join(MAPS)}")
    if not _YEAR.fullmatch(year):
        raise NotFoundError(f"{year!r} is no year of an edition; /editions/ lists those there are")
    return int(year)


def with_slash(request: Request) -> Response:
    """Add the slash that relative addresses need."""
    # From the request line alone: the address that the framework makes has the Host header in it.
    query: str = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(
        f"{request.scope['path']}/{'?' if query else ''}{query}", status_code=308
    )
