"""The list of walking routes, the page of each, and its file for navigation."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.errors import NotFoundError
from learnmap.products.route_gpx import MEDIA_TYPE
from learnmap.service.answers import REVALIDATE
from learnmap.service.context import Here
from learnmap.service.public.missing_page import missing_page
from learnmap.service.public.reader import Reading
from learnmap.service.public.route_list import route_list
from learnmap.service.public.route_page import gpx_of, route_page
from learnmap.service.public.routes.points import ID

router = APIRouter(include_in_schema=False)

_ROOM = "/routes"


@router.get(_ROOM)
def list_routes(request: Request, here: Here, reader: Reading) -> Response:
    """List the walking routes."""
    return route_list(request, here, reader)


@router.get(f"{_ROOM}/{{route_id}}")
def show_route(request: Request, here: Here, reader: Reading, route_id: str) -> Response:
    """Show a walking route."""
    if not ID.fullmatch(route_id):
        return missing_page(request, reader, _ROOM)
    try:
        return route_page(request, here, reader, route_id)
    except NotFoundError:
        return missing_page(request, reader, _ROOM)


@router.get(f"{_ROOM}/{{route_id}}/route.gpx")
def send_gpx(request: Request, here: Here, reader: Reading, route_id: str) -> Response:
    """Send a route for a phone's own navigation."""
    if not ID.fullmatch(route_id):
        return missing_page(request, reader, _ROOM)
    try:
        body = gpx_of(here.routes.one(route_id), reader.language)
    except NotFoundError:
        return missing_page(request, reader, _ROOM)
    name = route_id.replace(":", "~")
    headers = {
        "Cache-Control": REVALIDATE,
        "Content-Disposition": f'attachment; filename="{name}.gpx"',
    }
    return Response(body, media_type=MEDIA_TYPE, headers=headers)
