"""Places by name, as people type them."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.gazetteer import Found
from learnmap.service.answers import GEOJSON, NEVER, GeoJson, json_answer
from learnmap.service.bodies import described
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.geojson import collection, position_member
from learnmap.service.models import PlaceCollection
from learnmap.service.queries import PlacesBody, PlacesParameters, PlacesQuery

router = APIRouter(prefix="/api/v1", tags=["places"])


@router.get(
    "/places",
    summary="Points, areas, streets and addresses by name",
    response_model=PlaceCollection,
    response_class=GeoJson,
    responses=problems(422, 503),
)
def find_places(request: Request, here: Here, query: PlacesQuery) -> Response:
    """Find places by what is typed of their name, the one that fits best first.

    A name fits as a whole, by its beginning, by a word or a part of it, by its sound (pinyin, or
    other characters that are read alike), by its initials, or with a slip of one in four letters.
    What is typed may be a home address: it is written nowhere, and the answer may not be kept.
    """
    return _answer(request, here, query)


@router.post(
    "/places",
    summary="The same, with the text in the body",
    response_model=PlaceCollection,
    response_class=GeoJson,
    responses=problems(413, 415, 422, 503),
    openapi_extra=described(PlacesParameters),
)
def ask_places(request: Request, here: Here, body: PlacesBody) -> Response:
    """Find places as GET does; a proxy that logs addresses does not learn what was typed."""
    return _answer(request, here, body)


def _answer(request: Request, here: Context, asked: PlacesParameters) -> Response:
    found = here.places.find(asked.text, most=asked.limit)
    content = collection((_member(one) for one in found), number_returned=len(found))
    return json_answer(request, content, media_type=GEOJSON, cache=NEVER)


def _member(found: Found) -> dict[str, Any]:
    entry = found.entry
    return {
        "type": "Feature",
        "geometry": position_member(entry.longitude, entry.latitude),
        "properties": {
            "sort": entry.sort,
            "id": entry.id or None,
            "names": entry.names,
            "name": found.name,
            "fit": found.fit.name.lower(),
            "within": entry.within,
        },
    }
