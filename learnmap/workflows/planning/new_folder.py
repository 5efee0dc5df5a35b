"""Folders that planners' commands write, which never take up what is there."""

from collections.abc import Mapping
from pathlib import Path

from learnmap.model.errors import ConflictError


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something, before anything is worked out.

    Raises
    ------
    ConflictError
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(f"{folder} holds something already; name a new folder")


def write_files(folder: Path, made: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files that were all made before, by name, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in made)
