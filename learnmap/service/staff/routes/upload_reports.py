"""What the check of a file that waits found: read, sent back, and the file imported."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response

from learnmap.ingest import FaultyTableError
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.languages import LANGUAGES
from learnmap.service.answers import NEVER
from learnmap.service.staff.file_checks import bring_in, faulty_file, report_of_refusal
from learnmap.service.staff.file_reports import (
    SHOWN,
    changes_in_words,
    faults_of,
    in_words,
)
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.uploads import Upload
from learnmap.service.staff.visit import Form, StaffRefusal, Visit, language_of
from learnmap.service.staff.waiting_upload import Checker, Importer, waiting, words_of
from learnmap.service.staff.words.saying import KNOWN_COLUMNS
from learnmap.workflows.chinese_warnings import note_in
from learnmap.workflows.import_reports import write_report

router = APIRouter(include_in_schema=False)


@router.get("/staff/imports/files/{token}/report")
def show_report(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(waiting)]
) -> Response:
    """Show what the check found and what an import would do."""
    return _report_page(request, visit, upload)


@router.get("/staff/imports/files/{token}/report.xlsx")
def send_report(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(waiting)]
) -> Response:
    """Send the file back with its faults marked."""
    report = upload.report()
    if report is None:
        raise StaffRefusal(404, "refused_gone")
    language = language_of(request)
    to = upload.folder / f"report-{language}.xlsx"
    if not to.is_file():
        file, opened = faulty_file(visit.city, upload, report)
        # Whole or not there: who asks at the same moment gets no half of it.
        begun = upload.folder / f"report-{secrets.token_hex(8)}.xlsx"
        write_report(
            visit.city,
            file,
            faults_of(report),
            to=begun,
            language=language,
            opened=opened,
            left_out=report.get("left_out", ()),
        )
        begun.replace(to)
    lead = ("问题", "problems")[LANGUAGES.index(language)]
    stem = upload.name.rpartition(".")[0] or upload.name
    return FileResponse(to, filename=f"{lead}-{stem}.xlsx", headers={"Cache-Control": NEVER})


@router.post("/staff/imports/files/{token}/import")
def import_it(
    request: Request, visit: Importer, upload: Annotated[Upload, Depends(waiting)], _form: Form
) -> Response:
    """Apply the file, or put it into quarantine, and lead to the import."""
    try:
        run = bring_in(visit.city, upload)
    except FaultyTableError as error:
        # The city changed since the check: a kind was removed, say.
        upload.keep_report(report_of_refusal(error, upload))
        return _report_page(request, visit, upload, status=422)
    except (ConflictError, InvalidInputError) as error:
        return _report_page(request, visit, upload, fault=str(error), status=409)
    upload.remove()
    unplaced = f"unplaced={run.unplaced}" if run.unplaced else ""
    if run.import_id is None:
        return see(f"/staff/imports?{unplaced or 'said=done_nothing'}")
    said = "done_applied" if run.applied else "done_waiting"
    return see(f"/staff/imports/{run.import_id}?said={said}{unplaced and '&' + unplaced}")


def _report_page(
    request: Request,
    visit: Visit,
    upload: Upload,
    *,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    report = upload.report()
    if report is None:
        if not upload.has_columns:
            raise StaffRefusal(404, "refused_gone")
        return see(f"/staff/imports/files/{upload.token}")
    every = faults_of(report)
    counts = {
        severity: sum(one.severity == severity for one in every)
        for severity in ("error", "warning")
    }
    show = request.query_params.get("show", "")
    chosen = [one for one in every if show not in counts or one.severity == show]
    pages = max(1, -(-len(chosen) // SHOWN))
    asked = request.query_params.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() else 1
    shown = chosen[(page - 1) * SHOWN : page * SHOWN]
    return staff_page(
        request,
        "import_report.html.j2",
        account=visit.account,
        status=status,
        upload=upload,
        counts=counts,
        show=show if show in counts else "",
        faults=in_words(shown, language_of(request)),
        matched=len(chosen),
        page=page,
        pages=pages,
        changes=report["changes"] and changes_in_words(report["changes"], language_of(request)),
        unplaced=report.get("unplaced", 0),
        in_beside=report.get("beside", False),
        notes=[note_in(note, language_of(request)) for note in report["notes"]],
        known_columns=KNOWN_COLUMNS,
        nothing=report["nothing"],
        **words_of(fault),
    )
