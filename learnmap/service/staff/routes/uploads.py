"""Send a file, correct what its columns are, look at the report, and import it."""

import secrets
import shutil
from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from starlette.datastructures import UploadFile

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.ingest.areas_file import LEVELS
from learnmap.ingest.point_columns import COLUMNS
from learnmap.model.crs import DATUMS
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.languages import LANGUAGES
from learnmap.service.answers import NEVER
from learnmap.service.staff.area_choices import region_choices
from learnmap.service.staff.column_forms import IGNORE, chosen_columns, column_rows
from learnmap.service.staff.file_checks import (
    bring_in,
    check_upload,
    faulty_file,
    look,
    report_of_refusal,
)
from learnmap.service.staff.file_reports import (
    SHOWN,
    changes_in_words,
    faults_of,
    in_words,
)
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.record_kinds import (
    KINDS_OF_RECORDS,
    RecordKind,
    faults_of_form,
    metres_of,
)
from learnmap.service.staff.sent_files import Sent, SentFile
from learnmap.service.staff.uploads import (
    Upload,
    drop_oldest,
    find_upload,
    new_folder,
    safe_suffix,
    shown_name,
)
from learnmap.service.staff.visit import Allowed, Form, StaffRefusal, Visit, language_of
from learnmap.service.staff.words.saying import KNOWN_COLUMNS, WORDS
from learnmap.store import read_kinds
from learnmap.workflows.chinese_warnings import note_in
from learnmap.workflows.file_columns import sources_with_columns
from learnmap.workflows.import_reports import write_report

router = APIRouter(include_in_schema=False)

_LONGEST_SOURCE: Final = 200
_ASKED: Final = ("source", "datum", "sheet", "level", "ages", "within", "by_hand", "inside")

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
    """Ask for a file, where it is from, and what else its kind of records needs."""
    return _new_page(request, visit, {"what": request.query_params.get("what", "points")})


@router.post("/staff/imports/new")
def take_file(request: Request, visit: Checker, sent: Sent) -> Response:
    """Take a file in, and lead to its columns, or to the report where these are plain."""
    fields, faults = sent.fields, {}
    source = " ".join(fields.get("source", "").split())
    if not source or len(source) > _LONGEST_SOURCE:
        faults["source"] = "fault_source"
    if sent.file is None:
        faults["file"] = "fault_file"
    kind = KINDS_OF_RECORDS.get(fields.get("what", ""))
    faults |= {"what": "fault_choice"} if kind is None else faults_of_form(kind, fields)
    regions = [code for code, _ in region_choices(visit.city, language_of(request))]
    if fields.get("inside", "") not in regions:
        faults["inside"] = "fault_choice"
    if faults or sent.file is None or kind is None:
        return _new_page(request, visit, fields, faults)
    upload = _kept(visit, kind, sent.file, sent, source)
    if kind.what != "points":
        try:
            upload.keep_report(check_upload(visit.city, upload))
        except InvalidInputError as error:
            upload.remove()
            return _new_page(request, visit, fields, {}, detail=str(error))
        return see(f"/staff/imports/files/{upload.token}/report")
    return see(f"/staff/imports/files/{upload.token}")


def _kept(visit: Visit, kind: RecordKind, file: UploadFile, sent: SentFile, source: str) -> Upload:
    """Keep a file, and the second one where there is one, with what was said of them."""
    given, fields = file.filename or "", sent.fields
    beside = sent.beside if "beside" in kind.asks else None
    upload = Upload(
        folder=new_folder(visit.city),
        name=shown_name(given),
        suffix=safe_suffix(given),
        account=visit.account.name,
        what=kind.what,
        source=source,
        datum=fields.get("datum") or None,
        sheet=fields.get("sheet", "").strip() or None,
        beside_name=shown_name(beside.filename or "") if beside else None,
        beside_suffix=safe_suffix(beside.filename or "") if beside else None,
        within_m=metres_of(fields) if "within" in kind.asks else None,
        level=(fields.get("level") or None) if "level" in kind.asks else None,
        ages=(fields.get("ages", "").strip() or None) if "ages" in kind.asks else None,
        by_hand="by_hand" in kind.asks and fields.get("by_hand") == "yes",
        inside=(fields.get("inside") or None) if "inside" in kind.asks else None,
    )
    for path, found in ((upload.path, file), (upload.beside, beside)):
        if path is not None and found is not None:
            with path.open("wb") as kept:
                shutil.copyfileobj(found.file, kept)
    upload.keep()
    drop_oldest(visit.city, account=visit.account.name)
    return upload


@router.get("/staff/imports/files/{token}")
def ask_columns(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)]
) -> Response:
    """Show what the columns of the file are taken for, to be corrected."""
    if upload.what != "points":
        return see(f"/staff/imports/files/{upload.token}/report")
    return _columns_page(request, visit, upload)


@router.post("/staff/imports/files/{token}")
def check(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(_waiting)], form: Form
) -> Response:
    """Check the file with its columns as they were said to be, and lead to the report."""
    if upload.what != "points":
        return see(f"/staff/imports/files/{upload.token}/report")
    try:
        columns = look(visit.city, upload, ToldColumns())
    except FaultyTableError:
        return _columns_page(request, visit, upload)
    told, fault = chosen_columns(columns, form)
    said = _replaced(upload, told)
    if fault is None:
        try:
            report = check_upload(visit.city, said)
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
        file, opened = faulty_file(upload, report), None
        if upload.what == "points":
            with suppress(FaultyTableError):
                opened = look(visit.city, upload, upload.told)
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
    request: Request, visit: Importer, upload: Annotated[Upload, Depends(_waiting)], _form: Form
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


@router.post("/staff/imports/files/{token}/remove")
def forget(upload: Annotated[Upload, Depends(_waiting)], _form: Form) -> Response:
    """Throw the file away."""
    upload.remove()
    return see("/staff/imports?said=done_removed")


def _replaced(upload: Upload, told: ToldColumns) -> Upload:
    values = {name: getattr(upload, name) for name in Upload.__slots__}
    return Upload(**{**values, "told": told})


def _new_page(
    request: Request,
    visit: Visit,
    fields: dict[str, str],
    faults: dict[str, str] | None = None,
    *,
    detail: str | None = None,
) -> Response:
    kind = KINDS_OF_RECORDS.get(fields.get("what", "")) or KINDS_OF_RECORDS["points"]
    return staff_page(
        request,
        "import_new.html.j2",
        account=visit.account,
        status=422 if faults or detail else 200,
        form={name: fields.get(name, "") for name in _ASKED},
        kind=kind,
        kinds=tuple(KINDS_OF_RECORDS),
        datums=DATUMS,
        levels=LEVELS,
        sources=sources_with_columns(visit.city),
        regions=region_choices(visit.city, language_of(request)) if "inside" in kind.asks else [],
        faults=faults or {},
        detail=detail,
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
            found = look(visit.city, upload, upload.told)
        except InvalidInputError as error:
            fault, found = fault or str(error), look(visit.city, upload, ToldColumns())
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
        if upload.what != "points":
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
        **_told(fault),
    )


def _told(fault: str | None) -> dict[str, str | None]:
    """Return the key of a fault's words; a message that has none stands beside general ones."""
    if fault is None or fault in WORDS:
        return {"fault": fault, "detail": None}
    return {"fault": "fault_step", "detail": fault}
