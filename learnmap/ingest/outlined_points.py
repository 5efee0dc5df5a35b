"""Learning points that are delivered as outlines, such as parks: the place inside stands for them.

Nobody can tell from an outline where its gate is, so that somebody confirms each, unless the row
says where a walker enters.
"""

from typing import Any, Final

from learnmap.ingest.column_synonyms import OURS, normalise
from learnmap.ingest.shapes import read_polygon
from learnmap.ingest.table import Row, Table

OUTLINES: Final = ("Polygon", "MultiPolygon")

_ENTRANCE: Final = frozenset({"entrance_longitude", "entrance_latitude"})


def spot_inside(geometry: dict[str, Any], row: Row, table: Table) -> tuple[str, str] | None:
    """Return a place inside an outline, or log why there is none.

    Parameters
    ----------
    geometry : dict
        A Polygon or MultiPolygon as GeoJSON has it, its numbers as text.
    row : Row
        With the file's own columns.
    table : Table
        Its log takes the fault, or the warning that nobody said where the entrance is.

    Returns
    -------
    tuple of str or None
        Longitude and latitude in degrees, in the file's own datum, to a centimetre.
    """
    shape = read_polygon(geometry, row, table)
    if shape is None:
        return None
    faults = table.log
    if not _has_entrance(row):
        faults.warn(
            "is an area; the place inside it stands for its entrance",
            "give the gate as the entrance, or confirm",
            line=row.line,
            row_id=row.id,
            column="geometry",
            value=str(geometry["type"]),
        )
    # Before the datum is converted, as any other place of the file.
    spot = shape.point_on_surface()
    return f"{spot.x:.7f}", f"{spot.y:.7f}"


def _has_entrance(row: Row) -> bool:
    """Tell whether a row says where a walker enters, whatever the file calls it."""
    given = {OURS.get(normalise(title)) for title, value in row.cells.items() if value}
    return given >= _ENTRANCE
