"""Editions, their files, the audit record and change tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

TOKEN_TABLES = (
    "learning_points",
    "areas",
    "kinds",
    "city_settings",
    "walk_profiles",
    "network_builds",
    "snaps",
    "offering_categories",
    "offerings",
    "offering_sessions",
)
"""Tables whose changes raise the token ``points``."""

# An edition is written once. What the trigger lets through: a draft's own changes, one step to
# published with files that equal the manifest, then one step to superseded or withdrawn.
_GUARD_EDITION = """
CREATE FUNCTION learnmap.guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    title text := format('the %s edition %s, revision %s,', OLD.map_name, OLD.year, OLD.revision);
    listed jsonb;
    odd text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'an edition begins as a draft, not as %', NEW.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.status NOT IN ('draft', 'in_review') THEN
            RAISE EXCEPTION '% is % and is never deleted', title, OLD.status
                USING ERRCODE = 'restrict_violation',
                      HINT = 'withdraw it with a reason, or publish another revision';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.map_name, NEW.year, NEW.revision, NEW.created_at, NEW.created_by)
        IS DISTINCT FROM
       (OLD.id, OLD.map_name, OLD.year, OLD.revision, OLD.created_at, OLD.created_by) THEN
        RAISE EXCEPTION '% keeps its map, year and revision', title
            USING ERRCODE = 'restrict_violation', HINT = 'make another draft';
    END IF;
    IF OLD.status NOT IN ('draft', 'in_review') AND (
        OLD.status <> 'published' OR NEW.status NOT IN ('superseded', 'withdrawn')
        OR (NEW.approval_number, NEW.approval_exemption, NEW.manifest_sha256, NEW.frozen_at,
            NEW.published_at, NEW.published_by)
           IS DISTINCT FROM
           (OLD.approval_number, OLD.approval_exemption, OLD.manifest_sha256, OLD.frozen_at,
            OLD.published_at, OLD.published_by)
    ) THEN
        RAISE EXCEPTION '% is % and is never changed', title, OLD.status
            USING ERRCODE = 'restrict_violation', HINT = 'publish another revision';
    END IF;
    IF OLD.status IN ('draft', 'in_review') AND NEW.status IN ('superseded', 'withdrawn') THEN
        RAISE EXCEPTION '% is % and cannot become %', title, OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation', HINT = 'delete the draft instead';
    END IF;
    IF OLD.status IN ('draft', 'in_review') AND NEW.status = 'published' THEN
        SELECT convert_from(content, 'UTF8')::jsonb -> 'files' INTO listed
        FROM learnmap.edition_files
        WHERE edition_id = NEW.id AND path = 'manifest.json' AND sha256 = NEW.manifest_sha256;
        IF listed IS NULL OR jsonb_typeof(listed) <> 'object' THEN
            RAISE EXCEPTION '% has no manifest.json with the hash %', title, NEW.manifest_sha256
                USING ERRCODE = 'restrict_violation';
        END IF;
        SELECT coalesce(file.path, entry.path) INTO odd
        FROM (
            SELECT path, sha256 FROM learnmap.edition_files
            WHERE edition_id = NEW.id AND path <> 'manifest.json'
        ) AS file
        FULL JOIN (
            SELECT key AS path, value ->> 'sha256' AS sha256 FROM jsonb_each(listed)
        ) AS entry ON entry.path = file.path
        WHERE file.sha256 IS DISTINCT FROM entry.sha256
        ORDER BY 1 LIMIT 1;
        IF odd IS NOT NULL THEN
            RAISE EXCEPTION '% has a file % that differs from its manifest', title, odd
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NEW.status <> OLD.status THEN
        NEW.status_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$
"""

_GUARD_FILE = """
CREATE FUNCTION learnmap.guard_edition_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    edition bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END;
    current_status text;
BEGIN
    SELECT status INTO current_status FROM learnmap.editions WHERE id = edition FOR SHARE;
    IF TG_OP = 'UPDATE' OR current_status NOT IN ('draft', 'in_review') THEN
        RAISE EXCEPTION 'files of edition % (%) are never changed', edition, current_status
            USING ERRCODE = 'restrict_violation', HINT = 'publish another revision';
    END IF;
    RETURN CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
END $$
"""

_GUARD_AUDIT = """
CREATE FUNCTION learnmap.guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entry % is never changed or removed', OLD.id
        USING ERRCODE = 'restrict_violation', HINT = 'add another entry';
END $$
"""

_REFUSE_TRUNCATE = """
CREATE FUNCTION learnmap.refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

# TRUNCATE has no table of its rows.
_COUNT_CHANGES = """
CREATE FUNCTION learnmap.raise_token() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    any_row boolean := true;
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        any_row := EXISTS (SELECT FROM touched);
    END IF;
    IF any_row THEN
        UPDATE learnmap.change_tokens SET value = value + 1 WHERE name = TG_ARGV[0];
    END IF;
    RETURN NULL;
END $$
"""


