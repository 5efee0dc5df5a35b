"""Audit entries by whom they touched: what changed, and who did it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import ARRAY, Select, Text, and_, literal, literal_column, or_, select

from learnmap.model.records import LearningPoint
from learnmap.store._transaction import Transaction
from learnmap.store.audit import AuditEntry
from learnmap.store.schema import SCHEMA, AuditEntryRow, ImportRecordRow

_OF_RECORDS: Final = r"^(points|offerings|categories|routes|areas|residents|kinds)[.]"
_OF_IMPORTS: Final = ("imports.apply", "imports.take_back")
_OF_POINTS: Final = ("points.upsert", "imports.take_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuery:
    """Which changes are wanted; what is None does not filter.

    Attributes
    ----------
    actor : str, optional
    since, before : datetime, optional
        Not earlier than the one, earlier than the other.
    older_than : int, optional
        Only entries before the one of that number: the page after it.
    """

    actor: str | None = None
    since: dt.datetime | None = None
    before: dt.datetime | None = None
    older_than: int | None = None


def read_changes(tx: Transaction, query: ChangeQuery, *, limit: int = 50) -> list[AuditEntry]:
    """Read the entries that tell of changed records, the newest first."""
    row = AuditEntryRow
    statement = _entries().where(
        or_(row.action.regexp_match(_OF_RECORDS), row.action.in_(_OF_IMPORTS))
    )
    if query.actor is not None:
        statement = statement.where(row.actor == query.actor)
    if query.since is not None:
        statement = statement.where(row.at >= query.since)
    if query.before is not None:
        statement = statement.where(row.at < query.before)
    if query.older_than is not None:
        statement = statement.where(row.id < query.older_than)
    return _read(tx, statement.limit(limit))


def changers(tx: Transaction, *, most: int = 200) -> list[str]:
    """Read who ever changed a record, in order of their names."""
    row = AuditEntryRow
    statement = select(row.actor).where(row.action.regexp_match(_OF_RECORDS)).distinct()
    return sorted(tx.scalars(statement.limit(most)))


def read_touching(
    tx: Transaction, point_id: str, *, offering_ids: Collection[str] = (), limit: int = 200
) -> list[AuditEntry]:
    """Read the entries that tell of a point or its offerings, the newest first."""
    row = AuditEntryRow
    touched: Any = literal_column(f"{SCHEMA}.touched_ids(details)")
    of_offerings = literal(list(offering_ids), ARRAY(Text))
    statement = _entries().where(
        or_(
            and_(row.action.in_(_OF_POINTS), touched.op("?")(point_id)),
            and_(row.action.like("offerings.%"), touched.op("?|")(of_offerings)),
            and_(
                row.action == "offerings.remove",
                row.details["removed"]["point_id"].astext == point_id,
            ),
        )
    )
    return _read(tx, statement.limit(limit))


def read_entry(tx: Transaction, entry_id: int) -> AuditEntry | None:
    """Read one entry, None when there is none of that number."""
    found = _read(tx, _entries().where(AuditEntryRow.id == entry_id))
    return found[0] if found else None


def read_import_step(
    tx: Transaction, import_id: int, point_id: str
) -> tuple[LearningPoint | None, LearningPoint] | None:
    """Read what an import replaced of a point, and by what; None when it did not touch it."""
    row = ImportRecordRow
    statement = select(row.before, row.record).where(
        row.import_id == import_id, row.point_id == point_id, row.outcome != "unchanged"
    )
    for before, record in tx.execute(statement):
        was = None if before is None else LearningPoint.model_validate(before)
        return was, LearningPoint.model_validate(record)
    return None


def _entries() -> Select[Any]:
    row = AuditEntryRow
    columns = (row.id, row.at, row.actor, row.action, row.subject, row.details)
    return cast("Select[Any]", select(*columns).order_by(row.id.desc()))


def _read(tx: Transaction, statement: Select[Any]) -> list[AuditEntry]:
    return [AuditEntry(*found) for found in tx.execute(statement)]
