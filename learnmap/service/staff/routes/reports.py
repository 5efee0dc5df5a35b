"""What residents report: the list, and what was done about each."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.languages import name_in
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.workflows.error_reports import handle_report, handled_reports, waiting_reports

router = APIRouter(include_in_schema=False)

Handler = Annotated[Visit, Depends(Allowed("report.handle"))]

_ROOM: Final = "/staff/reports"


@router.get(_ROOM)
def show_list(request: Request, visit: Handler) -> Response:
    """List the reports that wait, and those that were handled last."""
    said = "reports_done" if request.query_params.get("said") == "done" else None
    return _page(request, visit, said=said)


@router.post(f"{_ROOM}/{{number}}")
def handle(request: Request, visit: Handler, number: str, form: Form) -> Response:
    """Mark a report as handled, as the person who is logged in."""
    if not re.fullmatch("[0-9]{1,15}", number):
        raise StaffRefusal(404, "refused_missing")
    try:
        handle_report(visit.city, int(number), form.get("note", ""))
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    except ConflictError:
        return _page(request, visit, fault="reports_taken", status=409)
    except InvalidInputError:
        return _page(request, visit, fault="reports_long", status=422)
    return see(f"{_ROOM}?said=done")


def _page(
    request: Request,
    visit: Visit,
    *,
    said: str | None = None,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    clock, language = visit.city.clock(), language_of(request)

    def moment(at: Any) -> str:
        return f"{at.astimezone(clock):%Y-%m-%d %H:%M}"

    return staff_page(
        request,
        "reports.html.j2",
        account=visit.account,
        status=status,
        waiting=waiting_reports(visit.city),
        handled=handled_reports(visit.city),
        said=said,
        fault=fault,
        moment=moment,
        named=lambda names: name_in(names, language),
    )
