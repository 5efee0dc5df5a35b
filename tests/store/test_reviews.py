"""Review of an edition by a second person, as PostgreSQL keeps it against any program."""

from typing import Any

import psycopg
import pytest

from learnmap.model.city import CitySettings
from learnmap.model.errors import ConflictError
from learnmap.store import (
    EditionRow,
    Store,
    approve,
    content_authors,
    create_draft,
    publish,
    read_entries,
    send_back,
    submit,
    upsert_points,
    write_city,
)
from tests.store.samples import a_point, some_files

DIGEST, OTHER = "1" * 64, "2" * 64


@pytest.fixture
def submitted(store: Store) -> EditionRow:
    """Give what `drafter` drafted and `importer` filled to be reviewed."""
    with store.begin() as tx:
        write_city(tx, CitySettings(names={"zh": "测试市"}), actor="admin")
        upsert_points(tx, [a_point()], actor="importer")
        draft = create_draft(tx, map_name="learning", year=2026, actor="drafter")
        return submit(tx, edition_id=draft.id, content_sha256=DIGEST, actor="submitter")


def publish_it(store: Store, edition: EditionRow) -> EditionRow:
    files, types, manifest = some_files()
    with store.begin() as tx:
        return publish(
            tx,
            edition_id=edition.id,
            files=files,
            media_types=types,
            manifest_sha256=manifest,
            approval_number="GS(2026)1",
            approval_exemption=None,
            actor="publisher",
        )


def approve_as(store: Store, edition: EditionRow, actor: str, digest: str = DIGEST) -> EditionRow:
    with store.begin() as tx:
        return approve(tx, edition_id=edition.id, content_sha256=digest, note="good", actor=actor)


def test_each_step_has_a_person_and_ends_in_the_log(store: Store, submitted: EditionRow) -> None:
    assert (submitted.status, submitted.submitted_by) == ("in_review", "submitter")
    with pytest.raises(ConflictError, match="was not approved by a second person; submit it"):
        publish_it(store, submitted)
    approved = approve_as(store, submitted, "reviewer")
    assert (approved.status, approved.reviewed_by) == ("in_review", "reviewer")
    assert publish_it(store, submitted).reviewed_by == "reviewer"
    with store.begin() as tx:
        steps = [(e.actor, e.action) for e in read_entries(tx, subject="learning/2026/1")]
        assert content_authors(tx, "learning") == []
        assert [author.actor for author in content_authors(tx, "elderly")] == ["importer"]
    assert steps == [
        ("drafter", "editions.draft"),
        ("submitter", "editions.submit"),
        ("reviewer", "editions.approve"),
        ("publisher", "editions.publish"),
    ]


@pytest.mark.parametrize("person", ["drafter", "submitter", "importer"])
def test_the_first_person_does_not_approve(
    store: Store, submitted: EditionRow, database_url: str, person: str
) -> None:
    with pytest.raises(ConflictError, match=rf"{person}.*another person"):
        approve_as(store, submitted, person)
    with (
        psycopg.connect(database_url) as raw,
        pytest.raises(psycopg.errors.IntegrityError, match=r"second_person|brought in"),
    ):
        raw.execute("UPDATE learnmap.editions SET reviewed_by = %s, reviewed_at = now()", [person])


def test_who_changed_nothing_brought_nothing_in(store: Store, submitted: EditionRow) -> None:
    with store.begin() as tx:
        assert upsert_points(tx, [a_point()], actor="reviewer").unchanged
    assert approve_as(store, submitted, "reviewer").reviewed_by == "reviewer"


def test_other_content_is_not_approved_and_ends_an_approval(
    store: Store, submitted: EditionRow
) -> None:
    with pytest.raises(ConflictError, match="has changed since it was submitted"):
        approve_as(store, submitted, "reviewer", OTHER)
    approve_as(store, submitted, "reviewer")
    with pytest.raises(ConflictError, match="was approved by reviewer already"):
        approve_as(store, submitted, "another")
    with store.begin() as tx:
        again = submit(tx, edition_id=submitted.id, content_sha256=OTHER, actor="submitter")
    assert (again.reviewed_by, again.submitted_sha256) == (None, OTHER)
    with pytest.raises(ConflictError, match="was not approved"):
        publish_it(store, submitted)


def test_what_is_sent_back_is_a_draft(store: Store, submitted: EditionRow) -> None:
    with store.begin() as tx:
        back = send_back(tx, edition_id=submitted.id, note="names", actor="reviewer")
        assert read_entries(tx)[-1].details["note"] == "names"
    assert (back.status, back.submitted_by) == ("draft", None)
    with pytest.raises(ConflictError, match="is draft and not in review"):
        approve_as(store, submitted, "reviewer")


@pytest.mark.parametrize(
    "change",
    [
        "reviewed_by = 'reviewer', reviewed_at = now(), submitted_sha256 = repeat('3', 64)",
        "status = 'published', reviewed_by = 'reviewer', reviewed_at = now()",
        "revises_reason = 'another'",
        "submitted_sha256 = 'x'",
        "submitted_by = NULL",
        "submitted_by = NULL, submitted_at = NULL, submitted_sha256 = NULL",
    ],
)
def test_a_review_is_not_forged(submitted: EditionRow, database_url: str, change: str) -> None:
    assert submitted.status == "in_review"
    values: list[Any] = []
    with psycopg.connect(database_url) as raw, pytest.raises(psycopg.errors.IntegrityError):
        raw.execute(f"UPDATE learnmap.editions SET {change}", values)  # noqa: S608
