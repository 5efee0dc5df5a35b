"""The page of what is near."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from learnmap.service.answers import json_answer
from learnmap.service.context import Here
from learnmap.service.public.form import Form
from learnmap.service.public.front_page import front_page
from learnmap.service.public.near_page import near_page
from learnmap.service.public.reader import TAGS, Reading
from learnmap.service.public.words import word

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_front(request: Request, here: Here, reader: Reading) -> Response:
    """Show where one can ask what is near."""
    return front_page(request, here, reader)


@router.post("/near")
def show_near(request: Request, here: Here, reader: Reading, fields: Form) -> Response:
    """Show what is near the place that was typed, to readers without scripts."""
    return near_page(request, here, reader, fields)


@router.get("/near")
async def lead_back(reader: Reading) -> Response:
    """Lead to where a place can be typed: the list is not kept."""
    return RedirectResponse(reader.link("/"), status_code=307)


@router.get("/app.webmanifest")
def send_manifest(request: Request, reader: Reading) -> Response:
    """Send what a phone asks for that puts the page among its programs."""
    content = {
        "name": word("front_title", reader.language),
        "short_name": word("site", reader.language),
        "lang": TAGS[reader.language],
        "start_url": reader.link("/"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5cad",
        "icons": [{"src": "/assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json_answer(request, content, media_type="application/manifest+json")
