"""What changed from one year to another, for staff."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from learnmap.edition import CoverageChange
from learnmap.model.errors import NotFoundError
from learnmap.model.kinds import MAPS
from learnmap.render.comparison_words import CHANGES
from learnmap.service.answers import NEVER
from learnmap.service.staff.pages import staff_page
from learnmap.service.staff.visit import Allowed, StaffRefusal, Visit, language_of
from learnmap.workflows.comparing import EditionAddress, EditionChanges, compare_years
from learnmap.workflows.editions import all_editions

router = APIRouter(include_in_schema=False)

Reader = Annotated[Visit, Depends(Allowed("edition.read"))]

_FILES: Final = {
    "comparison.html": "text/html; charset=utf-8",
    "changes.csv": "text/csv; charset=utf-8",
    "changes.geojson": "application/geo+json",
}


@router.get("/staff/compare")
def compare(request: Request, visit: Reader) -> Response:
    """Ask which years are compared, and show what changed between them."""
    years = _published_years(visit)
    asked = {key: request.query_params.get(key, "") for key in ("map", "before", "after")}
    chosen = {**_suggested(years), **{key: value for key, value in asked.items() if value}}
    complete = all(asked.values()) and asked["map"] in MAPS
    missing: str | None = None
    found: EditionChanges | None = None
    if complete:
        there = {str(year) for year in years.get(asked["map"], [])}
        missing = next((asked[key] for key in ("before", "after") if asked[key] not in there), None)
    if complete and missing is None:
        found = _changes(visit, asked["map"], asked["before"], asked["after"])
    return staff_page(
        request,
        "compare.html.j2",
        account=visit.account,
        status=200 if missing is None else 404,
        maps=[name for name in MAPS if len(years.get(name, [])) > 1],
        years=sorted({year for several in years.values() for year in several}),
        chosen=chosen,
        missing=missing,
        found=found,
        changes=[] if found is None else _counts(found, language_of(request)),
        coverage=[] if found is None else _rows(found.coverage),
        files=f"/staff/compare/{asked['map']}/{asked['before']}/{asked['after']}",
    )


@router.get("/staff/compare/{map_name}/{before}/{after}/{name}")
def send_file(visit: Reader, map_name: str, before: str, after: str, name: str) -> Response:
    """Send the whole page of a comparison, or one of its lists."""
    if name not in _FILES or map_name not in MAPS:
        raise StaffRefusal(404, "refused_missing")
    content = _changes(visit, map_name, before, after).files[name]
    headers = {"Cache-Control": NEVER}
    if not name.endswith(".html"):
        saved = f"{map_name}-{before}-{after}-{name}"
        headers["Content-Disposition"] = f'attachment; filename="{saved}"'
    return Response(content, headers=headers, media_type=_FILES[name])


def _changes(visit: Visit, map_name: str, before: str, after: str) -> EditionChanges:
    if not (before.isdecimal() and after.isdecimal() and len(before) == len(after) == 4):
        raise StaffRefusal(404, "refused_missing")
    try:
        return compare_years(
            visit.city, map_name, EditionAddress(int(before)), EditionAddress(int(after))
        )
    except NotFoundError as error:
        raise StaffRefusal(404, "refused_missing") from error


def _published_years(visit: Visit) -> dict[str, list[int]]:
    """Return the years that are published of each map, the newest first."""
    years: dict[str, list[int]] = {}
    for row in all_editions(visit.city):
        if row.status == "published":
            years.setdefault(row.map_name, []).append(row.year)
    return years


def _suggested(years: dict[str, list[int]]) -> dict[str, str]:
    """Suggest the two newest years of the first map that has two."""
    for name in MAPS:
        if len(several := years.get(name, [])) > 1:
            return {"map": name, "before": str(several[1]), "after": str(several[0])}
    return {"map": "", "before": "", "after": ""}


def _counts(found: EditionChanges, language: str) -> list[tuple[str, int]]:
    counted = [(words, found.comparison.count(code)) for code, words in CHANGES.items()]
    return [(str(words[language == "en"]), count) for words, count in counted if count]


def _rows(coverage: Sequence[CoverageChange]) -> list[dict[str, Any]]:
    """Return residents before, what each cause adds, and residents after."""
    return [
        {
            "who": one.profile,
            "minutes": one.cutoff_s // 60,
            "before": f"{one.residents[0]:,}",
            "steps": [f"{after - before:+,}" for before, after in pairwise(one.residents)],
            "after": f"{one.residents[3]:,}",
        }
        for one in coverage
    ]
