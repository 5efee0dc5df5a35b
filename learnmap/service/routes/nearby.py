"""Learning points near a place, by walking time."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import GEOJSON, NEVER, GeoJson, written_answer
from learnmap.service.bodies import described
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.models import NearbyCollection
from learnmap.service.queries import NearbyBody, NearbyParameters, NearbyQuery
from learnmap.workflows.wishes import Wish

router = APIRouter(prefix="/api/v1", tags=["nearby"])


@router.get(
    "/nearby",
    summary="Learning points near a place, by walking time",
    response_model=NearbyCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
async def find_nearby(request: Request, here: Here, query: NearbyQuery) -> Response:
    """Find learning points within a walking time, the nearest in time first.

    Times are of walks along the streets, as the profile walks them, and never of straight
    lines; each point comes with its time, its metres and the way there, whether it is open now
    and on arrival, and what is on next. Where there is no point within the minutes, the nearest
    beyond come. A place too far from any street is refused with the distance. The place is
    written nowhere, and nothing of the answer may be kept.
    """
    return await _answer(request, here, query)


@router.post(
    "/nearby",
    summary="The same, with the place in the body",
    response_model=NearbyCollection,
    response_class=GeoJson,
    responses=problems(413, 415, 422, 503),
    openapi_extra=described(NearbyParameters),
)
async def ask_nearby(request: Request, here: Here, body: NearbyBody) -> Response:
    """Find learning points as GET does; a proxy that logs addresses does not learn the place."""
    return await _answer(request, here, body)


async def _answer(request: Request, here: Context, asked: NearbyParameters) -> Response:
    # Searched here and not in a thread: it takes a millisecond, and handing it over another.
    found = here.nearby.find(
        (asked.lon, asked.lat),
        minutes=asked.minutes,
        profile=asked.profile,
        wish=Wish(
            kinds=asked.kind,
            designations=asked.designation,
            statuses=asked.status,
            step_free=asked.step_free,
            open_on_arrival=asked.open_on_arrival,
            categories=asked.category,
            modes=asked.mode,
            languages=asked.language,
            free=asked.free,
        ),
        most=asked.limit,
        nearest=asked.nearest,
        lines=asked.lines,
        at=asked.at,
        city=await here.nearby.latest(),
    )
    body = here.nearby_writer.write(found, lines=asked.lines)
    return written_answer(request, body, media_type=GEOJSON, cache=NEVER)
