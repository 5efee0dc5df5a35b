"""What an import needs of each table: how to read, write, remove and miss its records.

One object a table, so that one machine checks, applies and takes back files of any of them.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ARRAY, Text, all_, delete, literal, select

from learnmap.model.errors import InvalidInputError
from learnmap.model.records import (
    Area,
    DemandPoint,
    LearningPoint,
    Offering,
    OfferingCategory,
    Record,
    WalkingRoute,
)
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import Changes, is_any
from learnmap.store.areas import parents_of, read_area_records, remove_areas, upsert_areas
from learnmap.store.offerings import read_categories, read_offerings, upsert_categories
from learnmap.store.offerings import upsert_offerings as write_offerings
from learnmap.store.points import read_points, upsert_points
from learnmap.store.residents import read_demand_records, upsert_demand_points
from learnmap.store.routes import read_routes, upsert_routes
from learnmap.store.schema import (
    AreaRow,
    DemandPointRow,
    ImportRecordRow,
    ImportTableRow,
    LearningPointRow,
    OfferingCategoryRow,
    OfferingRow,
    OfferingSessionRow,
    RouteStopRow,
    WalkingRouteRow,
)

What = Literal["points", "routes", "offerings", "categories", "areas", "population"]


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is stored; `version` is None where its table counts none."""

    record: Record
    version: int | None = None

    @property
    def digest(self) -> str | None:
        """SHA-256 of what stands for a version where there is none."""
        if self.version is not None:
            return None
        text = json.dumps(self.record.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


Write = Callable[[Transaction, Sequence[Any], str, Mapping[str, int]], Changes]


@dataclass(frozen=True, slots=True)
class RecordType:
    """A table that files are imported into.

    Attributes
    ----------
    noun : str
        What its records are called, in the plural.
    record : type of Record
    read : callable
        Of a transaction and records: what is stored under their keys, by key.
    write : callable
        Of a transaction, records, an actor, and the import that is the cause: add them or change
        those that exist.
    remove : callable
        Of a transaction and records: take them out.
    missing : callable
        Of a transaction, sources and keys: the keys of the sources' other records, in order.
    users : callable
        Of a transaction and keys: those of them that something else names.
    used_by : str
        What that is.
    whole : callable or None
        Of a transaction and keys, as `read`; given where a file holds all records of its source,
        so that missing ones are removed.
    """

    noun: str
    record: type[Record]
    read: Callable[[Transaction, Sequence[Any]], dict[str, Stored]]
    write: Write
    remove: Callable[[Transaction, Sequence[Any]], None]
    missing: Callable[[Transaction, Collection[str], Iterable[str]], list[str]]
    users: Callable[[Transaction, Sequence[str]], set[str]] = lambda _tx, _keys: set()
    used_by: str = ""
    whole: Callable[[Transaction, Sequence[str]], dict[str, Stored]] | None = None


def record_type(what: str) -> RecordType:
    """Return the table that files of a kind go into.

    Raises
    ------
    InvalidInputError
        When there is no such kind of file.
    """
    if what not in RECORD_TYPES:
        raise InvalidInputError(
            f"there is no import of {what!r}; give one of {', '.join(RECORD_TYPES)}"
        )
    return RECORD_TYPES[what]


def points_missing(
    tx: Transaction, sources: Collection[str], point_ids: Iterable[str]
) -> list[str]:
    """Return the ids of the points of some sources that are not among others, in order."""
    return _missing(LearningPointRow, "id")(tx, sources, point_ids)


def _by_key(records: Iterable[Record]) -> dict[str, Stored]:
    return {record.key: Stored(record) for record in records}


def _keys(records: Iterable[Record]) -> list[str]:
    return [record.key for record in records]


def _read_points(tx: Transaction, records: Sequence[LearningPoint]) -> dict[str, Stored]:
    found = read_points(tx, ids=_keys(records))
    return {stored.point.id: Stored(stored.point, stored.version) for stored in found}


def _read_categories(tx: Transaction, records: Sequence[OfferingCategory]) -> dict[str, Stored]:
    wanted = set(_keys(records))
    return _by_key(category for category in read_categories(tx) if category.code in wanted)


def _remove(row: Any, key: str) -> Callable[[Transaction, Sequence[Any]], None]:
    def remove(tx: Transaction, records: Sequence[Any]) -> None:
        tx.execute(delete(row).where(is_any(getattr(row, key), _keys(records))))

    return remove


def _missing(
    row: Any, key: str
) -> Callable[[Transaction, Collection[str], Iterable[str]], list[str]]:
    """Make the query for a table whose rows name their source."""

    def missing(tx: Transaction, sources: Collection[str], keys: Iterable[str]) -> list[str]:
        column = getattr(row, key)
        others = column != all_(literal(list(keys), ARRAY(Text)))
        statement = select(column).where(is_any(row.source, sources), others)
        return list(tx.scalars(statement.distinct().order_by(column)))

    return missing


def _imported_before(
    row: Any, key: str, what: What
) -> Callable[[Transaction, Collection[str], Iterable[str]], list[str]]:
    """Make the query for a table without sources: its records are an earlier file's."""

    def missing(tx: Transaction, sources: Collection[str], keys: Iterable[str]) -> list[str]:
        record, column = ImportRecordRow, getattr(row, key)
        statement = (
            select(column)
            .join(record, record.point_id == column)
            .join(ImportTableRow, ImportTableRow.id == record.import_id)
            .where(
                ImportTableRow.what == what,
                ImportTableRow.state == "applied",
                is_any(ImportTableRow.source, sources),
                record.outcome.is_not(None),
                column != all_(literal(list(keys), ARRAY(Text))),
            )
        )
        return list(tx.scalars(statement.distinct().order_by(column)))

    return missing


def _users(*columns: Any) -> Callable[[Transaction, Sequence[str]], set[str]]:
    def users(tx: Transaction, keys: Sequence[str]) -> set[str]:
        used: set[str] = set()
        for column in columns:
            used.update(tx.scalars(select(column).distinct().where(is_any(column, keys))))
        return used

    return users


RECORD_TYPES: Final[Mapping[str, RecordType]] = {
    "points": RecordType(
        noun="learning points",
        record=LearningPoint,
        read=_read_points,
        write=lambda tx, records, actor, cause: upsert_points(
            tx, records, actor=actor, cause=cause
        ),
        remove=_remove(LearningPointRow, "id"),
        missing=points_missing,
        users=_users(OfferingRow.point_id, OfferingSessionRow.point_id, RouteStopRow.point_id),
        used_by="offerings or routes",
    ),
    "routes": RecordType(
        noun="walking routes",
        record=WalkingRoute,
        read=lambda tx, records: _by_key(read_routes(tx, ids=_keys(records))),
        write=lambda tx, records, actor, _cause: upsert_routes(tx, records, actor=actor),
        remove=_remove(WalkingRouteRow, "id"),
        missing=_missing(WalkingRouteRow, "id"),
    ),
    "offerings": RecordType(
        noun="offerings",
        record=Offering,
        read=lambda tx, records: _by_key(read_offerings(tx, ids=_keys(records))),
        write=lambda tx, records, actor, _cause: write_offerings(tx, records, actor=actor),
        remove=_remove(OfferingRow, "id"),
        missing=_imported_before(OfferingRow, "id", "offerings"),
    ),
    "categories": RecordType(
        noun="categories of offerings",
        record=OfferingCategory,
        read=_read_categories,
        write=lambda tx, records, actor, _cause: upsert_categories(tx, records, actor=actor),
        remove=_remove(OfferingCategoryRow, "code"),
        missing=_imported_before(OfferingCategoryRow, "code", "categories"),
        users=_users(OfferingRow.category),
        used_by="offerings",
    ),
    "areas": RecordType(
        noun="areas",
        record=Area,
        read=lambda tx, records: _by_key(read_area_records(tx, records)),
        write=lambda tx, records, actor, _cause: upsert_areas(tx, records, actor=actor),
        remove=remove_areas,
        missing=_missing(AreaRow, "code"),
        users=parents_of,
        used_by="areas below them",
    ),
    "population": RecordType(
        noun="places of residents",
        record=DemandPoint,
        read=lambda tx, records: _by_key(read_demand_records(tx, ids=_keys(records))),
        write=lambda tx, records, actor, _cause: upsert_demand_points(tx, records, actor=actor),
        remove=_remove(DemandPointRow, "id"),
        missing=_missing(DemandPointRow, "id"),
        whole=lambda tx, keys: _by_key(read_demand_records(tx, ids=keys)),
    ),
}
"""By the word that the command line has for them."""
