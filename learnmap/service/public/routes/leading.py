"""Addresses without a language: they lead to the page in the reader's."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from learnmap.service.context import Here
from learnmap.service.public.front_page import front_page
from learnmap.service.public.reader import Reading

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_front(request: Request, here: Here, reader: Reading) -> Response:
    """Show the front page at once, in the language that the browser prefers."""
    return front_page(request, here, reader)


@router.get("/zh")
@router.get("/en")
async def lead_to_front(request: Request) -> Response:
    """Add the slash that the front page has."""
    return RedirectResponse(f"{request.scope['path']}/", status_code=307)


@router.get("/points")
@router.get("/points/{_path:path}")
@router.get("/routes")
@router.get("/routes/{_path:path}")
async def lead_to_language(request: Request, reader: Reading) -> Response:
    """Lead to a page in the language that the browser prefers."""
    answer = RedirectResponse(reader.link(quote(request.scope["path"])), status_code=307)
    answer.headers["Vary"] = "Accept-Language"
    return answer
