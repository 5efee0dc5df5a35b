"""An edition as a folder of files, to be put on any web host."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from learnmap.model.errors import ConflictError, NotFoundError


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an edition's files; the folder is whole or not there.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by path relative to the folder.
    folder : Path
        Must not hold other content than these files.

    Raises
    ------
    ConflictError
        When the folder exists with other content.
    """
    if folder.exists():
        if folder.is_dir() and (not any(folder.iterdir()) or read_folder(folder) == dict(files)):
            if any(folder.iterdir()):
                return
            folder.rmdir()
        else:
            raise ConflictError(f"{folder}: exists with other content; give a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder.parent))
    try:
        for path, content in files.items():
            target = aside / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder, by path relative to it.

    Raises
    ------
    NotFoundError
        When there is no such folder.
    """
    if not folder.is_dir():
        raise NotFoundError(f"{folder}: no such folder; give the folder of an edition")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
