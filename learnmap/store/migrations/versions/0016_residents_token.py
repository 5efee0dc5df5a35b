"""Count the changes of residents, so that figures held in memory know when they are old."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"
TABLES = ("demand_points", "demand_counts")
"""Tables whose changes raise the token ``residents``."""
_ROWS = {
    "INSERT": "REFERENCING NEW TABLE AS touched",
    "UPDATE": "REFERENCING NEW TABLE AS touched",
    "DELETE": "REFERENCING OLD TABLE AS touched",
    "TRUNCATE": "",
}


def upgrade() -> None:
    """Add the token, apart from that of points, which caches of the public follow."""
    op.execute("INSERT INTO learnmap.change_tokens (name, value) VALUES ('residents', 1)")
    for table in TABLES:
        for event, rows in _ROWS.items():
            op.execute(
                f"CREATE TRIGGER raise_token_on_{event.lower()} AFTER {event} "
                f"ON {SCHEMA}.{table} {rows} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.raise_token('residents')"
            )


def downgrade() -> None:
    """Count no more."""
    for table in TABLES:
        for event in _ROWS:
            op.execute(f"DROP TRIGGER raise_token_on_{event.lower()} ON {SCHEMA}.{table}")
    op.execute("DELETE FROM learnmap.change_tokens WHERE name = 'residents'")
