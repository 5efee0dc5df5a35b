"""Rows of files that have no place yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012b"
down_revision = "0012"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_RULES = {
    "point_id_pattern": "point_id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'",
    "record": "jsonb_typeof(record) = 'object' AND record ->> 'id' = point_id"
    " AND NOT record ?| ARRAY['longitude', 'latitude']",
    "candidates": "jsonb_typeof(candidates) = 'array'",
    "file_sha256": "file_sha256 ~ '^[0-9a-f]{64}$'",
    "line": "line >= 0",
    "listed_by": "btrim(listed_by) <> ''",
    "state": "state IN ('waiting', 'placed', 'discarded')",
    "settled": "num_nulls(state_by, state_at)"
    " = CASE WHEN state IN ('placed', 'discarded') THEN 0 ELSE 2 END",
    "reason": "(state = 'discarded') = (reason IS NOT NULL)"
    " AND coalesce(reason, 'none') ~ '[^[:space:]]'",
}


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "unplaced_points",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.Column("candidates", postgresql.JSONB(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("listed_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("listed_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("state_at", moment, nullable=True),
        sa.Column("state_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_unplaced_points_{name}"))
            for name, condition in _RULES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplaced_points")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_unplaced_points_one_waiting",
        "unplaced_points",
        ["point_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("unplaced_points", schema=SCHEMA)
