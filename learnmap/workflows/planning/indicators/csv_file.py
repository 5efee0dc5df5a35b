"""Indicators as CSV, a row for each area."""

from typing import Final

from learnmap.workflows.planning.csv_tables import AREA, area_cells, table_as_csv
from learnmap.workflows.planning.indicators.counting import AGE_FROM, IndicatorsReport
from learnmap.workflows.planning.point_sets import ALL

COLUMNS: Final = (
    "kinds",
    *AREA,
    "has_point",
    "points",
    f"residents_{AGE_FROM}_up",
    "areas",
    "areas_with_point",
    "share",
)


def indicators_as_csv(report: IndicatorsReport) -> bytes:
    """Write indicators as CSV; the share of a level is the same in all its rows."""
    return table_as_csv(
        COLUMNS,
        (
            (
                " ".join(one.kinds) or ALL,
                *area_cells(one.level, area.code, area.names),
                area.points > 0,
                area.points,
                area.residents,
                len(one.areas),
                one.found.areas_with,
                one.found.share,
            )
            for one in report.indicators
            for area in one.areas
        ),
        report.provenance,
    )
