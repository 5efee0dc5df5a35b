"""From a row with our columns to a learning point in WGS 84."""

from collections.abc import Mapping

from learnmap.ingest.cells import Convert, convert_cells
from learnmap.ingest.placement import find_misplacement, to_wgs84
from learnmap.ingest.point_cells import settle_doubts
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import NAME_COLUMN, Row, Table
from learnmap.model.crs import DATUMS, Box
from learnmap.model.records import LearningPoint


def read_point(
    row: Row,
    table: Table,
    *,
    converters: Mapping[str, Convert],
    defaults: Mapping[str, object],
    fictional: bool,
    city_box: Box | None,
) -> LearningPoint | None:
    """Read a learning point, or log why it cannot be one.

    Parameters
    ----------
    row : Row
    table : Table
        Its log takes faults and warnings.
    converters : mapping
        By column.
    defaults : mapping
        Values of cells that are empty.
    fictional : bool
        True marks the point as fictional whatever its cell says.
    city_box : tuple of float or None
        (west, south, east, north) of the city in degrees.
    """
    values: dict[str, object] = {**defaults, **convert_cells(row, table, converters)}
    is_named = any(NAME_COLUMN.fullmatch(column) for column in table.columns)
    values["names"] = read_names(row, table, needed=is_named)
    if not is_named:  # Said once, of the file.
        table.log.excuse(row.line, "names")
    values["fictional"] = fictional or values.get("fictional", False)
    settle_doubts(values, row, table)
    if values["source_datum"] in DATUMS:
        for prefix in ("", "entrance_"):
            _place(values, prefix, row, table, city_box)
    if ("entrance_longitude" in values) != ("entrance_latitude" in values):
        table.log.add(
            "the entrance has only one of longitude and latitude",
            "give both or none",
            line=row.line,
            row_id=row.id,
            column="entrance_longitude",
        )
    return build_record(LearningPoint, values, row=row, table=table)


def _place(
    values: dict[str, object], prefix: str, row: Row, table: Table, city_box: Box | None
) -> None:
    """Bring a pair of coordinates to WGS 84, or log what is wrong with it."""
    columns = prefix + "longitude", prefix + "latitude"
    longitude, latitude = (values.get(column) for column in columns)
    if not (isinstance(longitude, float) and isinstance(latitude, float)):
        return
    datum = str(values["source_datum"])
    wrong = find_misplacement(longitude, latitude, datum=datum, city_box=city_box)
    if wrong is None:
        values.update(zip(columns, to_wgs84(longitude, latitude, datum=datum), strict=True))
        return
    column = wrong.axis if wrong.axis == "source_datum" else prefix + wrong.axis
    table.log.add(
        wrong.message,
        wrong.remedy,
        line=row.line,
        row_id=row.id,
        column=column,
        value=row.cells.get(column),
    )
