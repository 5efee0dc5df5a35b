"""The list of learning points: find, filter, turn pages."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import MAPS
from learnmap.model.languages import name_in
from learnmap.service.staff.area_choices import indented
from learnmap.service.staff.pages import staff_page
from learnmap.service.staff.point_words import kind_choices, status_choices, value_shower
from learnmap.service.staff.visit import Allowed, Visit, language_of
from learnmap.service.staff.words import word
from learnmap.store import PointQuery
from learnmap.store.point_lists import Lacks, Order
from learnmap.workflows.point_search import FoundPoints, choices, search_points

router = APIRouter(include_in_schema=False)

Reader = Annotated[Visit, Depends(Allowed("point.read"))]

_ORDERS: Final[tuple[Order, ...]] = ("id", "name", "kind", "status", "assured", "newest")
_LACKS: Final[tuple[Lacks, ...]] = ("catchment", "street")
_FILTERS: Final = ("q", "kind", "status", "area", "designation", "map", "due", "lacks", "order")


@router.get("/staff/points")
def list_points(request: Request, visit: Reader) -> Response:
    """List the points that are looked for."""
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    language = language_of(request)
    offered = choices(visit.city)
    any_word = ("", word("any", language))
    return staff_page(
        request,
        "points.html.j2",
        account=visit.account,
        asked=asked,
        found=_found(request, visit, asked),
        kinds=[any_word, *kind_choices(offered.kinds, language)],
        statuses=[any_word, *status_choices(language)],
        areas=[any_word, *indented(offered.areas, language)],
        designations=[any_word, *((one, one) for one in offered.designations)],
        maps=[any_word, *((one, word(f"map_{one}", language)) for one in MAPS)],
        lacks=[any_word, *((one, word(f"lacks_{one}", language)) for one in _LACKS)],
        orders=[(one, word(f"order_{one}", language)) for one in _ORDERS],
        show=value_shower(offered.kinds, language),
        name_in=lambda names: name_in(names, language),
        page_path=lambda page: _page_path(asked, page),
    )


def _found(request: Request, visit: Visit, asked: dict[str, str]) -> FoundPoints | None:
    page = request.query_params.get("page", "")
    query = PointQuery(
        words=asked["q"][:200],
        kinds=[asked["kind"]] if asked["kind"] else None,
        status=asked["status"] or None,
        area=asked["area"] or None,
        designation=asked["designation"] or None,
        lacks=next((one for one in _LACKS if one == asked["lacks"]), None),
        order=next((one for one in _ORDERS if one == asked["order"]), "id"),
    )
    try:
        return search_points(
            visit.city,
            query,
            due=bool(asked["due"]),
            map_name=asked["map"] or None,
            page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        )
    except InvalidInputError:
        return None


def _page_path(asked: dict[str, str], page: int) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return f"/staff/points?{urlencode({**kept, 'page': page})}"
