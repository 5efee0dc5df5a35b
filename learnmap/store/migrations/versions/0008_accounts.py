"""Accounts of staff, their sessions, and failed logins."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007b"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Make the tables."""
    _make_accounts()
    _make_sessions()
    _make_login_failures()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("login_failures", schema=SCHEMA)
    op.drop_table("sessions", schema=SCHEMA)
    op.drop_table("accounts", schema=SCHEMA)


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("oidc_issuer", sa.Text(), nullable=True),
        sa.Column("oidc_subject", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name ~ '^[a-z][a-z0-9._-]{1,63}$'", name=op.f("ck_accounts_name")),
        sa.CheckConstraint("btrim(full_name) <> ''", name=op.f("ck_accounts_full_name")),
        sa.CheckConstraint(
            "role IN ('planner', 'editor', 'publisher', 'admin')", name=op.f("ck_accounts_role")
        ),
        sa.CheckConstraint(
            "password_hash ~ '^[$]argon2id[$]'", name=op.f("ck_accounts_password_hash")
        ),
        sa.CheckConstraint(
            "(oidc_issuer IS NULL) = (oidc_subject IS NULL)", name=op.f("ck_accounts_identity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
        sa.UniqueConstraint(
            "oidc_issuer", "oidc_subject", name=op.f("uq_accounts_oidc_issuer_oidc_subject")
        ),
        schema=SCHEMA,
    )


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "token_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_sessions_token_sha256")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sessions_expires_at")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["learnmap.accounts.id"],
            name=op.f("fk_sessions_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sessions")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"], schema=SCHEMA)


def _make_login_failures() -> None:
    op.create_table(
        "login_failures",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "bucket IN ('account', 'client')", name=op.f("ck_login_failures_bucket")
        ),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{8}$'", name=op.f("ck_login_failures_digest")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_login_failures_failures")),
        sa.PrimaryKeyConstraint("bucket", "digest", name=op.f("pk_login_failures")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_login_failures_last_at"), "login_failures", ["last_at"], schema=SCHEMA)
