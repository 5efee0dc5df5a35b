"""What planners would change in the city."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_RULES = {
    "id": "id ~ '^[A-Za-z0-9]{16,64}$'",
    "name": "btrim(name) <> '' AND length(name) <= 200",
    "note": "length(note) <= 2000",
    "changes": "jsonb_typeof(changes) = 'array'",
    "network": "network ~ '^[0-9a-f]{8,128}$'",
    "author": "btrim(author) <> ''",
    "updated_by": "btrim(updated_by) <> ''",
    "version": "version >= 1",
}


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "scenarios",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("network", sa.Text(collation="C"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("updated_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_scenarios_{name}"))
            for name, condition in _RULES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("scenarios", schema=SCHEMA)
