"""What products are made with: with the same makers the same content gives the same bytes."""

import hashlib
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyogrio

from learnmap.products.typesetting import font_fingerprint

_LIBRARIES: Final = (
    "geopandas", "mapbox-vector-tile", "numpy", "pandas", "pyarrow", "scipy", "segno", "shapely",
    "typst",
)  # fmt: skip
_OURS: Final = ("edition", "model", "products", "render")
_SUFFIXES: Final = {".py", ".typ"}


@cache
def makers() -> dict[str, str | None]:
    """Return the versions of the libraries, and SHA-256 of our own files and of the fonts."""
    return {
        **{name: version(name) for name in _LIBRARIES},
        "fonts": font_fingerprint(),
        "gdal": ".".join(str(part) for part in pyogrio.__gdal_version__),
        "learnmap": _own_files(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _own_files() -> str:
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for name in _OURS:
        for path in sorted((package / name).rglob("*")):
            if path.suffix in _SUFFIXES:
                digest.update(f"\n{path.relative_to(package).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
