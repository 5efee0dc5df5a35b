"""Review of editions by a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0007b"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

_RULES = {
    "submitted": "num_nulls(submitted_by, submitted_at, submitted_sha256) IN (0, 3)",
    "submitted_sha256": "submitted_sha256 ~ '^[0-9a-f]{64}$'",
    "in_review": "status <> 'in_review' OR submitted_by IS NOT NULL",
    "reviewed": "num_nulls(reviewed_by, reviewed_at) IN (0, 2)"
    " AND (reviewed_by IS NULL OR status <> 'draft')",
    "second_person": "reviewed_by IS NULL"
    " OR (reviewed_by <> created_by AND reviewed_by <> submitted_by)",
}

# Who brought in what the next edition of a map will show: since its last one was published.
# Entries that changed nothing bring nothing in.
_CONTENT_AUTHORS = """
CREATE FUNCTION learnmap.content_authors(which_map text)
RETURNS TABLE (entry_id bigint, at timestamptz, actor text, action text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id, e.at, e.actor, e.action FROM learnmap.audit_entries AS e
    WHERE e.action ~ '^(points|routes|offerings|categories|areas|imports?)[.]'
      AND NOT e.details @> '{"added": 0, "changed": 0}'
      AND e.at > coalesce(
          (SELECT max(published_at) FROM learnmap.editions WHERE map_name = which_map),
          '-infinity')
    ORDER BY e.id
$$
"""

_GUARD_REVIEW = """
CREATE FUNCTION learnmap.guard_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    title text := format('the %s edition %s, revision %s,', OLD.map_name, OLD.year, OLD.revision);
    reviewed_anew boolean := (NEW.submitted_by, NEW.submitted_at, NEW.submitted_sha256,
        NEW.reviewed_by, NEW.reviewed_at) IS DISTINCT FROM (OLD.submitted_by, OLD.submitted_at,
        OLD.submitted_sha256, OLD.reviewed_by, OLD.reviewed_at);
    brought record;
BEGIN
    IF NEW.revises_reason IS DISTINCT FROM OLD.revises_reason
        OR (reviewed_anew AND 'published' IN (OLD.status, NEW.status))
        OR (reviewed_anew AND OLD.status IN ('superseded', 'withdrawn')) THEN
        RAISE EXCEPTION '% is %, and how it came about is never changed', title, OLD.status
            USING ERRCODE = 'restrict_violation', HINT = 'publish another revision';
    END IF;
    IF NEW.reviewed_by IS NOT NULL AND reviewed_anew THEN
        IF OLD.status <> 'in_review' OR NEW.status <> 'in_review'
            OR (NEW.submitted_by, NEW.submitted_sha256)
               IS DISTINCT FROM (OLD.submitted_by, OLD.submitted_sha256) THEN
            RAISE EXCEPTION '% can only be approved as it was submitted for review', title
                USING ERRCODE = 'restrict_violation', HINT = 'submit it first, then approve it';
        END IF;
        SELECT * INTO brought FROM learnmap.content_authors(NEW.map_name) AS author
        WHERE author.actor = NEW.reviewed_by ORDER BY entry_id DESC LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION '% holds what % brought in (audit entry %, %)', title,
                NEW.reviewed_by, brought.entry_id, brought.action
                USING ERRCODE = 'restrict_violation', HINT = 'let another person review it';
        END IF;
    END IF;
    IF OLD.status IN ('draft', 'in_review') AND NEW.status = 'published'
        AND NEW.reviewed_by IS NULL
        AND (SELECT review_required FROM learnmap.city_settings) THEN
        RAISE EXCEPTION '% was not approved by a second person', title
            USING ERRCODE = 'restrict_violation',
                  HINT = 'submit it, and let another person review it';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Add who submitted and who reviewed, and whether a city requires it."""
    op.add_column(
        "city_settings",
        sa.Column("review_required", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        schema=SCHEMA,
    )
    # No command has put an edition there before.
    op.execute("UPDATE learnmap.editions SET status = 'draft' WHERE status = 'in_review'")
    for name, kind in (
        ("revises_reason", sa.Text()),
        ("submitted_by", sa.Text()),
        ("submitted_at", sa.DateTime(timezone=True)),
        ("submitted_sha256", sa.Text()),
        ("reviewed_by", sa.Text()),
        ("reviewed_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("editions", sa.Column(name, kind, nullable=True), schema=SCHEMA)
    for name, condition in _RULES.items():
        op.create_check_constraint(
            op.f(f"ck_editions_{name}"), "editions", condition, schema=SCHEMA
        )
    op.execute(_CONTENT_AUTHORS)
    op.execute(_GUARD_REVIEW)
    op.execute(
        "CREATE TRIGGER guard_review BEFORE UPDATE ON learnmap.editions "
        "FOR EACH ROW EXECUTE FUNCTION learnmap.guard_review()"
    )
    op.execute("ALTER TABLE learnmap.editions ENABLE ALWAYS TRIGGER guard_review")


def downgrade() -> None:
    """Drop what was added; what is in review is a draft again."""
    op.execute("DROP TRIGGER guard_review ON learnmap.editions")
    op.execute("DROP FUNCTION learnmap.guard_review()")
    op.execute("DROP FUNCTION learnmap.content_authors(text)")
    for name in _RULES:
        op.drop_constraint(op.f(f"ck_editions_{name}"), "editions", schema=SCHEMA)
    for name in (
        "reviewed_at",
        "reviewed_by",
        "submitted_sha256",
        "submitted_at",
        "submitted_by",
        "revises_reason",
    ):
        op.drop_column("editions", name, schema=SCHEMA)
    op.drop_column("city_settings", "review_required", schema=SCHEMA)
