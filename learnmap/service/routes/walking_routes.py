"""Walking routes: the list, and one with its line and stops."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import GEOJSON, GeoJson, json_answer
from learnmap.service.context import Here
from learnmap.service.description import problems
from learnmap.service.geojson import collection, feature_member
from learnmap.service.list_links import list_links
from learnmap.service.list_models import RouteCollection, RouteFeature
from learnmap.service.queries import RouteId, RoutesQuery

router = APIRouter(prefix="/api/v1/routes", tags=["walking routes"])


@router.get(
    "",
    summary="Walking routes",
    response_model=RouteCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
def list_routes(request: Request, here: Here, query: RoutesQuery) -> Response:
    """List the routes that are walked by id, a page at a time, with their lines and stops.

    The line is the one that the route came with, or else the walk along streets from entrance to
    entrance. A route that cannot be walked has neither line nor length.
    """
    routes = here.routes.all()
    rest = [one for one in routes if query.after is None or one.stored.route.id > query.after]
    page = rest[: query.limit]
    more = page[-1].stored.route.id if len(rest) > len(page) else None
    links, headers = list_links(request, more, GEOJSON)
    content = collection(
        (feature_member(one.feature()) for one in page),
        number_matched=len(routes),
        number_returned=len(page),
        links=links,
    )
    return json_answer(request, content, media_type=GEOJSON, headers=headers)


@router.get(
    "/{route_id}",
    summary="One walking route",
    response_model=RouteFeature,
    response_class=GeoJson,
    responses=problems(404, 422, 503),
)
def read_route(request: Request, here: Here, route_id: RouteId) -> Response:
    """Read a walking route with its line, its stops in order, and how long each profile walks."""
    return json_answer(
        request, feature_member(here.routes.one(route_id).feature()), media_type=GEOJSON
    )
