"""Imports: the list, one with its warnings and changes, and each step that can be taken."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.languages import name_in
from learnmap.service.staff.file_reports import SHOWN, changes_in_words, plain_changes
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.visit import (
    Allowed,
    Fields,
    Form,
    StaffRefusal,
    Visit,
    language_of,
)
from learnmap.service.staff.words.saying import KNOWN_COLUMNS, WORDS
from learnmap.store import ImportRecord, PointWarning
from learnmap.workflows.chinese_warnings import warning_in
from learnmap.workflows.import_reports import warnings_as_faults
from learnmap.workflows.import_runs import (
    ShownImport,
    apply_import,
    confirm_warnings,
    discard_import,
    drop_rows,
    drop_warned,
    list_imports,
    show_import,
    take_back_import,
)

router = APIRouter(include_in_schema=False)

Checker = Annotated[Visit, Depends(Allowed("import.check"))]
Importer = Annotated[Visit, Depends(Allowed("import.apply"))]
Confirmer = Annotated[Visit, Depends(Allowed("import.confirm"))]
Undoer = Annotated[Visit, Depends(Allowed("import.undo"))]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]

_SAID: Final = frozenset(
    {
        "done_applied",
        "done_waiting",
        "done_nothing",
        "done_removed",
        "done_confirmed",
        "done_dropped",
        "done_discarded",
        "done_taken_back",
    }
)
_ALL: Final = "all"
_KNOWN_CODES: Final = frozenset(key for key in WORDS if key.startswith("code_"))
"""Keys of the codes of warnings that have words."""


@router.get("/staff/imports")
def show_all(request: Request, visit: Checker) -> Response:
    """List the imports, the newest first."""
    rows = list_imports(visit.city)
    return staff_page(
        request,
        "imports.html.j2",
        account=visit.account,
        rows=rows[:SHOWN],
        count=len(rows),
        clock=visit.city.clock(),
        said=_said(request),
        unplaced=_unplaced(request),
    )


@router.get("/staff/imports/{import_id}")
def show_one(request: Request, visit: Checker, import_id: Id) -> Response:
    """Show an import."""
    return _page(request, visit, import_id)


@router.post("/staff/imports/{import_id}/confirm")
def confirm(request: Request, visit: Confirmer, import_id: Id, fields: Fields) -> Response:
    """Confirm the warnings of the lines that were chosen, or all that are open."""
    note = dict(fields).get("note", "").strip()
    everything, lines = _lines(fields)
    code = _code(fields)
    if not note or not (everything or lines):
        fault = "fault_note" if not note else "fault_none_chosen"
        return _page(request, visit, import_id, fault=fault, note=note, ticked=lines, show=code)
    return _tried(
        request,
        visit,
        import_id,
        lambda: confirm_warnings(
            visit.city,
            import_id,
            lines=None if everything else lines,
            code=code if everything else None,
            note=note,
        ),
        "done_confirmed",
    )


@router.post("/staff/imports/{import_id}/drop")
def drop(request: Request, visit: Confirmer, import_id: Id, fields: Fields) -> Response:
    """Leave the rows that were chosen out, or all that are open of one problem."""
    everything, lines = _lines(fields)
    code = _code(fields)
    if code is None and everything:
        return _page(request, visit, import_id, fault="fault_drop_all", ticked=lines)
    if not (lines or everything):
        return _page(request, visit, import_id, fault="fault_none_chosen", show=code)

    def step() -> object:
        if everything and code is not None:
            return drop_warned(visit.city, import_id, code=code)
        return drop_rows(visit.city, import_id, lines=lines)

    return _tried(request, visit, import_id, step, "done_dropped")


@router.post("/staff/imports/{import_id}/apply")
def apply(request: Request, visit: Importer, import_id: Id, _form: Form) -> Response:
    """Apply a file in quarantine."""
    return _tried(
        request, visit, import_id, lambda: apply_import(visit.city, import_id), "done_applied"
    )


@router.post("/staff/imports/{import_id}/discard")
def discard(request: Request, visit: Importer, import_id: Id, _form: Form) -> Response:
    """Give a file in quarantine up."""
    return _tried(
        request, visit, import_id, lambda: discard_import(visit.city, import_id), "done_discarded"
    )


@router.post("/staff/imports/{import_id}/take-back")
def take_back(request: Request, visit: Undoer, import_id: Id, _form: Form) -> Response:
    """Make the records what they were before the import."""
    return _tried(
        request,
        visit,
        import_id,
        lambda: take_back_import(visit.city, import_id),
        "done_taken_back",
    )


def _tried(
    request: Request, visit: Visit, import_id: int, step: Callable[[], object], done: str
) -> Response:
    try:
        step()
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    except (ConflictError, InvalidInputError) as error:
        return _page(request, visit, import_id, fault="fault_step", detail=str(error))
    return see(f"/staff/imports/{import_id}?said={done}")


def _page(
    request: Request,
    visit: Visit,
    import_id: int,
    *,
    fault: str | None = None,
    detail: str | None = None,
    note: str = "",
    ticked: Iterable[int] = (),
    show: str | None = None,
) -> Response:
    try:
        shown = show_import(visit.city, import_id)
    except NotFoundError:
        raise StaffRefusal(404, "refused_missing") from None
    lines = _warned_lines(shown, language_of(request))
    codes = Counter(code for one in lines for code in one["open_codes"])
    show = show or request.query_params.get("show", "")
    chosen = [one for one in lines if _is_shown(one, show, codes)]
    # What is swapped into a page by a script has to be a good answer.
    is_swapped = request.headers.get("hx-request") == "true"
    return staff_page(
        request,
        "one_import.html.j2",
        account=visit.account,
        status=200 if fault is None or is_swapped else 422,
        row=shown.row,
        lines=chosen[:SHOWN],
        matched=len(chosen),
        show=show if show == "open" or show in codes else "",
        codes=codes.most_common(),
        known_codes=_KNOWN_CODES,
        changes=changes_in_words(plain_changes(shown.changes), language_of(request)),
        dropped=shown.dropped[:SHOWN],
        clock=visit.city.clock(),
        said=None if fault else _said(request),
        fault=fault,
        detail=detail,
        note=note,
        ticked=frozenset(ticked),
        known_columns=KNOWN_COLUMNS,
        unplaced=_unplaced(request),
    )


def _warned_lines(shown: ShownImport, language: str) -> list[dict[str, Any]]:
    """Return the warnings by line, since a line is confirmed or dropped as a whole."""
    by_line: dict[int, list[PointWarning]] = {}
    for warning in shown.warnings:
        by_line.setdefault(warning.line, []).append(warning)
    dropped = {record.line: record.dropped_by for record in shown.dropped}
    names = {record.line: _called(record, language) for record in shown.records}
    return [
        {
            "line": line,
            "id": warnings[0].point_id,
            "name": names.get(line, ""),
            "warnings": list(
                zip(
                    warnings,
                    (warning_in(one, language) for one in warnings_as_faults(warnings)),
                    strict=True,
                )
            ),
            "dropped_by": dropped.get(line),
            "open": line not in dropped and any(one.confirmed_by is None for one in warnings),
            "open_codes": {
                one.code for one in warnings if line not in dropped and one.confirmed_by is None
            },
        }
        for line, warnings in sorted(by_line.items())
    ]


def _is_shown(line: Mapping[str, Any], show: str, codes: Container[str]) -> bool:
    """Tell whether a line is shown: all of them, those that are open, or those open of a code."""
    if show in codes:
        return show in line["open_codes"]
    return show != "open" or line["open"]


def _code(fields: list[tuple[str, str]]) -> str | None:
    """Return the code whose warnings the page showed."""
    return dict(fields).get("code") or None


def _lines(fields: list[tuple[str, str]]) -> tuple[bool, list[int]]:
    """Return whether all open warnings are meant, and the lines that were ticked."""
    given = [value for name, value in fields if name == "line"]
    lines = {int(value) for value in given if value.isascii() and value.isdigit()}
    return _ALL in given, sorted(line for line in lines if line < 2**31)


def _unplaced(request: Request) -> int:
    """Return how many rows an import just put on the list, as its address says."""
    given = request.query_params.get("unplaced", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _said(request: Request) -> str | None:
    said = request.query_params.get("said", "")
    return said if said in _SAID else None


def _called(row: ImportRecord, language: str) -> str:
    """Return the name of a record that has one, else its key."""
    return name_in(getattr(row.record, "names", {}), language) or row.key
