"""What residents say is wrong, and where walkers of a route check in."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

# The public reads views and writes nothing; of this one thing it may add a row, of a point that
# there is, and only while staff keep up. Who calls it learns nothing of what is kept.
_REPORT = """
CREATE FUNCTION learnmap.report_error(point_id text, what text, note text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM learnmap.learning_points AS point
                   WHERE point.id = report_error.point_id) THEN
        RETURN 'unknown';
    END IF;
    IF (SELECT count(*) FROM learnmap.error_reports WHERE handled_at IS NULL) >= 2000 THEN
        RETURN 'full';
    END IF;
    INSERT INTO learnmap.error_reports (point_id, what, note)
    VALUES (report_error.point_id, report_error.what, report_error.note);
    RETURN 'kept';
END $$
"""


def upgrade() -> None:
    """Make the table with the one way into it, and add the setting, empty."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "error_reports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_at", moment, server_default=sa.func.now(), nullable=False),
        sa.Column("handled_at", moment, nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("handled_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "point_id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'",
            name=op.f("ck_error_reports_point_id_pattern"),
        ),
        sa.CheckConstraint(
            "what IN ('closed', 'hours', 'place', 'contact', 'offering', 'access', 'other')",
            name=op.f("ck_error_reports_what"),
        ),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_error_reports_note")),
        sa.CheckConstraint(
            "num_nulls(handled_at, handled_by, handled_note) IN (0, 3)",
            name=op.f("ck_error_reports_handled"),
        ),
        sa.CheckConstraint(
            "length(handled_note) <= 1000", name=op.f("ck_error_reports_handled_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_reports")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_error_reports_waiting",
        "error_reports",
        ["id"],
        schema=SCHEMA,
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.execute(_REPORT)
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
    """Drop both."""
    op.drop_column("city_settings", "check_in_url", schema=SCHEMA)
    op.execute("DROP FUNCTION learnmap.report_error(text, text, text)")
    op.drop_table("error_reports", schema=SCHEMA)
