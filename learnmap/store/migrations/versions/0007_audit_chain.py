"""A chain of hashes through the audit entries."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

# The bytes that are hashed are a JSON object: keys in alphabetical order, no space between its
# parts, UTF-8. The details stand in it as PostgreSQL writes jsonb, which has one form for each
# value. learnmap/store/audit_chain.py makes the same bytes without the database.
_ENTRY_HASH = """
CREATE FUNCTION learnmap.audit_entry_hash(entry learnmap.audit_entries, previous text)
RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(concat(
        '{"action":', to_json(entry.action),
        ',"actor":', to_json(entry.actor),
        ',"at":"', to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"',
        ',"details":', entry.details::text,
        ',"id":', entry.id,
        ',"previous":"', previous, '"',
        ',"subject":', to_json(entry.subject), '}'), 'UTF8')), 'hex')
$$
"""

# Fires when the transaction commits, so that the lock is held for the length of a commit and
# not of an import, and is always the last one taken: it can be part of no deadlock. It runs as
# the owner: who may add an entry needs no right on the links.
_LINK_ENTRY = """
CREATE FUNCTION learnmap.link_audit_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_position bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('learnmap audit chain', 0));
    SELECT position, hash INTO last_position, last_hash
    FROM learnmap.audit_links ORDER BY position DESC LIMIT 1;
    last_hash := coalesce(last_hash, repeat('0', 64));
    INSERT INTO learnmap.audit_links (position, entry_id, previous_hash, hash)
    VALUES (coalesce(last_position, 0) + 1, NEW.id, last_hash,
        learnmap.audit_entry_hash(NEW, last_hash));
    RETURN NULL;
END $$
"""

_GUARD_LINK = """
CREATE FUNCTION learnmap.guard_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the link of audit entry % is never changed or removed', OLD.entry_id
        USING ERRCODE = 'restrict_violation', HINT = 'add another entry';
END $$
"""

_LINK_EARLIER_ENTRIES = """
DO $$
DECLARE
    entry learnmap.audit_entries;
    number bigint := 0;
    previous text := repeat('0', 64);
    own text;
BEGIN
    FOR entry IN SELECT * FROM learnmap.audit_entries ORDER BY id LOOP
        number := number + 1;
        own := learnmap.audit_entry_hash(entry, previous);
        INSERT INTO learnmap.audit_links (position, entry_id, previous_hash, hash)
        VALUES (number, entry.id, previous, own);
        previous := own;
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Make the table of links, and link the entries there are."""
    _make_links()
    for function in (_ENTRY_HASH, _LINK_ENTRY, _GUARD_LINK):
        op.execute(function)
    op.execute(_LINK_EARLIER_ENTRIES)
    op.execute(
        "CREATE CONSTRAINT TRIGGER link AFTER INSERT ON learnmap.audit_entries "
        "DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION learnmap.link_audit_entry()"
    )
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON learnmap.audit_links "
        "FOR EACH ROW EXECUTE FUNCTION learnmap.guard_audit_link()"
    )
    op.execute(
        "CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON learnmap.audit_links "
        "FOR EACH STATEMENT EXECUTE FUNCTION learnmap.refuse_truncate()"
    )
    for trigger in ("guard", "guard_truncate"):
        op.execute(f"ALTER TABLE learnmap.audit_links ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    """Drop the links; the entries stay."""
    op.execute("DROP TRIGGER link ON learnmap.audit_entries")
    op.drop_table("audit_links", schema=SCHEMA)
    op.execute("DROP FUNCTION learnmap.link_audit_entry()")
    op.execute("DROP FUNCTION learnmap.guard_audit_link()")
    op.execute("DROP FUNCTION learnmap.audit_entry_hash(learnmap.audit_entries, text)")


def _make_links() -> None:
    op.create_table(
        "audit_links",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("hash", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_audit_links_position")),
        sa.CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_audit_links_hash")),
        sa.CheckConstraint(
            "(previous_hash = repeat('0', 64)) = (position = 1)",
            name=op.f("ck_audit_links_first"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["learnmap.audit_entries.id"],
            name=op.f("fk_audit_links_entry_id"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_links_entry_id")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_links_previous_hash")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_links_hash")),
        schema=SCHEMA,
    )
