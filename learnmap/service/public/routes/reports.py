"""A resident says what is wrong with a learning point."""

from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from learnmap.model.error_reports import MOST_CHARACTERS
from learnmap.model.errors import InvalidInputError, NotFoundError, StoreError
from learnmap.service.answers import NEVER
from learnmap.service.context import Context, Here
from learnmap.service.public.missing_page import missing_page
from learnmap.service.public.point_page import Report, point_page
from learnmap.service.public.reader import Reader, Reading
from learnmap.service.public.routes.points import ID, ROOM
from learnmap.service.report_limit import WINDOW_S
from learnmap.service.staff.visit import client_of, is_from_here
from learnmap.workflows.error_reports import plain_note, take_report

router = APIRouter(include_in_schema=False)

_MOST_BYTES = 32 * 1024
_TRAP = "homepage"
"""A field that nobody sees; programs that fill in every form fill it in."""

_STATUSES = {
    "report_fault_origin": HTTPStatus.FORBIDDEN,
    "report_fault_long": HTTPStatus.UNPROCESSABLE_ENTITY,
    "report_fault_what": HTTPStatus.UNPROCESSABLE_ENTITY,
    "report_fault_many": HTTPStatus.TOO_MANY_REQUESTS,
    "report_fault_store": HTTPStatus.SERVICE_UNAVAILABLE,
}


@router.post("/points/{point_id}/report")
async def report_error(request: Request, here: Here, reader: Reading, point_id: str) -> Response:
    """Keep what is said; nothing of who says it is kept."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            body = b""
            break
    form = dict(parse_qsl(body.decode("utf-8", "replace"), errors="replace"))
    return await run_in_threadpool(_answer, request, here, reader, point_id, form)


def _answer(
    request: Request, here: Context, reader: Reader, point_id: str, form: dict[str, str]
) -> Response:
    if not ID.fullmatch(point_id):
        return missing_page(request, reader, ROOM)
    try:
        fault = _fault(request, here, point_id, form)
        if fault is None:
            address = f"{reader.link(f'/points/{point_id}?said=thanks')}#report"
            return RedirectResponse(address, status_code=303, headers={"Cache-Control": NEVER})
        report = Report(form.get("what", ""), form.get("note", ""), *fault)
        status = _STATUSES[report.fault]
        answer = point_page(request, here, reader, point_id, status=status, report=report)
    except NotFoundError:
        return missing_page(request, reader, ROOM)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = f"{WINDOW_S:.0f}"
    return answer


def _fault(
    request: Request, here: Context, point_id: str, form: dict[str, str]
) -> tuple[str, dict[str, object]] | None:
    """Take a report; return why not, as the key of words and what is put in, or None."""
    what, note = form.get("what", ""), form.get("note", "")
    if not is_from_here(request):
        return "report_fault_origin", {}
    if (count := len(plain_note(note))) > MOST_CHARACTERS:
        return "report_fault_long", {"count": count}
    if form.get(_TRAP):
        return None  # whoever fills it in is thanked, too
    if not here.report_limit.take(client_of(request)):
        return "report_fault_many", {}
    try:
        return None if take_report(here.city, point_id, what, note) else ("report_fault_many", {})
    except InvalidInputError:
        return "report_fault_what", {}
    except StoreError:
        return "report_fault_store", {}
