"""Certificates of catchments."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "certificates",
        sa.Column("build_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("profile", sa.Text(collation="C"), nullable=False),
        sa.Column("cutoff_s", sa.Integer(), nullable=False),
        sa.Column("settings_key", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("learning_points", sa.Integer(), nullable=False),
        sa.Column("street_places", sa.Integer(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.Column("exact", sa.BigInteger(), nullable=False),
        sa.Column("wrongly_inside", sa.BigInteger(), nullable=False),
        sa.Column("wrongly_outside", sa.BigInteger(), nullable=False),
        sa.Column(
            "certified_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("cutoff_s > 0", name=op.f("ck_certificates_cutoff_s")),
        sa.CheckConstraint("settings_key <> ''", name=op.f("ck_certificates_settings_key")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_certificates_seed")),
        sa.CheckConstraint(
            "learning_points >= 0 AND street_places >= 0 AND learning_points + street_places > 0",
            name=op.f("ck_certificates_origins"),
        ),
        sa.CheckConstraint(
            "exact >= 0 AND wrongly_inside >= 0 AND exact + wrongly_inside <= places",
            name=op.f("ck_certificates_exact"),
        ),
        sa.CheckConstraint(
            "wrongly_outside BETWEEN 0 AND exact", name=op.f("ck_certificates_wrongly_outside")
        ),
        sa.ForeignKeyConstraint(
            ["build_hash"],
            ["learnmap.network_builds.content_hash"],
            name=op.f("fk_certificates_build_hash"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["profile"],
            ["learnmap.walk_profiles.code"],
            name=op.f("fk_certificates_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("build_hash", "profile", "cutoff_s", name=op.f("pk_certificates")),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("certificates", schema=SCHEMA)
