"""Points that came without a place: the list, and one to be put on the map by hand."""

import re
import unicodedata
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError, TableError
from learnmap.model.languages import name_in
from learnmap.service.base_map import base_map
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.store import PointWarning, UnplacedPoint
from learnmap.workflows.placing import (
    discard_unplaced,
    kind_of,
    place_point,
    unplaced_counts,
    unplaced_point,
    unplaced_points,
)

router = APIRouter(include_in_schema=False)

Editor = Annotated[Visit, Depends(Allowed("point.edit"))]

_ROOM: Final = "/staff/unplaced"
_DONE: Final = frozenset({"unplaced_placed", "unplaced_discarded"})
_DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?")
_SHOWN_SETTLED: Final = 50


@router.get(_ROOM)
def show_list(request: Request, visit: Editor) -> Response:
    """List the points that wait, and those that were settled last."""
    settled = [*_of(visit, "placed"), *_of(visit, "discarded")]
    settled.sort(key=lambda row: str(row.state_at), reverse=True)
    said = request.query_params.get("said", "")
    return staff_page(
        request,
        "unplaced.html.j2",
        account=visit.account,
        counts=unplaced_counts(visit.city),
        waiting=_of(visit, "waiting"),
        settled=settled[:_SHOWN_SETTLED],
        said=said if said in _DONE else None,
        **_words_for(request, visit),
    )


@router.get(f"{_ROOM}/{{number}}")
def show_point(request: Request, visit: Editor, number: str) -> Response:
    """Show one row, with the places that it may be on the map."""
    return _page(request, visit, _found(visit, number))


@router.post(f"{_ROOM}/{{number}}/place")
def place(request: Request, visit: Editor, number: str, form: Form) -> Response:
    """Put it on the map, as the person who is logged in."""
    row = _found(visit, number)
    spot = _spot(row, form)
    if spot is None:
        return _page(request, visit, row, form=form, fault="unplaced_fault_place", status=422)
    try:
        done = place_point(visit.city, row.id, *spot, note=form.get("note", ""))
    except ConflictError:
        return _page(
            request,
            visit,
            _found(visit, number),
            form=form,
            fault="unplaced_fault_gone",
            status=409,
        )
    except TableError:
        return _page(request, visit, row, form=form, fault="unplaced_fault_kind", status=422)
    except InvalidInputError:
        return _page(request, visit, row, form=form, fault="unplaced_fault_outside", status=422)
    if not done.stored:
        longitude, latitude = (f"{degrees:.7f}" for degrees in spot)
        given = {**form, "longitude": longitude, "latitude": latitude}
        return _page(request, visit, row, form=given, warnings=done.warnings, status=422)
    return see(f"{_ROOM}?said=unplaced_placed")


@router.post(f"{_ROOM}/{{number}}/discard")
def discard(request: Request, visit: Editor, number: str, form: Form) -> Response:
    """Take it off the list with a reason."""
    row = _found(visit, number)
    try:
        discard_unplaced(visit.city, row.id, reason=form.get("reason", ""))
    except ConflictError:
        return _page(
            request,
            visit,
            _found(visit, number),
            form=form,
            fault="unplaced_fault_gone",
            status=409,
        )
    except InvalidInputError:
        return _page(request, visit, row, form=form, fault="unplaced_fault_reason", status=422)
    return see(f"{_ROOM}?said=unplaced_discarded")


def _page(
    request: Request,
    visit: Visit,
    row: UnplacedPoint,
    *,
    form: dict[str, str] | None = None,
    warnings: tuple[PointWarning, ...] = (),
    fault: str | None = None,
    status: int = 200,
) -> Response:
    typed = dict.fromkeys(("longitude", "latitude", "candidate", "note", "reason"), "")
    return staff_page(
        request,
        "unplaced_point.html.j2",
        account=visit.account,
        status=status,
        row=row,
        kind=kind_of(visit.city, row, language_of(request)),
        form={**typed, **(form or {})},
        warnings=warnings,
        fault=fault,
        base_map=base_map(visit.city),
        **_words_for(request, visit),
    )


def _spot(row: UnplacedPoint, form: dict[str, str]) -> tuple[float, float] | None:
    """Return the place that was typed or chosen, None where there is none."""
    typed = [
        unicodedata.normalize("NFKC", form.get(axis, "")).strip()
        for axis in ("longitude", "latitude")
    ]
    if any(typed):
        if not all(_DEGREES.fullmatch(degrees) for degrees in typed):
            return None
        return float(typed[0]), float(typed[1])
    chosen = form.get("candidate", "")
    if not re.fullmatch("[0-9]{1,3}", chosen) or int(chosen) >= len(row.candidates):
        return None
    candidate = row.candidates[int(chosen)]
    return float(candidate["longitude"]), float(candidate["latitude"])


def _of(visit: Visit, state: Any) -> list[UnplacedPoint]:
    return unplaced_points(visit.city, state=state)


def _found(visit: Visit, number: str) -> UnplacedPoint:
    if not re.fullmatch("[0-9]{1,15}", number):
        raise StaffRefusal(404, "refused_missing")
    try:
        return unplaced_point(visit.city, int(number))
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None


def _words_for(request: Request, visit: Visit) -> dict[str, Any]:
    clock, language = visit.city.clock(), language_of(request)
    return {
        "named": lambda names: name_in(names, language),
        "moment": lambda at: f"{at.astimezone(clock):%Y-%m-%d %H:%M}",
    }
