"""What search engines ask for: which pages there are, and which to leave alone."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from learnmap.model.errors import NotFoundError
from learnmap.service.answers import REVALIDATE
from learnmap.service.context import Context, Here
from learnmap.service.public.site_root import site_root
from learnmap.service.public.sitemap import Page, count_parts, sitemap_index, sitemap_part
from learnmap.store import read_stored_routes

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
def say_what_to_read(request: Request) -> Response:
    """Leave the rooms of staff and the API out, and say where the list of pages is."""
    text = (
        "User-agent: *\nDisallow: /staff\nDisallow: /api/\n"
        f"Sitemap: {site_root(request)}/sitemap.xml\n"
    )
    return PlainTextResponse(text, headers={"Cache-Control": REVALIDATE})


@router.get("/sitemap.xml")
def list_parts(request: Request, here: Here) -> Response:
    """List the files of addresses."""
    return _xml(sitemap_index(site_root(request), count_parts(_pages(here))))


@router.get("/sitemap-{number}.xml")
def list_pages(request: Request, here: Here, number: str) -> Response:
    """List the addresses of one file."""
    pages = _pages(here)
    if not re.fullmatch("[1-9][0-9]{0,4}", number) or int(number) > count_parts(pages):
        raise NotFoundError("there is no such part of the sitemap; /sitemap.xml lists them")
    return _xml(sitemap_part(site_root(request), pages, int(number)))


def _pages(here: Context) -> list[Page]:
    with here.city.store.begin() as tx:
        routes = [one for one in read_stored_routes(tx) if not one.is_retired]
    points = sorted(here.directory.current().points, key=lambda one: one.stored.point.id)
    return [
        Page("/"),
        Page("/points"),
        Page("/routes"),
        *(Page(f"/routes/{one.route.id}", one.updated_at) for one in routes),
        *(Page(f"/points/{one.stored.point.id}", one.stored.updated_at) for one in points),
    ]


def _xml(text: str) -> Response:
    return Response(text, media_type="application/xml", headers={"Cache-Control": REVALIDATE})
