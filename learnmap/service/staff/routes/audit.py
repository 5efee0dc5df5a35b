"""The record of who did what: read it, verify it, take it along."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from learnmap.model.errors import IntegrityError, InvalidInputError
from learnmap.service.answers import NEVER
from learnmap.service.staff.edition_views import shown_time
from learnmap.service.staff.pages import staff_page
from learnmap.service.staff.visit import Allowed, Visit, language_of
from learnmap.service.staff.words.audit import DEEDS
from learnmap.store import AuditFilter
from learnmap.workflows.audit import audit_actors, audit_lines, search_audit, verify_audit

router = APIRouter(include_in_schema=False)

Auditor = Annotated[Visit, Depends(Allowed("audit.read"))]

_A_PAGE: Final = 50
_ASKED: Final = ("subject", "actor", "since", "until")
_LONGEST: Final = 160


@router.get("/staff/audit")
def show_entries(request: Request, visit: Auditor) -> Response:
    """List entries, the newest first."""
    asked = {key: request.query_params.get(key, "").strip() for key in _ASKED}
    before = request.query_params.get("before", "")
    clock, language = visit.city.clock(), language_of(request)
    days = {key: _day(asked[key]) for key in ("since", "until") if asked[key]}
    wrong = next((asked[key] for key, day in days.items() if day is None), None)
    wanted = AuditFilter(
        subject=asked["subject"] or None,
        actor=asked["actor"] or None,
        since=_midnight(days.get("since"), clock),
        until=_midnight(days.get("until"), clock, later=1),
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
    )
    found = search_audit(visit.city, wanted, limit=_A_PAGE + 1)
    entries = found[:_A_PAGE]
    kept = {key: value for key, value in asked.items() if value}
    older = f"?{urlencode(kept | {'before': entries[-1].id})}" if len(found) > _A_PAGE else None
    return staff_page(
        request,
        "audit.html.j2",
        account=visit.account,
        status=200 if wrong is None else 422,
        entries=entries,
        asked=asked,
        actors=audit_actors(visit.city),
        wrong=wrong,
        older=older,
        when=lambda at: shown_time(at, clock),
        deed=lambda action: DEEDS.get(action, (action, action))[language == "en"],
        edition_page=_edition_page,
        short=_short,
    )


@router.get("/staff/audit/verify")
def verify(request: Request, visit: Auditor) -> Response:
    """Compute the whole chain again, and say whether it is as it was written."""
    expect = request.query_params.get("expect", "").strip()
    found, broken, fault = None, None, None
    try:
        found = verify_audit(visit.city, expect=expect or None)
    except InvalidInputError:
        fault = "audit_bad_hash"
    except IntegrityError as error:
        broken = str(error)
    return staff_page(
        request,
        "audit_verified.html.j2",
        account=visit.account,
        status=200 if fault is None else 422,
        found=found,
        broken=broken,
        fault=fault,
        expect=expect,
    )


@router.get("/staff/audit/export")
def export(visit: Auditor) -> Response:
    """Send the bytes that are hashed, one entry a line."""
    headers = {
        "Cache-Control": NEVER,
        "Content-Disposition": 'attachment; filename="audit.jsonl"',
    }
    return StreamingResponse(
        audit_lines(visit.city), headers=headers, media_type="application/x-ndjson"
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: dt.date | None, clock: ZoneInfo, *, later: int = 0) -> dt.datetime | None:
    """Return when a day begins by the city's clock."""
    if day is None or not dt.date(1900, 1, 1) <= day <= dt.date(2900, 1, 1):
        return None
    return dt.datetime.combine(day + dt.timedelta(days=later), dt.time(), tzinfo=clock)


def _edition_page(action: str, subject: str) -> str | None:
    """Return the page of the edition that an entry is about."""
    parts = subject.split("/")
    if not action.startswith("editions.") or len(parts) != 3:
        return None
    return f"/staff/editions/{parts[1]}/{parts[0]}/r{parts[2]}"


def _short(details: Mapping[str, Any]) -> str:
    """Show what is not empty, and no list of ids as long as a city."""
    shown = {key: value for key, value in details.items() if value not in (None, [], {}, "")}
    text = "; ".join(
        f"{key}: {value if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False)}"
        for key, value in shown.items()
    )
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
