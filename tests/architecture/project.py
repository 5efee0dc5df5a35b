"""The project's own files, as the tests of its shape read them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
IGNORED: Final = frozenset({"__pycache__", "build", "dist", "node_modules", "vendor"})
LOCKS: Final = frozenset({"uv.lock", "package-lock.json"})


def written_files() -> Iterator[Path]:
    """Yield the files that people wrote, as git would list them; a copy may come without git."""
    kept = (ROOT / name for name in (".ci", ".pre-commit-config.yaml", ".gitignore"))
    for top in sorted([*kept, *(path for path in ROOT.iterdir() if path.name[0] != ".")]):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not IGNORED & set(path.relative_to(ROOT).parts):
                yield path


def written_texts() -> Iterator[tuple[str, str]]:
    """Yield the name below the root and the content of each written file that holds text."""
    for path in written_files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
