"""Reads where residents live, by age band, from a table of places."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from shapely.geometry import Point

from learnmap.ingest import cells
from learnmap.ingest.age_bands import Ages, ages_in_name, ages_of_column, parse_ages
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.geojson_gate import FeatureTable
from learnmap.ingest.named_table import RecordsFile, name_table, records_file
from learnmap.ingest.opened_table import OpenedTable
from learnmap.ingest.peopled_areas import Spread, has_polygons, middle_of, read_peopled_areas
from learnmap.ingest.placement import SHIFTED_DATUMS, find_misplacement, to_wgs84
from learnmap.ingest.point_source import flatten_points
from learnmap.ingest.residents_raster import read_raster
from learnmap.ingest.rows import build_record
from learnmap.ingest.shapes import check_datum
from learnmap.ingest.table import Row, Table
from learnmap.ingest.table_columns import PEOPLED_AREAS, RESIDENTS
from learnmap.ingest.table_source import Delivery, open_table
from learnmap.model.crs import Box
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import DemandPoint

_CONVERTERS: Final = {
    "id": cells.text,
    "source": cells.text,
    "fictional": cells.truth,
    "longitude": cells.number,
    "latitude": cells.number,
}

RASTER_SUFFIXES: Final = (".tif", ".tiff")

Band = tuple[str, int, int | None]
"""Column, first and last age, both included; None is open above."""


def open_residents(
    path: Path, *, sheet: str | None = None, wanted: Collection[str] = ()
) -> OpenedTable:
    """Open places or areas with residents, as `read_residents` takes them; a raster has no columns.

    Points give their coordinates as columns.
    """
    delivery = open_table(path, sheet=sheet, wanted=wanted, words=RESIDENTS.words, shape="Polygon")
    if has_polygons(delivery.geometries):
        return OpenedTable(delivery, PEOPLED_AREAS)
    if delivery.geometries is not None:
        flat = flatten_points(FeatureTable(delivery.table, delivery.geometries))
        delivery = Delivery(flat, sheet=delivery.sheet)
    return OpenedTable(delivery, RESIDENTS)


def read_residents(  # noqa: PLR0913 -- options, each by its name
    path: Path,
    *,
    opened: OpenedTable | None = None,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
    source: str | None = None,
    datum: str | None = None,
    ages: str | None = None,
    city_box: Box | None = None,
    spread: Spread = middle_of,
    called: str | None = None,
) -> RecordsFile[DemandPoint]:
    """Read demand points, all of them or none.

    Parameters
    ----------
    path : Path
        A GeoTIFF, as `read_raster` takes it; polygons as GeoJSON or in a GeoPackage; or a table
        of places, or points as GeoJSON or in a GeoPackage. A column for each age band is named
        as `BAND` says, or ``residents`` counts one band. An empty count is 0.
    opened : OpenedTable, optional
        The file, where `open_residents` opened it already.
    mapping : ColumnMapping, optional
        Which of its columns is which of ours; guessed when left out.
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    source : str, optional
        Where rows without a source came from; the file's name when left out.
    datum : str, optional
        Of the places; they are converted to WGS 84.
    ages : str, optional
        Bands of a raster in their order, or the one of ``residents``, such as ``60+``.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; places more than 20 km outside are
        refused.
    spread : callable
        Of a polygon in WGS 84: the places that its residents are spread over.
    called : str, optional
        What the file is called where it came from, if that is not its name.

    Returns
    -------
    RecordsFile of DemandPoint
        In the order of the file, each with all bands from young to old.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file.
    InvalidInputError
        When `datum` is none of the known ones, or `ages` cannot be read.
    """
    check_datum(datum)
    bands = parse_ages(ages) if ages else ()
    if path.suffix.lower() in RASTER_SUFFIXES:
        if datum in SHIFTED_DATUMS:
            raise InvalidInputError(f"a raster is not read in {datum}; give it in WGS 84")
        named = bands or ages_in_name(Path(called or path.name).stem)
        return read_raster(path, source=source or path.name, ages=named, city_box=city_box)
    opened = opened or open_residents(path, sheet=sheet)
    taken = name_table(opened, mapping)
    table, found, delivered = taken.table, [], []
    counted = read_bands(table, bands, titles=opened.delivery.table.columns)
    if taken.geometries is not None:
        return read_peopled_areas(
            taken,
            lambda row: read_counts(row, table, counted),
            source=source or path.name,
            datum=datum,
            spread=spread,
        )
    for row in table.rows:
        values = convert_cells(row, table, _CONVERTERS)
        spot = values.get("longitude"), values.get("latitude")
        _place(values, row, table, datum, city_box)
        values["counts"] = read_counts(row, table, counted)
        values.setdefault("source", source or path.name)
        point = build_record(DemandPoint, values, row=row, table=table)
        if point is not None:
            found.append((row.line, point))
            delivered.append(Point(*map(float, map(str, spot))))
    return records_file(taken, found, delivered=tuple(delivered))


def read_counts(row: Row, table: Table, bands: list[Band]) -> list[dict[str, Any]]:
    """Return the residents of a row by age band, and log counts that are none."""
    converted = convert_cells(row, table, {column: cells.number for column, _, _ in bands})
    counts = []
    for column, low, high in bands:
        residents = converted.get(column, 0.0)
        if isinstance(residents, float) and residents < 0:
            _log(row, table, column, "is below 0", "give the number of residents")
            residents = 0.0
        counts.append({"age_from": low, "age_to": high, "residents": residents})
    return counts


def read_bands(
    table: Table, ages: tuple[Ages, ...] = (), *, titles: Collection[str] = ()
) -> list[Band]:
    """Return column, first and last age of each band, from young to old; they must not overlap.

    Parameters
    ----------
    table : Table
        With our columns.
    ages : tuple of Ages
        Of the one column ``residents``, where there is no band.
    titles : collection of str
        All columns of the file, for who has to say which of them count residents.
    """
    bands: list[Band] = sorted(
        ((column, *band) for column in table.columns if (band := ages_of_column(column))),
        key=lambda band: band[1],
    )
    if not bands and "residents" in table.columns:
        low, high = ages[0] if len(ages) == 1 else (0, None)
        return [("residents", low, high)]
    if not bands:
        table.log.add(
            f"no column of an age band; the file has {', '.join(titles)}",
            "say which columns count whom, as --column residents_60_plus=THEIRS does, or name them "
            "like residents_0_14, residents_15_59, residents_60_plus, or one residents with --ages",
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


def _place(
    values: dict[str, object], row: Row, table: Table, datum: str | None, box: Box | None
) -> None:
    """Bring a place to WGS 84, or log what is wrong with it."""
    longitude, latitude = values.get("longitude"), values.get("latitude")
    if not (isinstance(longitude, float) and isinstance(latitude, float)):
        return
    known = datum or "wgs84"
    wrong = find_misplacement(longitude, latitude, datum=known, city_box=box)
    if wrong:
        axis = "longitude" if wrong.axis == "source_datum" else wrong.axis
        _log(row, table, axis, wrong.message, wrong.remedy)
    else:
        values["longitude"], values["latitude"] = to_wgs84(longitude, latitude, datum=known)


def _log(row: Row, table: Table, column: str, message: str, remedy: str) -> None:
    table.log.add(
        message, remedy, line=row.line, row_id=row.id, column=column, value=row.cells.get(column)
    )
