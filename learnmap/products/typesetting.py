"""Sets a sheet in type: a template of this package and its data become a PDF."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from learnmap.edition import sha256
from learnmap.model.errors import NotReadyError

FONT_FILES: Final = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
"""What all sheets are set in; each has Chinese and Latin letters."""
_FONT_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
)


def font_files() -> tuple[Path, ...]:
    """Find the fonts of the sheets on this machine.

    Raises
    ------
    NotReadyError
        Naming the package that brings them.
    """
    found = _fonts()
    if len(found) < len(FONT_FILES):
        raise NotReadyError(
            f"the font {FONT_FILES[0]}, which the PDFs are set in, is not on this machine; "
            "install the package fonts-noto-cjk (Debian, Ubuntu: apt-get install "
            "fonts-noto-cjk), or export with --no-products"
        )
    return found


def font_fingerprint() -> str | None:
    """Return the SHA-256 over the fonts, None where they are not here."""
    found = _fonts()
    if len(found) < len(FONT_FILES):
        return None
    return sha256("".join(sha256(path.read_bytes()) for path in found).encode())


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Compile one of the templates of this package.

    The compiler sees the two fonts and a folder of its own alone, and gets no clock: the date in
    the document is the one in `data`.

    Parameters
    ----------
    template : str
        File name in ``templates``.
    data : mapping
        What the template reads from ``data.json``; texts in it are never markup.
    pictures : mapping of str to bytes
        SVG by file name.

    Returns
    -------
    bytes
        A PDF with its fonts embedded.
    """
    with _workshop() as folder:
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        for name, content in pictures.items():
            (folder / name).write_bytes(content)
        for name in ("notice.typ", template):
            text = files("learnmap.products").joinpath("templates", name).read_text("utf-8")
            (folder / name).write_text(text, "utf-8")
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[folder / "fonts"],
        )
        return bytes(
            typst.compile(
                folder / template, root=folder, font_paths=fonts, format="pdf", timestamp=0
            )
        )


@cache
def _fonts() -> tuple[Path, ...]:
    found: dict[str, Path] = {}
    home = os.environ.get("XDG_DATA_HOME")
    own = [f"{home}/fonts"] if home else []
    for place in (*own, *_FONT_FOLDERS, f"{sys.prefix}/share/fonts"):
        for folder, _, names in os.walk(Path(place).expanduser()):
            for name in FONT_FILES:
                if name in names:
                    found.setdefault(name, Path(folder) / name)
    return tuple(found[name] for name in FONT_FILES if name in found)


@contextmanager
def _workshop() -> Iterator[Path]:
    """Make a folder with the two fonts: the machine's others must not get into a sheet."""
    fonts = font_files()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        for path in fonts:
            (folder / "fonts" / path.name).symlink_to(path)
        yield folder
