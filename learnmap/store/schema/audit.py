"""The append-only record of who did what, and the chain of hashes through it."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import SCHEMA, Base, IdText, Json, rule


class AuditEntryRow(Base):
    """One thing that somebody did; a trigger refuses to change or remove it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        rule("actor", "btrim(actor) <> ''", "an actor is named"),
        rule(
            "action", "action ~ '^[a-z][a-z0-9_.]{0,63}$'", "action is a word such as points.upsert"
        ),
        rule("details", "jsonb_typeof(details) = 'object'", "details is an object"),
        Index(None, "subject"),
        Index(None, "at"),
        Index(
            "ix_audit_entries_touched",
            text(f"{SCHEMA}.touched_ids(details)"),
            postgresql_using="gin",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[Json] = mapped_column(JSONB)


class AuditLinkRow(Base):
    """The place of an entry in the chain; a trigger adds it when the entry's work commits.

    No two links follow the same one, so the chain cannot fork.
    """

    __tablename__ = "audit_links"
    __table_args__ = (
        rule("position", "position >= 1", "position is 1 or more"),
        rule("hash", "hash ~ '^[0-9a-f]{64}$'", "hash has 64 hexadecimal digits"),
        rule(
            "first",
            "(previous_hash = repeat('0', 64)) = (position = 1)",
            "the first link, and no other, follows 64 zeros",
        ),
        UniqueConstraint("entry_id"),
        UniqueConstraint("previous_hash"),
        UniqueConstraint("hash"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_entries.id"))
    previous_hash: Mapped[str] = mapped_column(IdText)
    hash: Mapped[str] = mapped_column(IdText)
