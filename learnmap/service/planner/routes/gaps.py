"""The room of gaps: where residents are left out, by rank, and why."""

from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.access.hexagons import RESOLUTION
from learnmap.model.languages import name_in
from learnmap.service.answers import NEVER, json_answer
from learnmap.service.base_map import base_map
from learnmap.service.planner.asked import Asked, asked_of
from learnmap.service.planner.choices import Choice, choices_of
from learnmap.service.planner.gap_views import MOST_SHOWN, gap_layers, gap_views, reasons_chart
from learnmap.service.planner.held import Held, Planner
from learnmap.service.planner.map_layers import map_layers
from learnmap.service.planner.origin import gaps_command
from learnmap.service.planner.pages import planner_page
from learnmap.service.planner.words import map_words, word
from learnmap.service.staff.visit import StaffRefusal, language_of
from learnmap.workflows.planning.gaps.files import GAPS_FILES
from learnmap.workflows.planning.gaps.finding import GapsQuestion
from learnmap.workflows.planning.gaps.parts import PARTS, PartsBy
from learnmap.workflows.planning.gaps.report import GapsReport
from learnmap.workflows.planning.held_city import HeldCity

router = APIRouter(include_in_schema=False)

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}


@router.get("/planner/gaps")
def show_gaps(request: Request, visit: Planner, held: Held) -> Response:
    """Show the gaps by rank, and what they come from."""
    language = language_of(request)
    asked, by, report = _answered(request, held)
    choices = choices_of(held, asked.question, language)
    return planner_page(
        request,
        "gaps.html.j2",
        visit,
        asked=asked,
        by=by,
        parts=_parts(held, language),
        report=report,
        rows=gap_views(report, language),
        most=MOST_SHOWN,
        chart=reasons_chart(report, language),
        choices=choices,
        command=gaps_command(asked.question, by),
        walker=held.walker(report.profile),
        formats=tuple(GAPS_FILES),
        fictional=report.provenance.fictional,
        base_map=base_map(visit.city),
        map_words=map_words(language),
    )


@router.get("/planner/gaps.json")
def send_layers(request: Request, _visit: Planner, held: Held) -> Response:
    """Send what the map draws of the same question as the page's."""
    language = language_of(request)
    asked, _, report = _answered(request, held)
    layers = map_layers(held, asked, lambda names: name_in(names, language))
    return json_answer(request, {**layers, "gaps": gap_layers(report, language)}, cache=NEVER)


@router.get("/planner/gaps.{suffix}")
def send_gaps(request: Request, _visit: Planner, held: Held, suffix: str) -> Response:
    """Send all gaps as a file."""
    if suffix not in GAPS_FILES:
        raise StaffRefusal(404, "refused_missing")
    asked, by, report = _answered(request, held)
    name = f"gaps-{asked.question.profile}-{by}-{held.inputs.read_on}.{suffix}"
    headers = {
        "Cache-Control": NEVER,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(GAPS_FILES[suffix](report), headers=headers, media_type=_TYPES[suffix])


def _answered(request: Request, held: HeldCity) -> tuple[Asked, PartsBy, GapsReport]:
    asked = asked_of(request, held)
    wanted = request.query_params.get("by") or PARTS[0]
    by = next((one for one in PARTS if one == wanted), None)
    if by is None or (by != "hexagons" and by not in held.levels()):
        raise StaffRefusal(404, "refused_missing")
    if by != "hexagons":
        # The map's outlines are those of the parts.
        asked = replace(asked, question=replace(asked.question, level=by))
    one = asked.question
    question = GapsQuestion(by, RESOLUTION, 60 * one.minutes, one.points, one.age_from)
    return asked, by, held.gaps(one.profile, question)


def _parts(held: HeldCity, language: str) -> list[Choice]:
    there = ("hexagons", *held.levels())
    return [(one, word(f"parts_{one}", language)) for one in PARTS if one in there]
