"""One learning point: its form, its checks, and what happens when two people change it."""

import hashlib
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.ingest import Typed
from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.records import LearningPoint
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.point_form import PointForm, point_form
from learnmap.service.staff.point_pages import conflict_page, form_page
from learnmap.service.staff.visit import (
    Allowed,
    Fields,
    StaffRefusal,
    Visit,
    language_of,
)
from learnmap.service.staff.words import word
from learnmap.service.staff.words.warnings import warning_words
from learnmap.store import PointWarning, StoredPoint
from learnmap.workflows.hours_check import check_hours
from learnmap.workflows.place_check import PlaceCheck
from learnmap.workflows.point_editing import (
    cells_of,
    check_typed,
    read_typed,
    save_point,
    show_point,
    stored_point,
    today_of,
    walking_areas,
)

router = APIRouter(include_in_schema=False)

Reader = Annotated[Visit, Depends(Allowed("point.read"))]
Editor = Annotated[Visit, Depends(Allowed("point.edit"))]

_SAID: Final = frozenset(
    {
        "done_point",
        "done_added_point",
        "point_unchanged",
        "done_undone",
        "done_offering",
        "done_ended",
    }
)
_NEW: Final = {"status": "open", "accessibility": "unknown", "source_datum": "wgs84"}


@router.get("/staff/points/new")
def ask_new(request: Request, visit: Editor) -> Response:
    """Give an empty form."""
    source = word("source_by_hand", language_of(request))
    form = PointForm({**_NEW, "source": source}, {}, None, frozenset(), "")
    return form_page(request, visit, "", form)


@router.post("/staff/points/new")
def add(request: Request, visit: Editor, fields: Fields) -> Response:
    """Add a point."""
    form = point_form(fields)
    asked = dict(fields).get("id", "").strip()
    return saved(request, visit, asked, replace(form, version=None), None)


@router.post("/staff/points/check/place")
def check_place(request: Request, visit: Editor, fields: Fields) -> Response:
    """Say what the city says of a place that is not saved yet."""
    form, point_id = point_form(fields), dict(fields).get("point_id", "")
    stored = stored_point(visit.city, point_id) if point_id else None
    typed = read_typed(visit.city, point_id, form.cells)
    check = None
    if typed.record is not None:
        before = None if stored is None else stored.point
        check = check_typed(visit.city, typed.record, stored=before)
    return staff_page(
        request,
        "place_check.html.j2",
        account=visit.account,
        check=check,
        doubts=_doubts(typed, check, language_of(request)),
        looked=form.looked,
    )


@router.post("/staff/points/check/hours")
def check_typed_hours(request: Request, visit: Editor, fields: Fields) -> Response:
    """Say what hours mean that are not saved yet."""
    form = point_form(fields)
    return staff_page(
        request,
        "hours_check.html.j2",
        account=visit.account,
        hours=check_hours(
            form.cells["opening_hours"], clock=visit.city.clock(), place=_place(form)
        ),
        clock=str(visit.city.clock()),
    )


@router.get("/staff/points/{point_id}")
def show(request: Request, visit: Reader, point_id: str) -> Response:
    """Show a point in its form, which only some may send."""
    try:
        shown = show_point(visit.city, point_id)
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    cells = cells_of(shown.stored.point)
    said = request.query_params.get("said", "")
    return form_page(
        request,
        visit,
        point_id,
        PointForm(cells, cells, shown.stored.version, frozenset(), ""),
        shown=shown,
        said=said if said in _SAID else None,
    )


@router.get("/staff/points/{point_id}/areas.geojson")
def show_areas(visit: Reader, point_id: str) -> Response:
    """Send the largest catchment of each profile."""
    found = walking_areas(visit.city, point_id)
    if found is None:
        raise StaffRefusal(404, "refused_missing")
    body = found[["profile", "cutoff_s", "geometry"]].to_json()
    return Response(body, media_type="application/geo+json", headers={"Cache-Control": "no-store"})


@router.post("/staff/points/{point_id}")
def save(request: Request, visit: Editor, point_id: str, fields: Fields) -> Response:
    """Save what was typed, if nobody else saved meanwhile and nothing is doubtful."""
    form = point_form(fields)
    if dict(fields).get("assure"):
        today = today_of(visit.city).isoformat()
        form = replace(form, cells={**form.cells, "assured_date": today})
    stored = stored_point(visit.city, point_id)
    if stored is None:
        return form_page(
            request, visit, point_id, replace(form, version=None), said="gone_meanwhile", status=409
        )
    return saved(request, visit, point_id, form, stored)


def saved(
    request: Request, visit: Visit, point_id: str, form: PointForm, stored: StoredPoint | None
) -> Response:
    """Save, or answer with what stands against it."""
    if stored is not None and stored.version != form.version:
        return conflict_page(request, visit, form, stored)
    language = language_of(request)
    typed = read_typed(visit.city, point_id, form.cells)
    if typed.record is None:
        return form_page(request, visit, point_id, form, faults=typed.faults, status=422)
    point = typed.record
    if stored is not None and stored.point == point:
        return see(f"/staff/points/{point.id}?said=point_unchanged")
    if stored is None and stored_point(visit.city, point.id) is not None:
        return form_page(request, visit, point_id, form, taken=point.id, status=409)
    hours = form.cells["opening_hours"].strip()
    if point.opening_hours not in {None, hours, form.hours_shown}:
        converted = {**form.cells, "opening_hours": str(point.opening_hours)}
        form = replace(form, cells=converted)
        return form_page(request, visit, point_id, form, fault="hours_converted_first", status=422)
    check = check_typed(visit.city, point, stored=None if stored is None else stored.point)
    doubts = _doubts(typed, check, language)
    if not {mark for mark, _ in doubts} <= form.looked:
        return form_page(
            request,
            visit,
            point_id,
            form,
            fault="look_first",
            check=check,
            doubts=doubts,
            status=422,
        )
    return _written(request, visit, point, form)


def _written(request: Request, visit: Visit, point: LearningPoint, form: PointForm) -> Response:
    try:
        save_point(visit.city, point, version=form.version)
    except ConflictError:
        # Somebody was faster between our look and the write.
        stored = stored_point(visit.city, point.id)
        if stored is None or form.version is None:
            return form_page(request, visit, point.id, form, taken=point.id, status=409)
        return conflict_page(request, visit, form, stored)
    done = "done_added_point" if form.version is None else "done_point"
    return see(f"/staff/points/{point.id}?said={done}")


def _doubts(typed: Typed[Any], check: PlaceCheck | None, language: str) -> list[tuple[str, str]]:
    """Return a mark and the words of each doubt; another doubt has another mark."""
    doubts = [
        PointWarning(
            line=1,
            unit="row",
            point_id=None,
            column=fault.column,
            value=fault.value,
            code="reading",
            message=fault.message,
            remedy=fault.remedy,
        )
        for fault in typed.doubts
    ]
    doubts += check.warnings if check is not None else ()
    return [(_mark(doubt), warning_words(doubt, language)) for doubt in doubts]


def _mark(doubt: PointWarning) -> str:
    content = "\x1f".join((doubt.code, doubt.column or "", doubt.value or "", doubt.message))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _place(form: PointForm) -> tuple[float, float] | None:
    """Return where the form puts the point, for the calendar of its country."""
    try:
        longitude, latitude = float(form.cells["longitude"]), float(form.cells["latitude"])
    except ValueError:
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None
