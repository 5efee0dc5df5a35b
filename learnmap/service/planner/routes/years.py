"""Coverage year on year, of the editions that were published."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.kinds import MAP_TITLES
from learnmap.service.planner.held import Held, Planner
from learnmap.service.planner.pages import planner_page
from learnmap.service.planner.year_views import shown_years
from learnmap.service.staff.visit import language_of
from learnmap.workflows.planning.years import published_years, year_on_year

router = APIRouter(include_in_schema=False)


@router.get("/planner/years")
def show_years(request: Request, visit: Planner, held: Held) -> Response:
    """Show what each edition of a map covers beside the one before."""
    language, clock = language_of(request), visit.city.clock()
    maps = [
        {
            "name": name,
            "title": MAP_TITLES[name][language],
            "editions": editions,
            "pairs": [
                shown_years(held, two, language, clock)
                for two in year_on_year(visit.city, held, editions)
            ],
        }
        for name, editions in published_years(visit.city).items()
    ]
    fictional = held.inputs.provenance.fictional
    return planner_page(request, "years.html.j2", visit, maps=maps, fictional=fictional)
