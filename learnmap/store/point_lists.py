"""Pages of the list of learning points, for those who look after them."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Select, and_, exists, func, literal_column, or_, select

from learnmap.model.languages import Names
from learnmap.store._point_filters import like_part
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import is_any
from learnmap.store.areas import areas_within, read_area_chains
from learnmap.store.schema import (
    SCHEMA,
    CatchmentInputRow,
    LearningPointRow,
    NetworkBuildRow,
    SnapRow,
)

Order = Literal["id", "name", "kind", "status", "assured", "newest"]
Lacks = Literal["catchment", "street"]

_NOT_WALKED_TO: Final = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointQuery:
    """Which points are wanted; what is None does not filter.

    Attributes
    ----------
    words : str
        Each word of it is a part of the id, a name or the address, in half or full width.
    kinds : iterable of str, optional
    status : str, optional
    area : str, optional
        Code of an area of any level.
    designation : str, optional
    assured_before : date, optional
        Those assured earlier than that, or never.
    lacks : {"catchment", "street"}, optional
        Those that are no catchment's, though open, or that have no street near enough.
    order : str
    """

    words: str = ""
    kinds: Iterable[str] | None = None
    status: str | None = None
    area: str | None = None
    designation: str | None = None
    assured_before: dt.date | None = None
    lacks: Lacks | None = None
    order: Order = "id"


@dataclass(frozen=True, slots=True)
class ListedPoint:
    """What the list says of a point.

    Attributes
    ----------
    areas : tuple of (level, code, names)
        From large to small.
    """

    id: str
    names: Names
    kind: str
    status: str
    address: str | None
    assured_date: dt.date | None
    updated_at: dt.datetime
    areas: tuple[tuple[str, str, Names], ...]


def list_points(
    tx: Transaction, query: PointQuery, *, offset: int = 0, limit: int = 50
) -> list[ListedPoint]:
    """Read one page of the points that are wanted.

    Raises
    ------
    InvalidInputError
        When the text holds a NUL character.
    """
    row = LearningPointRow
    names = ("id", "names", "kind", "status", "address", "assured_date", "updated_at", "area_id")
    columns: Select[Any] = select(*(row.__table__.c[name] for name in names))
    statement = _wanted(columns, query).order_by(*_order(query.order), row.id)
    found = [dict(one) for one in tx.execute(statement.offset(offset).limit(limit)).mappings()]
    chains = read_area_chains(tx, {one["area_id"] for one in found if one["area_id"] is not None})
    return [ListedPoint(areas=chains.get(one.pop("area_id"), ()), **one) for one in found]


def count_listed(tx: Transaction, query: PointQuery) -> int:
    """Count the points that are wanted.

    Raises
    ------
    InvalidInputError
        As `list_points`.
    """
    statement = _wanted(select(func.count()).select_from(LearningPointRow), query)
    return int(tx.execute(statement).scalar_one())


def _wanted(statement: Select[Any], query: PointQuery) -> Select[Any]:
    row = LearningPointRow
    text: Any = literal_column(f"{SCHEMA}.find_text(learning_points.id, learning_points.search)")
    for word in unicodedata.normalize("NFKC", query.words).lower().split():
        statement = statement.where(text.like(like_part(word)))
    if query.kinds is not None:
        statement = statement.where(is_any(row.kind, query.kinds))
    if query.status is not None:
        statement = statement.where(row.status == query.status)
    if query.area is not None:
        statement = statement.where(row.area_id.in_(areas_within(query.area)))
    if query.designation is not None:
        statement = statement.where(row.designation == query.designation)
    if query.assured_before is not None:
        late = or_(row.assured_date.is_(None), row.assured_date < query.assured_before)
        statement = statement.where(late)
    if query.lacks is not None:
        statement = statement.where(row.status != _NOT_WALKED_TO, _lacking(query.lacks))
    return statement


def _lacking(what: Lacks) -> Any:
    """Say of a point that the streets that count now do not reach it."""
    row, build = LearningPointRow, NetworkBuildRow
    current = select(build.content_hash).where(build.is_current).scalar_subquery()
    if what == "catchment":
        of = CatchmentInputRow
        return ~exists().where(of.build_hash == current, of.point_id == row.id)
    snap = SnapRow
    here = and_(snap.build_hash == current, snap.point_id == row.id)
    return and_(
        exists().where(here, snap.status != "snapped"),
        ~exists().where(here, snap.status == "snapped"),
    )


def _order(order: Order) -> tuple[Any, ...]:
    row = LearningPointRow
    name = func.coalesce(row.names["zh"].astext, row.names["en"].astext, row.id)
    return {
        "id": (),
        "name": (name,),
        "kind": (row.kind, name),
        "status": (row.status, name),
        "assured": (row.assured_date.asc().nulls_first(), name),
        "newest": (row.updated_at.desc(),),
    }[order]
