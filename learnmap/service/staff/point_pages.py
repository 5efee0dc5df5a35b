"""How the pages of one learning point are drawn."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from learnmap.ingest import RowFault
from learnmap.model.languages import name_in
from learnmap.model.roles import MAY
from learnmap.service.base_map import base_map
from learnmap.service.staff.pages import see, staff_page
from learnmap.service.staff.point_form import PointForm, written_state
from learnmap.service.staff.point_words import (
    access_choices,
    column_word,
    kind_choices,
    status_choices,
    value_shower,
)
from learnmap.service.staff.visit import Visit, language_of
from learnmap.service.staff.words import word
from learnmap.service.staff.words.warnings import fault_words
from learnmap.store import AuditEntry, StoredPoint
from learnmap.workflows.hours_check import check_hours
from learnmap.workflows.merging import differences
from learnmap.workflows.place_check import PlaceCheck
from learnmap.workflows.point_editing import (
    Shown,
    cells_of,
    check_typed,
    kinds_of,
    last_change,
    show_point,
    walking_areas,
)


def form_page(  # noqa: PLR0913 -- what a page says, each by its name
    request: Request,
    visit: Visit,
    point_id: str,
    form: PointForm,
    *,
    shown: Shown | None = None,
    faults: Sequence[RowFault] = (),
    fault: str | None = None,
    taken: str | None = None,
    said: str | None = None,
    check: PlaceCheck | None = None,
    doubts: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    """Draw the form with what was typed, and each fault next to its field.

    Parameters
    ----------
    point_id : str
        Blank for a new point without an id.
    form : PointForm
        Without a version it adds a point.
    shown : Shown, optional
        What is stored; read where it is left out.
    faults : sequence of RowFault
    fault, said : str, optional
        Keys of what is wrong with the whole, and of what was done.
    taken : str, optional
        The id that another point has.
    check, doubts
        What the place was found to be, and marks with words of what is doubtful.
    """
    language = language_of(request)
    is_new = form.version is None
    if shown is None and not is_new:
        shown = show_point(visit.city, point_id)
    may_edit = "point.edit" in MAY[visit.account.role]
    if shown is not None and not may_edit:
        point = shown.stored.point
        check = check_typed(visit.city, point, stored=point)
    areas = None if is_new else walking_areas(visit.city, point_id)
    wrong = _faults_by_field(faults, language)
    if taken is not None:
        wrong["id"] = word("id_taken", language, id=taken)
    kinds = shown.kinds if shown is not None else kinds_of(visit.city)
    return staff_page(
        request,
        "point.html.j2",
        account=visit.account,
        status=status,
        point_id=point_id,
        is_new=is_new,
        may_edit=may_edit,
        title=_title(form, point_id, language),
        form=form,
        cells=form.cells,
        other_names=[
            column
            for column in form.cells
            if column.startswith("name_") and column not in {"name_zh", "name_en"}
        ],
        wrong=wrong,
        fault=fault,
        taken=taken,
        said=said,
        check=check,
        doubts=doubts,
        looked=form.looked,
        hours=check_hours(
            form.cells.get("opening_hours", ""), clock=visit.city.clock(), place=_walk_to(shown)
        ),
        clock=str(visit.city.clock()),
        kinds=kind_choices(kinds, language),
        statuses=status_choices(language),
        accesses=access_choices(language),
        col=lambda column: column_word(column, language),
        offerings=() if shown is None else shown.offerings,
        name_in=lambda names: name_in(names, language),
        base_map=base_map(visit.city),
        area_minutes=None if areas is None else int(areas["cutoff_s"].max()) // 60,
        area_profiles=_profiles(visit, areas, language),
    )


def conflict_page(
    request: Request, visit: Visit, form: PointForm, stored: StoredPoint, *, path: str = ""
) -> Response:
    """Draw what it was, what somebody else made of it and what was typed, to choose from."""
    theirs = cells_of(stored.point)
    found = differences(form.seen, theirs, form.cells)
    if not found:
        return see(f"/staff/points/{stored.point.id}?said=point_unchanged")
    language = language_of(request)
    show = value_shower(kinds_of(visit.city), language)
    return staff_page(
        request,
        "conflict.html.j2",
        account=visit.account,
        status=409,
        title=name_in(stored.point.names, language),
        path=path or f"/staff/points/{stored.point.id}",
        differences=found,
        shown=lambda one, side: ", ".join(
            show(column, value)
            for column, value in zip(one.columns, getattr(one, side), strict=True)
        ),
        col=lambda one: _group_word(one.columns, language),
        version=stored.version,
        theirs=written_state(theirs),
        mine=written_state(form.cells),
        **who_and_when(visit, last_change(visit.city, stored.point.id)),
    )


def who_and_when(visit: Visit, entry: AuditEntry | None) -> dict[str, str]:
    """Return who made a change, and when by the city's clock."""
    if entry is None:
        return {"who": "?", "when": "?"}
    at = entry.at.astimezone(visit.city.clock())
    return {"who": entry.actor, "when": f"{at:%Y-%m-%d %H:%M}"}


def _group_word(columns: tuple[str, ...], language: str) -> str:
    if len(columns) > 1:
        return word(f"group_{columns[0]}", language)
    return column_word(columns[0], language)


def _faults_by_field(faults: Sequence[RowFault], language: str) -> dict[str, str]:
    """Return the words of the first fault of each field."""
    found: dict[str, str] = {}
    for fault in faults:
        column = fault.column or "name_zh"
        found.setdefault("name_zh" if column == "names" else column, fault_words(fault, language))
    return found


def _title(form: PointForm, point_id: str, language: str) -> str:
    names = {
        column.removeprefix("name_"): value
        for column, value in (form.seen or form.cells).items()
        if column.startswith("name_")
    }
    return name_in(names, language) or point_id or word("new_point", language)


def _walk_to(shown: Shown | None) -> tuple[float, float] | None:
    return None if shown is None else shown.stored.point.walk_to


def _profiles(visit: Visit, areas: Any, language: str) -> list[tuple[str, str]]:
    if areas is None:
        return []
    drawn = set(areas["profile"])
    return [
        (profile.code, profile.zh if language == "zh" else profile.en)
        for profile in visit.city.settings().profiles
        if profile.code in drawn
    ]
