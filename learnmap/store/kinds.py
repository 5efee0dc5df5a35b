"""The vocabulary of kinds: the shipped ones and those that a city adds or edits."""

from typing import Any

from sqlalchemy import func, insert, select, update

from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.kinds import KINDS, Kind
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import KindRow


def read_kinds(tx: Transaction) -> tuple[Kind, ...]:
    """Read all kinds in their order of display."""
    return tuple(_read(tx))


def add_kind(tx: Transaction, kind: Kind, *, actor: str) -> None:
    """Add a kind of the city's own, last in the order.

    Raises
    ------
    ConflictError
        When there is one of that code.
    """
    if any(known.code == kind.code for known in _read(tx)):
        raise ConflictError(f"the kind {kind.code!r} exists; edit it or take another code")
    last = select(func.coalesce(func.max(KindRow.position), 0)).scalar_subquery()
    tx.execute(insert(KindRow).values(**_values(kind), position=last + 1))
    add_entry(tx, actor=actor, action="kinds.add", subject=kind.code, details=_values(kind))


def edit_kind(tx: Transaction, kind: Kind, *, actor: str) -> None:
    """Change the labels, maps or colour of a kind; an upgrade will not change them back.

    Raises
    ------
    NotFoundError
        When there is none of that code.
    """
    done = tx.execute(update(KindRow).where(KindRow.code == kind.code).values(**_values(kind)))
    if not done.rowcount:
        raise NotFoundError(f"there is no kind {kind.code!r}; add it first")
    add_entry(tx, actor=actor, action="kinds.edit", subject=kind.code, details=_values(kind))


def sync_kinds(tx: Transaction) -> None:
    """Bring the shipped kinds up to date, except those that the city edited.

    A row that differs from what was shipped before has been edited.
    """
    rows = {row.code: row for row in tx.execute(select(KindRow.__table__))}
    for position, kind in enumerate(KINDS, start=1):
        new = _values(kind)
        row = rows.get(kind.code)
        if row is None:
            tx.execute(insert(KindRow).values(**new, position=position, shipped=new))
        elif row.shipped is not None and row.shipped != new:
            now = {name: getattr(row, name) for name in new}
            values = new if now == row.shipped else {}
            tx.execute(
                update(KindRow).where(KindRow.code == kind.code).values(**values, shipped=new)
            )


def _read(tx: Transaction) -> list[Kind]:
    statement = select(KindRow.code, KindRow.zh, KindRow.en, KindRow.maps, KindRow.colour).order_by(
        KindRow.position, KindRow.code
    )
    return [
        Kind(code, zh, en, tuple(maps), colour)
        for code, zh, en, maps, colour in tx.execute(statement)
    ]


def _values(kind: Kind) -> dict[str, Any]:
    return {
        "code": kind.code,
        "zh": kind.zh,
        "en": kind.en,
        "maps": list(kind.maps),
        "colour": kind.colour,
    }
