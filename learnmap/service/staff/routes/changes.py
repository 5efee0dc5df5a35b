"""What changed and who did it, of one point and of all records; one change undone."""

import datetime as dt
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.changed_values import plain_values
from learnmap.model.errors import NotFoundError
from learnmap.model.languages import name_in
from learnmap.service.staff.pages import staff_page
from learnmap.service.staff.point_form import PointForm
from learnmap.service.staff.point_pages import conflict_page
from learnmap.service.staff.point_words import column_word, value_shower
from learnmap.service.staff.routes.points import saved
from learnmap.service.staff.visit import Allowed, Fields, StaffRefusal, Visit, language_of
from learnmap.service.staff.words import word
from learnmap.store import AuditEntry, ChangeQuery
from learnmap.workflows.merging import differences
from learnmap.workflows.point_editing import (
    cells_of,
    kinds_of,
    show_point,
    stored_point,
    typed_cells,
)
from learnmap.workflows.record_changes import (
    changes_page,
    day_start,
    one_step,
    people_of_changes,
    point_history,
)

router = APIRouter(include_in_schema=False)

Auditor = Annotated[Visit, Depends(Allowed("audit.read"))]
Editor = Annotated[Visit, Depends(Allowed("point.edit"))]

_PAGE: Final = 50
_SHOWN: Final = 20


@router.get("/staff/changes")
def list_changes(request: Request, visit: Auditor) -> Response:
    """List the newest changes of all records."""
    asked = {n: request.query_params.get(n, "").strip() for n in ("who", "since", "until", "older")}
    language = language_of(request)
    since, until = _day(asked["since"]), _day(asked["until"])
    wrong = {
        name: word("bad_date", language)
        for name, day in (("since", since), ("until", until))
        if asked[name] and day is None
    }
    query = ChangeQuery(
        actor=asked["who"] or None,
        since=None if since is None else day_start(visit.city, since),
        before=None if until is None else day_start(visit.city, until + dt.timedelta(days=1)),
        older_than=int(asked["older"]) if asked["older"].isdecimal() else None,
    )
    found = [] if wrong else changes_page(visit.city, query, limit=_PAGE + 1)
    people = [("", word("any", language)), *((one, one) for one in people_of_changes(visit.city))]
    kept = {name: asked[name] for name in ("who", "since", "until") if asked[name]}
    return staff_page(
        request,
        "changes.html.j2",
        account=visit.account,
        status=422 if wrong else 200,
        asked=asked,
        wrong=wrong,
        people=people,
        entries=[_told(visit, entry) for entry in found[:_PAGE]],
        newest=f"/staff/changes?{urlencode(kept)}" if asked["older"] else None,
        older=f"/staff/changes?{urlencode({**kept, 'older': found[_PAGE - 1].id})}"
        if len(found) > _PAGE
        else None,
        act=lambda action: _action_word(action, language),
        col=lambda column: column_word(column, language),
        show=value_shower(kinds_of(visit.city), language),
    )


@router.get("/staff/points/{point_id}/history")
def show_history(request: Request, visit: Auditor, point_id: str) -> Response:
    """Show what became of a point and its offerings, and who did it."""
    try:
        shown = show_point(visit.city, point_id)
        steps = point_history(visit.city, point_id)
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    language = language_of(request)
    clock = visit.city.clock()
    offerings = {one.id: name_in(one.names, language) for one in shown.offerings}
    return staff_page(
        request,
        "point_history.html.j2",
        account=visit.account,
        point_id=point_id,
        title=name_in(shown.stored.point.names, language),
        steps=steps,
        when=lambda entry: f"{entry.at.astimezone(clock):%Y-%m-%d %H:%M}",
        of=lambda step: offerings.get(step.record_id, step.record_id),
        col=lambda column: column_word(column, language),
        show=value_shower(shown.kinds, language),
    )


@router.post("/staff/points/{point_id}/undo")
def undo(request: Request, visit: Editor, point_id: str, fields: Fields) -> Response:
    """Give a point the values that it had before one change, as a new change."""
    number = dict(fields).get("entry", "")
    stored = stored_point(visit.city, point_id)
    if stored is None or not number.isdecimal() or len(number) > 18:
        raise StaffRefusal(404, "refused_missing")
    try:
        step = one_step(visit.city, point_id, int(number))
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    now = plain_values(stored.point)
    after = typed_cells({**now, **{name: became for name, _, became in step.values}})
    before = typed_cells({**now, **{name: was for name, was, _ in step.values}})
    if differences(after, cells_of(stored.point), after):
        # Somebody wrote one of these values since: what is to stay is theirs to choose.
        form = PointForm(before, after, None, frozenset(), "")
        return conflict_page(request, visit, form, stored)
    form = PointForm(before, after, stored.version, frozenset(), before["opening_hours"])
    return saved(request, visit, point_id, form, stored)


def _told(visit: Visit, entry: AuditEntry) -> dict[str, Any]:
    """Gather what a line of the list says of an entry."""
    details = entry.details
    values = details.get("values", {})
    named = [
        *((one, "added") for one in details.get("added_ids", ())),
        *((one, "changed") for one in details.get("changed_ids", ())),
        *((one, "removed") for one in details.get("removed_ids", ())),
    ]
    number = entry.subject.rpartition("/")[2]
    from_import = number if entry.action.startswith("imports.") and number.isdecimal() else None
    return {
        "entry": entry,
        "when": f"{entry.at.astimezone(visit.city.clock()):%Y-%m-%d %H:%M}",
        "counts": {n: details.get(n, 0) for n in ("added", "changed", "unchanged")}
        if "added" in details
        else None,
        "removed": len(details.get("removed_ids", ())),
        "records": [
            (one, what, [(name, *pair) for name, pair in values.get(one, {}).items()])
            for one, what in named[:_SHOWN]
        ],
        "more": max(0, len(named) - _SHOWN),
        "import_id": details.get("import", from_import),
        "taken_back": details.get("taken_back"),
        "of_points": entry.action.startswith("points."),
    }


def _action_word(action: str, language: str) -> str:
    try:
        return word(f"act_{action}", language)
    except KeyError:
        return action


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
