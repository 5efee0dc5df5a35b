"""Folders: where things lie."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def graph_folder(city: Path) -> Path:
    """Return the folder of learnmap's graph of a prepared city."""
    return next(path for path in (city / "graph").iterdir() if path.is_dir())
