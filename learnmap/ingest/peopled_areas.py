"""Reads census areas, and spreads the residents of each over places inside it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest.cells import convert_cells, text, truth
from learnmap.ingest.made_ids import made_id
from learnmap.ingest.named_table import NamedTable, RecordsFile, records_file
from learnmap.ingest.rows import build_record
from learnmap.ingest.shapes import read_polygon, shape_to_wgs84
from learnmap.ingest.table import Row
from learnmap.model.records import DemandPoint

NAMED = 5
"""How many areas a note names."""


@dataclass(frozen=True, slots=True)
class Spreading:
    """The places inside an area that its residents are spread over.

    Attributes
    ----------
    over : str
        What stands at the places.
    places : tuple of (float, float, float)
        Longitude, latitude and weight, each place once; none where none is known.
    """

    over: Literal["buildings", "streets", "middle"]
    places: tuple[tuple[float, float, float], ...]


Spread = Callable[[Polygon | MultiPolygon, float], Spreading]
"""Of an area and how many residents it has, of all ages that the file counts."""
Counts = Callable[[Row], list[dict[str, Any]]]


def middle_of(area: Polygon | MultiPolygon, _residents: float) -> Spreading:
    """Return one place inside an area, where no streets are known."""
    spot = area.representative_point()
    return Spreading("middle", ((round(spot.x, 7), round(spot.y, 7), 1.0),))


def has_polygons(geometries: list[dict[str, Any] | None] | None) -> bool:
    """Tell whether features are areas; one of them is enough."""
    kinds = {str(one.get("type")) for one in geometries or () if one}
    return bool(kinds & {"Polygon", "MultiPolygon"})


def read_peopled_areas(
    opened: NamedTable, counts: Counts, *, source: str, datum: str | None, spread: Spread
) -> RecordsFile[DemandPoint]:
    """Spread the residents of each area over its places, by their weights.

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
    over: dict[str, list[str]] = {"buildings": [], "streets": [], "middle": []}
    for row, geometry in zip(table.rows, opened.geometries or (), strict=True):
        values = convert_cells(row, table, {"id": text, "source": text, "fictional": truth})
        people = counts(row)
        shape = read_polygon(geometry, row, table)
        moved = shape and shape_to_wgs84(shape, datum=datum, row=row, table=table)
        if not shape or not moved or not any(band["residents"] for band in people):
            continue
        residents = math.fsum(band["residents"] for band in people)
        spreading = spread(moved, residents)
        if not spreading.places:
            spreading = _kept(moved, row, opened, residents)
        over[spreading.over].append(row.id or "")
        whole = math.fsum(weight for _, _, weight in spreading.places)
        for lon, lat, weight in spreading.places:
            record = build_record(
                DemandPoint,
                {
                    "source": source,
                    **values,
                    "id": made_id(str(values.get("source", source)), row.id or "", f"{lon},{lat}"),
                    "longitude": lon,
                    "latitude": lat,
                    "counts": [
                        band | {"residents": band["residents"] * weight / whole} for band in people
                    ],
                },
                row=row,
                table=table,
            )
            if record is not None:
                found.append((len(found) + 1, record))
                delivered.append(shape)
    made = records_file(opened, found, delivered=tuple(delivered))
    return replace(made, spread=True, notes=(*made.notes, *_told(over)))


def _told(over: dict[str, list[str]]) -> Sequence[str]:
    """Say what the residents of the areas were spread over."""
    notes, streets = list[str](), over["streets"]
    if over["buildings"]:
        notes.append(
            f"the residents of {len(over['buildings'])} areas are spread over the buildings "
            "inside, by their floor area"
        )
    if streets:
        notes.append(
            f"the residents of {len(streets)} areas are spread evenly over the street junctions "
            "inside, since too few buildings are known there that people may live in: "
            f"{', '.join(streets[:NAMED])}{', ...' if len(streets) > NAMED else ''}"
        )
    return notes


def _kept(
    area: Polygon | MultiPolygon, row: Row, opened: NamedTable, residents: float
) -> Spreading:
    """Keep the residents of an area without streets at a place inside, and say so."""
    faults = opened.table.log
    faults.warn(
        f"no street lies inside, so that its {residents:g} residents stand at a place in its "
        "middle",
        "see that its outline and datum are right, or confirm",
        row_id=row.id,
        column="geometry",
    )
    return middle_of(area, residents)
