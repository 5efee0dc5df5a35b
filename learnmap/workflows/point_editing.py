"""Learning points one at a time, as somebody sees, changes and adds them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd

from learnmap.ingest import RowFault, Typed, read_typed_point
from learnmap.model.changed_values import plain_values
from learnmap.model.errors import NotReadyError
from learnmap.model.kinds import Kind
from learnmap.model.records import LearningPoint, Offering
from learnmap.store import (
    AuditEntry,
    Changes,
    StoredPoint,
    current_build,
    read_catchments,
    read_city,
    read_kinds,
    read_offerings,
    read_point,
    read_points,
    read_touching,
    write_point,
)
from learnmap.workflows.city import City
from learnmap.workflows.imports import city_box
from learnmap.workflows.place_check import PlaceCheck, check_place

COLUMNS: Final = (
    "name_zh",
    "name_en",
    "kind",
    "status",
    "assured_date",
    "address",
    "longitude",
    "latitude",
    "entrance_longitude",
    "entrance_latitude",
    "opening_hours",
    "opening_hours_note",
    "phone",
    "website",
    "accessibility",
    "designation",
    "designation_year",
    "source",
    "source_datum",
    "fictional",
)
"""Of a form, in its order; further languages of a name stand behind."""
_NAME: Final = re.compile(r"name_[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Shown:
    """A point with what stands by it.

    Attributes
    ----------
    stored : StoredPoint
    offerings : tuple of Offering
    kinds : tuple of Kind
    """

    stored: StoredPoint
    offerings: tuple[Offering, ...]
    kinds: tuple[Kind, ...]


def show_point(city: City, point_id: str) -> Shown:
    """Gather what is known of a point.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    with city.store.begin(snapshot=True) as tx:
        stored = read_point(tx, point_id)
        return Shown(stored, tuple(read_offerings(tx, point_ids=[point_id])), tuple(read_kinds(tx)))


def stored_point(city: City, point_id: str) -> StoredPoint | None:
    """Read a point, None when there is none of that id."""
    with city.store.begin() as tx:
        found = read_points(tx, ids=[point_id])
    return found[0] if found else None


def kinds_of(city: City) -> tuple[Kind, ...]:
    """Return the kinds of learning point that the city has."""
    with city.store.begin() as tx:
        return tuple(read_kinds(tx))


def today_of(city: City) -> dt.date:
    """Return today by the city's clock."""
    return dt.datetime.now(city.clock()).date()


def cells_of(point: LearningPoint) -> dict[str, str]:
    """Return the values of a point as a form holds them; what is empty is an empty text."""
    return typed_cells(plain_values(point))


def typed_cells(values: Mapping[str, Any]) -> dict[str, str]:
    """Write plain values as a form holds them.

    Numbers keep all their digits: a form that nobody changed gives the record that it was made
    of.
    """
    names = [name for name in values if _NAME.fullmatch(name) and name not in COLUMNS]
    return {column: _text(values.get(column)) for column in (*COLUMNS, *names)}


def read_typed(city: City, point_id: str, cells: Mapping[str, str]) -> Typed[LearningPoint]:
    """Make a point of what somebody typed, with a fault for each field that it cannot be made of.

    Parameters
    ----------
    city : City
    point_id : str
        Blank for a new point that gets an id as a row without one does.
    cells : mapping of str to str
    """
    with city.store.begin() as tx:
        box, kinds = city_box(tx), read_kinds(tx)
    typed = read_typed_point({"id": point_id, **cells}, kinds=kinds, city_box=box)
    if typed.record is None or typed.record.kind in {kind.code for kind in kinds}:
        return typed
    known = ", ".join(kind.code for kind in kinds)
    fault = RowFault(
        1, point_id, "kind", cells["kind"], "is no kind of learning point", f"Write one of {known}"
    )
    return Typed(None, (*typed.faults, fault), typed.doubts)


def check_typed(city: City, point: LearningPoint, *, stored: LearningPoint | None) -> PlaceCheck:
    """Check where a point is, as a row of a file is checked."""
    return check_place(city, point, stored=stored)


def save_point(city: City, point: LearningPoint, *, version: int | None) -> Changes:
    """Write a point if it is still what its writer saw.

    Parameters
    ----------
    city : City
    point : LearningPoint
    version : int or None
        None for a new one.

    Raises
    ------
    ConflictError
        When somebody wrote it meanwhile, or a new one's id is taken; nothing is stored.
    """
    with city.store.begin() as tx:
        return write_point(tx, point, version=version, actor=city.actor)


def walking_areas(city: City, point_id: str) -> gpd.GeoDataFrame | None:
    """Return the largest band of a point for each profile, None where there is none yet.

    Returns
    -------
    GeoDataFrame or None
        As `learnmap.store.read_catchments` gives it.
    """
    with city.store.begin(snapshot=True) as tx:
        try:
            build, settings = current_build(tx), read_city(tx)
        except NotReadyError:
            return None
        found = read_catchments(
            tx,
            build_hash=build.content_hash,
            point_ids=[point_id],
            cutoffs=[max(settings.cutoffs_s)],
        )
    return None if found.empty else found


def last_change(city: City, point_id: str, *, offering_id: str | None = None) -> AuditEntry | None:
    """Return the entry of who changed a point last, or one of its offerings.

    None where that is not on record.
    """
    with city.store.begin() as tx:
        if offering_id is None:
            entries = read_touching(tx, point_id, limit=1)
        else:
            entries = read_touching(tx, "", offering_ids=[offering_id], limit=1)
    return entries[0] if entries else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
