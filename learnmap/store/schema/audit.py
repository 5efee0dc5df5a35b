"""The append-only record of who did what."""

import datetime as dt

from sqlalchemy import BigInteger, DateTime, Identity, Index, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, Json, rule


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
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.clock_timestamp()
    )
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[Json] = mapped_column(JSONB)
