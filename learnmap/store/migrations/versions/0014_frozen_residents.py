"""Residents of editions, so that two years can be compared by those of each."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_GUARD = """
CREATE FUNCTION learnmap.guard_frozen_residents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'residents that an edition was frozen with (%) are never changed or removed',
        OLD.sha256 USING ERRCODE = 'restrict_violation', HINT = 'publish another revision';
END $$
"""

# What an edition keeps is fixed when it is published, and it is what its manifest vouches for.
_GUARD_EDITION = """
CREATE FUNCTION learnmap.guard_edition_residents() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    title text := format('the %s edition %s, revision %s,', OLD.map_name, OLD.year, OLD.revision);
    listed text;
BEGIN
    IF OLD.status NOT IN ('draft', 'in_review')
        AND NEW.residents_sha256 IS DISTINCT FROM OLD.residents_sha256 THEN
        RAISE EXCEPTION '% is % and keeps its residents', title, OLD.status
            USING ERRCODE = 'restrict_violation', HINT = 'publish another revision';
    END IF;
    IF OLD.status IN ('draft', 'in_review') AND NEW.status = 'published' THEN
        SELECT convert_from(content, 'UTF8')::jsonb #>> '{withheld,residents.csv,sha256}'
        INTO listed FROM learnmap.edition_files
        WHERE edition_id = NEW.id AND path = 'manifest.json';
        IF listed IS DISTINCT FROM NEW.residents_sha256 THEN
            RAISE EXCEPTION '% has other residents than its manifest', title
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Make the table; editions that are published keep none."""
    op.create_table(
        "frozen_residents",
        sa.Column("sha256", sa.Text(collation="C"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "sha256 = encode(sha256(content), 'hex')", name=op.f("ck_frozen_residents_sha256")
        ),
        sa.CheckConstraint("bytes = octet_length(content)", name=op.f("ck_frozen_residents_bytes")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_frozen_residents")),
        schema=SCHEMA,
    )
    op.add_column(
        "editions",
        sa.Column("residents_sha256", sa.Text(collation="C"), nullable=True),
        schema=SCHEMA,
    )
    op.create_foreign_key(
        op.f("fk_editions_residents_sha256"),
        "editions",
        "frozen_residents",
        ["residents_sha256"],
        ["sha256"],
        source_schema=SCHEMA,
        referent_schema=SCHEMA,
    )
    op.execute(_GUARD)
    op.execute(_GUARD_EDITION)
    for table, trigger, when, each, function in (
        ("frozen_residents", "guard", "UPDATE OR DELETE", "ROW", "guard_frozen_residents"),
        ("frozen_residents", "guard_truncate", "TRUNCATE", "STATEMENT", "refuse_truncate"),
        ("editions", "guard_residents", "UPDATE", "ROW", "guard_edition_residents"),
    ):
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {SCHEMA}.{table} "
            f"FOR EACH {each} EXECUTE FUNCTION {SCHEMA}.{function}()"
        )
        op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    """Drop the table, and with it what editions kept of residents."""
    op.execute("DROP TRIGGER guard_residents ON learnmap.editions")
    op.drop_constraint(op.f("fk_editions_residents_sha256"), "editions", schema=SCHEMA)
    op.drop_column("editions", "residents_sha256", schema=SCHEMA)
    op.drop_table("frozen_residents", schema=SCHEMA)
    op.execute("DROP FUNCTION learnmap.guard_edition_residents()")
    op.execute("DROP FUNCTION learnmap.guard_frozen_residents()")
