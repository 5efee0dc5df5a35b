"""What planners would change in the city."""

import datetime as dt

from sqlalchemy import BigInteger, DateTime, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, Json, rule


class ScenarioRow(Base):
    """A scenario: its changes, who made it, and the streets that it was checked against.

    Its id is a word that nobody guesses, since a link with it is handed on.
    """

    __tablename__ = "scenarios"
    __table_args__ = (
        rule("id", "id ~ '^[A-Za-z0-9]{16,64}$'", "id has 16 to 64 letters or digits"),
        rule(
            "name",
            "btrim(name) <> '' AND length(name) <= 200",
            "name has 1 to 200 characters, one not blank",
        ),
        rule("note", "length(note) <= 2000", "note has at most 2000 characters"),
        rule("changes", "jsonb_typeof(changes) = 'array'", "changes is a list"),
        rule("network", "network ~ '^[0-9a-f]{8,128}$'", "network is the hash of a walk graph"),
        rule("author", "btrim(author) <> ''", "an author is named"),
        rule("updated_by", "btrim(updated_by) <> ''", "an actor is named"),
        rule("version", "version >= 1", "version is 1 or more"),
    )

    id: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Json]] = mapped_column(JSONB)
    network: Mapped[str] = mapped_column(Text(collation="C"))
    author: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    updated_by: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    version: Mapped[int] = mapped_column(BigInteger)
