"""The room of the next sites: where points should stand that are not there yet."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.service.answers import NEVER
from learnmap.service.planner.asked import Asked, asked_of
from learnmap.service.planner.choices import choices_of
from learnmap.service.planner.held import Held, Planner
from learnmap.service.planner.origin import sites_command
from learnmap.service.planner.pages import planner_page
from learnmap.service.planner.site_views import (
    SitesAsked,
    outcome_lines,
    sites_asked,
    sites_choices,
    sites_map,
    sites_tried,
)
from learnmap.service.staff.visit import StaffRefusal, language_of
from learnmap.siting import Aim
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.sites.candidates import corner_candidates
from learnmap.workflows.planning.sites.choosing import sites_of
from learnmap.workflows.planning.sites.files import SITES_FILES
from learnmap.workflows.planning.sites.report import SitesReport

router = APIRouter(include_in_schema=False)

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}


# Both are plain functions: each runs in a thread of its own, so that a search holds up nobody.
@router.get("/planner/sites")
def show_sites(request: Request, visit: Planner, held: Held) -> Response:
    """Show the form, and once it is asked, the sites that are proposed."""
    language = language_of(request)
    asked, own = asked_of(request, held), sites_asked(request.query_params)
    question = asked.question
    report, refused = None, ""
    if "sites" in request.query_params:
        try:
            report = _found(held, asked, own)
        except (InvalidInputError, NotReadyError) as error:
            refused = str(error)
    return planner_page(
        request,
        "sites.html.j2",
        visit,
        asked=asked,
        own=own,
        report=report,
        refused=refused,
        lines=outcome_lines(report, language) if report else [],
        scenario=sites_tried(held, report, language) if report and report.rows else None,
        drawn=sites_map(held, report, language) if report and report.rows else "",
        by_walks=own.model is Aim.SHORTEST_WALKS,
        choices=choices_of(held, question, language),
        own_choices=sites_choices(language),
        command=sites_command(question, own),
        query=own.query(question, dict(asked.fields())),
        walker=held.walker(question.profile),
        joined=held.walks_to(question.profile, question.points).joined,
        formats=tuple(SITES_FILES),
        fictional=held.inputs.provenance.fictional,
    )


@router.get("/planner/sites.{suffix}")
def send_sites(request: Request, _visit: Planner, held: Held, suffix: str) -> Response:
    """Send the sites of the same question as a file."""
    if suffix not in SITES_FILES:
        raise StaffRefusal(404, "refused_missing")
    asked, own = asked_of(request, held), sites_asked(request.query_params)
    report = _found(held, asked, own)
    name = f"sites-{asked.question.profile}-{own.sites}-{held.inputs.read_on}.{suffix}"
    headers = {
        "Cache-Control": NEVER,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(SITES_FILES[suffix](report), headers=headers, media_type=_TYPES[suffix])


def _found(held: HeldCity, asked: Asked, own: SitesAsked) -> SitesReport:
    question = own.question(asked.question)

    def find() -> SitesReport:
        return sites_of(held, corner_candidates(held, question.profile, own.spacing), question)

    return held.keep_recent(("sites", question, own.spacing), find)
