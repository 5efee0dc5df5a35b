"""What is taught in the city: the list of offerings with their dates."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import json_answer
from learnmap.service.context import Here
from learnmap.service.description import problems
from learnmap.service.list_links import list_links
from learnmap.service.list_models import OfferingCollection
from learnmap.service.queries import OfferingsQuery
from learnmap.store import OfferingFilters
from learnmap.workflows.offering_list import read_offering_page

router = APIRouter(prefix="/api/v1/offerings", tags=["offerings"])


@router.get(
    "",
    summary="Offerings",
    response_model=OfferingCollection,
    responses=problems(422, 503),
)
def list_offerings(request: Request, here: Here, query: OfferingsQuery) -> Response:
    """List what is taught by id, a page at a time, with all dates on the city's clock.

    Filters are joined by "and", repeated ones by "or". The link `next` leads to the next page.
    """
    page = read_offering_page(
        here.city,
        OfferingFilters(
            categories=query.category or None,
            modes=query.mode or None,
            is_free=query.free,
            language=query.language,
            point=query.point,
        ),
        after=query.after,
        limit=query.limit,
    )
    links, headers = list_links(request, page.next_after, "application/json")
    content = {
        "offerings": page.offerings,
        "number_matched": page.matched,
        "number_returned": len(page.offerings),
        "links": links,
    }
    return json_answer(request, content, headers=headers)
