"""What the columns of a file that waits are taken for: shown, corrected, and forgotten."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.ingest.age_bands import ages_of_column, written_ages
from learnmap.ingest.areas_file import LEVELS
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.model.languages import LANGUAGES, name_in
from learnmap.service.staff.column_forms import IGNORE, chosen_columns, column_rows
from learnmap.service.staff.file_checks import check_upload, look
from learnmap.service.staff.file_reports import in_words
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.record_kinds import KINDS_OF_RECORDS
from learnmap.service.staff.uploads import Upload
from learnmap.service.staff.visit import Form, Visit, language_of
from learnmap.service.staff.waiting_upload import Checker, Importer, waiting, words_of
from learnmap.store import read_categories, read_kinds
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns, forget_source

router = APIRouter(include_in_schema=False)


@router.get("/staff/imports/files/{token}")
def ask_columns(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(waiting)]
) -> Response:
    """Show what the columns of the file are taken for, to be corrected."""
    if not upload.has_columns:
        return see(f"/staff/imports/files/{upload.token}/report")
    return _columns_page(request, visit, upload)


@router.post("/staff/imports/files/{token}")
def check(
    request: Request, visit: Checker, upload: Annotated[Upload, Depends(waiting)], form: Form
) -> Response:
    """Check the file with its columns as they were said to be, and lead to the report."""
    if not upload.has_columns:
        return see(f"/staff/imports/files/{upload.token}/report")
    try:
        columns = look(visit.city, upload, ToldColumns())
    except FaultyTableError:
        return _columns_page(request, visit, upload)
    fixed = KINDS_OF_RECORDS[upload.what].fixed
    told, fault = chosen_columns(columns, form, fixed=fixed)
    said = replace(upload, told=told)
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


@router.post("/staff/imports/files/{token}/forget")
def forget(visit: Importer, upload: Annotated[Upload, Depends(waiting)], _form: Form) -> Response:
    """Forget what was remembered for the source and such records, and guess the columns anew."""
    try:
        forget_source(visit.city, upload.source, upload.what)
    except NotFoundError:  # Somebody else did it just now.
        return see(f"/staff/imports/files/{upload.token}")
    return see(f"/staff/imports/files/{upload.token}?said=done_forgotten")


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
        facts |= _facts(visit.city, found, language_of(request))
    except FaultyTableError as error:
        facts["refusals"], status = in_words(error.faults, language_of(request)), 422
    said = request.query_params.get("said") == "done_forgotten" and not fault
    return staff_page(
        request,
        "import_columns.html.j2",
        account=visit.account,
        status=status,
        upload=upload,
        ignore=IGNORE,
        said="done_forgotten" if said else "",
        **words_of(fault),
        **facts,
    )


def _facts(city: City, found: FileColumns, language: str) -> dict[str, Any]:
    """Return what the page tells of columns, and what it lets one choose for all rows."""
    fixed, values = KINDS_OF_RECORDS[found.what].fixed, dict(found.mapping.fixed)
    bands = {ours: ages_of_column(ours) for ours in (*found.settled.gone, *values)}
    return {
        "rows": column_rows(found),
        "ours": found.opened.columns.offered,
        "with_ages": bool(found.opened.columns.patterns),
        "remembered": found.remembered,
        "gone": found.settled.gone,
        "bands": {ours: written_ages(ages) for ours, ages in bands.items() if ages},
        "fixed": fixed,
        "fixed_value": values.pop(fixed, "") if fixed else "",
        "choices": _choices(city, fixed, language),
        "every_row": values,
        "levels": LEVELS,
    }


def _choices(city: City, fixed: str | None, language: str) -> list[tuple[str, str]]:
    """Return the codes and words of what all rows may be."""
    with city.store.begin() as tx:
        if fixed == "kind":
            at = LANGUAGES.index(language)
            return [(kind.code, (kind.zh, kind.en)[at]) for kind in read_kinds(tx)]
        if fixed == "category":
            return [(one.code, name_in(one.names, language)) for one in read_categories(tx)]
    return []
