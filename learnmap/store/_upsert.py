"""Write many rows in one statement, and tell which of them were new or different."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import ArrayLike
from sqlalchemy import ARRAY, JSON, Table, Text, any_, func, literal, literal_column, or_, select
from sqlalchemy import cast as cast_as
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from learnmap.model.crs import STORED_SRID
from learnmap.model.errors import TableError
from learnmap.store._transaction import Transaction
from learnmap.store.schema import SCHEMA, Base, LearningPointRow


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of what a write added, changed and left as it was, each in the order of ids."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for the audit record."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
        }

    def also_changed(self, identifiers: Iterable[str]) -> "Changes":
        """Count as changed those of the unchanged whose parts in another table changed."""
        more = set(identifiers).intersection(self.unchanged)
        return Changes(
            self.added,
            tuple(sorted(more.union(self.changed))),
            tuple(sorted(set(self.unchanged) - more)),
        )


def table_of(row: type[Base]) -> Table:
    """Return the table of a declared class."""
    return cast("Table", row.__table__)


def upsert_rows(
    tx: Transaction,
    row: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str = "id",
    conflict: tuple[str, ...] | None = None,
) -> Changes:
    """Insert rows or update those whose key exists; equal ones are not touched.

    Rows go over as one JSON document that PostgreSQL reads into the table's own row type.

    Parameters
    ----------
    rows : sequence of mapping
        All with the same columns; geometry as hexadecimal EWKB.
    key : str
        The column by which rows are named in the answer, unique among `rows`.
    conflict : tuple of str, optional
        The columns that are unique in the table; `key` by default.
    """
    if not rows:
        return Changes()
    table = table_of(row)
    columns = list(rows[0])
    source = rows_as_table(row, rows)
    statement = insert(table).from_select(
        columns, select(*(source.c[name] for name in columns)).order_by(source.c[key])
    )
    unique = conflict or (key,)
    values = {name: statement.excluded[name] for name in columns if name not in unique}
    statement = statement.on_conflict_do_update(
        index_elements=unique,
        set_=values,
        where=or_(*(table.c[name].is_distinct_from(new) for name, new in values.items())),
    )
    # A row that was there before carries the id of the transaction that replaced it in xmax.
    touched = tx.execute(statement.returning(table.c[key], literal_column("xmax = 0"))).all()
    added = {identifier for identifier, is_new in touched if is_new}
    changed = {identifier for identifier, is_new in touched if not is_new}
    unchanged = {line[key] for line in rows} - added - changed
    return Changes(tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(unchanged)))


def rows_as_table(row: type[Base], rows: Sequence[Mapping[str, Any]]) -> Any:
    """Make a FROM element of rows that are sent along, with the table's own column types."""
    table = table_of(row)
    document = json.dumps(list(rows), ensure_ascii=False, default=str, allow_nan=False)
    return func.json_populate_recordset(
        literal_column(f"NULL::{SCHEMA}.{table.name}"),
        cast_as(literal(document, Text), JSON),
    ).table_valued(*rows[0], name="incoming")


def refuse_duplicates(what: str, identifiers: Iterable[str]) -> None:
    """Refuse a table in which two rows have one id.

    Raises
    ------
    TableError
        Naming the ids.
    """
    twice = [identifier for identifier, count in Counter(identifiers).items() if count > 1]
    if twice:
        raise TableError(f"{what} given twice: {listed(twice)}; give each id once")


def missing_points(tx: Transaction, point_ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are no learning point's."""
    wanted = set(point_ids)
    known = tx.scalars(select(LearningPointRow.id).where(is_any(LearningPointRow.id, wanted)))
    return wanted.difference(known)


def listed(identifiers: Iterable[str], *, most: int = 20) -> str:
    """Write ids into a message, the first of many."""
    ordered = sorted(identifiers)
    shown = ", ".join(ordered[:most])
    return shown if len(ordered) <= most else f"{shown} and {len(ordered) - most} more"


def is_any(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """Compare with a list that is sent as one array, however long."""
    return cast("ColumnElement[bool]", column == any_(literal(list(values), ARRAY(Text))))


def point_ewkb(longitude: ArrayLike, latitude: ArrayLike) -> list[str]:
    """Return points as hexadecimal EWKB in EPSG:4326; longitude first."""
    points = shapely.points(np.asarray(longitude, float), np.asarray(latitude, float))
    return ewkb(points)


def ewkb(geometries: Any) -> list[str]:
    """Return geometries of EPSG:4326 as hexadecimal EWKB."""
    with_srid = shapely.set_srid(np.atleast_1d(np.asarray(geometries, object)), STORED_SRID)
    return [str(value) for value in shapely.to_wkb(with_srid, hex=True, include_srid=True)]
