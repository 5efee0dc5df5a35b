"""The chain of hashes through the audit entries: read it, and compute it again.

An entry's bytes are a JSON object in UTF-8 without spaces between its parts, its keys in this
order: ``action``, ``actor``, ``at`` (``2026-11-24T17:41:14.123456Z``), ``details``, ``id``,
``previous``, ``subject``. Texts are escaped only where JSON demands it. ``details`` stands as
PostgreSQL writes jsonb: shorter keys first, then by their bytes, one space after each colon and
comma, numbers in plain decimals. ``previous`` is the hash of the entry before, in hexadecimal,
64 zeros for the first. The entry's hash is the SHA-256 of these bytes.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Text, cast, select

from learnmap.store._transaction import Transaction
from learnmap.store.schema import AuditEntryRow, AuditLinkRow

CHAIN_START: Final = "0" * 64
"""What the first entry follows."""
_ROWS_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What somebody did, as it is hashed; `details` is PostgreSQL's text of it."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place of the chain, and the entry that stands there.

    Attributes
    ----------
    position : int or None
        From 1; None for an entry that was never linked.
    entry_id : int
    previous_hash, hash : str
        As they are stored; empty for an entry that was never linked.
    content : Content or None
        None when the entry is gone.
    """

    position: int | None
    entry_id: int
    previous_hash: str
    hash: str
    content: Content | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken, and how: changed, missing, inserted or moved."""

    how: str
    entry_id: int
    says: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk along the whole chain found.

    Attributes
    ----------
    entries : int
        How many entries there are, linked or not.
    head : str
        Hash of the last one, `CHAIN_START` without any.
    faults : tuple of Fault
        In the order of the chain; empty when it is whole.
    hashes : dict of str to int
        Position of each stored hash.
    """

    entries: int
    head: str
    faults: tuple[Fault, ...]
    hashes: dict[str, int]


def entry_bytes(content: Content, previous: str) -> bytes:
    """Return the bytes of an entry that are hashed."""
    at = content.at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    parts = (
        ("action", _text(content.action)),
        ("actor", _text(content.actor)),
        ("at", _text(f"{at}Z")),
        ("details", content.details),
        ("id", str(content.id)),
        ("previous", _text(previous)),
        ("subject", _text(content.subject)),
    )
    return ("{" + ",".join(f'"{key}":{value}' for key, value in parts) + "}").encode()


def entry_hash(content: Content, previous: str) -> str:
    """Return the SHA-256 of an entry that follows another, in hexadecimal."""
    return hashlib.sha256(entry_bytes(content, previous)).hexdigest()


def read_chain(tx: Transaction) -> Iterator[Link]:
    """Read the chain from its start, then the entries that are not in it."""
    link, entry = AuditLinkRow, AuditEntryRow
    statement = (
        select(
            link.position,
            link.entry_id,
            link.previous_hash,
            link.hash,
            entry.id,
            entry.at,
            entry.actor,
            entry.action,
            entry.subject,
            cast(entry.details, Text).label("details"),
        )
        .select_from(link)
        .join(entry, entry.id == link.entry_id, full=True)
        .order_by(link.position.asc().nulls_last(), entry.id)
    )
    with tx.execute(statement.execution_options(yield_per=_ROWS_AT_ONCE)) as rows:
        for row in rows:
            yield Link(
                position=row.position,
                entry_id=row.id if row.entry_id is None else row.entry_id,
                previous_hash=row.previous_hash or "",
                hash=row.hash or "",
                content=None if row.id is None else _content(row),
            )


def check_chain(links: Iterable[Link]) -> Chain:
    """Compute every hash again and follow the chain from its start.

    Each link is compared with the one before as it is stored, so that one fault is told once
    and not for all that follows it.
    """
    chained = list(links)
    hashes = {link.hash: n for n, link in enumerate(chained) if link.hash}
    faults: list[Fault] = []
    head, last, entries = CHAIN_START, -1, 0
    for n, link in enumerate(chained):
        entries += link.content is not None
        faults += _content_faults(link)
        if link.position is None:
            continue
        if link.previous_hash != head:
            faults += _order_faults(chained, hashes, n, last)
        head, last = link.hash, n
    positions = {link.hash: link.position for link in chained if link.position is not None}
    return Chain(entries, head, tuple(faults), positions)


def _content(row: Any) -> Content:
    return Content(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        details=row.details,
    )


def _content_faults(link: Link) -> Iterator[Fault]:
    name = f"entry {link.entry_id}"
    if link.content is None:
        says = f"{name} is missing: its place {link.position} in the chain is still there"
        yield Fault("missing", link.entry_id, says)
    elif link.position is None:
        says = f"{name} was inserted past the chain: nothing links it"
        yield Fault("inserted", link.entry_id, says)
    elif (found := entry_hash(link.content, link.previous_hash)) != link.hash:
        says = f"{name} was changed: it has the hash {found}, and {link.hash} was recorded"
        yield Fault("changed", link.entry_id, says)


def _order_faults(
    chained: list[Link], hashes: dict[str, int], n: int, last: int
) -> Iterator[Fault]:
    """Say why a link does not follow the one that stands before it."""
    link = chained[n]
    follows = -1 if link.previous_hash == CHAIN_START else hashes.get(link.previous_hash)
    before = f"entry {chained[last].entry_id}" if last >= 0 else "the start"
    if follows is None:
        yield Fault(
            "missing",
            link.entry_id,
            f"between {before} and entry {link.entry_id} one or more entries are missing",
        )
    elif follows > n:
        yield Fault(
            "moved",
            link.entry_id,
            f"entry {link.entry_id} was moved: it stands before entry "
            f"{chained[follows].entry_id}, which it follows",
        )
    else:
        between = [one.entry_id for one in chained[follows + 1 : n]]
        yield Fault(
            "inserted",
            between[0],
            f"{_listed(between)} stood not between "
            + (f"entry {chained[follows].entry_id}" if follows >= 0 else "the start")
            + f" and entry {link.entry_id} when that was written: inserted or moved",
        )


def _listed(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:5])) + (", ..." if len(ids) > 5 else "")
    return f"entry {shown}" if len(ids) == 1 else f"entries {shown}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
