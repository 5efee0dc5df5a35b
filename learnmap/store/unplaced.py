"""The list of points that somebody has to put on the map."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, insert, select, update

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import is_any
from learnmap.store.audit import add_entry
from learnmap.store.imports import ImportFacts
from learnmap.store.schema import UnplacedPointRow

UnplacedState = Literal["waiting", "placed", "discarded"]


@dataclass(frozen=True, slots=True)
class NewUnplaced:
    """A row that a file has no place for.

    Attributes
    ----------
    line : int
    record : dict
        The learning point as JSON, without a place.
    candidates : tuple of dict
        Places that it may mean, the likeliest first: ``how``, ``longitude``, ``latitude``
        (WGS 84), ``within_m``, ``matched``.
    """

    line: int
    record: Mapping[str, Any]
    candidates: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedPoint:
    """A row of the list.

    Attributes
    ----------
    id : int
    point_id : str
        Of the learning point that it becomes.
    record : dict
    candidates : list of dict
        As in `NewUnplaced`.
    file_name, file_sha256 : str
    line : int
    listed_at, listed_by
    state : str
        ``waiting``, ``placed`` or ``discarded``.
    state_at, state_by, reason
        Of one that waits no more; `reason` of a discarded one.
    """

    id: int
    point_id: str
    record: Mapping[str, Any]
    candidates: Sequence[Mapping[str, Any]]
    file_name: str
    file_sha256: str
    line: int
    listed_at: dt.datetime
    listed_by: str
    state: UnplacedState
    state_at: dt.datetime | None
    state_by: str | None
    reason: str | None


def list_unplaced(
    tx: Transaction, rows: Sequence[NewUnplaced], facts: ImportFacts, *, actor: str
) -> int:
    """Put rows of a file on the list, and return how many wait there now of these.

    A row that waits already is brought up to date; one that was discarded and says the same
    as then stays discarded.
    """
    table = UnplacedPointRow
    ids = [str(row.record["id"]) for row in rows]
    known = tx.execute(
        select(table.point_id, table.record, table.state)
        .where(is_any(table.point_id, ids), table.state != "placed")
        .with_for_update()
    ).all()
    waiting = {found.point_id for found in known if found.state == "waiting"}
    gone = [(found.point_id, found.record) for found in known if found.state == "discarded"]
    wanted = [
        row
        for point_id, row in zip(ids, rows, strict=True)
        if point_id in waiting or (point_id, dict(row.record)) not in gone
    ]
    new = [row for row in wanted if row.record["id"] not in waiting]
    for row in wanted:
        values = {
            "record": dict(row.record),
            "candidates": [dict(candidate) for candidate in row.candidates],
            "file_name": facts.file_name,
            "file_sha256": facts.file_sha256,
            "line": row.line,
        }
        point_id = row.record["id"]
        if point_id in waiting:
            where = (table.point_id == point_id, table.state == "waiting")
            tx.execute(update(table).where(*where).values(values))
        else:
            tx.execute(insert(table).values(point_id=point_id, listed_by=actor, **values))
    if new:
        add_entry(
            tx,
            actor=actor,
            action="unplaced.list",
            subject="unplaced_points",
            details={"file": facts.file_name, "sha256": facts.file_sha256, "rows": len(new)},
        )
    return len(wanted)


def read_unplaced(
    tx: Transaction, *, state: UnplacedState | None = "waiting"
) -> list[UnplacedPoint]:
    """Read the list in the order in which rows came; all states for None."""
    table = UnplacedPointRow
    statement = select(table.__table__).order_by(table.id)
    if state is not None:
        statement = statement.where(table.state == state)
    return [UnplacedPoint(**row) for row in tx.execute(statement).mappings()]


def read_unplaced_point(tx: Transaction, number: int) -> UnplacedPoint:
    """Read one row of the list.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    """
    table = UnplacedPointRow
    found = tx.execute(select(table.__table__).where(table.id == number)).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"there is no unplaced point {number}; see `learnmap points unplaced`")
    return UnplacedPoint(**found)


def count_unplaced(tx: Transaction) -> dict[str, int]:
    """Count the rows of the list by state; states without any are 0."""
    table = UnplacedPointRow
    found = tx.execute(select(table.state, func.count()).group_by(table.state)).all()
    return {"waiting": 0, "placed": 0, "discarded": 0} | {row[0]: int(row[1]) for row in found}


def lock_waiting(tx: Transaction, number: int) -> UnplacedPoint:
    """Wait for others who settle a row, and see that it still waits.

    Raises
    ------
    NotFoundError, ConflictError
        When there is none of that number, or somebody settled it.
    """
    table = UnplacedPointRow
    tx.execute(select(table.id).where(table.id == number).with_for_update())
    found = read_unplaced_point(tx, number)
    if found.state != "waiting":
        raise ConflictError(
            f"{found.point_id} of {found.file_name} is {found.state} already, by {found.state_by}"
        )
    return found


def settle_placed(tx: Transaction, number: int, *, actor: str, **details: Any) -> None:
    """Take a row off the list whose learning point was stored in this transaction."""
    _settle(tx, number, "placed", actor, None, details)


def discard_unplaced(tx: Transaction, number: int, *, reason: str, actor: str) -> None:
    """Take a row off the list that is no learning point of this city.

    Raises
    ------
    InvalidInputError
        When no reason is given.
    NotFoundError, ConflictError
        As `lock_waiting`.
    """
    if not reason.strip():
        raise InvalidInputError(f"unplaced point {number}: say why it is discarded")
    lock_waiting(tx, number)
    _settle(tx, number, "discarded", actor, reason.strip(), {"reason": reason.strip()})


def _settle(
    tx: Transaction,
    number: int,
    state: UnplacedState,
    actor: str,
    reason: str | None,
    details: Mapping[str, Any],
) -> None:
    table = UnplacedPointRow
    tx.execute(
        update(table)
        .where(table.id == number)
        .values(state=state, state_by=actor, state_at=func.clock_timestamp(), reason=reason)
    )
    add_entry(
        tx,
        actor=actor,
        action=f"unplaced.{state}",
        subject=f"unplaced_points/{number}",
        details=details,
    )
