"""Pages of the list of offerings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select

from learnmap.model.records import Offering
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import is_any
from learnmap.store.offerings import read_offerings
from learnmap.store.schema import OfferingRow, OfferingSessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingFilters:
    """Which offerings are wanted; what is None does not filter.

    Attributes
    ----------
    categories, modes : iterable of str, optional
    is_free : bool, optional
        Free of charge, or with a fee; what costs nobody knows what is neither.
    language : str, optional
        Code of the language it is taught in; ``zh`` stands for ``zh-Hans``, too.
    point : str, optional
        Id of a point where it is, also for a single session.
    """

    categories: Iterable[str] | None = None
    modes: Iterable[str] | None = None
    is_free: bool | None = None
    language: str | None = None
    point: str | None = None


def list_offerings(
    tx: Transaction, filters: OfferingFilters, *, after: str | None = None, limit: int = 100
) -> list[Offering]:
    """Read a page of offerings by id, with their sessions."""
    statement = _wanted(select(OfferingRow.id), filters).order_by(OfferingRow.id)
    if after is not None:
        statement = statement.where(OfferingRow.id > after)
    return read_offerings(tx, ids=list(tx.scalars(statement.limit(limit))))


def count_offerings(tx: Transaction, filters: OfferingFilters) -> int:
    """Count the offerings on all pages."""
    statement = _wanted(select(func.count()).select_from(OfferingRow), filters)
    return int(tx.execute(statement).scalar_one())


def _wanted(statement: Select[Any], filters: OfferingFilters) -> Select[Any]:
    row, session = OfferingRow, OfferingSessionRow
    for column, values in ((row.category, filters.categories), (row.mode, filters.modes)):
        if values is not None:
            statement = statement.where(is_any(column, values))
    if filters.is_free is not None:
        statement = statement.where(row.fee == 0 if filters.is_free else row.fee > 0)
    if filters.language is not None:
        exact, broader = row.language == filters.language, f"{filters.language}-"
        statement = statement.where(or_(exact, row.language.startswith(broader, autoescape=True)))
    if filters.point is not None:
        visits = select(session.offering_id).where(session.point_id == filters.point)
        statement = statement.where(or_(row.point_id == filters.point, row.id.in_(visits)))
    return statement
