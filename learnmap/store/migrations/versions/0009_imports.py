"""Imports of learning points: files, their rows, their warnings."""

import datetime as dt

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_GUARD_IMPORT = """
CREATE FUNCTION learnmap.guard_import() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open_warnings bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'quarantined' THEN
            RAISE EXCEPTION 'an import begins in quarantine, not as %', NEW.state
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'import % is a record and is never deleted', OLD.id
            USING ERRCODE = 'restrict_violation', HINT = 'discard it, or take it back';
    END IF;
    IF (NEW.id, NEW.source, NEW.file_name, NEW.file_sha256, NEW.datum, NEW.mapping,
        NEW.created_at, NEW.created_by)
        IS DISTINCT FROM
       (OLD.id, OLD.source, OLD.file_name, OLD.file_sha256, OLD.datum, OLD.mapping,
        OLD.created_at, OLD.created_by) THEN
        RAISE EXCEPTION 'import % keeps its file, source and datum', OLD.id
            USING ERRCODE = 'restrict_violation', HINT = 'import the file again';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('quarantined', 'applied'), ('quarantined', 'discarded'), ('applied', 'taken_back')
    ) THEN
        RAISE EXCEPTION 'import % is % and cannot become %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', HINT = 'import the file again';
    END IF;
    IF OLD.state = 'applied' AND NEW.missing IS DISTINCT FROM OLD.missing THEN
        RAISE EXCEPTION 'import % keeps the list of what its file lacks', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'applied' THEN
        SELECT count(*) INTO open_warnings
        FROM learnmap.import_warnings AS warning
        WHERE warning.import_id = OLD.id AND warning.confirmed_by IS NULL AND NOT EXISTS (
            SELECT FROM learnmap.import_records AS record
            WHERE record.import_id = OLD.id AND record.line = warning.line
              AND record.dropped_by IS NOT NULL
        );
        IF open_warnings > 0 THEN
            RAISE EXCEPTION 'import % has % warnings that nobody confirmed', OLD.id, open_warnings
                USING ERRCODE = 'restrict_violation', HINT = 'confirm each, or drop its row';
        END IF;
        IF EXISTS (
            SELECT FROM learnmap.import_records
            WHERE import_id = OLD.id AND dropped_by IS NULL AND outcome IS NULL
        ) THEN
            RAISE EXCEPTION 'import % has rows that were not applied', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    NEW.state_at := clock_timestamp();
    RETURN NEW;
END $$
"""

_GUARD_RECORD = """
CREATE FUNCTION learnmap.guard_import_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    import bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.import_id ELSE OLD.import_id END;
    current_state text;
BEGIN
    SELECT state INTO current_state FROM learnmap.imports WHERE id = import FOR SHARE;
    IF TG_OP = 'DELETE' OR current_state <> 'quarantined' THEN
        RAISE EXCEPTION 'rows of import % (%) are never changed', import, current_state
            USING ERRCODE = 'restrict_violation', HINT = 'import the file again';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.import_id, NEW.line, NEW.point_id, NEW.record, NEW.version_seen)
        IS DISTINCT FROM
        (OLD.import_id, OLD.line, OLD.point_id, OLD.record, OLD.version_seen)
        OR (OLD.dropped_by IS NOT NULL
            AND (NEW.dropped_by, NEW.dropped_at)
                IS DISTINCT FROM (OLD.dropped_by, OLD.dropped_at))
    ) THEN
        RAISE EXCEPTION 'line % of import % keeps what the file says', OLD.line, import
            USING ERRCODE = 'restrict_violation', HINT = 'mend the file and import it again';
    END IF;
    RETURN NEW;
END $$
"""

_GUARD_WARNING = """
CREATE FUNCTION learnmap.guard_import_warning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    import bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.import_id ELSE OLD.import_id END;
    current_state text;
BEGIN
    SELECT state INTO current_state FROM learnmap.imports WHERE id = import FOR SHARE;
    IF TG_OP = 'DELETE' OR current_state <> 'quarantined' THEN
        RAISE EXCEPTION 'warnings of import % (%) are never changed', import, current_state
            USING ERRCODE = 'restrict_violation', HINT = 'import the file again';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        OLD.confirmed_by IS NOT NULL
        OR (NEW.import_id, NEW.position, NEW.line, NEW.unit, NEW.point_id, NEW.column_name,
            NEW.value, NEW.code, NEW.message, NEW.remedy)
           IS DISTINCT FROM
           (OLD.import_id, OLD.position, OLD.line, OLD.unit, OLD.point_id, OLD.column_name,
            OLD.value, OLD.code, OLD.message, OLD.remedy)
    ) THEN
        RAISE EXCEPTION 'warning % of import % is confirmed once and else never changed',
            OLD.position, import
            USING ERRCODE = 'restrict_violation', HINT = 'import the file again';
    END IF;
    RETURN NEW;
END $$
"""

