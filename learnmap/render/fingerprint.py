"""Which renderer made a page: the same fingerprint makes the same bytes."""

import hashlib
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

_LIBRARIES: Final = ("branca", "folium", "jinja2", "numba", "numpy", "shapely")
"""Whose versions shape a page's bytes, beside our own files and the browser libraries."""
_SUFFIXES: Final = {".py", ".j2", ".js", ".css", ".txt", ".png"}


@cache
def renderer_fingerprint() -> str:
    """Return the SHA-256 of everything that a page is made with, in hexadecimal.

    A page can be compared with one made again from its content only where both were made with
    the same files of this package, the same browser libraries, and the same versions of the
    libraries that write markup.
    """
    folder = Path(__file__).parent
    digest = hashlib.sha256(f"zlib {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for name in _LIBRARIES:
        digest.update(f"\n{name} {version(name)}".encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES:
            digest.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
