"""Send a file, correct what its columns are, look at the report, and import it."""

import secrets
import shutil
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.point_columns import COLUMNS
from learnmap.model.crs import DATUMS
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.languages import LANGUAGES
from learnmap.service.answers import NEVER
from learnmap.service.staff.column_forms import IGNORE, chosen_columns, column_rows
from learnmap.service.staff.file_reports import (
    SHOWN,
    faults_of,
    in_words,
    report_of_check,
    report_of_faults,
)
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.sent_files import Sent
from learnmap.service.staff.uploads import (
    Upload,
    drop_oldest,
    find_upload,
    new_folder,
    safe_suffix,
    shown_name,
)
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.service.staff.words.saying import WORDS
from learnmap.store import read_kinds
from learnmap.workflows.checked_files import check_points
from learnmap.workflows.chinese_warnings import note_in
from learnmap.workflows.file_columns import FileColumns, look_at_columns, sources_with_columns
from learnmap.workflows.import_reports import write_report
from learnmap.workflows.import_runs import run_import

router = APIRouter(include_in_schema=False)

KINDS_OF_RECORDS: Final = ("points",)
"""What a file may hold; the form offers these."""
_LONGEST_SOURCE: Final = 200

Checker = Annotated[Visit, Depends(Allowed("import.check"))]
Importer = Annotated[Visit, Depends(Allowed("import.apply"))]


def _waiting(visit: Checker, token: str) -> Upload:
    """Find a file that waits, of who asks for it."""
    found = find_upload(visit.city, token, account=visit.account.name)
    if found is None:
        raise StaffRefusal(404, "refused_gone")
    return found


@router.get("/staff/imports/new")
def ask_file(request: Request, visit: Checker) -> Response:
    """Ask for a file, and where it is from."""
    return _new_page(request, visit, {})


@router.post("/staff/imports/new")
def take_file(request: Request, visit: Checker, sent: Sent) -> Response:
    """Take a file in, and lead to its columns."""
    fields, faults = sent.fields, {}
    source = " ".join(fields.get("source", "").split())
    if not source or len(source) > _LONGEST_SOURCE:
        faults["source"] = "fault_source"
    if sent.file is None:
        faults["file"] = "fault_file"
    if fields.get("datum", "") not in ("", *DATUMS):
        faults["datum"] = "fault_choice"
    if fields.get("what") not in KINDS_OF_RECORDS:
        faults["what"] = "fault_choice"
    if faults or sent.file is None:
        return _new_page(request, visit, fields, faults)
    given = sent.file.filename or ""
    upload = Upload(
        folder=new_folder(visit.city),
        name=shown_name(given),
        suffix=safe_suffix(given),
        account=visit.account.name,
        what=fields["what"],
        source=source,
        datum=fields.get("datum") or None,
        sheet=fields.get("sheet", "").strip() or None,
    )
    with upload.path.open("wb") as kept:
        shutil.copyfileobj(sent.file.file, kept)
    upload.keep()
    drop_oldest(visit.city, account=visit.account.name)
    return see(f"/staff/imports/files/{upload.token}")


@router.get("/staff/imports/files/{token}")
def ask_columns(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)]
) -> Response:
    """Show what the columns of the file are taken for, to be corrected."""
    return _columns_page(request, visit, upload)


@router.post("/staff/imports/files/{token}")
def check(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)], form: Form
) -> Response:
    """Check the file with its columns as they were said to be, and lead to the report."""
    try:
        columns = _look(visit, upload, ToldColumns())
    except FaultyTableError:
        return _columns_page(request, visit, upload)
    told, fault = chosen_columns(columns, form)
    said = _replaced(upload, told)
    if fault is None:
        try:
            report = _checked(visit, said)
        except InvalidInputError as error:
            fault = str(error)
        else:
            said.keep()
            said.keep_report(report)
            return see(f"/staff/imports/files/{upload.token}/report")
    return _columns_page(request, visit, said, fault=fault, status=422)


@router.get("/staff/imports/files/{token}/report")
def show_report(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)]
) -> Response:
    """Show what the check found and what an import would do."""
    return _report_page(request, visit, upload)


@router.get("/staff/imports/files/{token}/report.xlsx")
def send_report(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)]
) -> Response:
    """Send the file back with its faults marked."""
    report = upload.report()
    if report is None:
        raise StaffRefusal(404, "refused_gone")
    language = language_of(request)
    to = upload.folder / f"report-{language}.xlsx"
    if not to.is_file():
        try:
            opened = _look(visit, upload, upload.told)
        except FaultyTableError:
            opened = None
        # Whole or not there: who asks at the same moment gets no half of it.
        begun = upload.folder / f"report-{secrets.token_hex(8)}.xlsx"
        write_report(
            visit.city,
            upload.path,
            faults_of(report),
            to=begun,
            language=language,
            opened=opened,
        )
        begun.replace(to)
    lead = ("问题", "problems")[LANGUAGES.index(language)]
    stem = upload.name.rpartition(".")[0] or upload.name
    return FileResponse(to, filename=f"{lead}-{stem}.xlsx", headers={"Cache-Control": NEVER})


