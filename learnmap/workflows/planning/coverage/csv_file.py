"""A coverage table as CSV."""

from typing import Final

from learnmap.workflows.planning.coverage.report import CoverageReport
from learnmap.workflows.planning.csv_tables import AREA, area_cells, table_as_csv

COLUMNS: Final = (
    "profile",
    "age_from",
    "points",
    "points_code",
    "points_count",
    "points_unknown",
    "minutes",
    *AREA,
    "covered",
    "uncovered",
    "unplaced",
    "total",
    "share",
)


def coverage_as_csv(report: CoverageReport) -> bytes:
    """Write a coverage table as CSV.

    Residents stand there as they were added up, with all digits, so that ``covered``,
    ``uncovered`` and ``unplaced`` make ``total``; a share of nobody is empty.
    """
    return table_as_csv(
        COLUMNS,
        (
            (
                row.profile,
                row.age_from,
                row.points.by,
                row.points.code,
                row.joined,
                row.points.unknown,
                f"{row.found.cutoff_s / 60:g}",
                *area_cells(report.level, row.area_code, row.area_names),
                row.found.covered,
                row.found.uncovered,
                row.found.unplaced,
                row.found.total,
                None if row.found.share is None else f"{row.found.share:.6f}",
            )
            for row in report.rows
        ),
        report.provenance,
    )
