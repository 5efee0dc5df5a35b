"""Send a file that is to be imported, and throw it away."""

import shutil
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from learnmap.ingest.areas_file import LEVELS
from learnmap.model.crs import DATUMS
from learnmap.model.errors import InvalidInputError
from learnmap.service.staff.area_choices import region_choices
from learnmap.service.staff.file_checks import check_upload
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
    new_folder,
    safe_suffix,
    shown_name,
)
from learnmap.service.staff.visit import Form, Visit, language_of
from learnmap.service.staff.waiting_upload import Checker, waiting
from learnmap.workflows.file_columns import sources_with_columns

router = APIRouter(include_in_schema=False)

_LONGEST_SOURCE: Final = 200
_ASKED: Final = ("source", "datum", "sheet", "level", "ages", "within", "by_hand", "inside")


@router.get("/staff/imports/new")
def ask_file(request: Request, visit: Checker) -> Response:
    """Ask for a file, where it is from, and what else its kind of records needs."""
    return _new_page(request, visit, {"what": request.query_params.get("what", "points")})


@router.post("/staff/imports/new")
def take_file(request: Request, visit: Checker, sent: Sent) -> Response:
    """Take a file in, and lead to its columns, or to the report where it has none."""
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
    if upload.has_columns:
        return see(f"/staff/imports/files/{upload.token}")
    try:
        upload.keep_report(check_upload(visit.city, upload))
    except InvalidInputError as error:
        upload.remove()
        return _new_page(request, visit, fields, {}, detail=str(error))
    return see(f"/staff/imports/files/{upload.token}/report")


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


@router.post("/staff/imports/files/{token}/remove")
def remove(upload: Annotated[Upload, Depends(waiting)], _form: Form) -> Response:
    """Throw the file away."""
    upload.remove()
    return see("/staff/imports?said=done_removed")


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
        sources=sources_with_columns(visit.city, kind.what),
        regions=region_choices(visit.city, language_of(request)) if "inside" in kind.asks else [],
        faults=faults or {},
        detail=detail,
    )
