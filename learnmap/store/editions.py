"""Editions: drafts, and what is published once and never changes."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, insert, select, text, update

from learnmap.model.errors import ConflictError, IntegrityError, InvalidInputError, NotFoundError
from learnmap.model.kinds import MAPS
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import EditionFileRow, EditionTableRow

MANIFEST: Final = "manifest.json"

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
    "frozen_at",
    "published_at",
    "published_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One map of one year in one revision."""

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
    frozen_at: dt.datetime | None
    published_at: dt.datetime | None
    published_by: str | None

    @property
    def title(self) -> str:
        """Name it in a message."""
        return f"the {self.map_name} edition {self.year}, revision {self.revision}"


@dataclass(frozen=True, slots=True)
class EditionFile:
    """What is known of a file without its content."""

    path: str
    media_type: str
    sha256: str
    bytes: int


def create_draft(tx: Transaction, *, map_name: str, year: int, actor: str) -> EditionRow:
    """Begin the next revision of a map of a year.

    Raises
    ------
    InvalidInputError
        When there is no such map.
    """
    if map_name not in MAPS:
        raise InvalidInputError(f"{map_name!r} is no map; the maps are {', '.join(MAPS)}")
    _lock_address(tx, map_name, year)
    last = tx.execute(
        select(func.coalesce(func.max(EditionTableRow.revision), 0)).where(
            EditionTableRow.map_name == map_name, EditionTableRow.year == year
        )
    ).scalar_one()
    identifier = tx.execute(
        insert(EditionTableRow)
        .values(map_name=map_name, year=year, revision=last + 1, status="draft", created_by=actor)
        .returning(EditionTableRow.id)
    ).scalar_one()
    draft = _by_id(tx, identifier)
    _record(tx, draft, actor=actor, action="editions.draft")
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

    Raises
    ------
    NotFoundError
        When there is no such edition.
    ConflictError
        When it was published before, or another revision is and `supersede` is False.
    IntegrityError
        When the manifest differs from the files.
    """
    _check_manifest(files, manifest_sha256)
    draft = _by_id(tx, edition_id)
    _lock_address(tx, draft.map_name, draft.year)
    draft = _by_id(tx, edition_id, lock=True)
    if draft.status not in {"draft", "in_review"}:
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
        )
    )
    published = _by_id(tx, edition_id)
    _record(tx, published, actor=actor, action="editions.publish", files=len(files))
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
    edition = _by_id(tx, edition_id, lock=True)
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
    statement = _selection().order_by(row.year.desc(), row.map_name, row.revision.desc())
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
    statement = _selection().where(row.map_name == map_name, row.year == year)
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


def _selection() -> Select[Any]:
    return select(*(EditionTableRow.__table__.c[name] for name in _FIELDS))


def _by_id(tx: Transaction, edition_id: int, *, lock: bool = False) -> EditionRow:
    statement = _selection().where(EditionTableRow.id == edition_id)
    if lock:
        statement = statement.with_for_update()
    found = tx.execute(statement).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"there is no edition {edition_id}; see `learnmap edition list`")
    return EditionRow(**found)


def _lock_address(tx: Transaction, map_name: str, year: int) -> None:
    """Let one transaction at a time draft or publish a map of a year."""
    tx.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:address, 0))"),
        {"address": f"learnmap edition {map_name} {year}"},
    )


def _check_manifest(files: Mapping[str, bytes], manifest_sha256: str) -> None:
    """Refuse files that their own manifest does not vouch for; PostgreSQL checks it again."""
    if MANIFEST not in files:
        raise IntegrityError(f"the files of the edition lack {MANIFEST}; freeze it again")
    found = hashlib.sha256(files[MANIFEST]).hexdigest()
    if found != manifest_sha256:
        raise IntegrityError(f"{MANIFEST} has the hash {found}, not {manifest_sha256}")
    entries = json.loads(files[MANIFEST])["files"]
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
    statement = _selection().where(
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
    closed = _by_id(tx, edition.id)
    _record(tx, closed, actor=actor, action=f"editions.{status}", reason=reason)
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


def _record(tx: Transaction, edition: EditionRow, *, actor: str, action: str, **more: Any) -> None:
    add_entry(
        tx,
        actor=actor,
        action=action,
        subject=f"{edition.map_name}/{edition.year}/{edition.revision}",
        details={"edition": edition.id, "manifest_sha256": edition.manifest_sha256, **more},
    )
