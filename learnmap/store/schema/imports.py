"""Imports: files that were brought in, what they would write, and what they replaced."""

import datetime as dt
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, Json, id_rule, one_of, rule

STATES: Final = ("quarantined", "applied", "taken_back", "discarded")
"""From quarantined to applied or discarded, and from applied to taken back."""


WHAT: Final = ("points", "routes", "offerings", "categories", "areas", "population")
"""What a file may be of."""


class ImportTableRow(Base):
    """One file of one table; triggers keep everything but its state.

    `missing` are the records of the same source that the file did not have when it was applied.
    """

    __tablename__ = "imports"
    __table_args__ = (
        one_of("state", STATES),
        one_of("what", WHAT),
        one_of("datum", ("wgs84", "cgcs2000", "gcj02", "bd09")),
        rule("source", "source <> ''", "a source is named"),
        rule(
            "file_sha256",
            "file_sha256 ~ '^[0-9a-f]{64}$'",
            "file_sha256 has 64 hexadecimal digits",
        ),
        rule("mapping", "jsonb_typeof(mapping) = 'object'", "mapping is an object"),
        rule(
            "actors",
            "btrim(created_by) <> '' AND btrim(state_by) <> ''",
            "an actor is named",
        ),
        rule(
            "missing",
            "(missing IS NULL) = (state IN ('quarantined', 'discarded'))",
            "an applied import, and no other, lists the records that its file lacks",
        ),
        Index(
            "uq_imports_one_quarantined",
            "what",
            "file_sha256",
            unique=True,
            postgresql_where=text("state = 'quarantined'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    datum: Mapped[str | None] = mapped_column(Text)
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    created_by: Mapped[str] = mapped_column(Text)
    state_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    state_by: Mapped[str] = mapped_column(Text)
    missing: Mapped[list[str] | None] = mapped_column(ARRAY(Text))


class ImportRecordRow(Base):
    """One row of a file: the record that it writes, and what that replaced.

    `point_id` is the record's id or code. `version_seen` is its version when the file was
    checked, and `digest_seen` the SHA-256 of a record that has none; both are null where there
    was no such record. `before` is the record that was replaced, or that one who `removes` took
    away because the file has it no more.
    """

    __tablename__ = "import_records"
    __table_args__ = (
        id_rule("point_id"),
        rule("line", "line >= 0", "line is 0 or more"),
        rule(
            "record",
            "jsonb_typeof(record) = 'object'"
            " AND coalesce(record ->> 'id', record ->> 'code') = point_id",
            "record is the one of this id or code",
        ),
        rule(
            "dropped",
            "(dropped_by IS NULL) = (dropped_at IS NULL)",
            "a dropped row has who dropped it and when",
        ),
        one_of("outcome", ("added", "changed", "unchanged", "removed")),
        rule(
            "outcome_of_row",
            "(outcome IS NULL OR dropped_by IS NULL)"
            " AND (coalesce(outcome, '') IN ('changed', 'removed')) = (before IS NOT NULL)"
            " AND (outcome IS NULL OR (outcome = 'removed') = removes)",
            "a dropped row has no outcome, and one that changed or removed has what was there",
        ),
        rule(
            "digest_seen",
            "digest_seen IS NULL OR (digest_seen ~ '^[0-9a-f]{64}$' AND version_seen IS NULL)",
            "digest_seen has 64 hexadecimal digits, and stands for a version",
        ),
        UniqueConstraint("import_id", "point_id"),
        Index(None, "point_id"),
    )

    import_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(Integer, primary_key=True)
    point_id: Mapped[str] = mapped_column(IdText)
    record: Mapped[Json] = mapped_column(JSONB)
    version_seen: Mapped[int | None] = mapped_column(Integer)
    digest_seen: Mapped[str | None] = mapped_column(Text)
    removes: Mapped[bool] = mapped_column(Boolean)
    dropped_by: Mapped[str | None] = mapped_column(Text)
    dropped_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str | None] = mapped_column(Text)
    before: Mapped[Json | None] = mapped_column(JSONB(none_as_null=True))


class ImportWarningRow(Base):
    """What somebody has to confirm before the file is applied; line 0 is the whole file."""

    __tablename__ = "import_warnings"
    __table_args__ = (
        rule("line", "line >= 0", "line is 0 or more"),
        rule("code", "code ~ '^[a-z][a-z0-9_]{0,63}$'", "code is a word such as in_water"),
        rule("message", "message <> ''", "a warning says what is wrong"),
        rule(
            "confirmed",
            "num_nulls(confirmed_by, confirmed_at, note) IN (0, 3)"
            " AND coalesce(note, 'none') ~ '[^[:space:]]'",
            "a confirmed warning has who confirmed it, when, and a note",
        ),
    )

    import_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    line: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(Text)
    point_id: Mapped[str | None] = mapped_column(Text)
    column_name: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    note: Mapped[str | None] = mapped_column(Text)
