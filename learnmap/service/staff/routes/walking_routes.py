"""Walking routes: the list, one with its stops in order, and its walk along the streets."""

import secrets
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.edition import Feature, canonical_geojson, route_feature
from learnmap.model.errors import ConflictError, NotFoundError, TableError
from learnmap.model.languages import name_in
from learnmap.products.route_gpx import MEDIA_TYPE, route_gpx
from learnmap.service.answers import GEOJSON
from learnmap.service.base_map import base_map
from learnmap.service.context import Here
from learnmap.service.staff.pages import HEADERS, see, staff_page
from learnmap.service.staff.route_conflicts import differences, merged
from learnmap.service.staff.route_forms import (
    Fault,
    RouteForm,
    form_of,
    posted_route,
    whole_number,
)
from learnmap.service.staff.route_views import (
    RouteView,
    Suggestion,
    view_route,
    view_suggestion,
)
from learnmap.service.staff.visit import Allowed, Fields, Form, StaffRefusal, Visit, language_of
from learnmap.service.staff.words import word
from learnmap.store import StoredRoute
from learnmap.workflows.route_editing import (
    find_stops,
    list_routes,
    open_route,
    retire_route,
    save_draft,
)

router = APIRouter(include_in_schema=False)

Reader = Annotated[Visit, Depends(Allowed("point.read"))]
Editor = Annotated[Visit, Depends(Allowed("route.edit"))]

_ROOM: Final = "/staff/routes"
_MOST_FOUND: Final = 20
_DONE: Final = frozenset({"route_saved", "route_retired_now", "route_brought_back"})


@router.get(_ROOM)
def show_routes(request: Request, visit: Reader) -> Response:
    """List the routes."""
    language = language_of(request)
    routes = list_routes(visit.city)
    routes.sort(key=lambda stored: (name_in(stored.route.names, language), stored.route.id))
    return staff_page(
        request,
        "routes.html.j2",
        account=visit.account,
        walked=[stored for stored in routes if not stored.is_retired],
        retired=[stored for stored in routes if stored.is_retired],
        **_words_for(visit, language),
    )


@router.get(f"{_ROOM}/new")
def new_route(request: Request, here: Here, visit: Editor) -> Response:
    """Show the form of a route that is not stored yet."""
    source = word("route_own_source", language_of(request))
    texts = dict.fromkeys(("name_zh", "name_en", "theme_zh", "theme_en"), "")
    form = RouteForm(f"route-{secrets.token_hex(4)}", 0, {**texts, "source": source})
    return _page(request, here, visit, form, None)


@router.get(f"{_ROOM}/found")
def found_stops(request: Request, visit: Editor) -> Response:
    """List learning points by a part of their name, to be put into the open form."""
    return staff_page(
        request,
        "route_found.html.j2",
        account=visit.account,
        **_found(visit, request.query_params.get("q", "")),
        **_words_for(visit, language_of(request)),
    )


@router.get(f"{_ROOM}/{{route_id}}")
def show_route(request: Request, here: Here, visit: Reader, route_id: str) -> Response:
    """Show one route."""
    stored = _stored(visit, route_id)
    said = request.query_params.get("said", "")
    done = said if said in _DONE else None
    return _page(request, here, visit, form_of(stored), stored, said=done)


@router.post(f"{_ROOM}/{{route_id}}")
def edit_route(
    request: Request, here: Here, visit: Editor, route_id: str, fields: Fields
) -> Response:
    """Do one step with a form: move a stop, add one, suggest an order, or save it all."""
    form, once = posted_route(route_id, fields), dict(fields)
    step, _, place = once.get("do", "preview").partition(":")
    stored = _found_route(visit, route_id)
    if stored is None and form.version:
        raise StaffRefusal(404, "refused_missing")
    if step == "save":
        return _save(request, here, visit, form, stored)
    if step == "merge" and stored is not None:
        form = merged(form, stored, once)
    elif step == "take":
        form = form.in_order(once.get("suggested", "").split(","))
    else:
        form = form.moved(step, place)
    return _page(
        request,
        here,
        visit,
        form,
        stored,
        suggesting=step == "suggest",
        search="" if step == "add" else once.get("q", ""),
    )


@router.post(f"{_ROOM}/{{route_id}}/retire")
def retire(request: Request, here: Here, visit: Editor, route_id: str, form: Form) -> Response:
    """Take a route off the maps to come."""
    return _retire(request, here, visit, route_id, form, retired=True)


@router.post(f"{_ROOM}/{{route_id}}/bring-back")
def bring_back(request: Request, here: Here, visit: Editor, route_id: str, form: Form) -> Response:
    """Let a retired route be walked again."""
    return _retire(request, here, visit, route_id, form, retired=False)


@router.get(f"{_ROOM}/{{route_id}}/walk.gpx")
def send_gpx(request: Request, here: Here, visit: Reader, route_id: str) -> Response:
    """Send the stored route for a phone."""
    view, stored = _stored_view(here, visit, route_id)
    language = language_of(request)
    stops = [
        (name_in(point.names, language), point.address or "", *point.walk_to)
        for stop in stored.route.stops
        if (point := view.points.get(stop.point_id)) is not None
    ]
    line = view.plan.walk.line if view.plan is not None and view.plan.walk is not None else None
    body = route_gpx(name_in(stored.route.names, language), stops, line)
    return _file(body, MEDIA_TYPE, f"{route_id}.gpx")


