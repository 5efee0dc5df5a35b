"""A table of seats as CSV."""

from collections.abc import Iterator
from typing import Final

from learnmap.workflows.planning.csv_tables import AREA, area_cells, table_as_csv
from learnmap.workflows.planning.seats.report import SeatsReport

COLUMNS: Final = (
    "profile",
    "age_from",
    "decay",
    *AREA,
    "seats",
    "seats_per_100",
    "served",
    "unserved",
    "unplaced",
    "total",
    "compared",
    "gini",
    "palma",
    "points_known",
    "points_partly_known",
    "points_capacity_unknown",
    "points_untaught",
)


def seats_as_csv(report: SeatsReport) -> bytes:
    """Write a table of seats as CSV.

    Numbers have all their digits, so that ``served``, ``unserved`` and ``unplaced`` make ``total``.
    Seats per 100 of nobody are empty. ``gini`` and ``palma``, the same in all rows of a profile,
    are among ``compared`` areas, or places where people live if the level is the city; they are
    empty where nobody has a seat, and ``palma`` is ``inf`` where four tenths have none.
    """
    return table_as_csv(COLUMNS, _rows(report), report.provenance)


def _rows(report: SeatsReport) -> Iterator[tuple[object, ...]]:
    for one in report.profiles:
        unequal, capacities = one.inequality, one.capacities
        for row in one.rows:
            yield (
                one.profile,
                one.age_from,
                report.decay,
                *area_cells(report.level, row.area_code, row.area_names),
                row.found.seats,
                row.found.per_100,
                row.found.served,
                row.found.unserved,
                row.found.unplaced,
                row.found.total,
                one.groups,
                None if unequal is None else unequal.gini,
                None if unequal is None else unequal.palma,
                capacities.known,
                capacities.partly,
                capacities.unknown,
                capacities.untaught,
            )
