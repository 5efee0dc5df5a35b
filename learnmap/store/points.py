"""Learning points."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select

from learnmap.model.crs import Box
from learnmap.model.errors import NotFoundError, TableError
from learnmap.model.languages import Names
from learnmap.model.records import LearningPoint
from learnmap.store._point_filters import PointFilters, filtered
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import (
    Changes,
    listed,
    point_ewkb,
    refuse_duplicates,
    upsert_rows,
)
from learnmap.store.areas import assign_areas, read_area_chains
from learnmap.store.audit import add_entry
from learnmap.store.kinds import read_kinds
from learnmap.store.recorded import recorded
from learnmap.store.schema import LearningPointRow
from learnmap.store.tokens import lock_points

_PLAIN_COLUMNS: Final = (
    "id",
    "kind",
    "names",
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


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A learning point as it is stored.

    Attributes
    ----------
    version : int
        1 when it was added, one more with every change.
    areas : tuple of (level, code, names)
        The areas around it, from large to small.
    """

    point: LearningPoint
    version: int
    areas: tuple[tuple[str, str, Names], ...]
    updated_at: dt.datetime


def upsert_points(
    tx: Transaction,
    points: Sequence[LearningPoint],
    *,
    actor: str,
    stored: Mapping[str, StoredPoint] | None = None,
    cause: Mapping[str, int] | None = None,
) -> Changes:
    """Add points, or change those whose id exists; an equal one keeps its version.

    Parameters
    ----------
    actor : str
        Named in the audit entry, which keeps the old and new values of what changed.
    stored : mapping, optional
        What is stored under the ids, where the caller has read it since `lock_points`.
    cause : mapping, optional
        Number of what the write is a part of, by its name: ``import``, or ``taken_back`` for the
        import that is taken back.

    Raises
    ------
    TableError
        When an id occurs twice or a kind is unknown; nothing is stored.
    """
    refuse_duplicates("learning points", (point.id for point in points))
    _refuse_unknown_kinds(tx, points)
    lock_points(tx)
    if stored is None:
        found = read_points(tx, ids=[point.id for point in points])
        stored = {one.point.id: one for one in found}
    changes = upsert_rows(tx, LearningPointRow, _rows(points))
    assign_areas(tx, point_ids=changes.added + changes.changed)
    before = {point_id: one.point for point_id, one in stored.items()}
    add_entry(
        tx,
        actor=actor,
        action="points.upsert",
        subject="learning_points",
        details={**recorded(changes, before, points), **(cause or {})},
    )
    return changes


def read_points(  # noqa: PLR0913 - filters, each by its name
    tx: Transaction,
    *,
    ids: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    area: str | None = None,
    box: Box | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int | None = None,
) -> list[StoredPoint]:
    """Read points in the order of their ids.

    Parameters
    ----------
    ids, kinds, statuses : iterable of str, optional
        Only these.
    area : str, optional
        Code of an area of any level.
    box : tuple of float, optional
        West, south, east, north in degrees; west over east crosses the antimeridian.
    text : str, optional
        Part of a name or of the address, whatever the case.
    after : str, optional
        The last id of the page before.
    limit : int, optional
        At most so many.

    Raises
    ------
    InvalidInputError
        When the box or the limit makes no sense.
    """
    filters = PointFilters(
        ids=ids, kinds=kinds, statuses=statuses, area=area, box=box, text=text, after=after
    )
    statement = filtered(_selection(), filters).order_by(LearningPointRow.id)
    if limit is not None:
        statement = statement.limit(limit)
    rows = tx.execute(statement).mappings().all()
    chains = read_area_chains(tx, {row["area_id"] for row in rows if row["area_id"] is not None})
    return [_stored(row, chains) for row in rows]


def read_point(tx: Transaction, point_id: str) -> StoredPoint:
    """Read one point.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    for stored in read_points(tx, ids=[point_id]):
        return stored
    raise NotFoundError(f"there is no learning point {point_id!r}; look its id up in the list")


def point_ids(tx: Transaction) -> list[str]:
    """Read the ids of all points, whatever their status, in order."""
    return list(tx.scalars(select(LearningPointRow.id).order_by(LearningPointRow.id)))


def count_points(
    tx: Transaction,
    *,
    ids: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
    area: str | None = None,
    box: Box | None = None,
    text: str | None = None,
) -> int:
    """Count points with the filters of `read_points`."""
    filters = PointFilters(ids=ids, kinds=kinds, statuses=statuses, area=area, box=box, text=text)
    statement = filtered(select(func.count()).select_from(LearningPointRow), filters)
    return int(tx.execute(statement).scalar_one())


def _refuse_unknown_kinds(tx: Transaction, points: Sequence[LearningPoint]) -> None:
    known = {kind.code for kind in read_kinds(tx)}
    unknown = [point for point in points if point.kind not in known]
    if unknown:
        pairs = listed(f"{point.id} ({point.kind})" for point in unknown)
        raise TableError(
            f"unknown kind of learning point: {pairs}; known kinds: {listed(known, most=99)}"
        )


def _rows(points: Sequence[LearningPoint]) -> list[dict[str, Any]]:
    sites = point_ewkb([point.longitude for point in points], [point.latitude for point in points])
    with_entrance = [
        (point.id, point.entrance_longitude, point.entrance_latitude)
        for point in points
        if point.entrance_longitude is not None and point.entrance_latitude is not None
    ]
    entrances = dict(
        zip(
            (entry[0] for entry in with_entrance),
            point_ewkb([e[1] for e in with_entrance], [e[2] for e in with_entrance]),
            strict=True,
        )
    )
    return [
        {name: getattr(point, name) for name in _PLAIN_COLUMNS}
        | {"site": site, "entrance": entrances.get(point.id)}
        for point, site in zip(points, sites, strict=True)
    ]


def _selection() -> Select[Any]:
    row = LearningPointRow
    return select(
        *(row.__table__.c[name] for name in _PLAIN_COLUMNS),
        func.ST_X(row.site).label("longitude"),
        func.ST_Y(row.site).label("latitude"),
        func.ST_X(row.entrance).label("entrance_longitude"),
        func.ST_Y(row.entrance).label("entrance_latitude"),
        row.area_id,
        row.version,
        row.updated_at,
    )


def _stored(
    row: Mapping[Any, Any], chains: Mapping[int, tuple[tuple[str, str, Names], ...]]
) -> StoredPoint:
    values = dict(row)
    area_id, version, updated_at = (
        values.pop(name) for name in ("area_id", "version", "updated_at")
    )
    return StoredPoint(LearningPoint(**values), version, chains.get(area_id, ()), updated_at)
