"""Editions: their list, one revision with all that is known of it, and its preview."""

import base64
import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, NotReadyError
from learnmap.model.kinds import MAPS
from learnmap.model.roles import MAY
from learnmap.products.addresses import qr_svg
from learnmap.service.answers import NEVER
from learnmap.service.context import Context, Here
from learnmap.service.staff.edition_views import (
    Checked,
    about,
    lacks_approval,
    lacks_review,
    page_of,
    public_address,
    shown_downloads,
    shown_findings,
    shown_status,
    shown_time,
    why_not_reviewer,
)
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.step_faults import StepFault, state_fault
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.service.staff.words.audit import DEEDS
from learnmap.workflows.edition_desk import EditionDesk, edition_desk, keep_approval
from learnmap.workflows.editions import (
    PAGE,
    Approval,
    all_editions,
    draft_edition,
    preview_edition,
)

router = APIRouter(include_in_schema=False)

Reader = Annotated[Visit, Depends(Allowed("edition.read"))]
Drafter = Annotated[Visit, Depends(Allowed("edition.draft"))]

ADDRESS: Final = "/staff/editions/{year}/{map_name}/r{revision}"

_YEAR: Final = re.compile(r"(19|20|21)[0-9]{2}|2200")
_REVISION: Final = re.compile(r"[1-9][0-9]{0,5}")
_SAID: Final = frozenset(
    f"edition_{step}"
    for step in (
        "done_approval",
        "done_draft",
        "done_withdraw",
        "done_revise",
        "done_return",
        "done_submit",
        "done_approve",
        "done_publish",
        "done_check",
        "done_compute",
        "done_certify",
        "step_lost",
    )
)
_TYPED: Final = ("approval_number", "approval_exemption", "note", "reason", "corrects")


def desk_of(visit: Reader, year: str, map_name: str, revision: str) -> EditionDesk:
    """Find the revision of an address.

    Raises
    ------
    StaffRefusal
        When there is none.
    """
    if not (_YEAR.fullmatch(year) and _REVISION.fullmatch(revision) and map_name in MAPS):
        raise StaffRefusal(404, "refused_missing")
    try:
        return edition_desk(visit.city, map_name, int(year), int(revision))
    except LookupError as error:
        raise StaffRefusal(404, "refused_missing") from error


Desk = Annotated[EditionDesk, Depends(desk_of)]


@router.get("/staff/editions")
def list_editions(request: Request, visit: Reader) -> Response:
    """List the editions, with a form to begin one."""
    return _list_page(request, visit, form={})


@router.post("/staff/editions")
def begin(request: Request, visit: Drafter, form: Form) -> Response:
    """Begin a draft, or lead to the one that is begun."""
    fault = _draft_fault(visit, form)
    if fault is not None:
        return _list_page(request, visit, form=form, fault=fault)
    map_name, year = form["map"], int(form["year"].strip())
    row = draft_edition(visit.city, map_name, year)
    told = (form.get("approval_number", ""), form.get("approval_exemption", ""))
    if any(text.strip() for text in told):
        keep_approval(visit.city, map_name, year, number=told[0], exemption=told[1])
    return see(f"{page_of(row)}?said=edition_done_draft")


@router.get(ADDRESS)
def show_edition(request: Request, here: Here, visit: Reader, desk: Desk) -> Response:
    """Show a revision, and the steps that can be taken with it."""
    return edition_page(request, here, visit, desk)


@router.post(f"{ADDRESS}/approval")
def save_approval(request: Request, here: Here, visit: Drafter, desk: Desk, form: Form) -> Response:
    """Note the map approval number, or why none is needed."""
    edition = desk.edition
    if edition.status not in {"draft", "in_review"}:
        return edition_page(request, here, visit, desk, fault=state_fault(desk), form=form)
    try:
        keep_approval(
            visit.city,
            edition.map_name,
            edition.year,
            number=form.get("approval_number"),
            exemption=form.get("approval_exemption"),
        )
    except ConflictError:
        return edition_page(request, here, visit, desk, fault=state_fault(desk), form=form)
    return see(f"{page_of(edition)}?said=edition_done_approval")


