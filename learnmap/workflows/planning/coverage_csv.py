"""A coverage table as CSV."""

import csv
import io
from typing import Final

from learnmap.model.safe_cells import safe_cell
from learnmap.workflows.planning.coverage_report import CoverageReport
from learnmap.workflows.planning.provenance import Provenance

COLUMNS: Final = (
    "profile",
    "age_from",
    "points",
    "points_code",
    "points_count",
    "minutes",
    "level",
    "area_code",
    "area_name_zh",
    "area_name_en",
    "covered",
    "uncovered",
    "unplaced",
    "total",
    "share",
    "streets",
    "streets_date",
    "network",
    "residents_sources",
    "residents_imported",
    "fictional",
)


def coverage_as_csv(report: CoverageReport) -> bytes:
    """Write a coverage table as CSV UTF-8 with a byte order mark, for spreadsheets.

    Residents stand there as they were added up, with all digits, so that ``covered``,
    ``uncovered`` and ``unplaced`` make ``total``; a share of nobody is empty. A cell that a
    spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    inputs = made_from_cells(report.provenance)
    for row in report.rows:
        found, names = row.found, row.area_names
        area = row.area_code, names.get("zh", ""), names.get("en", "")
        writer.writerow(
            (
                row.profile,
                row.age_from,
                row.points.by,
                row.points.code,
                row.joined,
                f"{found.cutoff_s / 60:g}",
                report.level,
                *map(safe_cell, area),
                *map(repr, (found.covered, found.uncovered, found.unplaced, found.total)),
                "" if found.share is None else f"{found.share:.6f}",
                *inputs,
            )
        )
    return text.getvalue().encode("utf-8-sig")


def made_from_cells(made_from: Provenance) -> tuple[str, ...]:
    """Return what every row was made from: a table may travel far from the command that made it."""
    build = made_from.build
    return (
        safe_cell(build.extract_name),
        str(build.extract_date or ""),
        build.content_hash,
        safe_cell("; ".join(one.name for one in made_from.sources)),
        max((str(file.applied_on) for file in made_from.files), default=""),
        str(made_from.fictional).lower(),
    )