def _make_guards() -> None:
    """Guard the rows; ALWAYS keeps a trigger on in a session that plays a replica."""
    for table, function, events in (
        ("editions", "guard_edition", "INSERT OR UPDATE OR DELETE"),
        ("edition_files", "guard_edition_file", "INSERT OR UPDATE OR DELETE"),
        ("audit_entries", "guard_audit", "UPDATE OR DELETE"),
    ):
        op.execute(
            f"CREATE TRIGGER guard BEFORE {events} ON {SCHEMA}.{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.{function}()"
        )
        op.execute(
            f"CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON {SCHEMA}.{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.refuse_truncate()"
        )
        for trigger in ("guard", "guard_truncate"):
            op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER {trigger}")


def _make_token_triggers() -> None:
    op.execute("INSERT INTO learnmap.change_tokens (name, value) VALUES ('points', 1)")
    for table in TOKEN_TABLES:
        for event, rows in (
            ("INSERT", "REFERENCING NEW TABLE AS touched"),
            ("UPDATE", "REFERENCING NEW TABLE AS touched"),
            ("DELETE", "REFERENCING OLD TABLE AS touched"),
            ("TRUNCATE", ""),
        ):
            op.execute(
                f"CREATE TRIGGER raise_token_on_{event.lower()} AFTER {event} "
                f"ON {SCHEMA}.{table} {rows} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.raise_token('points')"
            )


def upgrade() -> None:
    """Make the tables."""
    _make_editions()
    _make_edition_files()
    _make_audit_entries()
    _make_change_tokens()
    for function in (_GUARD_EDITION, _GUARD_FILE, _GUARD_AUDIT, _REFUSE_TRUNCATE, _COUNT_CHANGES):
        op.execute(function)
    _make_guards()
    _make_token_triggers()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("change_tokens", schema=SCHEMA)
    op.drop_table("audit_entries", schema=SCHEMA)
    op.drop_table("edition_files", schema=SCHEMA)
    op.drop_table("editions", schema=SCHEMA)
    for name in TOKEN_TABLES:
        for event in ("insert", "update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER raise_token_on_{event} ON {SCHEMA}.{name}")
    for function in (
        "guard_edition",
        "guard_edition_file",
        "guard_audit",
        "refuse_truncate",
        "raise_token",
    ):
        op.execute(f"DROP FUNCTION {SCHEMA}.{function}()")


def _make_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("map_name", sa.Text(collation="C"), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column(
            "status_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("approval_number", sa.Text(), nullable=True),
        sa.Column("approval_exemption", sa.Text(), nullable=True),
        sa.Column("manifest_sha256", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "manifest_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_editions_manifest_sha256")
        ),
        sa.CheckConstraint(
            "map_name IN ('learning', 'elderly', 'humanities')", name=op.f("ck_editions_map_name")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review')"
            " OR num_nulls(manifest_sha256, frozen_at, published_at, published_by) = 0",
            name=op.f("ck_editions_frozen"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_editions_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('superseded', 'withdrawn')"
            " OR coalesce(status_reason, '') ~ '[^[:space:]]'",
            name=op.f("ck_editions_reason"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_editions_revision")),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_editions_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint(
            "map_name", "year", "revision", name=op.f("uq_editions_map_name_year_revision")
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_editions_one_published",
        "editions",
        ["map_name", "year"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'published'"),
    )


def _make_edition_files() -> None:
    op.create_table(
        "edition_files",
        sa.Column("edition_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(collation="C"), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "media_type ~ '^[a-z]+/[^[:space:]]+'", name=op.f("ck_edition_files_media_type")
        ),
        sa.CheckConstraint(
            "path ~ '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$'"
            " AND length(path) <= 200",
            name=op.f("ck_edition_files_path"),
        ),
        sa.CheckConstraint(
            "sha256 = encode(sha256(content), 'hex')", name=op.f("ck_edition_files_sha256")
        ),
        sa.CheckConstraint("bytes = octet_length(content)", name=op.f("ck_edition_files_bytes")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["learnmap.editions.id"],
            name=op.f("fk_edition_files_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "path", name=op.f("pk_edition_files")),
        schema=SCHEMA,
    )


def _make_audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "action ~ '^[a-z][a-z0-9_.]{0,63}$'", name=op.f("ck_audit_entries_action")
        ),
        sa.CheckConstraint("btrim(actor) <> ''", name=op.f("ck_audit_entries_actor")),
        sa.CheckConstraint(
            "jsonb_typeof(details) = 'object'", name=op.f("ck_audit_entries_details")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_audit_entries_subject"), "audit_entries", ["subject"], schema=SCHEMA)


def _make_change_tokens() -> None:
    op.create_table(
        "change_tokens",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_change_tokens")),
        schema=SCHEMA,
    )
