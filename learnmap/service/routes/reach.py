"""How far one gets on foot from a place."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.edition import Feature
from learnmap.service.answers import GEOJSON, NEVER, GeoJson, json_answer
from learnmap.service.bodies import described
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.geojson import collection, feature_member
from learnmap.service.models import ReachCollection
from learnmap.service.queries import ReachBody, ReachParameters, ReachQuery
from learnmap.workflows.walk_area import WalkBand, walk_area

router = APIRouter(prefix="/api/v1", tags=["nearby"])


@router.get(
    "/reach",
    summary="How far one gets on foot from a place",
    response_model=ReachCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
def read_reach(request: Request, here: Here, query: ReachQuery) -> Response:
    """Read where one gets within the city's walking times, as nested bands, the smallest first.

    They are drawn like the catchments of learning points, for walks that begin at the place. It
    is written nowhere, and the answer may not be kept.
    """
    return _answer(request, here, query)


@router.post(
    "/reach",
    summary="The same, with the place in the body",
    response_model=ReachCollection,
    response_class=GeoJson,
    responses=problems(413, 415, 422, 503),
    openapi_extra=described(ReachParameters),
)
def ask_reach(request: Request, here: Here, body: ReachBody) -> Response:
    """Read the bands as GET does; a proxy that logs addresses does not learn the place."""
    return _answer(request, here, body)


def _answer(request: Request, here: Context, asked: ReachParameters) -> Response:
    profile, bands = walk_area(here.nearby, (asked.lon, asked.lat), profile=asked.profile)
    content = collection((feature_member(_band(profile, band)) for band in bands), profile=profile)
    return json_answer(request, content, media_type=GEOJSON, cache=NEVER)


def _band(profile: str, band: WalkBand) -> Feature:
    return Feature(
        f"{profile}/{band.cutoff_s}",
        band.geometry,
        {
            "profile": profile,
            "cutoff_s": band.cutoff_s,
            "minutes": band.cutoff_s // 60,
            "area_m2": round(band.area_m2),
        },
    )