@router.get(f"{ADDRESS}/preview")
def preview(request: Request, here: Here, visit: Reader, desk: Desk) -> Response:
    """Draw the page of a draft as it would be published."""
    edition = desk.edition
    if edition.status not in {"draft", "in_review"}:
        return see(page_of(edition))
    try:
        files = preview_edition(
            visit.city,
            edition.map_name,
            edition.year,
            approval=Approval(edition.approval_number, edition.approval_exemption),
        )
    except NotReadyError as error:
        fault = StepFault("edition_fault_ready", detail=str(error))
        return edition_page(request, here, visit, desk, fault=fault)
    # The page brings its own policy for what it runs and loads.
    headers = {
        "Cache-Control": NEVER,
        "Content-Security-Policy": "frame-ancestors 'none'",
        "X-Frame-Options": "DENY",
    }
    return Response(files[PAGE], headers=headers, media_type="text/html; charset=utf-8")


def edition_page(
    request: Request,
    here: Context,
    visit: Visit,
    desk: EditionDesk,
    *,
    fault: StepFault | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    """Draw the page of a revision."""
    edition, language, name = desk.edition, language_of(request), visit.account.name
    clock = visit.city.clock()
    checked: Checked | None = here.steps.latest(about(edition))
    findings = [] if checked is None else shown_findings(checked, language, reader=name)
    may = MAY[visit.account.role]
    said = request.query_params.get("said", "")
    published = edition.status in {"published", "superseded"}
    address = here.products.public_url
    begun = edition.status in {"draft", "in_review"}
    overridable = list(dict.fromkeys(one.check for one in findings if one.overridable))
    offered, unmade = shown_downloads(here, desk) if published else ([], None)
    return staff_page(
        request,
        "edition.html.j2",
        account=visit.account,
        status=200 if fault is None else 409,
        desk=desk,
        edition=edition,
        page=page_of(edition),
        begun=begun,
        state=shown_status(edition),
        fault=fault,
        said=said if said in _SAID and fault is None else None,
        typed={key: (form or {}).get(key, "") for key in _TYPED},
        reasons={key: (form or {}).get(f"reason_{key}", "") for key in overridable},
        when=lambda at: shown_time(at, clock),
        deed=lambda action: DEEDS.get(action, (action, action))[language == "en"],
        page_of=page_of,
        state_of=shown_status,
        checked=checked,
        findings=findings,
        overridable=overridable,
        stuck=any(one.blocks and not one.overridable for one in findings),
        may_override="edition.override" in may,
        no_approval=lacks_approval(edition),
        no_review=lacks_review(desk),
        not_reviewer=why_not_reviewer(desk, name),
        current=next((row for row in desk.others if row.status == "published"), None),
        next_one=next((row for row in desk.others if row.status in {"draft", "in_review"}), None),
        earlier=_earlier_years(visit, desk) if edition.status == "published" else [],
        public=public_address(edition),
        downloads=offered,
        no_downloads=unmade,
        qr=_qr(f"{address.rstrip('/')}/{edition.year}/{edition.map_name}/") if address else None,
        public_url=address,
    )


def _earlier_years(visit: Visit, desk: EditionDesk) -> list[int]:
    edition = desk.edition
    return [
        row.year
        for row in all_editions(visit.city)
        if row.map_name == edition.map_name
        and row.status == "published"
        and row.year < edition.year
    ][:3]


def _qr(address: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address)).decode()


def _draft_fault(visit: Visit, form: dict[str, str]) -> StepFault | None:
    map_name, year = form.get("map", ""), form.get("year", "").strip()
    if map_name not in MAPS:
        return StepFault("edition_fault_map", {})
    if not _YEAR.fullmatch(year):
        return StepFault("edition_fault_year", {})
    rows = [
        row for row in all_editions(visit.city) if (row.map_name, row.year) == (map_name, int(year))
    ]
    if any(row.status in {"draft", "in_review"} for row in rows):
        return None
    for row in rows:
        if row.status == "published":
            return StepFault(
                "edition_fault_published", {"year": row.year, "revision": row.revision}
            )
    return None


def _list_page(
    request: Request, visit: Visit, *, form: dict[str, str], fault: StepFault | None = None
) -> Response:
    clock = visit.city.clock()
    return staff_page(
        request,
        "editions.html.j2",
        account=visit.account,
        status=200 if fault is None else 422,
        editions=all_editions(visit.city),
        maps=MAPS,
        form={key: form.get(key, "") for key in ("map", "year", *_TYPED)},
        fault=fault,
        page_of=page_of,
        state_of=shown_status,
        when=lambda at: shown_time(at, clock),
    )
