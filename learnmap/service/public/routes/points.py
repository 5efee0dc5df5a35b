"""The list of learning points, and the page of each."""

import re
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.errors import NotFoundError
from learnmap.service.context import Here
from learnmap.service.public.missing_page import missing_page
from learnmap.service.public.point_list import point_list
from learnmap.service.public.point_page import point_page
from learnmap.service.public.reader import Reading

router = APIRouter(include_in_schema=False)

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}")
ROOM: Final = "/points"


@router.get("/points")
def list_points(request: Request, here: Here, reader: Reading) -> Response:
    """List the learning points."""
    return point_list(request, here, reader)


@router.get("/points/{point_id}")
def show_point(request: Request, here: Here, reader: Reading, point_id: str) -> Response:
    """Show a learning point."""
    if not ID.fullmatch(point_id):
        return missing_page(request, reader, ROOM)
    try:
        return point_page(request, here, reader, point_id)
    except NotFoundError:
        return missing_page(request, reader, ROOM)
