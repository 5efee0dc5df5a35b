"""Learning points: the list, one with all its facts, and its walking catchment."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import GEOJSON, GeoJson, json_answer
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.geojson import collection, feature_member
from learnmap.service.list_links import list_links
from learnmap.service.models import CatchmentCollection, PointCollection, PointFeature
from learnmap.service.problems import NoCatchmentError
from learnmap.service.queries import CatchmentQuery, PointId, PointsQuery, parse_box
from learnmap.workflows.reading import (
    Catchment,
    PointQuery,
    read_point_catchment,
    read_point_facts,
    read_point_page,
)

router = APIRouter(prefix="/api/v1/points", tags=["learning points"])


@router.get(
    "",
    summary="Learning points",
    response_model=PointCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
def list_points(request: Request, here: Here, query: PointsQuery) -> Response:
    """List learning points by id, a page at a time.

    Filters are joined by "and", repeated ones by "or". The link `next` leads to the next
    page; pages stay right while points are added or removed, since each begins after an id.
    """
    page = read_point_page(
        here.city,
        PointQuery(
            kinds=tuple(query.kind),
            statuses=tuple(query.status),
            area=query.area,
            box=None if query.box is None else parse_box(query.box),
            text=query.text,
            after=query.after,
            limit=query.limit,
        ),
    )
    links, headers = list_links(request, page.next_after, GEOJSON)
    content = collection(
        (feature_member(point) for point in page.points),
        number_matched=page.matched,
        number_returned=len(page.points),
        links=links,
    )
    return json_answer(request, content, media_type=GEOJSON, headers=headers)


@router.get(
    "/{point_id}",
    summary="One learning point",
    response_model=PointFeature,
    response_class=GeoJson,
    responses=problems(404, 422, 503),
)
def read_point(request: Request, here: Here, point_id: PointId) -> Response:
    """Read a learning point with all its facts: offerings with their dates, areas, version."""
    feature = read_point_facts(here.city, point_id)
    return json_answer(request, feature_member(feature), media_type=GEOJSON)


@router.get(
    "/{point_id}/catchment",
    summary="The walking catchment of a learning point",
    response_model=CatchmentCollection,
    response_class=GeoJson,
    responses=problems(404, 422, 503),
)
def read_catchment(
    request: Request, here: Here, point_id: PointId, query: CatchmentQuery
) -> Response:
    """Read from where one can walk to a point, as nested bands, the smallest first.

    A point that nobody can walk to has none: the problem says how far the nearest street is,
    or that it leads nowhere else.
    """
    catchment = read_point_catchment(
        here.city, point_id, profile=query.profile, minutes=query.minutes
    )
    if not catchment.bands:
        raise NoCatchmentError(_reason(here, catchment))
    content = collection(feature_member(band) for band in catchment.bands)
    return json_answer(request, content, media_type=GEOJSON)


def _reason(here: Context, catchment: Catchment) -> str:
    point = catchment.stored.point
    subject = f"the learning point {point.id!r} has no catchment for {catchment.profile}"
    if point.status == "closed":
        return f"{subject}: it is closed for good"
    reason = here.nearby.why_unreached(point.id, catchment.profile)
    if reason is not None:
        return f"{subject}: {reason}"
    return f"{subject} yet: it has to be computed with `learnmap catchments compute`"
