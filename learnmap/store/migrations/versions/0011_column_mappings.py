"""What the columns of each source's files were taken for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "column_mappings",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "set_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.CheckConstraint("what ~ '^[a-z][a-z_]{0,63}$'", name=op.f("ck_column_mappings_what")),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("ck_column_mappings_source")),
        sa.CheckConstraint(
            "coalesce(jsonb_typeof(mapping -> 'columns'), '') = 'object'",
            name=op.f("ck_column_mappings_mapping"),
        ),
        sa.CheckConstraint("btrim(set_by) <> ''", name=op.f("ck_column_mappings_set_by")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["learnmap.imports.id"], name=op.f("fk_column_mappings_import_id")
        ),
        sa.PrimaryKeyConstraint("what", "source", name=op.f("pk_column_mappings")),
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("column_mappings", schema=SCHEMA)
