"""The life of an edition through our functions."""

import threading

import pytest

from learnmap.model.errors import (
    ConflictError,
    IntegrityError,
    InvalidInputError,
    LearnmapError,
    NotFoundError,
)
from learnmap.store import (
    EditionRow,
    Store,
    Transaction,
    create_draft,
    list_editions,
    list_files,
    publish,
    read_edition,
    read_entries,
    read_file,
    read_files,
    withdraw,
)
from tests.store.samples import some_files


def publish_some(tx: Transaction, draft: EditionRow, *, supersede: bool = False) -> EditionRow:
    files, types, manifest = some_files()
    return publish(
        tx,
        edition_id=draft.id,
        files=files,
        media_types=types,
        manifest_sha256=manifest,
        approval_number="GS(2026)1234",
        approval_exemption=None,
        actor="publisher",
        supersede=supersede,
    )


def test_what_is_published_is_read_byte_for_byte(store: Store) -> None:
    files, _, manifest = some_files()
    with store.begin() as tx:
        draft = create_draft(tx, map_name="learning", year=2026, actor="editor")
        with pytest.raises(NotFoundError, match="no learning edition of 2026 published"):
            read_edition(tx, "learning", 2026)
        publish_some(tx, draft)
    with store.begin() as tx:
        edition = read_edition(tx, "learning", 2026)
        assert (edition.status, edition.revision, edition.created_by) == ("published", 1, "editor")
        assert (edition.published_by, edition.approval_number) == ("publisher", "GS(2026)1234")
        assert edition.manifest_sha256 == manifest
        assert read_files(tx, edition.id) == files
        assert [entry.path for entry in list_files(tx, edition.id)] == sorted(files)
        assert read_file(tx, edition.id, "manifest.json") == (
            files["manifest.json"],
            "application/octet-stream",
            manifest,
        )
        with pytest.raises(NotFoundError, match=r"no file 'x\.html'"):
            read_file(tx, edition.id, "x.html")
        actions = [(e.actor, e.action, e.subject) for e in read_entries(tx)]
    assert actions == [
        ("editor", "editions.draft", "learning/2026/1"),
        ("publisher", "editions.publish", "learning/2026/1"),
    ]


def test_a_second_publication_is_refused_or_supersedes(store: Store) -> None:
    with store.begin() as tx:
        first = publish_some(tx, create_draft(tx, map_name="elderly", year=2026, actor="e"))
        second = create_draft(tx, map_name="elderly", year=2026, actor="e")
    assert second.revision == 2
    with (
        pytest.raises(ConflictError, match="elderly edition 2026, revision 1 is published;"),
        store.begin() as tx,
    ):
        publish_some(tx, second)
    with (
        pytest.raises(ConflictError, match="revision 1 is published already"),
        store.begin() as tx,
    ):
        publish_some(tx, first)
    with store.begin() as tx:
        publish_some(tx, second, supersede=True)
    with store.begin() as tx:
        assert read_edition(tx, "elderly", 2026).revision == 2
        old = read_edition(tx, "elderly", 2026, revision=1)
        assert (old.status, old.status_reason) == ("superseded", "superseded by revision 2")
        assert len(read_files(tx, old.id)) == 4
        assert [e.revision for e in list_editions(tx, map_name="elderly")] == [2, 1]
        assert list_editions(tx, year=2025) == []


def test_withdrawing_needs_a_reason_and_makes_room(store: Store) -> None:
    with store.begin() as tx:
        edition = publish_some(tx, create_draft(tx, map_name="learning", year=2026, actor="e"))
    with pytest.raises(InvalidInputError, match="give a reason"), store.begin() as tx:
        withdraw(tx, edition_id=edition.id, reason=" \n", actor="p")
    with store.begin() as tx:
        assert withdraw(tx, edition_id=edition.id, reason="wrong map", actor="p").status == (
            "withdrawn"
        )
        with pytest.raises(ConflictError, match="only a published one"):
            withdraw(tx, edition_id=edition.id, reason="again", actor="p")
        publish_some(tx, create_draft(tx, map_name="learning", year=2026, actor="e"))


def test_an_unknown_map_or_edition_is_named(store: Store) -> None:
    with pytest.raises(InvalidInputError, match="'treasure' is no map"), store.begin() as tx:
        create_draft(tx, map_name="treasure", year=2026, actor="e")
    with pytest.raises(NotFoundError, match="no edition 77"), store.begin() as tx:
        withdraw(tx, edition_id=77, reason="r", actor="e")
    with pytest.raises(InvalidInputError, match="year is from 1900"), store.begin() as tx:
        create_draft(tx, map_name="learning", year=26, actor="e")


@pytest.mark.parametrize("fault", ["no manifest", "other hash", "changed", "extra", "missing"])
def test_files_that_differ_from_their_manifest_are_not_published(store: Store, fault: str) -> None:
    files, types, manifest = some_files()
    if fault == "no manifest":
        del files["manifest.json"]
    elif fault == "other hash":
        manifest = "0" * 64
    elif fault == "changed":
        files["points.geojson"] += b" "
    elif fault == "extra":
        files["extra.txt"] = types["extra.txt"] = "x"  # type: ignore[assignment]
        files["extra.txt"] = b"x"
    else:
        del files["edition.json"]
    with store.begin() as tx:
        draft = create_draft(tx, map_name="learning", year=2026, actor="e")
    with pytest.raises(IntegrityError), store.begin() as tx:
        publish(
            tx,
            edition_id=draft.id,
            files=files,
            media_types=types,
            manifest_sha256=manifest,
            approval_number=None,
            approval_exemption="demonstration",
            actor="p",
        )
    with store.begin() as tx:
        assert read_files(tx, draft.id) == {}
        assert read_edition(tx, "learning", 2026, revision=1).status == "draft"


def test_twenty_publishers_make_one_edition(store: Store, database_url: str) -> None:
    with store.begin() as tx:
        drafts = [create_draft(tx, map_name="learning", year=2026, actor="e") for _ in range(20)]
    outcomes: list[LearnmapError | EditionRow] = []
    start = threading.Barrier(20)

    def run(draft: EditionRow, own: Store) -> None:
        start.wait()
        try:
            with own.begin() as tx:
                outcomes.append(publish_some(tx, draft))
        except LearnmapError as error:
            outcomes.append(error)

    with Store.open(database_url, connections=20) as own:
        threads = [threading.Thread(target=run, args=(draft, own)) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    refused = [outcome for outcome in outcomes if isinstance(outcome, ConflictError)]
    assert len(outcomes) == 20
    assert len(refused) == 19
    assert all("is published; publish revision" in str(error) for error in refused)
    with store.begin() as tx:
        statuses = [edition.status for edition in list_editions(tx)]
        entries = [e for e in read_entries(tx) if e.action == "editions.publish"]
    assert statuses.count("published") == 1
    assert len(entries) == 1


def test_twenty_drafts_at_once_get_twenty_revisions(database_url: str) -> None:
    revisions: list[int] = []

    def run(own: Store) -> None:
        with own.begin() as tx:
            draft = create_draft(tx, map_name="humanities", year=2026, actor="e")
        revisions.append(draft.revision)

    with Store.open(database_url, connections=20) as own:
        threads = [threading.Thread(target=run, args=(own,)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(revisions) == list(range(1, 21))
