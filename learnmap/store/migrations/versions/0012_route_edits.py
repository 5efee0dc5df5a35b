"""Versions of walking routes, and whether one is walked no more."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Add the columns."""
    _add_route_versions()


def downgrade() -> None:
    """Drop them."""
    for name in ("version", "retired"):
        op.drop_constraint(op.f(f"ck_walking_routes_{name}"), "walking_routes", schema=SCHEMA)
    for name in ("version", "updated_at", "updated_by", "retired_at", "retired_by"):
        op.drop_column("walking_routes", name, schema=SCHEMA)


def _add_route_versions() -> None:
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=True),
        sa.Column("retired_at", moment, nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=True),
    ):
        op.add_column("walking_routes", column, schema=SCHEMA)
    for name, condition in (
        ("version", "version >= 1"),
        ("retired", "(retired_at IS NULL) = (retired_by IS NULL)"),
    ):
        op.create_check_constraint(
            op.f(f"ck_walking_routes_{name}"), "walking_routes", condition, schema=SCHEMA
        )
