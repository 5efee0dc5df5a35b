"""Raw SQL against published editions, their files and the audit record."""

import hashlib
import json
from typing import Any

import psycopg
import pytest

Raw = psycopg.Connection[tuple[Any, ...]]

CONTENT = b'{"a": 1}'
MANIFEST = json.dumps(
    {"files": {"a.json": {"sha256": hashlib.sha256(CONTENT).hexdigest(), "bytes": 8}}}
).encode()
MANIFEST_SHA256 = hashlib.sha256(MANIFEST).hexdigest()

PUBLISH = """
UPDATE editions SET status = 'published', manifest_sha256 = %s, frozen_at = now(),
    published_at = now(), published_by = 'p' WHERE id = %s
"""


def draft(raw: Raw, *, revision: int = 1, status: str = "draft") -> int:
    row = raw.execute(
        "INSERT INTO editions (map_name, year, revision, status, created_by) "
        "VALUES ('elderly', 2026, %s, %s, 't') RETURNING id",
        [revision, status],
    ).fetchone()
    assert row is not None
    return int(row[0])


def add_file(raw: Raw, edition: int, path: str, content: bytes) -> None:
    raw.execute(
        "INSERT INTO edition_files VALUES (%s, %s, 'application/json', %s, %s, %s)",
        [edition, path, content, hashlib.sha256(content).hexdigest(), len(content)],
    )


def published(raw: Raw, *, revision: int = 1) -> int:
    edition = draft(raw, revision=revision)
    add_file(raw, edition, "a.json", CONTENT)
    add_file(raw, edition, "manifest.json", MANIFEST)
    raw.execute(PUBLISH, [MANIFEST_SHA256, edition])
    return edition


