"""Editions: drafts, and what is published once and never changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from learnmap.model.errors import ConflictError, IntegrityError, InvalidInputError, NotFoundError
from learnmap.model.kinds import MAPS
from learnmap.store._transaction import Transaction
from learnmap.store.edition_rows import (
    BEGUN,
    EditionRow,
    edition_by_id,
    edition_selection,
    lock_address,
    record_step,
)
from learnmap.store.frozen_residents import keep_residents
from learnmap.store.schema import EditionFileRow, EditionTableRow

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class EditionFile:
    """What is known of a file without its content."""

    path: str
    media_type: str
    sha256: str
    bytes: int


def create_draft(
    tx: Transaction, *, map_name: str, year: int, actor: str, revises_reason: str | None = None
) -> EditionRow:
    """Begin the next revision of a map of a year.

    Parameters
    ----------
    map_name : str
    year : int
    actor : str
    revises_reason : str, optional
        Why it is to take the place of the one that is published.

    Raises
    ------
    InvalidInputError
        When there is no such map.
    """
    if map_name not in MAPS:
        raise InvalidInputError(f"{map_name!r} is no map; the maps are {', '.join(MAPS)}")
    lock_address(tx, map_name, year)
    last = tx.execute(
        select(func.coalesce(func.max(EditionTableRow.revision), 0)).where(
            EditionTableRow.map_name == map_name, EditionTableRow.year == year
        )
    ).scalar_one()
    identifier = tx.execute(
        insert(EditionTableRow)
        .values(
            map_name=map_name,
            year=year,
            revision=last + 1,
            status="draft",
            created_by=actor,
            revises_reason=revises_reason,
        )
        .returning(EditionTableRow.id)
    ).scalar_one()
    draft = edition_by_id(tx, identifier)
    more = {} if revises_reason is None else {"reason": revises_reason}
    record_step(tx, draft, actor=actor, action="editions.draft", **more)
    return draft


def publish(  # noqa: PLR0913 - what is frozen is given whole
    tx: Transaction,
    *,
    edition_id: int,
    files: Mapping[str, bytes],
    media_types: Mapping[str, str],
    manifest_sha256: str,
    approval_number: str | None,
    approval_exemption: str | None,
    actor: str,
    supersede: bool = False,
    details: Mapping[str, Any] | None = None,
    residents: bytes | None = None,
) -> EditionRow:
    """Store the files of a draft and make it the published edition, all or nothing.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by path; ``manifest.json`` lists all the others with their hashes.
    media_types : mapping of str to str
        Media type by path.
    manifest_sha256 : str
        Hash of ``manifest.json``.
    supersede : bool
        Whether a published revision of the same map and year makes room for this one.
    details : mapping, optional
        What else the audit entry is to say, such as the checks that were overridden.
    residents : bytes, optional
        What the edition keeps of residents and does not publish; the manifest lists its hash.

    Raises
    ------
    NotFoundError
        When there is no such edition.
    ConflictError
        When it was published before, or another revision is and `supersede` is False.
    IntegrityError
        When the manifest differs from the files.
    """
    _check_manifest(files, manifest_sha256, residents)
    draft = edition_by_id(tx, edition_id)
    lock_address(tx, draft.map_name, draft.year)
    draft = edition_by_id(tx, edition_id, lock=True)
    if draft.status not in BEGUN:
        raise ConflictError(
            f"{draft.title} is {draft.status} already; make another draft to publish a correction"
        )
    _make_room(tx, draft, supersede=supersede, actor=actor)
    for path in sorted(files):
        _insert_file(tx, draft, path, files[path], media_types)
    now = func.clock_timestamp()
    tx.execute(
        update(EditionTableRow)
        .where(EditionTableRow.id == edition_id)
        .values(
            status="published",
            approval_number=approval_number,
            approval_exemption=approval_exemption,
            manifest_sha256=manifest_sha256,
            frozen_at=now,
            published_at=now,
            published_by=actor,
            residents_sha256=keep_residents(tx, residents),
        )
    )
    published = edition_by_id(tx, edition_id)
    record_step(
        tx,
        published,
        actor=actor,
        action="editions.publish",
        **{"reviewed_by": published.reviewed_by, **(details or {}), "files": len(files)},
    )
    return published


def withdraw(tx: Transaction, *, edition_id: int, reason: str, actor: str) -> EditionRow:
    """Take a published edition back; its content stays as it was.

    Raises
    ------
    ConflictError
        When it is not published.
    InvalidInputError
        When no reason is given.
    """
    edition = edition_by_id(tx, edition_id, lock=True)
    if edition.status != "published":
        raise ConflictError(
            f"{edition.title} is {edition.status}; only a published one is withdrawn"
        )
    return _close(tx, edition, status="withdrawn", reason=reason, actor=actor)


def list_editions(
    tx: Transaction, *, map_name: str | None = None, year: int | None = None
) -> list[EditionRow]:
    """List editions: newest year first, then by map and newest revision."""
    row = EditionTableRow
    statement = edition_selection().order_by(row.year.desc(), row.map_name, row.revision.desc())
    if map_name is not None:
        statement = statement.where(row.map_name == map_name)
    if year is not None:
        statement = statement.where(row.year == year)
    return [EditionRow(**found) for found in tx.execute(statement).mappings()]


def read_edition(
    tx: Transaction, map_name: str, year: int, revision: int | None = None
) -> EditionRow:
    """Read one edition; without a revision the published one.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    row = EditionTableRow
    statement = edition_selection().where(row.map_name == map_name, row.year == year)
    if revision is None:
        statement = statement.where(row.status == "published")
    else:
        statement = statement.where(row.revision == revision)
    found = tx.execute(statement).mappings().one_or_none()
    if found is None:
        which = "published" if revision is None else f"with revision {revision}"
        raise NotFoundError(
            f"there is no {map_name} edition of {year} {which}; see `learnmap edition list`"
        )
    return EditionRow(**found)


