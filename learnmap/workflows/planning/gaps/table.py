"""The columns of a table of gaps, the same in all files."""

from collections.abc import Iterator
from typing import Any

from learnmap.access import Coverage
from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.workflows.planning.gaps.report import GapRow, GapsReport


def gaps_table(report: GapsReport) -> Iterator[dict[str, Any]]:
    """Yield the columns of each row by name.

    Residents stand there as they were added up, so that ``covered``, ``uncovered`` and
    ``unplaced`` make ``total``, and all reasons make ``uncovered`` and ``unplaced``. Columns of
    the older residents begin with ``older_``. Minutes are None where nobody is uncovered, and
    where no point was found within ``searched_minutes``.
    """
    inputs = _inputs(report)
    for row in report.rows:
        yield {**_part(report, row), **_residents(row), **_nearest(report, row), **inputs}


def about_gaps(report: GapsReport) -> dict[str, str]:
    """Return what a file of gaps tells of itself, by name."""
    made_from = report.provenance
    build, files = made_from.build, made_from.files
    points = report.points.code or report.points.by
    about = {
        "title": f"learnmap gaps: {report.names.get('en') or report.names.get('zh', '')}",
        "profile": report.profile,
        "minutes": f"{report.cutoff_s / 60:g}",
        "searched_minutes": f"{report.searched_s / 60:g}",
        "ranked_by_age_from": str(report.age_from),
        "points": f"{points}: {report.counted} count, {report.joined} on streets",
        "points_on": str(made_from.points_on),
        "streets": f"{build.extract_name}, {build.extract_date or 'date not told'}",
        "network": build.content_hash,
        "attribution": build.attribution,
        "licence": build.licence,
        "residents": "; ".join(
            f"{one.name}{' (fictional)' if one.fictional else ''}" for one in made_from.sources
        ),
        "residents_imported": "; ".join(f"{one.name} {one.applied_on}" for one in files),
        "residents_in_several_areas": repr(report.in_several),
        "residents_in_no_area": repr(report.in_none),
        "residents_of_divided_ages": repr(report.divided),
        "fictional": str(made_from.fictional).lower(),
    }
    if report.full:
        about["points_without_a_free_place"] = str(report.full)
    return about


def _part(report: GapsReport, row: GapRow) -> dict[str, Any]:
    middle = None if row.shape is None else row.shape.representative_point()
    return {
        "rank": row.rank,
        "parts": report.by,
        "part_id": row.part_id,
        "name_zh": row.names.get("zh", ""),
        "name_en": row.names.get("en", ""),
        "longitude": None if middle is None else round(middle.x, 6),
        "latitude": None if middle is None else round(middle.y, 6),
    }


def _residents(row: GapRow) -> dict[str, Any]:
    gap = row.gap
    names = {"zh": "", "en": ""} if gap.reason is None else GAP_REASON_NAMES[gap.reason]
    return {
        **_counts("older_", gap.older),
        **_counts("", gap.everyone),
        "reason": gap.reason.code if gap.reason else "",
        "reason_zh": names["zh"],
        "reason_en": names["en"],
        **{f"older_{why.code}": gap.older_by_reason.get(why, 0.0) for why in GapReason},
        **{why.code: gap.everyone_by_reason.get(why, 0.0) for why in GapReason},
    }


def _counts(prefix: str, found: Coverage) -> dict[str, float]:
    return {
        f"{prefix}uncovered": found.uncovered,
        f"{prefix}unplaced": found.unplaced,
        f"{prefix}covered": found.covered,
        f"{prefix}total": found.total,
    }


def _nearest(report: GapsReport, row: GapRow) -> dict[str, Any]:
    gap = row.gap
    return {
        "nearest_minutes": _minutes(gap.nearest_s),
        "median_minutes": _minutes(gap.median_s),
        "searched_minutes": report.searched_s / 60,
        "nearest_point": row.nearest_id,
        "nearest_point_zh": row.nearest_names.get("zh", ""),
        "nearest_point_en": row.nearest_names.get("en", ""),
    }


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 2)


def _inputs(report: GapsReport) -> dict[str, Any]:
    """Return what every row was made from: a row may travel far from its table."""
    made_from = report.provenance
    build = made_from.build
    return {
        "profile": report.profile,
        "minutes": report.cutoff_s / 60,
        "older_from": report.age_from,
        "points": report.points.by,
        "points_code": report.points.code,
        "points_count": report.joined,
        "points_on": str(made_from.points_on),
        "streets": build.extract_name,
        "streets_date": str(build.extract_date or ""),
        "network": build.content_hash,
        "attribution": build.attribution,
        "licence": build.licence,
        "residents_sources": made_from.sources_named,
        "residents_imported": made_from.imported_on,
        "fictional": made_from.fictional,
    }