def refuses(raw: Raw, statement: Any, *values: object) -> str:
    """Return the message with which the statement is refused; the transaction goes on."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught, raw.transaction():
        raw.execute(statement, values)
    return str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        "manifest_sha256 = repeat('0', 64)",
        "approval_number = 'GS(2026)1'",
        "published_by = 'somebody else'",
        "published_at = now() + interval '1 day'",
        "frozen_at = NULL",
        "year = 2027",
        "map_name = 'learning'",
        "revision = 5",
        "created_by = 'x'",
        "status_reason = 'no step'",
        "status = 'draft'",
        "status = 'in_review'",
        "status = 'superseded', status_reason = 'r', year = 2030",
        "status = 'withdrawn', status_reason = 'r', approval_exemption = 'none'",
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_a_published_edition_is_not_changed(raw: Raw, change: str, role: str) -> None:
    """Not even in a session that plays a replica, where plain triggers do not fire."""
    edition = published(raw)
    raw.execute(f"SET LOCAL session_replication_role = {role}")
    message = refuses(raw, "UPDATE editions SET " + change + " WHERE id = %s", edition)  # noqa: S608
    assert "the elderly edition 2026, revision 1," in message


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_it_takes_one_step_with_a_reason_and_no_more(raw: Raw, status: str) -> None:
    edition = published(raw)
    step = "UPDATE editions SET status = %s, status_reason = %s WHERE id = %s"
    assert "ck_editions_reason" in refuses(raw, step, status, " ", edition)
    assert "ck_editions_reason" in refuses(raw, step, status, None, edition)
    raw.execute(step, [status, "a mistake on the map", edition])
    for later in ("published", "draft", "superseded", "withdrawn"):
        assert "never changed" in refuses(raw, step, later, "again", edition)
    assert "never deleted" in refuses(raw, "DELETE FROM editions WHERE id = %s", edition)


def test_it_is_not_deleted(raw: Raw) -> None:
    edition = published(raw)
    assert "never deleted" in refuses(raw, "DELETE FROM editions WHERE id = %s", edition)


def test_its_files_are_not_changed_removed_or_added(raw: Raw) -> None:
    edition = published(raw)
    copied = (
        "INSERT INTO edition_files SELECT edition_id, 'b.json', media_type, content, sha256, bytes "
        "FROM edition_files WHERE edition_id = %s AND path = 'a.json'"
    )
    for statement in (
        copied,
        "UPDATE edition_files SET media_type = 'text/plain' WHERE edition_id = %s",
        "UPDATE edition_files SET path = 'z.json' WHERE edition_id = %s AND path = 'a.json'",
        "DELETE FROM edition_files WHERE edition_id = %s",
    ):
        assert "never changed" in refuses(raw, statement, edition)


def test_even_a_drafts_file_is_replaced_only_whole(raw: Raw) -> None:
    edition = draft(raw)
    add_file(raw, edition, "a.json", CONTENT)
    changed = "UPDATE edition_files SET media_type = 'text/plain' WHERE edition_id = %s"
    assert "never changed" in refuses(raw, changed, edition)
    raw.execute("DELETE FROM edition_files WHERE edition_id = %s", [edition])
    add_file(raw, edition, "a.json", CONTENT)
    raw.execute("DELETE FROM editions WHERE id = %s", [edition])


@pytest.mark.parametrize("status", ["in_review", "published", "superseded", "withdrawn"])
def test_an_edition_begins_as_a_draft(raw: Raw, status: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="begins as a draft"):
        draft(raw, status=status)


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_a_draft_cannot_be_taken_back(raw: Raw, status: str) -> None:
    edition = draft(raw)
    statement = "UPDATE editions SET status = %s, status_reason = 'r' WHERE id = %s"
    assert "cannot become" in refuses(raw, statement, status, edition)


def test_two_revisions_are_not_published_together(raw: Raw) -> None:
    published(raw)
    with pytest.raises(psycopg.errors.UniqueViolation, match="uq_editions_one_published"):
        published(raw, revision=2)


def test_publishing_needs_its_manifest(raw: Raw) -> None:
    edition = draft(raw)
    add_file(raw, edition, "a.json", CONTENT)
    assert "has no manifest.json" in refuses(raw, PUBLISH, MANIFEST_SHA256, edition)
    add_file(raw, edition, "manifest.json", MANIFEST)
    assert "has no manifest.json" in refuses(raw, PUBLISH, "0" * 64, edition)
    assert "ck_editions_frozen" in refuses(
        raw,
        "UPDATE editions SET status = 'published', manifest_sha256 = %s WHERE id = %s",
        MANIFEST_SHA256,
        edition,
    )


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a.json": b'{"a": 2}'}, "a.json"),
        ({}, "a.json"),
        ({"a.json": CONTENT, "more.json": b"{}"}, "more.json"),
    ],
)
def test_files_that_differ_from_the_manifest_are_not_published(
    raw: Raw, files: dict[str, bytes], named: str
) -> None:
    edition = draft(raw)
    for path, content in files.items():
        add_file(raw, edition, path, content)
    add_file(raw, edition, "manifest.json", MANIFEST)
    message = refuses(raw, PUBLISH, MANIFEST_SHA256, edition)
    assert f"has a file {named} that differs from its manifest" in message


@pytest.mark.parametrize("table", ["editions", "edition_files", "audit_entries", "audit_links"])
def test_tables_are_not_emptied(raw: Raw, table: str) -> None:
    assert "never emptied" in refuses(raw, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_audit_record_is_only_added_to(raw: Raw, role: str) -> None:
    raw.execute(
        "INSERT INTO audit_entries (actor, action, subject, details) VALUES ('a', 'b', 'c', '{}')"
    )
    raw.execute(f"SET LOCAL session_replication_role = {role}")
    for statement in (
        "UPDATE audit_entries SET actor = 'z'",
        "UPDATE audit_entries SET at = now()",
        "DELETE FROM audit_entries",
    ):
        assert "never changed or removed" in refuses(raw, statement)


def test_an_audit_entry_gets_its_number_from_the_database(raw: Raw) -> None:
    with pytest.raises(psycopg.errors.GeneratedAlways):
        raw.execute(
            "INSERT INTO audit_entries (id, actor, action, subject, details) "
            "VALUES (1, 'a', 'b', 'c', '{}')"
        )


RESIDENTS = b"longitude,latitude,residents_60_up\n121.4,31.2,3\n"
RESIDENTS_SHA256 = hashlib.sha256(RESIDENTS).hexdigest()


def published_with_residents(raw: Raw, *, listed: str = RESIDENTS_SHA256) -> int:
    """Publish an edition that keeps residents, under a manifest that lists such a hash."""
    manifest = json.dumps(
        {**json.loads(MANIFEST), "withheld": {"residents.csv": {"sha256": listed}}}
    ).encode()
    raw.execute(
        "INSERT INTO frozen_residents VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [RESIDENTS_SHA256, RESIDENTS, len(RESIDENTS)],
    )
    edition = draft(raw)
    raw.execute(
        "UPDATE editions SET residents_sha256 = %s WHERE id = %s", [RESIDENTS_SHA256, edition]
    )
    add_file(raw, edition, "a.json", CONTENT)
    add_file(raw, edition, "manifest.json", manifest)
    raw.execute(PUBLISH, [hashlib.sha256(manifest).hexdigest(), edition])
    return edition


@pytest.mark.parametrize("role", ["origin", "replica"])
def test_what_an_edition_keeps_of_residents_is_not_changed(raw: Raw, role: str) -> None:
    edition = published_with_residents(raw)
    raw.execute(f"SET LOCAL session_replication_role = {role}")
    for statement in (
        "UPDATE frozen_residents SET content = 'x', bytes = 1, sha256 = encode(sha256('x'), 'hex')",
        "DELETE FROM frozen_residents",
        "TRUNCATE frozen_residents CASCADE",
    ):
        assert "never" in refuses(raw, statement)
    step = (
        "UPDATE editions SET status = 'withdrawn', status_reason = 'r', residents_sha256 = NULL "
        "WHERE id = %s"
    )
    assert "keeps its residents" in refuses(raw, step, edition)


def test_residents_that_the_manifest_does_not_list_are_not_published(raw: Raw) -> None:
    with (
        pytest.raises(psycopg.errors.RestrictViolation, match="other residents than its manifest"),
        raw.transaction(),
    ):
        published_with_residents(raw, listed="0" * 64)


def test_an_edition_without_its_residents_is_not_published(raw: Raw) -> None:
    edition = draft(raw)
    manifest = json.dumps(
        {**json.loads(MANIFEST), "withheld": {"residents.csv": {"sha256": RESIDENTS_SHA256}}}
    ).encode()
    add_file(raw, edition, "a.json", CONTENT)
    add_file(raw, edition, "manifest.json", manifest)
    message = refuses(raw, PUBLISH, hashlib.sha256(manifest).hexdigest(), edition)
    assert "other residents than its manifest" in message
