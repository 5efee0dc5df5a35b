"""The way to a learning point, with its turns in words."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.network import Stretch
from learnmap.render.walk_words import walk_words
from learnmap.service.answers import GEOJSON, NEVER, GeoJson, json_answer
from learnmap.service.bodies import described
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.geojson import line_member
from learnmap.service.models import WalkFeature
from learnmap.service.queries import PointId, WalkBody, WalkParameters, WalkQuery
from learnmap.workflows.nearby_results import whole_minutes

router = APIRouter(prefix="/api/v1/points", tags=["nearby"])


@router.get(
    "/{point_id}/walk",
    summary="The way to a learning point, with its turns",
    response_model=WalkFeature,
    response_class=GeoJson,
    responses=problems(404, 422, 503),
)
def read_walk(request: Request, here: Here, point_id: PointId, query: WalkQuery) -> Response:
    """Read the shortest walk from a place to a point, as a line and as sentences.

    A walk over twice the city's largest band is not searched. The place is written nowhere, and
    the answer may not be kept.
    """
    return _answer(request, here, point_id, query)


@router.post(
    "/{point_id}/walk",
    summary="The same, with the place in the body",
    response_model=WalkFeature,
    response_class=GeoJson,
    responses=problems(404, 413, 415, 422, 503),
    openapi_extra=described(WalkParameters),
)
def ask_walk(request: Request, here: Here, point_id: PointId, body: WalkBody) -> Response:
    """Read the walk as GET does; a proxy that logs addresses does not learn the place."""
    return _answer(request, here, point_id, body)


def _answer(request: Request, here: Context, point_id: str, asked: WalkParameters) -> Response:
    walk = here.nearby.walk_to((asked.lon, asked.lat), point_id, profile=asked.profile)
    words = walk_words(walk.stretches, before_m=walk.before_m, after_m=walk.after_m)
    time_s = round(walk.walk.time_s, 1)
    content = {
        "type": "Feature",
        "geometry": line_member(walk.walk.line),
        "properties": {
            "point_id": point_id,
            "profile": walk.profile.code,
            "time_s": time_s,
            "minutes": whole_minutes(time_s),
            "length_m": round(walk.walk.length_m, 1),
            "steps": [_step(stretch) for stretch in walk.stretches],
            "words_zh": [zh for zh, _ in words],
            "words_en": [en for _, en in words],
        },
    }
    return json_answer(request, content, media_type=GEOJSON, cache=NEVER)


def _step(stretch: Stretch) -> dict[str, Any]:
    return {
        "turn": stretch.turn,
        "name": stretch.name or None,
        "ground": stretch.ground,
        "length_m": round(stretch.length_m, 1),
        "begin_m": round(stretch.begin_m, 1),
    }