_GUARDS = (
    ("imports", "guard_import"),
    ("import_records", "guard_import_record"),
    ("import_warnings", "guard_import_warning"),
)


def upgrade() -> None:
    """Make the tables."""
    _make_imports()
    _make_import_records()
    _make_import_warnings()
    for function in (_GUARD_IMPORT, _GUARD_RECORD, _GUARD_WARNING):
        op.execute(function)
    _make_guards()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("import_warnings", "import_records", "imports"):
        op.drop_table(table, schema=SCHEMA)
    for _, function in _GUARDS:
        op.execute(f"DROP FUNCTION {SCHEMA}.{function}()")


def _make_guards() -> None:
    """Guard the rows; ALWAYS keeps a trigger on in a session that plays a replica."""
    for table, function in _GUARDS:
        op.execute(
            f"CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON {SCHEMA}.{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.{function}()"
        )
        op.execute(
            f"CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON {SCHEMA}.{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.refuse_truncate()"
        )
        for trigger in ("guard", "guard_truncate"):
            op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER {trigger}")


def _now(name: str) -> sa.Column[dt.datetime]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _make_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("datum", sa.Text(), nullable=True),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _now("created_at"),
        sa.Column("created_by", sa.Text(), nullable=False),
        _now("state_at"),
        sa.Column("state_by", sa.Text(), nullable=False),
        sa.Column("missing", sa.ARRAY(sa.Text()), nullable=True),
        sa.CheckConstraint(
            "state IN ('quarantined', 'applied', 'taken_back', 'discarded')",
            name=op.f("ck_imports_state"),
        ),
        sa.CheckConstraint(
            "datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name=op.f("ck_imports_datum")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_imports_source")),
        sa.CheckConstraint("file_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_imports_file_sha256")),
        sa.CheckConstraint("jsonb_typeof(mapping) = 'object'", name=op.f("ck_imports_mapping")),
        sa.CheckConstraint(
            "btrim(created_by) <> '' AND btrim(state_by) <> ''", name=op.f("ck_imports_actors")
        ),
        sa.CheckConstraint(
            "(missing IS NULL) = (state IN ('quarantined', 'discarded'))",
            name=op.f("ck_imports_missing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_imports_one_quarantined",
        "imports",
        ["file_sha256"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'quarantined'"),
    )


def _make_import_records() -> None:
    op.create_table(
        "import_records",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.Column("version_seen", sa.Integer(), nullable=True),
        sa.Column("dropped_by", sa.Text(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "point_id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'",
            name=op.f("ck_import_records_point_id_pattern"),
        ),
        sa.CheckConstraint("line >= 0", name=op.f("ck_import_records_line")),
        sa.CheckConstraint(
            "jsonb_typeof(record) = 'object' AND record ->> 'id' = point_id",
            name=op.f("ck_import_records_record"),
        ),
        sa.CheckConstraint(
            "(dropped_by IS NULL) = (dropped_at IS NULL)", name=op.f("ck_import_records_dropped")
        ),
        sa.CheckConstraint(
            "outcome IN ('added', 'changed', 'unchanged')", name=op.f("ck_import_records_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL OR dropped_by IS NULL)"
            " AND (coalesce(outcome, '') = 'changed') = (before IS NOT NULL)",
            name=op.f("ck_import_records_outcome_of_row"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["learnmap.imports.id"],
            name=op.f("fk_import_records_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_records")),
        sa.UniqueConstraint(
            "import_id", "point_id", name=op.f("uq_import_records_import_id_point_id")
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_import_records_point_id"), "import_records", ["point_id"], schema=SCHEMA
    )


def _make_import_warnings() -> None:
    op.create_table(
        "import_warnings",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("point_id", sa.Text(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("line >= 0", name=op.f("ck_import_warnings_line")),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_]{0,63}$'", name=op.f("ck_import_warnings_code")),
        sa.CheckConstraint("message <> ''", name=op.f("ck_import_warnings_message")),
        sa.CheckConstraint(
            "num_nulls(confirmed_by, confirmed_at, note) IN (0, 3)"
            " AND coalesce(note, 'none') ~ '[^[:space:]]'",
            name=op.f("ck_import_warnings_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["learnmap.imports.id"],
            name=op.f("fk_import_warnings_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_import_warnings")),
        schema=SCHEMA,
    )
