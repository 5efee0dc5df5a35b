"""Find points by any of id, name and address, and changes by whom they touched."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012b"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

# Full-width letters and digits are the same as half-width ones to whoever looks for them.
_FIND_TEXT = """
CREATE FUNCTION learnmap.find_text(id text, search text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(normalize(id || chr(10) || search, NFKC) COLLATE "default")
"""

_TOUCHED_IDS = """
CREATE FUNCTION learnmap.touched_ids(details jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(details -> 'added_ids', '[]') || coalesce(details -> 'changed_ids', '[]')
    || coalesce(details -> 'removed_ids', '[]')
"""


def upgrade() -> None:
    """Add the functions and their indexes."""
    op.execute(_FIND_TEXT)
    op.execute(_TOUCHED_IDS)
    op.create_index(
        "ix_learning_points_find",
        "learning_points",
        [sa.literal_column(f"{SCHEMA}.find_text(id, search)").label("find")],
        schema=SCHEMA,
        postgresql_using="gin",
        postgresql_ops={"find": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], schema=SCHEMA)
    op.create_index(
        "ix_audit_entries_touched",
        "audit_entries",
        [sa.text(f"{SCHEMA}.touched_ids(details)")],
        schema=SCHEMA,
        postgresql_using="gin",
    )


def downgrade() -> None:
    """Drop them."""
    for name, table in (
        ("ix_audit_entries_touched", "audit_entries"),
        ("ix_audit_entries_at", "audit_entries"),
        ("ix_learning_points_find", "learning_points"),
    ):
        op.drop_index(name, table_name=table, schema=SCHEMA)
    op.execute(f"DROP FUNCTION {SCHEMA}.touched_ids(jsonb)")
    op.execute(f"DROP FUNCTION {SCHEMA}.find_text(text, text)")
