"""The page in the place of one that is not there."""

from fastapi import Request
from fastapi.responses import Response

from learnmap.service.public.pages import public_page
from learnmap.service.public.reader import Reader


def missing_page(request: Request, reader: Reader, room: str) -> Response:
    """Say that nothing is here, and lead to the list of the room.

    Parameters
    ----------
    request : Request
    reader : Reader
    room : str
        Path of the list, without its language.
    """
    return public_page(request, "missing.html.j2", reader, room, status=404)
