"""The steps of an edition's life; the long ones go on while a page waits for their end."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import LearnmapError
from learnmap.model.roles import MAY
from learnmap.service.answers import NEVER
from learnmap.service.context import Context, Here
from learnmap.service.staff.edition_views import (
    Checked,
    about,
    lacks_approval,
    lacks_review,
    page_of,
    shown_findings,
    shown_time,
)
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.routes.editions import ADDRESS, Desk, Drafter, Reader, edition_page
from learnmap.service.staff.step_faults import StepFault, state_fault, step_fault
from learnmap.service.staff.visit import Allowed, Form, Visit
from learnmap.store import EditionRow
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.certifying import certify_catchments
from learnmap.workflows.city import City
from learnmap.workflows.edition_desk import EditionDesk
from learnmap.workflows.editions import (
    Approval,
    check_edition,
    publish_edition,
    revise_edition,
    withdraw_edition,
)
from learnmap.workflows.gate import OVERRIDABLE, GateReport
from learnmap.workflows.reviews import approve_edition, return_edition, submit_edition

router = APIRouter(include_in_schema=False)

Reviewer = Annotated[Visit, Depends(Allowed("edition.review"))]
Publisher = Annotated[Visit, Depends(Allowed("edition.publish"))]
Withdrawer = Annotated[Visit, Depends(Allowed("edition.withdraw"))]


@router.post(f"{ADDRESS}/check")
def check(request: Request, here: Here, visit: Reader, desk: Desk, form: Form) -> Response:
    """Run the checks before publishing."""
    edition, city = desk.edition, visit.city
    if edition.status not in {"draft", "in_review"}:
        return _stale(request, here, visit, desk, form)
    return _long(here, visit, desk, "check", lambda: _check(city, edition))


@router.post(f"{ADDRESS}/compute")
def compute(request: Request, here: Here, visit: Drafter, desk: Desk, form: Form) -> Response:
    """Compute the catchments that are missing or out of date, and check again."""
    return _mend(request, here, visit, desk, form, "compute", compute_city_catchments)


@router.post(f"{ADDRESS}/certify")
def certify(request: Request, here: Here, visit: Drafter, desk: Desk, form: Form) -> Response:
    """Measure how exact the catchments are, and check again."""
    return _mend(request, here, visit, desk, form, "certify", certify_catchments)


@router.post(f"{ADDRESS}/submit")
def submit(request: Request, here: Here, visit: Drafter, desk: Desk, form: Form) -> Response:
    """Give what is there now to be reviewed."""
    edition, city = desk.edition, visit.city
    if edition.status not in {"draft", "in_review"}:
        return _stale(request, here, visit, desk, form)
    return _long(
        here,
        visit,
        desk,
        "submit",
        lambda: _checked(city, submit_edition(city, edition.map_name, edition.year).report),
    )


@router.post(f"{ADDRESS}/approve")
def approve(request: Request, here: Here, visit: Reviewer, desk: Desk, form: Form) -> Response:
    """Approve what was submitted, as a second person."""
    edition, city = desk.edition, visit.city
    note = form.get("note", "").strip() or None
    if edition.status != "in_review" or edition.reviewed_by is not None:
        return _stale(request, here, visit, desk, form)

    def work() -> None:
        approve_edition(city, edition.map_name, edition.year, note=note)

    return _long(here, visit, desk, "approve", work)


@router.post(f"{ADDRESS}/return")
def send_back(request: Request, here: Here, visit: Reviewer, desk: Desk, form: Form) -> Response:
    """Send back what is in review, saying what is to be mended."""
    edition, note = desk.edition, form.get("note", "")
    if edition.status != "in_review":
        return _stale(request, here, visit, desk, form)
    if not note.strip():
        return _refuse(request, here, visit, desk, form, StepFault("edition_note_missing"))
    return _short(
        request,
        here,
        visit,
        desk,
        "return",
        lambda: return_edition(visit.city, edition.map_name, edition.year, note=note),
    )


@router.post(f"{ADDRESS}/publish")
def publish(request: Request, here: Here, visit: Publisher, desk: Desk, form: Form) -> Response:
    """Publish it, with a reason for each check that is overridden."""
    edition, city = desk.edition, visit.city
    if edition.status not in {"draft", "in_review"}:
        return _stale(request, here, visit, desk, form, kind="publish")
    reasons = {code: form.get(f"reason_{code}", "").strip() for code in OVERRIDABLE}
    if "edition.override" not in MAY[visit.account.role]:
        reasons = {}
    fault = _not_publishable(here, visit, desk, form, reasons)
    if fault is not None:
        return _refuse(request, here, visit, desk, form, fault)

    def work() -> None:
        row = publish_edition(
            city,
            edition.map_name,
            edition.year,
            approval=Approval(edition.approval_number, edition.approval_exemption),
            overrides={code: reason for code, reason in reasons.items() if reason},
        )
        # So that nobody has to wait who asks for them first.
        here.products.wanted(row)

    return _long(here, visit, desk, "publish", work)


@router.post(f"{ADDRESS}/withdraw")
def withdraw(request: Request, here: Here, visit: Withdrawer, desk: Desk, form: Form) -> Response:
    """Take the published edition back, with a reason that the public is shown."""
    edition, reason = desk.edition, form.get("reason", "")
    if edition.status != "published":
        return _stale(request, here, visit, desk, form)
    if not reason.strip():
        return _refuse(request, here, visit, desk, form, StepFault("edition_reason_missing"))
    return _short(
        request,
        here,
        visit,
        desk,
        "withdraw",
        lambda: withdraw_edition(visit.city, edition.map_name, edition.year, reason=reason.strip()),
    )


@router.post(f"{ADDRESS}/revise")
def revise(request: Request, here: Here, visit: Drafter, desk: Desk, form: Form) -> Response:
    """Begin a revision that corrects the published edition."""
    edition, reason = desk.edition, form.get("corrects", "")
    if edition.status != "published":
        return _stale(request, here, visit, desk, form)
    if not reason.strip():
        return _refuse(request, here, visit, desk, form, StepFault("edition_reason_missing"))
    try:
        row = revise_edition(visit.city, edition.map_name, edition.year, reason=reason)
    except LearnmapError as error:
        fault = step_fault(error, desk, kind="revise", actor=visit.account.name)
        return _refuse(request, here, visit, desk, form, fault)
    return see(f"{page_of(row)}?said=edition_done_revise")


@router.get(f"{ADDRESS}/steps/{{step_id}}")
def show_step(request: Request, here: Here, visit: Reader, desk: Desk, step_id: str) -> Response:
    """Wait for the end of a long step; once it is there, lead on or say what went wrong."""
    step, page = here.steps.find(step_id), page_of(desk.edition)
    if step is None:
        return _lead(request, f"{page}?said=edition_step_lost")
    if step.outcome.done() and step.error is None:
        return _lead(request, f"{page}?said=edition_done_{step.kind}")
    clock = visit.city.clock()
    fault = (
        None
        if step.error is None
        else step_fault(step.error, desk, kind=step.kind, actor=step.actor)
    )
    part = "hx-request" in request.headers
    return staff_page(
        request,
        "edition_waiting.html.j2" if part else "edition_step.html.j2",
        account=visit.account,
        step=step,
        page=page,
        fault=fault,
        when=lambda at: shown_time(at, clock),
    )


def _mend(
    request: Request,
    here: Context,
    visit: Visit,
    desk: EditionDesk,
    form: dict[str, str],
    kind: str,
    work: Callable[[City], object],
) -> Response:
    """Do what a check asks for, and check again."""
    edition, city = desk.edition, visit.city
    if edition.status not in {"draft", "in_review"}:
        return _stale(request, here, visit, desk, form)

    def mend() -> Checked:
        work(city)
        return _check(city, edition)

    return _long(here, visit, desk, kind, mend)


def _check(city: City, edition: EditionRow) -> Checked:
    approval = Approval(edition.approval_number, edition.approval_exemption)
    report = check_edition(city, edition.map_name, edition.year, approval=approval)
    return _checked(city, report)


def _checked(city: City, report: GateReport) -> Checked:
    return Checked(at=dt.datetime.now(dt.UTC), actor=city.actor, report=report)


def _not_publishable(
    here: Context, visit: Visit, desk: EditionDesk, form: dict[str, str], reasons: dict[str, str]
) -> StepFault | None:
    """Return what is missing before it is worth trying; publishing checks everything again."""
    if lacks_approval(desk.edition):
        return StepFault("edition_check_approval_missing")
    if lacks_review(desk):
        return StepFault("edition_check_review_missing")
    checked: Checked | None = here.steps.latest(about(desk.edition))
    if checked is None:
        return StepFault("edition_publish_check_first")
    findings = shown_findings(checked, "en", reader=visit.account.name)
    if any(one.blocks and not one.overridable for one in findings):
        return StepFault("edition_publish_blocked")
    if any(one.overridable and not reasons.get(one.check) for one in findings):
        return StepFault("edition_publish_reason_missing")
    return None if form.get("sure") else StepFault("edition_publish_unsure")


def _long(
    here: Context, visit: Visit, desk: EditionDesk, kind: str, work: Callable[[], object]
) -> Response:
    edition = desk.edition
    step = here.steps.begin(about(edition), kind, work, actor=visit.account.name)
    return see(f"{page_of(edition)}/steps/{step.id}")


def _short(
    request: Request,
    here: Context,
    visit: Visit,
    desk: EditionDesk,
    kind: str,
    work: Callable[[], object],
) -> Response:
    try:
        work()
    except LearnmapError as error:
        fault = step_fault(error, desk, kind=kind, actor=visit.account.name)
        return _refuse(request, here, visit, desk, {}, fault)
    return see(f"{page_of(desk.edition)}?said=edition_done_{kind}")


def _refuse(
    request: Request,
    here: Context,
    visit: Visit,
    desk: EditionDesk,
    form: dict[str, str],
    fault: StepFault,
) -> Response:
    return edition_page(request, here, visit, desk, fault=fault, form=form)


def _stale(
    request: Request,
    here: Context,
    visit: Visit,
    desk: EditionDesk,
    form: dict[str, str],
    *,
    kind: str = "",
) -> Response:
    """Refuse a step from a page that shows what is past."""
    edition = desk.edition
    fault = state_fault(desk)
    if kind == "publish" and edition.status == "published":
        fault = StepFault(
            "edition_fault_meanwhile",
            {
                "who": edition.published_by,
                "revision": edition.revision,
                "at": edition.published_at,
            },
        )
    return _refuse(request, here, visit, desk, form, fault)


def _lead(request: Request, path: str) -> Response:
    if "hx-request" in request.headers:
        return Response(headers={"HX-Redirect": path, "Cache-Control": NEVER})
    return see(path)
