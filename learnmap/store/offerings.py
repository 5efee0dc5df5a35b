"""Offerings, their categories and their dated sessions."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import delete, insert, or_, select

from learnmap.model.changed_values import plain_values
from learnmap.model.errors import NotFoundError, TableError
from learnmap.model.records import Offering, OfferingCategory, Session
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import (
    Changes,
    is_any,
    listed,
    missing_points,
    refuse_duplicates,
    rows_as_table,
    table_of,
    upsert_rows,
)
from learnmap.store.audit import add_entry
from learnmap.store.recorded import recorded
from learnmap.store.schema import OfferingCategoryRow, OfferingRow, OfferingSessionRow
from learnmap.store.tokens import lock_points

_COLUMNS: Final = (
    "id",
    "names",
    "category",
    "mode",
    "point_id",
    "provider",
    "language",
    "fee",
    "fee_currency",
    "age_from",
    "age_to",
    "capacity",
    "schedule",
)


def upsert_categories(
    tx: Transaction, categories: Sequence[OfferingCategory], *, actor: str
) -> Changes:
    """Add categories or change their names.

    Raises
    ------
    TableError
        When a code occurs twice.
    """
    refuse_duplicates("offering categories", (category.code for category in categories))
    lock_points(tx)
    rows = [{"code": category.code, "names": category.names} for category in categories]
    changes = upsert_rows(tx, OfferingCategoryRow, rows, key="code")
    add_entry(
        tx,
        actor=actor,
        action="categories.upsert",
        subject="offering_categories",
        details=changes.counts,
    )
    return changes


def read_categories(tx: Transaction) -> tuple[OfferingCategory, ...]:
    """Read the categories by code."""
    statement = select(OfferingCategoryRow.code, OfferingCategoryRow.names).order_by(
        OfferingCategoryRow.code
    )
    return tuple(OfferingCategory(code=code, names=names) for code, names in tx.execute(statement))


def upsert_offerings(tx: Transaction, offerings: Sequence[Offering], *, actor: str) -> Changes:
    """Add offerings or change them, their sessions with them.

    Raises
    ------
    TableError
        When an id occurs twice, or a category or point is unknown; nothing is stored.
    ConflictError
        When an offering would be at two places at once.
    """
    refuse_duplicates("offerings", (offering.id for offering in offerings))
    _refuse_unknown(tx, offerings)
    lock_points(tx)
    before = {one.id: one for one in read_offerings(tx, ids=[o.id for o in offerings])}
    changes = upsert_rows(
        tx, OfferingRow, [{name: getattr(o, name) for name in _COLUMNS} for o in offerings]
    )
    moved = [
        o
        for o in offerings
        if _ordered(o.sessions) != (before[o.id].sessions if o.id in before else ())
    ]
    _write_sessions(tx, moved)
    changes = changes.also_changed(offering.id for offering in moved)
    add_entry(
        tx,
        actor=actor,
        action="offerings.upsert",
        subject="offerings",
        details=recorded(changes, before, offerings),
    )
    return changes


def remove_offering(tx: Transaction, offering_id: str, *, actor: str) -> Offering:
    """Remove an offering with its sessions; the audit entry keeps what it was.

    Editions that show it keep it: they are frozen.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    lock_points(tx)
    found = read_offerings(tx, ids=[offering_id])
    if not found:
        raise NotFoundError(f"there is no offering {offering_id!r}; it may have ended already")
    tx.execute(delete(OfferingRow).where(OfferingRow.id == offering_id))
    add_entry(
        tx,
        actor=actor,
        action="offerings.remove",
        subject="offerings",
        details={"removed_ids": [offering_id], "removed": plain_values(found[0])},
    )
    return found[0]


def read_offerings(
    tx: Transaction,
    *,
    ids: Iterable[str] | None = None,
    point_ids: Iterable[str] | None = None,
) -> list[Offering]:
    """Read offerings by id, with their sessions in order of time.

    Parameters
    ----------
    ids : iterable of str, optional
        Only these.
    point_ids : iterable of str, optional
        Only those at one of these points, also for a single session.
    """
    statement = select(*(table_of(OfferingRow).c[name] for name in _COLUMNS)).order_by(
        OfferingRow.id
    )
    if ids is not None:
        statement = statement.where(is_any(OfferingRow.id, ids))
    if point_ids is not None:
        wanted = list(point_ids)
        visiting = select(OfferingSessionRow.offering_id).where(
            is_any(OfferingSessionRow.point_id, wanted)
        )
        statement = statement.where(
            or_(is_any(OfferingRow.point_id, wanted), OfferingRow.id.in_(visiting))
        )
    if ids is not None:
        statement = statement.where(is_any(OfferingRow.id, ids))
    rows = tx.execute(statement).mappings().all()
    sessions = _read_sessions(tx, [row["id"] for row in rows])
    return [Offering(**row, sessions=sessions.get(row["id"], ())) for row in rows]


def _refuse_unknown(tx: Transaction, offerings: Sequence[Offering]) -> None:
    known = {category.code for category in read_categories(tx)}
    unknown = [f"{o.id} ({o.category})" for o in offerings if o.category not in known]
    if unknown:
        raise TableError(
            f"unknown category of offering: {listed(unknown)}; known categories: "
            f"{listed(known, most=99) or 'none yet, import them first'}"
        )
    named = [(o.id, o.point_id) for o in offerings]
    named += [(o.id, session.point_id) for o in offerings for session in o.sessions]
    missing = missing_points(tx, (point_id for _, point_id in named if point_id is not None))
    if missing:
        pairs = listed({f"{owner} ({point})" for owner, point in named if point in missing})
        raise TableError(f"offerings at unknown learning points: {pairs}; import the points first")


def _ordered(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: (s.starts_at, s.ends_at, s.point_id or "")))


def _read_sessions(tx: Transaction, offering_ids: Sequence[str]) -> dict[str, tuple[Session, ...]]:
    row = OfferingSessionRow
    statement = select(row.offering_id, row.starts_at, row.ends_at, row.point_id).where(
        is_any(row.offering_id, offering_ids)
    )
    found: dict[str, list[Session]] = {}
    for owner, starts_at, ends_at, point_id in tx.execute(statement):
        session = Session(starts_at=starts_at, ends_at=ends_at, point_id=point_id)
        found.setdefault(owner, []).append(session)
    return {owner: _ordered(sessions) for owner, sessions in found.items()}


def _write_sessions(tx: Transaction, offerings: Sequence[Offering]) -> None:
    owners = [offering.id for offering in offerings]
    tx.execute(delete(OfferingSessionRow).where(is_any(OfferingSessionRow.offering_id, owners)))
    rows = [
        {
            "offering_id": offering.id,
            "starts_at": session.starts_at.isoformat(),
            "ends_at": session.ends_at.isoformat(),
            "point_id": session.point_id,
        }
        for offering in offerings
        for session in offering.sessions
    ]
    if rows:
        source = rows_as_table(OfferingSessionRow, rows)
        tx.execute(
            insert(OfferingSessionRow).from_select(
                list(rows[0]), select(*(source.c[name] for name in rows[0]))
            )
        )
