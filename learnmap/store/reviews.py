"""Review of an edition: submitted by one person, approved or sent back by another."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text, update

from learnmap.model.errors import ConflictError
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import is_any
from learnmap.store.edition_rows import (
    BEGUN,
    EditionRow,
    edition_by_id,
    lock_address,
    record_step,
)
from learnmap.store.schema import EditionTableRow, ImportRecordRow, ImportTableRow

_NOT_SUBMITTED: dict[str, Any] = {
    "submitted_by": None,
    "submitted_at": None,
    "submitted_sha256": None,
    "reviewed_by": None,
    "reviewed_at": None,
}


@dataclass(frozen=True, slots=True)
class ContentAuthor:
    """Somebody who brought in what the next edition of a map will show.

    Attributes
    ----------
    entry_id : int
        Of the audit entry that says so.
    at : datetime.datetime
    actor, action : str
    """

    entry_id: int
    at: dt.datetime
    actor: str
    action: str


def content_authors(tx: Transaction, map_name: str) -> list[ContentAuthor]:
    """Read who changed points, routes, offerings or areas since the map was last published."""
    rows = tx.execute(
        text("SELECT entry_id, at, actor, action FROM learnmap.content_authors(:map_name)"),
        {"map_name": map_name},
    )
    return [ContentAuthor(*row) for row in rows]


def importers(tx: Transaction, map_name: str, point_ids: Collection[str]) -> list[str]:
    """Read who applied imports that a map was not published with yet.

    An import counts when it added or changed one of the points, and was not taken back.

    Parameters
    ----------
    map_name : str
    point_ids : collection of str
        Of the points that are on the map now.
    """
    imported, record = ImportTableRow, ImportRecordRow
    last = select(func.max(EditionTableRow.published_at)).where(
        EditionTableRow.map_name == map_name
    )
    statement = (
        select(imported.state_by)
        .distinct()
        .join(record, record.import_id == imported.id)
        .where(
            imported.state == "applied",
            imported.state_at > func.coalesce(last.scalar_subquery(), text("'-infinity'")),
            record.outcome.in_(("added", "changed")),
            is_any(record.point_id, point_ids),
        )
        .order_by(imported.state_by)
    )
    return list(tx.scalars(statement))


def submit(tx: Transaction, *, edition_id: int, content_sha256: str, actor: str) -> EditionRow:
    """Give a draft to be reviewed; one that is in review already loses its approval.

    Parameters
    ----------
    edition_id : int
    content_sha256 : str
        Hash of what the reviewer is to approve.
    actor : str

    Raises
    ------
    ConflictError
        When it is published already.
    """
    edition = _locked(tx, edition_id)
    if edition.status not in BEGUN:
        raise ConflictError(f"{edition.title}, is {edition.status}; only a draft is submitted")
    _change(
        tx,
        edition_id,
        status="in_review",
        submitted_by=actor,
        submitted_at=func.clock_timestamp(),
        submitted_sha256=content_sha256,
        reviewed_by=None,
        reviewed_at=None,
    )
    submitted = edition_by_id(tx, edition_id)
    record_step(tx, submitted, actor=actor, action="editions.submit", content_sha256=content_sha256)
    return submitted


def approve(
    tx: Transaction, *, edition_id: int, content_sha256: str, note: str | None, actor: str
) -> EditionRow:
    """Approve what was submitted, as a second person.

    Raises
    ------
    ConflictError
        When it is not in review, is approved already, its content is not what was submitted,
        or the actor drafted it, submitted it or brought its content in.
    """
    edition = _in_review(tx, edition_id)
    if edition.reviewed_by is not None:
        raise ConflictError(f"{edition.title}, was approved by {edition.reviewed_by} already")
    if edition.submitted_sha256 != content_sha256:
        raise ConflictError(
            f"the content of {edition.title}, has changed since it was submitted; submit it again"
        )
    _refuse_first_person(tx, edition, actor)
    _change(tx, edition_id, reviewed_by=actor, reviewed_at=func.clock_timestamp())
    approved = edition_by_id(tx, edition_id)
    record_step(
        tx,
        approved,
        actor=actor,
        action="editions.approve",
        content_sha256=content_sha256,
        note=note,
    )
    return approved


def send_back(tx: Transaction, *, edition_id: int, note: str, actor: str) -> EditionRow:
    """Make what is in review a draft again, with a note of what is to be mended.

    Raises
    ------
    ConflictError
        When it is not in review.
    """
    _in_review(tx, edition_id)
    _change(tx, edition_id, status="draft", **_NOT_SUBMITTED)
    draft = edition_by_id(tx, edition_id)
    record_step(tx, draft, actor=actor, action="editions.return", note=note)
    return draft


def _locked(tx: Transaction, edition_id: int) -> EditionRow:
    edition = edition_by_id(tx, edition_id)
    lock_address(tx, edition.map_name, edition.year)
    return edition_by_id(tx, edition_id, lock=True)


def _in_review(tx: Transaction, edition_id: int) -> EditionRow:
    edition = _locked(tx, edition_id)
    if edition.status != "in_review":
        raise ConflictError(
            f"{edition.title}, is {edition.status} and not in review; see `learnmap edition list`"
        )
    return edition


def _refuse_first_person(tx: Transaction, edition: EditionRow, actor: str) -> None:
    """Refuse who made or filled the edition; PostgreSQL refuses them, too."""
    for what, person in (("drafted", edition.created_by), ("submitted", edition.submitted_by)):
        if person == actor:
            raise ConflictError(f"{actor} {what} {edition.title}; it is approved by another person")
    brought = [author for author in content_authors(tx, edition.map_name) if author.actor == actor]
    if brought:
        last = brought[-1]
        raise ConflictError(
            f"{edition.title}, holds what {actor} brought in ({last.action}, audit entry "
            f"{last.entry_id}); it is approved by another person"
        )


def _change(tx: Transaction, edition_id: int, **values: Any) -> None:
    tx.execute(update(EditionTableRow).where(EditionTableRow.id == edition_id).values(**values))
