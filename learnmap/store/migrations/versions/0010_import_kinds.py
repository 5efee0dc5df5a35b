"""Imports of routes, offerings, categories, areas and residents, beside those of points."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_GUARD_IMPORT = """
CREATE OR REPLACE FUNCTION learnmap.guard_import() RETURNS trigger LANGUAGE plpgsql AS $$
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
        NEW.created_at, NEW.created_by{new})
        IS DISTINCT FROM
       (OLD.id, OLD.source, OLD.file_name, OLD.file_sha256, OLD.datum, OLD.mapping,
        OLD.created_at, OLD.created_by{old}) THEN
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
CREATE OR REPLACE FUNCTION learnmap.guard_import_record() RETURNS trigger LANGUAGE plpgsql AS $$
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
        (NEW.import_id, NEW.line, NEW.point_id, NEW.record, NEW.version_seen{new})
        IS DISTINCT FROM
        (OLD.import_id, OLD.line, OLD.point_id, OLD.record, OLD.version_seen{old})
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

_RULES = {
    "outcome": (
        "outcome IN ('added', 'changed', 'unchanged')",
        "outcome IN ('added', 'changed', 'unchanged', 'removed')",
    ),
    "outcome_of_row": (
        (
            "(outcome IS NULL OR dropped_by IS NULL)"
            " AND (coalesce(outcome, '') = 'changed') = (before IS NOT NULL)"
        ),
        (
            "(outcome IS NULL OR dropped_by IS NULL)"
            " AND (coalesce(outcome, '') IN ('changed', 'removed')) = (before IS NOT NULL)"
            " AND (outcome IS NULL OR (outcome = 'removed') = removes)"
        ),
    ),
    "record": (
        "jsonb_typeof(record) = 'object' AND record ->> 'id' = point_id",
        (
            "jsonb_typeof(record) = 'object'"
            " AND coalesce(record ->> 'id', record ->> 'code') = point_id"
        ),
    ),
}
"""Rules of a record, before and after."""


def upgrade() -> None:
    """Say what an import is of, and what of a record without versions was seen."""
    # Guarded rows are never changed; a default fills a new column without firing a trigger.
    op.execute(f"ALTER TABLE {SCHEMA}.imports ADD what text NOT NULL DEFAULT 'points'")
    op.execute(f"ALTER TABLE {SCHEMA}.imports ALTER what DROP DEFAULT")
    op.create_check_constraint(
        op.f("ck_imports_what"),
        "imports",
        "what IN ('points', 'routes', 'offerings', 'categories', 'areas', 'population')",
        schema=SCHEMA,
    )
    op.add_column("import_records", sa.Column("digest_seen", sa.Text()), schema=SCHEMA)
    op.execute(f"ALTER TABLE {SCHEMA}.import_records ADD removes boolean NOT NULL DEFAULT false")
    op.execute(f"ALTER TABLE {SCHEMA}.import_records ALTER removes DROP DEFAULT")
    op.create_check_constraint(
        op.f("ck_import_records_digest_seen"),
        "import_records",
        "digest_seen IS NULL OR (digest_seen ~ '^[0-9a-f]{64}$' AND version_seen IS NULL)",
        schema=SCHEMA,
    )
    _set_rules(1)
    _set_guards(
        new=(", NEW.what", ", NEW.digest_seen, NEW.removes"),
        old=(", OLD.what", ", OLD.digest_seen, OLD.removes"),
    )
    _set_waiting(["what", "file_sha256"])


def downgrade() -> None:
    """Know imports of points alone; those of anything else have to be gone."""
    _set_waiting(["file_sha256"])
    _set_guards(new=("", ""), old=("", ""))
    _set_rules(0)
    op.drop_column("import_records", "removes", schema=SCHEMA)
    op.drop_column("import_records", "digest_seen", schema=SCHEMA)
    op.drop_column("imports", "what", schema=SCHEMA)


def _set_rules(which: int) -> None:
    for name, conditions in _RULES.items():
        constraint = op.f(f"ck_import_records_{name}")
        op.drop_constraint(constraint, "import_records", schema=SCHEMA)
        op.create_check_constraint(constraint, "import_records", conditions[which], schema=SCHEMA)


def _set_guards(*, new: tuple[str, str], old: tuple[str, str]) -> None:
    """Let the guards keep further columns, too."""
    for guard, more, before in zip((_GUARD_IMPORT, _GUARD_RECORD), new, old, strict=True):
        op.execute(guard.format(new=more, old=before))


def _set_waiting(columns: list[str]) -> None:
    op.drop_index("uq_imports_one_quarantined", "imports", schema=SCHEMA)
    op.create_index(
        "uq_imports_one_quarantined",
        "imports",
        columns,
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("state = 'quarantined'"),
    )