@router.get(f"{_ROOM}/{{route_id}}/walk.geojson")
def send_geojson(here: Here, visit: Reader, route_id: str) -> Response:
    """Send the stored route for a desktop: its line, where it can be walked, and its stops."""
    view, stored = _stored_view(here, visit, route_id)
    features = [
        Feature(
            f"{route_id}/{row:02d}",
            view.stop_place(row - 1),
            {"position": row, "point_id": stop.point_id, "dwell_min": stop.dwell_min}
            | view.stop_names(row - 1),
        )
        for row, stop in enumerate(stored.route.stops, start=1)
        if stop.point_id in view.points
    ]
    walk = view.plan.walk if view.plan is not None else None
    if walk is not None:
        features.append(route_feature(stored.route, walk, view.points))
    return _file(canonical_geojson(features), GEOJSON, f"{route_id}.geojson")


def _save(
    request: Request, here: Here, visit: Visit, form: RouteForm, stored: StoredRoute | None
) -> Response:
    faults = form.faults()
    if faults or form.bad_stays():
        return _page(request, here, visit, form, stored, faults=faults, status=422)
    try:
        save_draft(visit.city, form.draft())
    except TableError:
        gone: dict[str, Fault] = {"stops": ("route_fault_gone", {})}
        return _page(request, here, visit, form, stored, faults=gone, status=422)
    except ConflictError:
        return _conflict(request, visit, form)
    return see(f"{_ROOM}/{form.id}?said=route_saved")


def _retire(
    request: Request,
    here: Here,
    visit: Visit,
    route_id: str,
    form: dict[str, str],
    *,
    retired: bool,
) -> Response:
    stored = _stored(visit, route_id)
    seen = whole_number(form.get("version", "")) or 0
    try:
        retire_route(visit.city, route_id, version_seen=seen, retired=retired)
    except ConflictError:
        # There is nothing of one's own to lose: the page as it is now says who changed it.
        changed: dict[str, Fault] = {"version": ("route_conflict", {})}
        return _page(request, here, visit, form_of(stored), stored, faults=changed, status=409)
    return see(
        f"{_ROOM}/{route_id}?said={'route_retired_now' if retired else 'route_brought_back'}"
    )


def _conflict(request: Request, visit: Visit, form: RouteForm) -> Response:
    stored = _stored(visit, form.id)
    language = language_of(request)
    differing = differences(visit.city, form, stored, language)
    if not differing:  # Both want the same, and it is saved.
        return see(f"{_ROOM}/{form.id}?said=route_saved")
    return staff_page(
        request,
        "route_conflict.html.j2",
        account=visit.account,
        status=409,
        stored=stored,
        form=form,
        differing=differing,
        **_words_for(visit, language),
    )


def _page(  # noqa: PLR0913 -- what the page shows, each by its name
    request: Request,
    here: Here,
    visit: Visit,
    form: RouteForm,
    stored: StoredRoute | None,
    *,
    faults: dict[str, Fault] | None = None,
    suggesting: bool = False,
    search: str = "",
    said: str | None = None,
    status: int = 200,
) -> Response:
    language = language_of(request)
    view = view_route(visit.city, here.nearby, form, stored)
    suggestion: Suggestion | None = None
    if suggesting:
        suggestion = view_suggestion(here.nearby, view, language)
    before = None if stored is None else form_of(stored)
    part = request.headers.get("hx-request") == "true"
    return staff_page(
        request,
        "route_draft.html.j2" if part else "route.html.j2",
        account=visit.account,
        # htmx shows no answer that says of itself that it failed.
        status=200 if part else status,
        view=view,
        form=form,
        stored=stored,
        suggestion=suggestion,
        unsaved=form != before and status != 409,
        stops_changed=before is not None and form.stops != before.stops,
        faults=faults or {},
        said=said,
        base_map=base_map(visit.city),
        **_found(visit, search),
        **_words_for(visit, language),
    )


def _found(visit: Visit, search: str) -> dict[str, Any]:
    points = find_stops(visit.city, search[:200], most=_MOST_FOUND + 1)
    return {
        "search": search,
        "found": points[:_MOST_FOUND],
        "more": len(points) > _MOST_FOUND,
        "most": _MOST_FOUND,
    }


def _words_for(visit: Visit, language: str) -> dict[str, Any]:
    clock = visit.city.clock()
    return {
        "named": lambda names: name_in(names, language),
        "moment": lambda at: f"{at.astimezone(clock):%Y-%m-%d %H:%M}",
    }


def _found_route(visit: Visit, route_id: str) -> StoredRoute | None:
    try:
        return open_route(visit.city, route_id)
    except NotFoundError:
        return None


def _stored(visit: Visit, route_id: str) -> StoredRoute:
    stored = _found_route(visit, route_id)
    if stored is None:
        raise StaffRefusal(404, "refused_missing")
    return stored


def _stored_view(here: Here, visit: Visit, route_id: str) -> tuple[RouteView, StoredRoute]:
    stored = _stored(visit, route_id)
    return view_route(visit.city, here.nearby, form_of(stored), stored), stored


def _file(body: bytes, media_type: str, name: str) -> Response:
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, media_type=media_type)
