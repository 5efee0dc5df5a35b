"""Reads where residents live, by age band, from CSV."""

import re
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.placement import find_misplacement
from learnmap.ingest.rows import build_record
from learnmap.ingest.table import Row, Table, check_columns, check_unique
from learnmap.model.crs import Box
from learnmap.model.records import DemandPoint

REQUIRED: Final = ("id", "longitude", "latitude")
OPTIONAL: Final = ("source", "fictional")
BAND: Final = re.compile(r"residents_(?P<low>\d{1,3})_((?P<high>\d{1,3})|plus)", re.ASCII)
"""``residents_60_79`` counts ages 60 to 79, both included; ``residents_80_plus`` is open above."""


def read_residents(path: Path, *, city_box: Box | None = None) -> list[DemandPoint]:
    """Read demand points, all of them or none.

    Parameters
    ----------
    path : Path
        CSV with ``id``, ``longitude``, ``latitude`` (WGS 84 degrees), a column for each age
        band named as `BAND` says, and ``source`` and ``fictional`` where wanted. An empty count
        is 0.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; places more than 20 km outside are
        refused.

    Returns
    -------
    list of DemandPoint
        In the order of the file, each with all bands from young to old.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file.
    """
    table = read_csv(path)
    check_columns(table, required=REQUIRED, optional=OPTIONAL, patterns=(BAND,))
    check_unique(table, "id")
    bands = _read_bands(table)
    converters = {
        "id": cells.text,
        "source": cells.text,
        "fictional": cells.truth,
        "longitude": cells.number,
        "latitude": cells.number,
        **dict.fromkeys((column for column, _, _ in bands), cells.number),
    }
    found = []
    for row in table.rows:
        values = convert_cells(row, table, converters)
        _check_place(values, row, table, city_box)
        counts = []
        for column, low, high in bands:
            residents = values.pop(column, 0.0)
            if isinstance(residents, float) and residents < 0:
                _log(row, table, column, "is below 0", "give the number of residents")
                residents = 0.0
            counts.append({"age_from": low, "age_to": high, "residents": residents})
        values["counts"] = counts
        values.setdefault("source", path.name)
        found.append(build_record(DemandPoint, values, row=row, table=table))
    table.log.raise_if_any()
    return [point for point in found if point is not None]


def _read_bands(table: Table) -> list[tuple[str, int, int | None]]:
    """Return column, first and last age of each band, from young to old; they must not overlap."""
    matches = [match for column in table.columns if (match := BAND.fullmatch(column))]
    bands = sorted(
        (
            (match[0], int(match["low"]), int(match["high"]) if match["high"] else None)
            for match in matches
        ),
        key=lambda band: band[1],
    )
    if not bands:
        table.log.add(
            f"no column of an age band; the file has {', '.join(table.columns)}",
            "name the counts like residents_0_14, residents_15_59, residents_60_plus",
            line=1,
        )
    oldest = -1.0
    for column, low, high in bands:
        last = float("inf") if high is None else float(high)
        if low <= oldest:
            table.log.add(
                "overlaps the band before it",
                "give bands that follow each other",
                line=1,
                column=column,
            )
        elif last < low:
            table.log.add(
                "ends before it begins", "write the lower age first", line=1, column=column
            )
        oldest = max(oldest, last)
    return bands


def _check_place(values: dict[str, object], row: Row, table: Table, box: Box | None) -> None:
    longitude, latitude = values.get("longitude"), values.get("latitude")
    if isinstance(longitude, float) and isinstance(latitude, float):
        wrong = find_misplacement(longitude, latitude, city_box=box)
        if wrong:
            _log(row, table, wrong.axis, wrong.message, wrong.remedy)


def _log(row: Row, table: Table, column: str, message: str, remedy: str) -> None:
    table.log.add(
        message, remedy, line=row.line, row_id=row.id, column=column, value=row.cells.get(column)
    )
