"""Where walkers of a route check in."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Add the setting, empty."""
    op.add_column(
        "city_settings",
        sa.Column("check_in_url", sa.Text(), server_default="", nullable=False),
        schema=SCHEMA,
    )
    op.create_check_constraint(
        op.f("ck_city_settings_check_in_url"),
        "city_settings",
        "check_in_url = '' OR check_in_url ~ '^https?://'",
        schema=SCHEMA,
    )


def downgrade() -> None:
    """Drop the setting."""
    op.drop_column("city_settings", "check_in_url", schema=SCHEMA)
