"""The raster of heights that a walk graph's slopes are from."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "elevation_name": sa.Text(),
    "elevation_sha256": sa.Text(),
    "elevation_edges": sa.BigInteger(),
    "elevation_attribution": sa.Text(),
    "elevation_licence": sa.Text(),
}

RULES = {
    "elevation_whole": "num_nulls(elevation_name, elevation_sha256, elevation_edges,"
    " elevation_attribution, elevation_licence) IN (0, 5)",
    "elevation_name": "btrim(elevation_name) <> ''",
    "elevation_sha256": "elevation_sha256 ~ '^[0-9a-f]{64}$'",
    "elevation_edges": "elevation_edges BETWEEN 0 AND edges",
}


def upgrade() -> None:
    """Add the columns; builds before this one had no heights."""
    for name, kind in COLUMNS.items():
        op.add_column("network_builds", sa.Column(name, kind, nullable=True), schema=SCHEMA)
    for name, condition in RULES.items():
        op.create_check_constraint(
            op.f(f"ck_network_builds_{name}"), "network_builds", condition, schema=SCHEMA
        )


def downgrade() -> None:
    """Drop the columns, and with them the rules."""
    for name in RULES:
        op.drop_constraint(op.f(f"ck_network_builds_{name}"), "network_builds", schema=SCHEMA)
    for name in COLUMNS:
        op.drop_column("network_builds", name, schema=SCHEMA)