@router.post("/staff/imports/files/{token}/import")
def import_it(
    request: Request, visit: Importer, upload: Annotated[Upload, Depends(_waiting)], _form: Form
) -> Response:
    """Apply the file, or put it into quarantine, and lead to the import."""
    try:
        run = run_import(
            visit.city,
            upload.path,
            source=upload.source,
            datum=upload.datum,
            sheet=upload.sheet,
            columns=upload.told,
            called=upload.name,
        )
    except FaultyTableError as error:
        # The city changed since the check: a kind was removed, say.
        upload.keep_report(report_of_faults(error, None))
        return _report_page(request, visit, upload, status=422)
    except (ConflictError, InvalidInputError) as error:
        return _report_page(request, visit, upload, fault=str(error), status=409)
    upload.remove()
    if run.import_id is None:
        return see("/staff/imports?said=done_nothing")
    said = "done_applied" if run.applied else "done_waiting"
    return see(f"/staff/imports/{run.import_id}?said={said}")


@router.post("/staff/imports/files/{token}/remove")
def forget(upload: Annotated[Upload, Depends(_waiting)], _form: Form) -> Response:
    """Throw the file away."""
    upload.remove()
    return see("/staff/imports?said=done_removed")


def _look(visit: Visit, upload: Upload, told: ToldColumns) -> FileColumns:
    return look_at_columns(
        visit.city, upload.path, source=upload.source, sheet=upload.sheet, told=told
    )


def _checked(visit: Visit, upload: Upload) -> dict[str, Any]:
    """Check a file, and return the report whether it is refused or not."""
    seen: list[ColumnMapping] = []
    try:
        checked = check_points(
            visit.city,
            upload.path,
            source=upload.source,
            datum=upload.datum,
            sheet=upload.sheet,
            columns=upload.told,
            look=lambda found: seen.append(found.mapping),
            called=upload.name,
        )
    except FaultyTableError as error:
        return report_of_faults(error, seen[0] if seen else None)
    return report_of_check(checked)


def _replaced(upload: Upload, told: ToldColumns) -> Upload:
    values = {name: getattr(upload, name) for name in Upload.__slots__}
    return Upload(**{**values, "told": told})


def _new_page(
    request: Request, visit: Visit, fields: dict[str, str], faults: dict[str, str] | None = None
) -> Response:
    return staff_page(
        request,
        "import_new.html.j2",
        account=visit.account,
        status=422 if faults else 200,
        form={name: fields.get(name, "") for name in ("source", "datum", "what", "sheet")},
        kinds_of_records=KINDS_OF_RECORDS,
        datums=DATUMS,
        sources=sources_with_columns(visit.city),
        faults=faults or {},
    )


def _columns_page(
    request: Request,
    visit: Visit,
    upload: Upload,
    *,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    facts: dict[str, Any] = {"rows": [], "remembered": None, "gone": {}, "refusals": []}
    try:
        try:
            found = _look(visit, upload, upload.told)
        except InvalidInputError as error:
            fault, found = fault or str(error), _look(visit, upload, ToldColumns())
        facts |= {
            "rows": column_rows(found),
            "remembered": found.remembered,
            "gone": found.settled.gone,
            "fixed_kind": found.mapping.fixed.get("kind", ""),
        }
    except FaultyTableError as error:
        facts["refusals"], status = in_words(error.faults, language_of(request)), 422
    with visit.city.store.begin() as tx:
        kinds = read_kinds(tx)
    language = LANGUAGES.index(language_of(request))
    return staff_page(
        request,
        "import_columns.html.j2",
        account=visit.account,
        status=status,
        upload=upload,
        ours=COLUMNS,
        ignore=IGNORE,
        kinds=[(kind.code, (kind.zh, kind.en)[language]) for kind in kinds],
        **_told(fault),
        **facts,
    )


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
        changes=report["changes"],
        notes=[note_in(note, language_of(request)) for note in report["notes"]],
        known_columns=COLUMNS,
        nothing=report["nothing"],
        **_told(fault),
    )


def _told(fault: str | None) -> dict[str, str | None]:
    """Return the key of a fault's words; a message that has none stands beside general ones."""
    if fault is None or fault in WORDS:
        return {"fault": fault, "detail": None}
    return {"fault": "fault_step", "detail": fault}
