"""Opens a list of learning points, whatever file it comes in."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest.column_guess import count_names, find_header
from learnmap.ingest.csv_gate import read_csv_sheet
from learnmap.ingest.faults import refuse
from learnmap.ingest.geojson_gate import FeatureTable, is_position, read_features
from learnmap.ingest.geopackage_gate import read_geopackage
from learnmap.ingest.sheet import CellIssue, Sheet, make_table
from learnmap.ingest.table import Row, Table
from learnmap.ingest.workbook_archive import check_workbook
from learnmap.ingest.xlsx_gate import read_workbook

WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm")
GEOJSON_SUFFIXES: Final = (".geojson", ".json")
TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt", "")

_ENDINGS: Final = {
    b"PK\x03\x04": "a zip archive, such as an xlsx workbook; name it .xlsx if it is one",
    b"SQLite format 3": "a GeoPackage or SQLite database; name it .gpkg if it is one",
    b"{": "JSON; name it .geojson if it is that",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A list of points before its columns have our names.

    Attributes
    ----------
    table : Table
        With the file's own names.
    titles : tuple of str
        The names by position; empty where a column has none, and none at all for features.
    issues : tuple of CellIssue
        What the gate found in cells, for columns that will be used.
    sheet : str or None
        Name of the worksheet.
    """

    table: Table
    titles: tuple[str, ...] = ()
    issues: tuple[CellIssue, ...] = ()
    sheet: str | None = None


def open_points(path: Path, *, sheet: str | None = None, wanted: Collection[str] = ()) -> Delivery:
    """Open a CSV file, an xlsx workbook, GeoJSON or a GeoPackage.

    Parameters
    ----------
    path : Path
        What it is, its ending says and its content has to bear out.
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    wanted : collection of str
        Names of columns that a mapping uses, by which the header is found.

    Returns
    -------
    Delivery
        Places of features stand in its columns ``longitude`` and ``latitude``.

    Raises
    ------
    FaultyTableError
        When the file is none of these, or cannot be read as what it is.
    """
    suffix = path.suffix.lower()
    if suffix in GEOJSON_SUFFIXES:
        return Delivery(_flatten_points(read_features(path)))
    if suffix == ".gpkg":
        return Delivery(_flatten_points(read_geopackage(path, layer=sheet)), sheet=sheet)
    if suffix in TEXT_SUFFIXES:
        _check_content(path)
        return _from_sheet(read_csv_sheet(path), wanted)
    if suffix in (*WORKBOOK_SUFFIXES, ".xls"):
        check_workbook(path)
        if suffix == ".xls":
            raise refuse(path, "the file is an xlsx workbook named .xls", "name it .xlsx")
        found = read_workbook(
            path,
            recognise=lambda row: count_names(row) + sum(c in wanted for c in row.cells),
            sheet=sheet,
        )
        return _from_sheet(found, wanted)
    raise refuse(
        path,
        f"{path.suffix} files are not read as points",
        "give an .xlsx, a .csv, a .geojson or a .gpkg file",
    )


def _from_sheet(sheet: Sheet, wanted: Collection[str]) -> Delivery:
    header = find_header(sheet.rows, wanted)
    table = make_table(sheet, header)
    return Delivery(table, header.cells, tuple(sheet.issues), sheet.name)


def _check_content(path: Path) -> None:
    """Refuse what is named as text and is something else that could be read."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        return  # The reader says it better.
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        check_workbook(path)
    for magic, what in _ENDINGS.items():
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(magic):
            is_what, _, remedy = what.partition("; ")
            raise refuse(path, f"the file is named {path.name} and is {is_what}", remedy)


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
            log.excuse(row.line, "longitude", "latitude")
        rows.append(Row(row.line, {**row.cells, **pair}))
    columns = dict.fromkeys((*found.table.columns, "longitude", "latitude"))
    return Table(tuple(columns), rows, log, header_line=0, notes=found.table.notes)
