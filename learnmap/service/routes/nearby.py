"""Learning points near a place, by walking time."""

import math
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import GEOJSON, NEVER, GeoJson, json_answer
from learnmap.service.context import Here
from learnmap.service.description import problems
from learnmap.service.geojson import collection, feature_member, line_member
from learnmap.service.models import NearbyCollection
from learnmap.service.queries import NearbyQuery
from learnmap.workflows.nearby import NearbyPoint
from learnmap.workflows.reading import summary_feature

router = APIRouter(prefix="/api/v1", tags=["nearby"])


@router.get(
    "/nearby",
    summary="Learning points near a place, by walking time",
    response_model=NearbyCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
def find_nearby(request: Request, here: Here, query: NearbyQuery) -> Response:
    """Find learning points within a walking time, the nearest in time first.

    Times are of walks along the streets, as the profile walks them, and never of straight
    lines; each point comes with its time, its metres and the way there. A place too far from
    any street is refused with the distance. The place is written nowhere, and nothing of the
    answer may be kept.
    """
    found = here.nearby.find(
        (query.lon, query.lat),
        minutes=query.minutes,
        profile=query.profile,
        kinds=query.kind,
        statuses=query.status,
        most=query.limit,
        lines=query.lines,
    )
    content = collection(
        (_member(near, lines=query.lines) for near in found.points),
        profile=found.profile.code,
        minutes=found.limit_s / 60,
        number_returned=len(found.points),
    )
    return json_answer(request, content, media_type=GEOJSON, cache=NEVER)


def _member(near: NearbyPoint, *, lines: bool) -> dict[str, Any]:
    time_s = round(near.time_s, 1)
    return feature_member(
        summary_feature(near.stored),
        walk={
            "time_s": time_s,
            "minutes": math.ceil(time_s / 60),
            "length_m": round(near.length_m, 1),
            "line": line_member(near.line) if lines else None,
        },
    )
