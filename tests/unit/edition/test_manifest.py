"""The manifest finds every change of an edition's files."""

import hashlib
import json

import pytest

from learnmap.edition import MANIFEST, make_manifest, verify_files, withheld_sha256
from learnmap.model.errors import IntegrityError

FILES = {"points.geojson": b"{}", "index.html": b"<p>"}


@pytest.fixture
def edition() -> dict[str, bytes]:
    return FILES | {MANIFEST: make_manifest(FILES, map_name="learning", year=2026, revision=2)}


def test_it_lists_each_file_with_the_hash_that_hashlib_gives(edition: dict[str, bytes]) -> None:
    listed = json.loads(edition[MANIFEST])["files"]
    assert listed == {
        path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in FILES.items()
    }


def test_a_whole_edition_verifies(edition: dict[str, bytes]) -> None:
    found = verify_files(edition)
    assert (found.map_name, found.year, found.revision, found.files) == ("learning", 2026, 2, 2)
    assert found.manifest_sha256 == hashlib.sha256(edition[MANIFEST]).hexdigest()


@pytest.mark.parametrize("path", sorted(FILES))
def test_one_flipped_bit_is_found_and_its_file_named(edition: dict[str, bytes], path: str) -> None:
    edition[path] = bytes([edition[path][0] ^ 1]) + edition[path][1:]
    with pytest.raises(IntegrityError, match=path):
        verify_files(edition)


def test_a_missing_and_an_added_file_are_both_named(edition: dict[str, bytes]) -> None:
    del edition["index.html"]
    edition["extra.js"] = b"1"
    with pytest.raises(
        IntegrityError, match=r"index\.html is missing; extra\.js is not in the manifest"
    ):
        verify_files(edition)


@pytest.mark.parametrize("manifest", [None, b"", b"[]", b'{"files": {"a": 1}}', b"\xff"])
def test_a_manifest_that_cannot_be_read_is_said_so(
    edition: dict[str, bytes], manifest: bytes | None
) -> None:
    del edition[MANIFEST]
    if manifest is not None:
        edition[MANIFEST] = manifest
    with pytest.raises(IntegrityError, match=MANIFEST):
        verify_files(edition)


KEPT = {"residents.csv": b"longitude,latitude\n"}


def test_what_is_withheld_is_listed_apart_and_need_not_be_there() -> None:
    listing = make_manifest(FILES, map_name="learning", year=2026, revision=1, withheld=KEPT)
    edition = FILES | {MANIFEST: listing}
    sha256 = hashlib.sha256(KEPT["residents.csv"]).hexdigest()

    assert json.loads(listing)["withheld"] == {"residents.csv": {"bytes": 19, "sha256": sha256}}
    assert withheld_sha256(listing, "residents.csv") == sha256
    assert verify_files(edition).files == 2
    assert verify_files(edition | KEPT).files == 3
    with pytest.raises(IntegrityError, match=r"residents\.csv has SHA-256"):
        verify_files(edition | {"residents.csv": b"longitude,latitude\r\n"})


def test_an_edition_that_withholds_nothing_has_the_manifest_that_it_always_had(
    edition: dict[str, bytes],
) -> None:
    assert b"withheld" not in edition[MANIFEST]
    assert withheld_sha256(edition[MANIFEST], "residents.csv") is None
    with pytest.raises(IntegrityError, match=r"residents\.csv is not in the manifest"):
        verify_files(edition | KEPT)
