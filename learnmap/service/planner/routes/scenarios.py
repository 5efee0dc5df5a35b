"""The room of scenarios: try a change, see what it makes of the city, keep it, compare."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.scenarios import Scenario
from learnmap.service.answers import NEVER, json_answer
from learnmap.service.base_map import base_map
from learnmap.service.planner.asked import Asked, asked_in, asked_of
from learnmap.service.planner.choices import choices_of
from learnmap.service.planner.held import Held, Planner
from learnmap.service.planner.pages import planner_page
from learnmap.service.planner.scenario_draft import UNNAMED, Draft, draft_of
from learnmap.service.planner.scenario_views import (
    change_words,
    gaps_now_then,
    scenario_layers,
    shown_scenario,
)
from learnmap.service.planner.words import map_words
from learnmap.service.staff.edition_views import shown_time
from learnmap.service.staff.pages import see
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.store import StoredScenario
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.scenarios.comparison import compare_scenarios
from learnmap.workflows.planning.scenarios.files import comparison_as_csv, scenario_as_json
from learnmap.workflows.planning.scenarios.keeping import (
    change_scenario,
    list_scenarios,
    read_scenario,
    remove_scenario,
    save_scenario,
)

router = APIRouter(include_in_schema=False)

Maker = Annotated[Visit, Depends(Allowed("scenario.edit"))]
"""Somebody who may keep scenarios."""
_ROOM: Final = "/planner/scenarios"
_MOST_COMPARED: Final = 6


@router.get(_ROOM)
def list_all(request: Request, visit: Planner, held: Held) -> Response:
    """List the scenarios."""
    clock = visit.city.clock()
    return planner_page(
        request,
        "scenarios.html.j2",
        visit,
        scenarios=list_scenarios(visit.city),
        when=lambda at: shown_time(at, clock),
        fictional=held.inputs.provenance.fictional,
    )


@router.get(f"{_ROOM}/new")
def begin(request: Request, visit: Planner, held: Held) -> Response:
    """Show the city with a scenario of no changes."""
    return _page(request, visit, held, Draft(Scenario(name=UNNAMED)), asked_of(request, held))


@router.post(f"{_ROOM}/draft")
def draw(request: Request, visit: Planner, held: Held, form: Form) -> Response:
    """Take a step, and show what the scenario would make of the city."""
    draft, asked = _draft(form), asked_in(form, held)
    stored = _known(visit, form.get("scenario", ""))
    return _page(request, visit, held, draft, asked, stored=stored, fault=draft.fault)


@router.post(f"{_ROOM}/layers")
def send_layers(request: Request, _visit: Planner, held: Held, form: Form) -> Response:
    """Send what the map draws of a draft."""
    scenario, asked = _draft(form).scenario, asked_in(form, held)
    return json_answer(
        request, scenario_layers(held, scenario, asked, language_of(request)), cache=NEVER
    )


@router.post(f"{_ROOM}/keep")
def keep(request: Request, visit: Maker, held: Held, form: Form) -> Response:
    """Save a draft, as it was or as a new one, or delete what was saved."""
    step, scenario_id = form.get("do", ""), form.get("scenario", "")
    draft = _draft({**form, "do": ""})
    if draft.scenario.name == UNNAMED and step != "delete":
        raise StaffRefusal(422, "refused_form")  # a browser does not send a form without a name
    version = form.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        if step == "delete":
            remove_scenario(visit.city, scenario_id, version_seen=seen)
            return see(_ROOM)
        if scenario_id and step == "save":
            stored = change_scenario(
                visit.city, scenario_id, draft.scenario, version_seen=seen, inputs=held.inputs
            )
        else:
            stored = save_scenario(visit.city, draft.scenario, inputs=held.inputs)
    except NotFoundError as error:
        raise StaffRefusal(404, "refused_missing") from error
    except (ConflictError, InvalidInputError) as error:
        known = _known(visit, scenario_id)
        return _page(
            request, visit, held, draft, asked_in(form, held), stored=known, fault=str(error)
        )
    return see(f"{_ROOM}/{stored.id}?said=saved")


@router.get(f"{_ROOM}/compare")
def compare(request: Request, visit: Planner, held: Held) -> Response:
    """Put scenarios side by side."""
    asked = asked_of(request, held)
    chosen = _chosen(request, visit)
    shown = [(one, shown_scenario(held, one.scenario, asked.question)) for one in chosen]
    return planner_page(
        request,
        "scenarios_compared.html.j2",
        visit,
        asked=asked,
        shown=shown,
        ids=[("id", one.id) for one in chosen],
        **_inputs(held, asked.question),
        choices=choices_of(held, asked.question, language_of(request)),
        fictional=held.inputs.provenance.fictional,
    )


@router.get(f"{_ROOM}/compare.csv")
def send_comparison(request: Request, visit: Planner, held: Held) -> Response:
    """Send scenarios side by side as a table."""
    one = asked_of(request, held).question
    found = compare_scenarios(
        held.desk,
        _chosen(request, visit),
        profiles=[one.profile],
        level=one.level,
        age_from={one.profile: one.age_from},
    )
    return _file(comparison_as_csv(found), "scenarios.csv", "text/csv; charset=utf-8")


@router.get(f"{_ROOM}/{{scenario_id}}.json")
def export(visit: Planner, scenario_id: str) -> Response:
    """Send a scenario as a file that can be read again."""
    stored = _stored(visit, scenario_id)
    return _file(scenario_as_json(stored), f"scenario-{stored.id}.json", "application/json")


@router.get(f"{_ROOM}/{{scenario_id}}")
def show(request: Request, visit: Planner, held: Held, scenario_id: str) -> Response:
    """Show a scenario that was saved."""
    stored, asked = _stored(visit, scenario_id), asked_of(request, held)
    said = request.query_params.get("said") == "saved"
    return _page(request, visit, held, Draft(stored.scenario), asked, stored=stored, saved=said)


def _page(
    request: Request,
    visit: Visit,
    held: HeldCity,
    draft: Draft,
    asked: Asked,
    *,
    stored: StoredScenario | None = None,
    **more: Any,
) -> Response:
    language = language_of(request)
    question = asked.question
    facts = {
        "asked": asked,
        "draft": draft,
        "named_already": draft.scenario.name != UNNAMED,
        "stored": stored,
        "fault": "",
        "saved": False,
        "shown": shown_scenario(held, draft.scenario, question),
        "gaps": gaps_now_then(held, draft.scenario, question, language),
        "changes": [change_words(held, one, language) for one in draft.scenario.changes],
        "choices": choices_of(held, question, language),
        **_inputs(held, question),
        "kinds": [(one.code, one.en if language == "en" else one.zh) for one in held.inputs.kinds],
        "fictional": held.inputs.provenance.fictional,
        "base_map": base_map(visit.city),
        "map_words": map_words(language),
        "address": f"{request.url.scheme}://{request.headers.get('host', '')}",
        **more,
    }
    # A part of a page is drawn into it only when it is sent as good.
    in_part = request.headers.get("hx-request") == "true"
    status = 422 if facts["fault"] and not in_part else 200
    return planner_page(request, "scenario.html.j2", visit, status=status, **facts)


def _inputs(held: HeldCity, question: CoverageQuestion) -> dict[str, Any]:
    """Return what figures of now are made from."""
    return {
        "made": held.inputs.provenance,
        "walker": held.walker(question.profile),
        "joined": held.walks_to(question.profile, question.points).joined,
    }


def _draft(form: dict[str, str]) -> Draft:
    try:
        return draft_of(form)
    except InvalidInputError as error:
        raise StaffRefusal(422, "refused_form") from error


def _chosen(request: Request, visit: Visit) -> list[StoredScenario]:
    ids = dict.fromkeys(request.query_params.getlist("id"))
    return [_stored(visit, one) for one in list(ids)[:_MOST_COMPARED]]


def _known(visit: Visit, scenario_id: str) -> StoredScenario | None:
    return _stored(visit, scenario_id) if scenario_id else None


def _stored(visit: Visit, scenario_id: str) -> StoredScenario:
    try:
        return read_scenario(visit.city, scenario_id)
    except NotFoundError as error:
        raise StaffRefusal(404, "refused_missing") from error


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Cache-Control": NEVER, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)