def read_file(tx: Transaction, edition_id: int, path: str) -> tuple[bytes, str, str]:
    """Read one file of an edition.

    Returns
    -------
    tuple
        Content, media type and SHA-256 in hexadecimal.

    Raises
    ------
    NotFoundError
        When the edition has no such file.
    """
    row = EditionFileRow
    found = tx.execute(
        select(row.content, row.media_type, row.sha256).where(
            row.edition_id == edition_id, row.path == path
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(f"edition {edition_id} has no file {path!r}")
    return bytes(found.content), found.media_type, found.sha256


def list_files(tx: Transaction, edition_id: int) -> list[EditionFile]:
    """List the files of an edition by path, without their content."""
    row = EditionFileRow
    statement = select(row.path, row.media_type, row.sha256, row.bytes).where(
        row.edition_id == edition_id
    )
    return [EditionFile(*found) for found in tx.execute(statement.order_by(row.path))]


def read_files(tx: Transaction, edition_id: int) -> dict[str, bytes]:
    """Read all files of an edition: content by path."""
    row = EditionFileRow
    statement = select(row.path, row.content).where(row.edition_id == edition_id)
    return {path: bytes(content) for path, content in tx.execute(statement.order_by(row.path))}


def _check_manifest(
    files: Mapping[str, bytes], manifest_sha256: str, residents: bytes | None
) -> None:
    """Refuse files that their own manifest does not vouch for; PostgreSQL checks it again."""
    if MANIFEST not in files:
        raise IntegrityError(f"the files of the edition lack {MANIFEST}; freeze it again")
    found = hashlib.sha256(files[MANIFEST]).hexdigest()
    if found != manifest_sha256:
        raise IntegrityError(f"{MANIFEST} has the hash {found}, not {manifest_sha256}")
    manifest = json.loads(files[MANIFEST])
    withheld = {entry["sha256"] for entry in manifest.get("withheld", {}).values()}
    if withheld != (set() if residents is None else {hashlib.sha256(residents).hexdigest()}):
        raise IntegrityError(
            f"the residents of the edition are not those of {MANIFEST}; freeze it again"
        )
    entries = manifest["files"]
    listed = {path: entry["sha256"] for path, entry in entries.items()}
    actual = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != MANIFEST
    }
    for path in sorted(listed.keys() | actual.keys()):
        if listed.get(path) != actual.get(path):
            raise IntegrityError(
                f"{path} has the hash {actual.get(path)}, and {MANIFEST} says {listed.get(path)}; "
                "freeze the edition again"
            )


def _make_room(tx: Transaction, draft: EditionRow, *, supersede: bool, actor: str) -> None:
    statement = edition_selection().where(
        EditionTableRow.map_name == draft.map_name,
        EditionTableRow.year == draft.year,
        EditionTableRow.status == "published",
    )
    found = tx.execute(statement.with_for_update()).mappings().one_or_none()
    if found is None:
        return
    earlier = EditionRow(**found)
    if not supersede:
        raise ConflictError(
            f"{earlier.title} is published; publish revision {draft.revision} in its place only "
            "by asking for it to be superseded"
        )
    reason = f"superseded by revision {draft.revision}"
    if draft.revises_reason:
        reason = f"{reason}: {draft.revises_reason}"
    _close(tx, earlier, status="superseded", reason=reason, actor=actor)


def _close(
    tx: Transaction, edition: EditionRow, *, status: str, reason: str, actor: str
) -> EditionRow:
    if not reason.strip():
        raise InvalidInputError(f"{edition.title}: give a reason")
    tx.execute(
        update(EditionTableRow)
        .where(EditionTableRow.id == edition.id)
        .values(status=status, status_reason=reason)
    )
    closed = edition_by_id(tx, edition.id)
    record_step(tx, closed, actor=actor, action=f"editions.{status}", reason=reason)
    return closed


def _insert_file(
    tx: Transaction,
    draft: EditionRow,
    path: str,
    content: bytes,
    media_types: Mapping[str, str],
) -> None:
    if path not in media_types:
        raise InvalidInputError(f"{draft.title}: the file {path} has no media type")
    tx.execute(
        insert(EditionFileRow).values(
            edition_id=draft.id,
            path=path,
            media_type=media_types[path],
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
        )
    )
