"""A folder of an edition is whole or not there."""

from pathlib import Path

import pytest

from learnmap.edition import read_folder, write_folder
from learnmap.model.errors import ConflictError, NotFoundError

FILES = {"index.html": b"<p>", "deep/er/points.geojson": b"{}"}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "2026" / "learning")
    assert read_folder(tmp_path / "2026" / "learning") == FILES


def test_writing_the_same_again_is_no_change(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "a")
    write_folder(FILES, tmp_path / "a")
    assert read_folder(tmp_path / "a") == FILES


def test_other_content_is_left_alone(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "a")
    with pytest.raises(ConflictError, match="exists with other content"):
        write_folder({"index.html": b"other"}, tmp_path / "a")
    assert read_folder(tmp_path / "a") == FILES


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    too_long = "x" * 300
    with pytest.raises(OSError, match="too long"):
        write_folder({"index.html": b"1", too_long: b"2"}, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such folder"):
        read_folder(tmp_path / "a")
