"""Accounts of staff, their sessions, and failed logins."""

import datetime as dt

from sqlalchemy import (
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
)
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.model.roles import ROLES
from learnmap.store.schema.base import Base, IdText, one_of, rule


class AccountRow(Base):
    """Somebody of the city's staff; disabled and never deleted, since the audit names it."""

    __tablename__ = "accounts"
    __table_args__ = (
        rule(
            "name",
            "name ~ '^[a-z][a-z0-9._-]{1,63}$'",
            "name has 2 to 64 lower-case letters, digits or . _ - and begins with a letter",
        ),
        rule("full_name", "btrim(full_name) <> ''", "full_name is not blank"),
        one_of("role", ROLES),
        rule(
            "password_hash",
            "password_hash ~ '^[$]argon2id[$]'",
            "password_hash is one of Argon2id",
        ),
        rule(
            "identity",
            "(oidc_issuer IS NULL) = (oidc_subject IS NULL)",
            "an identity has an issuer and a subject",
        ),
        UniqueConstraint("name"),
        UniqueConstraint("oidc_issuer", "oidc_subject"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(IdText)
    full_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    must_change: Mapped[bool] = mapped_column(Boolean)
    oidc_issuer: Mapped[str | None] = mapped_column(Text)
    oidc_subject: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    disabled_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))


class SessionRow(Base):
    """A browser that has logged in; of its token only the SHA-256 is kept."""

    __tablename__ = "sessions"
    __table_args__ = (
        rule("token_sha256", "token_sha256 ~ '^[0-9a-f]{64}$'", "token_sha256 is a SHA-256"),
        rule("expires_at", "expires_at > created_at", "a session ends after it began"),
        Index(None, "account_id"),
    )

    token_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("accounts.id", ondelete="CASCADE")
    )
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    seen_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))


class LoginFailureRow(Base):
    """How many logins failed for an account's name or from a client, and when the last did.

    Names and addresses are kept as the first 32 bits of their hash: enough to slow a guesser
    down, and too little to tell what somebody typed there, which may be a password.
    """

    __tablename__ = "login_failures"
    __table_args__ = (
        one_of("bucket", ("account", "client")),
        rule("digest", "digest ~ '^[0-9a-f]{8}$'", "digest has 8 hexadecimal digits"),
        rule("failures", "failures >= 0", "failures are 0 or more"),
        Index(None, "last_at"),
    )

    bucket: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
