"""Reads a list of learning points from CSV or GeoJSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import Convert, convert_cells
from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.faults import RowFault, refuse
from learnmap.ingest.geojson_gate import FeatureTable, is_position, read_features
from learnmap.ingest.placement import find_misplacement, to_wgs84
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import NAME_COLUMN, Row, Table, check_columns, check_unique
from learnmap.model.crs import DATUMS, Box
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import LearningPoint

REQUIRED: Final = ("id", "kind", "longitude", "latitude")
OPTIONAL: Final = (
    "name_zh",
    "name_en",
    "entrance_longitude",
    "entrance_latitude",
    "designation",
    "designation_year",
    "address",
    "phone",
    "website",
    "opening_hours",
    "opening_hours_note",
    "accessibility",
    "status",
    "assured_date",
    "source",
    "source_datum",
    "fictional",
)
GEOJSON_SUFFIXES: Final = (".geojson", ".json")

_CONVERTERS: Final[Mapping[str, Convert]] = {
    **dict.fromkeys(REQUIRED, cells.text),
    **{name: cells.text for name in OPTIONAL if not name.startswith("name_")},
    "longitude": cells.number,
    "latitude": cells.number,
    "entrance_longitude": cells.number,
    "entrance_latitude": cells.number,
    "designation_year": cells.integer,
    "opening_hours": cells.opening_hours,
    "assured_date": cells.date,
    "fictional": cells.truth,
}


@dataclass(frozen=True, slots=True)
class PointsFile:
    """Learning points of a file that no error stops.

    Attributes
    ----------
    points : tuple of LearningPoint
        In the order of the file.
    lines : tuple of int
        Where each of them stands.
    warnings : tuple of RowFault
        What somebody has to confirm.
    """

    points: tuple[LearningPoint, ...]
    lines: tuple[int, ...]
    warnings: tuple[RowFault, ...]


def read_points(
    path: Path,
    *,
    source: str | None = None,
    datum: str | None = None,
    fictional: bool = False,
    city_box: Box | None = None,
) -> PointsFile:
    """Read learning points, all of them or none.

    Parameters
    ----------
    path : Path
        A CSV file, or a GeoJSON FeatureCollection of points (``.geojson`` or ``.json``), with
        the columns of `REQUIRED` and `OPTIONAL`, and ``name_XX`` for further languages.
        GeoJSON takes the site from its geometry.
    source : str, optional
        Where rows without a source came from; the file's name when left out.
    datum : str, optional
        Datum of rows that declare none: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``.
        Coordinates are converted to WGS 84; the record keeps the datum as delivered.
    fictional : bool
        True marks every row as fictional.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; places more than 20 km outside are
        refused, and swapped axes are recognised anywhere on Earth.

    Returns
    -------
    PointsFile

    Raises
    ------
    FaultyTableError
        Naming every fault of the file with its line, id, column, value and remedy.
    InvalidInputError
        When `datum` is none of the known ones.
    """
    if datum is not None and datum not in DATUMS:
        raise InvalidInputError(f"datum {datum!r} is unknown; give one of {', '.join(DATUMS)}")
    if path.suffix.lower() in GEOJSON_SUFFIXES:
        table = _flatten_points(read_features(path))
    elif path.suffix.lower() in (".csv", ".txt", ""):
        table = read_csv(path)
    else:
        raise refuse(
            path, f"{path.suffix} files are not read as points", "give a .csv or a .geojson file"
        )
    check_columns(table, required=REQUIRED, optional=OPTIONAL, patterns=(NAME_COLUMN,))
    check_unique(table, "id")
    defaults: dict[str, object] = {"source": source or path.name, "source_datum": datum or "wgs84"}
    points: list[LearningPoint] = []
    lines: list[int] = []
    for row in table.rows:
        values = {**defaults, **convert_cells(row, table, _CONVERTERS)}
        values["names"] = read_names(row, table)
        values["fictional"] = fictional or values.get("fictional", False)
        point = _build_point(values, row, table, city_box)
        if point is not None:
            points.append(point)
            lines.append(row.line)
    table.log.raise_if_any()
    return PointsFile(tuple(points), tuple(lines), tuple(table.log.warnings))


def _flatten_points(found: FeatureTable) -> Table:
    """Give each row the coordinates of its feature as cells."""
    rows = []
    log = found.table.log
    for row, geometry in zip(found.table.rows, found.geometries, strict=True):
        position = geometry.get("coordinates") if geometry else None
        is_point = geometry is not None and geometry.get("type") == "Point"
        pair: dict[str, str | None] = {"longitude": None, "latitude": None}
        if is_point and position is not None and is_position(position):
            pair = {"longitude": str(position[0]), "latitude": str(position[1])}
        else:
            kind = geometry.get("type") if geometry else "none"
            log.add(
                f"its geometry is {kind}, no Point with two coordinates",
                "give a Point with [longitude, latitude]",
                line=row.line,
                row_id=row.id,
                column="geometry",
            )
        rows.append(Row(row.line, {**row.cells, **pair}))
    columns = dict.fromkeys((*found.table.columns, "longitude", "latitude"))
    return Table(tuple(columns), rows, log)


def _build_point(
    values: dict[str, object], row: Row, table: Table, city_box: Box | None
) -> LearningPoint | None:
    known_datum = values["source_datum"] in DATUMS
    for prefix in ("", "entrance_"):
        columns = prefix + "longitude", prefix + "latitude"
        longitude, latitude = (values.get(column) for column in columns)
        if not (isinstance(longitude, float) and isinstance(latitude, float) and known_datum):
            continue
        datum = str(values["source_datum"])
        wrong = find_misplacement(longitude, latitude, datum=datum, city_box=city_box)
        if wrong:
            column = wrong.axis if wrong.axis == "source_datum" else prefix + wrong.axis
            table.log.add(
                wrong.message,
                wrong.remedy,
                line=row.line,
                row_id=row.id,
                column=column,
                value=row.cells.get(column),
            )
        else:
            values.update(zip(columns, to_wgs84(longitude, latitude, datum=datum), strict=True))
    if ("entrance_longitude" in values) != ("entrance_latitude" in values):
        table.log.add(
            "the entrance has only one of longitude and latitude",
            "give both or none",
            line=row.line,
            row_id=row.id,
            column="entrance_longitude",
        )
    return build_record(LearningPoint, values, row=row, table=table)
