"""Opens a list of learning points, whatever file it comes in."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from learnmap.ingest.geojson_gate import FeatureTable, is_position
from learnmap.ingest.outlined_points import OUTLINES, spot_inside
from learnmap.ingest.table import Row, Table
from learnmap.ingest.table_source import (
    GEOJSON_SUFFIXES,
    TEXT_SUFFIXES,
    WORKBOOK_SUFFIXES,
    Delivery,
    open_table,
)

__all__ = ["GEOJSON_SUFFIXES", "TEXT_SUFFIXES", "WORKBOOK_SUFFIXES", "Delivery", "open_points"]


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
    found = open_table(path, sheet=sheet, wanted=wanted)
    if found.geometries is None:
        return found
    flat = flatten_points(FeatureTable(found.table, found.geometries))
    return replace(found, table=flat, geometries=None)


def flatten_points(found: FeatureTable) -> Table:
    """Give each row the coordinates of its feature, or of a place inside its outline, as cells."""
    rows = []
    for row, geometry in zip(found.table.rows, found.geometries, strict=True):
        place = _place(geometry, row, found.table)
        if place is None:
            found.table.log.excuse(row.line, "longitude", "latitude")
        pair = dict(zip(("longitude", "latitude"), place or (None, None), strict=True))
        rows.append(Row(row.line, {**row.cells, **pair}))
    columns = dict.fromkeys((*found.table.columns, "longitude", "latitude"))
    return Table(tuple(columns), rows, found.table.log, header_line=0, notes=found.table.notes)


def _place(geometry: dict[str, Any] | None, row: Row, table: Table) -> tuple[str, str] | None:
    kind = geometry.get("type") if geometry else "none"
    if geometry is not None and kind in OUTLINES:
        return spot_inside(geometry, row, table)
    position = geometry.get("coordinates") if geometry else None
    if kind == "Point" and position is not None and is_position(position):
        return str(position[0]), str(position[1])
    table.log.add(
        f"its geometry is {kind}, no Point with two coordinates",
        "give a Point with [longitude, latitude]",
        line=row.line,
        row_id=row.id,
        column="geometry",
    )
    return None
