"""Put points that came without a place on the map, by hand."""

import csv
import io
import math
from dataclasses import dataclass
from typing import Final

from learnmap.ingest.placement import find_misplacement
from learnmap.model.errors import ConflictError, InvalidInputError, NotReadyError
from learnmap.model.languages import name_in
from learnmap.model.records import LearningPoint
from learnmap.model.safe_cells import safe_cell
from learnmap.store import (
    PointWarning,
    Transaction,
    UnplacedPoint,
    UnplacedState,
    count_unplaced,
    current_build,
    lock_waiting,
    read_city,
    read_kinds,
    read_unplaced,
    read_unplaced_point,
    settle_placed,
    upsert_points,
)
from learnmap.store import discard_unplaced as discard_stored
from learnmap.store import read_points as read_stored
from learnmap.workflows.city import City
from learnmap.workflows.imports import city_box
from learnmap.workflows.point_checks import (
    DeliveredPoint,
    check_duplicates,
    check_streets,
    check_water,
)

COLUMNS: Final = (
    *("number", "id", "name_zh", "name_en", "address", "source", "file", "line"),
    *("candidate", "longitude", "latitude", "within_m", "listed"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of putting a point on the map.

    Attributes
    ----------
    point : LearningPoint
    warnings : tuple of PointWarning
        What the city says against the place.
    stored : bool
        False while warnings wait to be confirmed.
    """

    point: LearningPoint
    warnings: tuple[PointWarning, ...]
    stored: bool


def unplaced_points(city: City, *, state: UnplacedState = "waiting") -> list[UnplacedPoint]:
    """List the points of a state, in the order in which they came."""
    with city.store.begin() as tx:
        return read_unplaced(tx, state=state)


def unplaced_counts(city: City) -> dict[str, int]:
    """Count the list by state."""
    with city.store.begin() as tx:
        return count_unplaced(tx)


def unplaced_point(city: City, number: int) -> UnplacedPoint:
    """Read one row of the list.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    """
    with city.store.begin() as tx:
        return read_unplaced_point(tx, number)


def place_point(
    city: City, number: int, longitude: float, latitude: float, *, note: str = ""
) -> Placed:
    """Make a row of the list a learning point, by the checks that a row of a file goes through.

    Parameters
    ----------
    city : City
    number : int
    longitude, latitude : float
        WGS 84 degrees.
    note : str
        Why the place may stand against what the city says; without it nothing is stored where
        there are warnings.

    Raises
    ------
    InvalidInputError
        When the place is none on Earth, 0, 0, swapped, or over 20 km outside the city.
    NotFoundError, ConflictError
        When there is no such row, or somebody settled it, or the point came with a place.
    TableError
        When its kind is unknown by now.
    """
    with city.store.begin() as tx:
        row = lock_waiting(tx, number)
        if not (math.isfinite(longitude) and math.isfinite(latitude)):
            raise InvalidInputError(f"{row.point_id}: give longitude and latitude in degrees")
        wrong = find_misplacement(longitude, latitude, city_box=city_box(tx))
        if wrong is not None:
            raise InvalidInputError(f"{row.point_id}: {wrong.message}; {wrong.remedy}")
        point = LearningPoint.model_validate(
            {
                **row.record,
                "longitude": round(longitude, 7),
                "latitude": round(latitude, 7),
                "source_datum": "wgs84",
            }
        )
        others = [stored.point for stored in read_stored(tx)]
        if any(other.id == point.id for other in others):
            raise ConflictError(
                f"{point.id} has a place by now, from another file; discard this row, or import "
                f"{row.file_name} again for what else it says"
            )
        warnings = _warnings(city, tx, DeliveredPoint(row.line, "line", point, None), others)
        if warnings and not note.strip():
            return Placed(point, warnings, stored=False)
        upsert_points(tx, [point], actor=city.actor)
        settle_placed(
            tx,
            number,
            actor=city.actor,
            point_id=point.id,
            longitude=point.longitude,
            latitude=point.latitude,
            warnings=[warning.code for warning in warnings],
            note=note.strip(),
        )
    return Placed(point, warnings, stored=True)


def discard_unplaced(city: City, number: int, *, reason: str) -> None:
    """Take a row off the list that is no learning point of this city.

    Raises
    ------
    InvalidInputError
        When no reason is given.
    NotFoundError, ConflictError
        When there is no such row, or somebody settled it.
    """
    with city.store.begin() as tx:
        discard_stored(tx, number, reason=reason, actor=city.actor)


def unplaced_as_csv(rows: list[UnplacedPoint]) -> bytes:
    """Write the list as CSV UTF-8 with a byte order mark, for spreadsheets.

    The likeliest candidate stands beside each row; a cell that a spreadsheet would take for a
    formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        record, best = row.record, next(iter(row.candidates), None)
        names = record["names"]
        told = (row.point_id, names.get("zh", ""), names.get("en", ""))
        of_file = (record.get("address") or "", record["source"], row.file_name)
        spot: tuple[object, ...] = ("", "", "", "")
        if best is not None:
            degrees = (f"{best[axis]:.7f}" for axis in ("longitude", "latitude"))
            off_m = best["within_m"]
            spot = (best["how"], *degrees, "" if off_m is None else f"{off_m:.0f}")
        writer.writerow(
            (
                *(row.id, *map(safe_cell, told), *map(safe_cell, of_file), row.line),
                *(*spot, row.listed_at.isoformat(timespec="seconds")),
            )
        )
    return text.getvalue().encode("utf-8-sig")


def kind_of(city: City, row: UnplacedPoint, language: str) -> str:
    """Return what the kind of a row is called; the code of one that is none any more."""
    code = str(row.record["kind"])
    with city.store.begin() as tx:
        labels = {kind.code: {"zh": kind.zh, "en": kind.en} for kind in read_kinds(tx)}
    return name_in(labels.get(code, {}), language) or code


def _warnings(
    city: City, tx: Transaction, row: DeliveredPoint, others: list[LearningPoint]
) -> tuple[PointWarning, ...]:
    warnings = list(check_duplicates([row], others))
    try:
        settings, build = read_city(tx), current_build(tx)
    except NotReadyError:
        return tuple(warnings)
    graph = city.graph(build)
    return (*warnings, *check_streets(graph, settings, [row]), *check_water(graph, [row]))
