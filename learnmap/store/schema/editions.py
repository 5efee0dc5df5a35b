"""Editions and their files; triggers make what is published unchangeable."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.model.kinds import MAPS
from learnmap.store.schema.base import Base, IdText, one_of, rule


class EditionTableRow(Base):
    """One map of one year, in one revision."""

    __tablename__ = "editions"
    __table_args__ = (
        one_of("map_name", MAPS),
        one_of("status", ("draft", "in_review", "published", "superseded", "withdrawn")),
        rule("year", "year BETWEEN 1900 AND 2200", "year is from 1900 to 2200"),
        rule("revision", "revision >= 1", "revision is 1 or more"),
        rule(
            "frozen",
            "status IN ('draft', 'in_review') OR num_nulls("
            "manifest_sha256, frozen_at, published_at, published_by) = 0",
            "a published edition has its manifest's hash, its times and its publisher",
        ),
        rule(
            "manifest_sha256",
            "manifest_sha256 ~ '^[0-9a-f]{64}$'",
            "manifest_sha256 has 64 hexadecimal digits",
        ),
        rule(
            "reason",
            "status NOT IN ('superseded', 'withdrawn')"
            " OR coalesce(status_reason, '') ~ '[^[:space:]]'",
            "a superseded or withdrawn edition has a reason",
        ),
        rule(
            "submitted",
            "num_nulls(submitted_by, submitted_at, submitted_sha256) IN (0, 3)",
            "a submitted edition has who submitted it, when, and the hash of its content",
        ),
        rule(
            "submitted_sha256",
            "submitted_sha256 ~ '^[0-9a-f]{64}$'",
            "submitted_sha256 has 64 hexadecimal digits",
        ),
        rule(
            "in_review",
            "status <> 'in_review' OR submitted_by IS NOT NULL",
            "what is in review was submitted by somebody",
        ),
        rule(
            "reviewed",
            "num_nulls(reviewed_by, reviewed_at) IN (0, 2)"
            " AND (reviewed_by IS NULL OR status <> 'draft')",
            "an approved edition has who approved it and when, and is no draft any more",
        ),
        rule(
            "second_person",
            "reviewed_by IS NULL OR (reviewed_by <> created_by AND reviewed_by <> submitted_by)",
            "an edition is approved by another person than who drafted or submitted it",
        ),
        UniqueConstraint("map_name", "year", "revision"),
        Index(
            "uq_editions_one_published",
            "map_name",
            "year",
            unique=True,
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    map_name: Mapped[str] = mapped_column(IdText)
    year: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)
    status_reason: Mapped[str | None] = mapped_column(Text)
    status_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    approval_number: Mapped[str | None] = mapped_column(Text)
    approval_exemption: Mapped[str | None] = mapped_column(Text)
    manifest_sha256: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    created_by: Mapped[str] = mapped_column(Text)
    revises_reason: Mapped[str | None] = mapped_column(Text)
    submitted_by: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    submitted_sha256: Mapped[str | None] = mapped_column(Text)
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    frozen_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str | None] = mapped_column(Text)
    residents_sha256: Mapped[str | None] = mapped_column(
        IdText, ForeignKey("frozen_residents.sha256")
    )


class FrozenResidentsRow(Base):
    """Residents that editions were frozen with: kept and never published."""

    __tablename__ = "frozen_residents"
    __table_args__ = (
        rule(
            "sha256",
            "sha256 = encode(sha256(content), 'hex')",
            "sha256 is the hash of the content",
        ),
        rule("bytes", "bytes = octet_length(content)", "bytes is the length of the content"),
    )

    sha256: Mapped[str] = mapped_column(IdText, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    bytes: Mapped[int] = mapped_column(BigInteger)


class EditionFileRow(Base):
    """One file of an edition; PostgreSQL checks its bytes against its hash."""

    __tablename__ = "edition_files"
    __table_args__ = (
        rule(
            "path",
            "path ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$'"
            " AND length(path) <= 200",
            "path is relative, of letters, digits and . _ -, without ..",
        ),
        rule(
            "sha256",
            "sha256 = encode(sha256(content), 'hex')",
            "sha256 is the hash of the content",
        ),
        rule("bytes", "bytes = octet_length(content)", "bytes is the length of the content"),
        rule("media_type", "media_type ~ '^[a-z]+/[^[:space:]]+'", "media_type is type/subtype"),
    )

    edition_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(IdText, primary_key=True)
    media_type: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(BigInteger)
