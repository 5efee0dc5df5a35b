"""Opens a table, whatever file it comes in, before its columns have our names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from learnmap.ingest.column_guess import count_names, find_header
from learnmap.ingest.column_synonyms import OURS
from learnmap.ingest.csv_gate import read_csv_sheet
from learnmap.ingest.faults import refuse
from learnmap.ingest.geojson_gate import FeatureTable, read_features
from learnmap.ingest.geopackage_gate import Shape, read_geopackage
from learnmap.ingest.sheet import CellIssue, Sheet, make_table
from learnmap.ingest.table import Table
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
    """A table before its columns have our names.

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
    geometries : list of (dict or None), or None
        GeoJSON geometry of each row; None for a table without any.
    """

    table: Table
    titles: tuple[str, ...] = ()
    issues: tuple[CellIssue, ...] = ()
    sheet: str | None = None
    geometries: list[dict[str, Any] | None] | None = None


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    wanted: Collection[str] = (),
    words: Mapping[str, str] = OURS,
    shape: Shape = "Point",
    key: str = "id",
) -> Delivery:
    """Open a CSV file, an xlsx workbook, GeoJSON or a GeoPackage.

    Parameters
    ----------
    path : Path
        What it is, its ending says and its content has to bear out.
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    wanted : collection of str
        Names of columns that a mapping uses, by which the header is found.
    words : mapping of str to str
        Our column by a normalised synonym, by which the header is found, too.
    shape : {"Point", "Line", "Polygon"}
        What features should be.
    key : str
        The column that a feature's ``id`` member fills.

    Returns
    -------
    Delivery

    Raises
    ------
    FaultyTableError
        When the file is none of these, or cannot be read as what it is.
    """
    suffix = path.suffix.lower()
    if suffix in GEOJSON_SUFFIXES:
        return _from_features(read_features(path, id_column=key))
    if suffix == ".gpkg":
        return _from_features(read_geopackage(path, layer=sheet, shape=shape), sheet)
    if suffix in TEXT_SUFFIXES:
        _check_content(path)
        return _from_sheet(read_csv_sheet(path), wanted, words)
    if suffix in (*WORKBOOK_SUFFIXES, ".xls"):
        check_workbook(path)
        if suffix == ".xls":
            raise refuse(path, "the file is an xlsx workbook named .xls", "name it .xlsx")
        found = read_workbook(
            path,
            recognise=lambda row: (
                count_names(row, words=words) + sum(c in wanted for c in row.cells)
            ),
            sheet=sheet,
        )
        return _from_sheet(found, wanted, words)
    raise refuse(
        path,
        f"{path.suffix} files are not read as points"
        if shape == "Point"
        else f"{path.suffix} files are not read here",
        "give an .xlsx, a .csv, a .geojson or a .gpkg file",
    )


def _from_features(found: FeatureTable, layer: str | None = None) -> Delivery:
    return Delivery(found.table, sheet=layer, geometries=found.geometries)


def _from_sheet(sheet: Sheet, wanted: Collection[str], words: Mapping[str, str]) -> Delivery:
    header = find_header(sheet.rows, wanted, words=words)
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
