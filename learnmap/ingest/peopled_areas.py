"""Reads census areas, and spreads the residents of each over places inside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest.cells import convert_cells, text, truth
from learnmap.ingest.made_ids import made_id
from learnmap.ingest.named_table import NamedTable, RecordsFile, records_file
from learnmap.ingest.rows import build_record
from learnmap.ingest.shapes import read_polygon, shape_to_wgs84
from learnmap.ingest.table import Row
from learnmap.model.records import DemandPoint

Places = Sequence[tuple[float, float]]
Spread = Callable[[Polygon | MultiPolygon], Places]
"""Longitudes and latitudes inside an area that its residents live at; none where none is known."""
Counts = Callable[[Row], list[dict[str, Any]]]


def middle_of(area: Polygon | MultiPolygon) -> Places:
    """Return one place inside an area, where no streets are known."""
    spot = area.representative_point()
    return [(round(spot.x, 7), round(spot.y, 7))]


def has_polygons(geometries: list[dict[str, Any] | None] | None) -> bool:
    """Tell whether features are areas; one of them is enough."""
    kinds = {str(one.get("type")) for one in geometries or () if one}
    return bool(kinds & {"Polygon", "MultiPolygon"})


def read_peopled_areas(
    opened: NamedTable, counts: Counts, *, source: str, datum: str | None, spread: Spread
) -> RecordsFile[DemandPoint]:
    """Spread the residents of each area evenly over its places.

    Parameters
    ----------
    opened : NamedTable
    counts : callable
        Of a row: its residents by age band.
    source : str
        Of rows that name none.
    datum : str or None
        Of the outlines.
    spread : callable
        Gives the places; an area that has none keeps its residents at a place inside, with a
        warning.

    Returns
    -------
    RecordsFile of DemandPoint
        Lines number the places, since an area has several.
    """
    table, found = opened.table, list[tuple[int, DemandPoint]]()
    delivered = list[Polygon | MultiPolygon]()
    for row, geometry in zip(table.rows, opened.geometries or (), strict=True):
        values = convert_cells(row, table, {"id": text, "source": text, "fictional": truth})
        people = counts(row)
        shape = read_polygon(geometry, row, table)
        moved = shape and shape_to_wgs84(shape, datum=datum, row=row, table=table)
        if not shape or not moved or not any(band["residents"] for band in people):
            continue
        places = spread(moved) or _kept(moved, row, opened, people)
        for lon, lat in places:
            record = build_record(
                DemandPoint,
                {
                    "source": source,
                    **values,
                    "id": made_id(str(values.get("source", source)), row.id or "", f"{lon},{lat}"),
                    "longitude": lon,
                    "latitude": lat,
                    "counts": [
                        band | {"residents": band["residents"] / len(places)} for band in people
                    ],
                },
                row=row,
                table=table,
            )
            if record is not None:
                found.append((len(found) + 1, record))
                delivered.append(shape)
    made = records_file(opened, found, delivered=tuple(delivered))
    return replace(made, spread=True)


def _kept(
    area: Polygon | MultiPolygon, row: Row, opened: NamedTable, people: list[dict[str, Any]]
) -> Places:
    """Keep the residents of an area without streets at a place inside, and say so."""
    faults = opened.table.log
    total = sum(band["residents"] for band in people)
    faults.warn(
        f"no street lies inside, so that its {total:g} residents stand at a place in its middle",
        "see that its outline and datum are right, or confirm",
        row_id=row.id,
        column="geometry",
    )
    return middle_of(area)
