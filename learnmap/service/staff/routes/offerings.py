"""Offerings of a learning point: add, change, end."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, NotFoundError, TableError
from learnmap.model.languages import name_in
from learnmap.model.records import Mode, Offering
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.point_form import read_state, written_state
from learnmap.service.staff.point_pages import who_and_when
from learnmap.service.staff.point_words import column_word
from learnmap.service.staff.visit import Allowed, Fields, StaffRefusal, Visit, language_of
from learnmap.service.staff.words import word
from learnmap.service.staff.words.warnings import fault_words
from learnmap.store import StoredPoint
from learnmap.workflows.merging import differences, merged
from learnmap.workflows.offering_editing import (
    COLUMNS,
    MOST_SESSIONS,
    SessionFault,
    categories_of,
    end_offering,
    offering_cells,
    offering_of,
    read_typed,
    save_offering,
)
from learnmap.workflows.point_editing import last_change, stored_point

router = APIRouter(include_in_schema=False)

Editor = Annotated[Visit, Depends(Allowed("offering.edit"))]

_MODES: Final[tuple[Mode, ...]] = ("in_person", "online", "mobile")
_BASE: Final = "/staff/points/{point_id}/offerings"


@router.get(f"{_BASE}/new")
def ask_new(request: Request, visit: Editor, point_id: str) -> Response:
    """Give an empty form."""
    point = _point(visit, point_id)
    cells = {"mode": "in_person", "point_id": point_id, "fee_currency": "CNY", "language": "zh"}
    return _page(request, visit, point, "", cells, seen=None)


@router.get(f"{_BASE}/{{offering_id}}")
def show(request: Request, visit: Editor, point_id: str, offering_id: str) -> Response:
    """Show an offering in its form."""
    point = _point(visit, point_id)
    offering = offering_of(visit.city, point_id, offering_id)
    if offering is None:
        raise StaffRefusal(404, "refused_missing")
    cells = offering_cells(visit.city, offering)
    return _page(request, visit, point, offering_id, cells, seen=cells)


@router.post(f"{_BASE}/new")
def add(request: Request, visit: Editor, point_id: str, fields: Fields) -> Response:
    """Add an offering."""
    return _saved(request, visit, _point(visit, point_id), "", _cells(fields, {}), seen=None)


@router.post(f"{_BASE}/{{offering_id}}")
def save(
    request: Request, visit: Editor, point_id: str, offering_id: str, fields: Fields
) -> Response:
    """Save an offering if nobody changed it meanwhile."""
    point, form = _point(visit, point_id), dict(fields)
    seen = read_state(form.get("seen", "{}"))
    cells = _cells(fields, seen)
    stored = offering_of(visit.city, point_id, offering_id)
    if stored is None:
        return _page(
            request, visit, point, offering_id, cells, seen=None, fault="offering_gone", status=409
        )
    if offering_cells(visit.city, stored) != seen:
        return _conflict(request, visit, point, stored, cells, seen)
    return _saved(request, visit, point, offering_id, cells, seen=seen)


@router.post(f"{_BASE}/{{offering_id}}/end")
def end(visit: Editor, point_id: str, offering_id: str, _fields: Fields) -> Response:
    """End an offering."""
    if offering_of(visit.city, point_id, offering_id) is None:
        raise StaffRefusal(404, "refused_missing")
    try:
        end_offering(visit.city, offering_id)
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    return see(f"/staff/points/{point_id}?said=done_ended")


def _saved(
    request: Request,
    visit: Visit,
    point: StoredPoint,
    offering_id: str,
    cells: dict[str, str],
    *,
    seen: dict[str, str] | None,
) -> Response:
    language = language_of(request)
    typed, unread = read_typed(visit.city, offering_id, cells)
    wrong = {fault.column or "name_zh": fault_words(fault, language) for fault in typed.faults}
    if unread is not None:
        wrong["sessions"] = _unread_words(unread, language)
    if typed.record is None or wrong:
        return _page(request, visit, point, offering_id, cells, seen=seen, wrong=wrong, status=422)
    try:
        save_offering(visit.city, typed.record, seen=seen)
    except (ConflictError, TableError) as error:
        stored = offering_of(visit.city, point.point.id, typed.record.id)
        if stored is not None and seen is not None and offering_cells(visit.city, stored) != seen:
            return _conflict(request, visit, point, stored, cells, seen)
        return _page(
            request, visit, point, offering_id, cells, seen=seen, why=str(error), status=409
        )
    return see(f"/staff/points/{point.point.id}?said=done_offering")


def _conflict(
    request: Request,
    visit: Visit,
    point: StoredPoint,
    stored: Offering,
    cells: dict[str, str],
    seen: dict[str, str],
) -> Response:
    """Draw what it was, what somebody else made of it and what was typed, to choose from."""
    theirs, language = offering_cells(visit.city, stored), language_of(request)
    found = differences(seen, theirs, cells)
    path = f"/staff/points/{point.point.id}/offerings/{stored.id}"
    if not found:
        return see(f"/staff/points/{point.point.id}?said=point_unchanged")
    return staff_page(
        request,
        "conflict.html.j2",
        account=visit.account,
        status=409,
        path=path,
        differences=found,
        shown=lambda one, side: getattr(one, side)[0] or word("empty_value", language),
        col=lambda one: column_word(one.name, language),
        version="",
        theirs=written_state(theirs),
        mine=written_state(cells),
        **who_and_when(visit, last_change(visit.city, point.point.id, offering_id=stored.id)),
    )


def _cells(fields: list[tuple[str, str]], seen: Mapping[str, str]) -> dict[str, str]:
    form = dict(fields)
    if "mine" in form:
        prefix = "choice_"
        chosen = {n.removeprefix(prefix): v for n, v in fields if n.startswith(prefix)}
        return merged(seen, read_state(form["mine"]), chosen)
    typed = {name: form[name] for name in COLUMNS if name in form}
    return {**seen, **{name: value.replace("\r\n", "\n") for name, value in typed.items()}}


def _unread_words(fault: SessionFault, language: str) -> str:
    if not fault.text:
        return word("session_many", language, most=MOST_SESSIONS)
    return word("session_line", language, line=fault.line, text=fault.text)


def _point(visit: Visit, point_id: str) -> StoredPoint:
    found = stored_point(visit.city, point_id)
    if found is None:
        raise StaffRefusal(404, "refused_missing")
    return found


def _page(  # noqa: PLR0913 -- what a page says, each by its name
    request: Request,
    visit: Visit,
    point: StoredPoint,
    offering_id: str,
    cells: dict[str, str],
    *,
    seen: dict[str, str] | None,
    wrong: Mapping[str, str] | None = None,
    fault: str | None = None,
    why: str | None = None,
    status: int = 200,
) -> Response:
    language = language_of(request)
    names = {name.removeprefix("name_"): cells.get(name, "") for name in ("name_zh", "name_en")}
    return staff_page(
        request,
        "offering.html.j2",
        account=visit.account,
        status=status,
        point_id=point.point.id,
        point_name=name_in(point.point.names, language),
        offering_id=offering_id,
        is_new=seen is None,
        title=name_in(names, language) or word("new_offering", language),
        cells=cells,
        state=written_state(seen or {}),
        wrong=wrong or {},
        fault=fault,
        why=why,
        categories=[(one.code, name_in(one.names, language)) for one in categories_of(visit.city)],
        modes=[(mode, word(f"mode_{mode}", language)) for mode in _MODES],
        col=lambda column: column_word(column, language),
    )
