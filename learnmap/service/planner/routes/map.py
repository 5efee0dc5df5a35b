"""The layers of the planners' map."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.languages import name_in
from learnmap.service.answers import NEVER, json_answer
from learnmap.service.planner.asked import asked_of
from learnmap.service.planner.held import Held, Planner
from learnmap.service.planner.map_layers import map_layers
from learnmap.service.staff.visit import language_of

router = APIRouter(include_in_schema=False)


@router.get("/planner/map.json")
def send_layers(request: Request, _visit: Planner, held: Held) -> Response:
    """Send what the map draws of the same question as the page's."""
    language = language_of(request)
    layers = map_layers(held, asked_of(request, held), lambda names: name_in(names, language))
    return json_answer(request, layers, cache=NEVER)
