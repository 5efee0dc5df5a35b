"""The list of all learning points, by area and kind."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from learnmap.render.labels import glyph
from learnmap.service.context import Context
from learnmap.service.public.pages import public_page
from learnmap.service.public.reader import Reader
from learnmap.workflows.point_directory import leaf

_MOST_TEXT = 100


def point_list(request: Request, here: Context, reader: Reader) -> Response:
    """Draw a page of the list."""
    directory = here.directory.current()
    kinds = {kind.code: kind for kind in directory.kinds}
    given = request.query_params
    asked = {
        "text": given.get("text", "").strip()[:_MOST_TEXT],
        "kind": given.get("kind", "") if given.get("kind") in kinds else "",
        "area": given.get("area", "")[:64],
    }
    number = given.get("page", "1")
    found = leaf(
        directory,
        kind=asked["kind"] or None,
        area=asked["area"] or None,
        text=asked["text"],
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1,
    )

    def path(**changes: str | int) -> str:
        """Return this list with something else asked of it; another filter begins at page 1."""
        kept = {key: value for key, value in (asked | changes).items() if value}
        return f"/points?{urlencode(kept)}" if kept else "/points"

    present = {one.stored.point.kind for one in directory.points}
    return public_page(
        request,
        "points.html.j2",
        reader,
        path(page=found.page if found.page > 1 else ""),
        settings=directory.settings,
        kinds=kinds,
        offered=[kind for kind in directory.kinds if kind.code in present],
        glyph=glyph,
        asked=asked,
        found=found,
        to=path,
    )
