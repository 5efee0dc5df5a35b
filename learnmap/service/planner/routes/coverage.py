"""The room's first page: coverage in figures, each with its origin, and as files."""

from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import NEVER
from learnmap.service.base_map import base_map
from learnmap.service.planner.asked import Asked, asked_of, number_of
from learnmap.service.planner.charts import charts_of
from learnmap.service.planner.choices import choices_of
from learnmap.service.planner.figures import exact_words
from learnmap.service.planner.held import Held, NotPlannableYet, Planner
from learnmap.service.planner.origin import PARTS, origin_of
from learnmap.service.planner.pages import planner_page
from learnmap.service.planner.table import columns_of, in_order
from learnmap.service.planner.words import map_words
from learnmap.service.staff.visit import StaffRefusal, language_of
from learnmap.workflows.planning.coverage.files import FORMATS, coverage_file
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.maps.hexagons import hexagon_alone
from learnmap.workflows.planning.questions import CoverageAnswer, answer_coverage, whole_city

router = APIRouter(include_in_schema=False)

HEXAGON: Final = "hex:"
"""Before the id of a hexagon, in the place of an area's code."""

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


@router.get("/planner")
def show_coverage(request: Request, visit: Planner, held: Held) -> Response:
    """Show who can walk to an open point in time, by areas."""
    asked, answer = _answered(request, held)
    language = language_of(request)
    choices = choices_of(held, asked.question, language)
    return planner_page(
        request,
        "coverage.html.j2",
        visit,
        asked=asked,
        answer=answer,
        columns=columns_of(answer),
        choices=choices,
        charts=charts_of(held, asked, answer, choices, language),
        formats=FORMATS,
        fictional=held.inputs.provenance.fictional,
        base_map=base_map(visit.city),
        map_words=map_words(language),
    )


@router.get("/planner/number")
def explain_number(request: Request, visit: Planner, held: Held) -> Response:
    """Tell how one figure was computed, and from what."""
    given = request.query_params
    asked = asked_of(request, held)
    code, part = given.get("area", ""), given.get("part")
    minutes = number_of(
        given.get("within"), asked.question.minutes, least=1, most=held.limit_s // 60
    )
    answer = answer_coverage(held, replace(asked.question, minutes=minutes))
    if given.get("of") == "city":
        answer = whole_city(answer)
    if code.startswith(HEXAGON):
        answer = hexagon_alone(held, answer, code.removeprefix(HEXAGON))
        code = code.removeprefix(HEXAGON)
    area = next((one for one in answer.rows if one.code == code), None)
    if area is None or part not in PARTS:
        raise StaffRefusal(404, "refused_missing")
    return planner_page(
        request,
        "number.html.j2",
        visit,
        asked=asked,
        origin=origin_of(held, answer, area, part, minutes),
        choices=choices_of(held, asked.question, language_of(request)),
        exact=exact_words,
    )


@router.get("/planner/coverage.{suffix}")
def send_coverage(request: Request, _visit: Planner, held: Held, suffix: str) -> Response:
    """Send the table that is shown, as a file."""
    if suffix not in FORMATS:
        raise StaffRefusal(404, "refused_missing")
    asked, answer = _answered(request, held)
    one = asked.question
    name = f"coverage-{one.profile}-{one.level}-{held.inputs.read_on}.{suffix}"
    headers = {
        "Cache-Control": NEVER,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    body = coverage_file(answer, held.inputs, suffix)
    return Response(body, headers=headers, media_type=_TYPES[suffix])


def _answered(request: Request, held: HeldCity) -> tuple[Asked, CoverageAnswer]:
    asked = asked_of(request, held)
    return asked, in_order(answer_coverage(held, asked.question), asked)


async def not_plannable(request: Request, error: Exception) -> Response:
    """Say what the city lacks, and which command brings it."""
    if not isinstance(error, NotPlannableYet):
        raise TypeError(type(error))
    facts: dict[str, Any] = {"why": error.why}
    return planner_page(request, "not_ready.html.j2", error.visit, **facts)
