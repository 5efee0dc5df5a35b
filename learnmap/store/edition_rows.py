"""Rows of editions: read one, lock its address, record a step of its life."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select, text

from learnmap.model.errors import NotFoundError
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import EditionTableRow

BEGUN: Final = ("draft", "in_review")
"""Statuses of an edition that is not published yet."""

_FIELDS: Final = (
    "id",
    "map_name",
    "year",
    "revision",
    "status",
    "status_reason",
    "status_at",
    "approval_number",
    "approval_exemption",
    "manifest_sha256",
    "created_at",
    "created_by",
    "revises_reason",
    "submitted_by",
    "submitted_at",
    "submitted_sha256",
    "reviewed_by",
    "reviewed_at",
    "frozen_at",
    "published_at",
    "published_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One map of one year in one revision.

    Attributes
    ----------
    revises_reason : str or None
        Why a published edition is revised by this one.
    submitted_by, submitted_at, submitted_sha256
        Who gave it to be reviewed, when, and the hash of its content then.
    reviewed_by, reviewed_at
        The second person who approved that content, and when.
    """

    id: int
    map_name: str
    year: int
    revision: int
    status: str
    status_reason: str | None
    status_at: dt.datetime
    approval_number: str | None
    approval_exemption: str | None
    manifest_sha256: str | None
    created_at: dt.datetime
    created_by: str
    revises_reason: str | None
    submitted_by: str | None
    submitted_at: dt.datetime | None
    submitted_sha256: str | None
    reviewed_by: str | None
    reviewed_at: dt.datetime | None
    frozen_at: dt.datetime | None
    published_at: dt.datetime | None
    published_by: str | None

    @property
    def title(self) -> str:
        """Name it in a message."""
        return f"the {self.map_name} edition {self.year}, revision {self.revision}"


def edition_selection() -> Select[Any]:
    """Select the columns of `EditionRow`."""
    return select(*(EditionTableRow.__table__.c[name] for name in _FIELDS))


def edition_by_id(tx: Transaction, edition_id: int, *, lock: bool = False) -> EditionRow:
    """Read an edition; a lock keeps others from changing it until the transaction ends.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    statement = edition_selection().where(EditionTableRow.id == edition_id)
    if lock:
        statement = statement.with_for_update()
    found = tx.execute(statement).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"there is no edition {edition_id}; see `learnmap edition list`")
    return EditionRow(**found)


def begun_edition(tx: Transaction, map_name: str, year: int) -> EditionRow | None:
    """Read the newest revision of a map of a year that is begun and not published."""
    row = EditionTableRow
    statement = (
        edition_selection()
        .where(row.map_name == map_name, row.year == year, row.status.in_(BEGUN))
        .order_by(row.revision.desc())
        .limit(1)
    )
    found = tx.execute(statement).mappings().one_or_none()
    return None if found is None else EditionRow(**found)


def lock_address(tx: Transaction, map_name: str, year: int) -> None:
    """Let one transaction at a time draft, review or publish a map of a year."""
    tx.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:address, 0))"),
        {"address": f"learnmap edition {map_name} {year}"},
    )


def record_step(
    tx: Transaction, edition: EditionRow, *, actor: str, action: str, **more: Any
) -> None:
    """Record a step of an edition's life."""
    add_entry(
        tx,
        actor=actor,
        action=action,
        subject=f"{edition.map_name}/{edition.year}/{edition.revision}",
        details={"edition": edition.id, "manifest_sha256": edition.manifest_sha256, **more},
    )
