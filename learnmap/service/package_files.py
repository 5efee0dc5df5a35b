"""Scripts, styles and images of the service's pages: files of the package, served as they are."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from learnmap.model.languages import LANGUAGES

_OWN: Final = files("learnmap.service") / "assets"
_DRAWING: Final = files("learnmap.render") / "assets"
_VENDOR: Final = (
    "htmx.min.js",
    "leaflet.css",
    "leaflet.js",
    "pmtiles.js",
    "protomaps-leaflet.js",
    "images/layers.png",
    "images/layers-2x.png",
    "images/marker-icon.png",
    "images/marker-icon-2x.png",
    "images/marker-shadow.png",
)

_NEAR: Final = (
    *("words", "service", "opening", "place", "names", "filters", "list", "map", "page"),
)
"""Scripts of the page of what is near, each after those that it stands on."""

_PLANNER: Final = ("asking", "origins", "words", "hexagons", "gaps", "scenario", "picked", "map")
"""Scripts of the pages for planners, in the order of their loading."""

_OF_THE_PAGE: Final = {
    *("near.css", "near.js", "near_dots.js"),
    *("icon.svg", "public.css", "print_size.js", "leaflet.css", "leaflet.js", "pmtiles.js"),
    *("protomaps-leaflet.js", "basemap_style.js", "base_map_layer.js", "images/layers.png"),
}

SERVED: Final[Mapping[str, tuple[Traversable, ...]]] = MappingProxyType(
    {
        **{file.name: (file,) for file in _OWN.iterdir() if file.is_file()},
        "near.js": tuple(_OWN / "near" / f"{name}.js" for name in _NEAR),
        "near_dots.js": (_OWN / "near" / "dots.js",),
        "planner.js": tuple(_OWN / "planner" / f"{name}.js" for name in _PLANNER),
        "planner.css": (_OWN / "planner" / "planner.css",),
        "basemap_style.js": (_DRAWING / "basemap_style.js",),
        **{name: (_DRAWING / "vendor" / name,) for name in _VENDOR},
    }
)
"""What is asked for below ``/assets/``, and the files that it is joined of; nothing else is."""

SHELL: Final = (
    *(f"/{language}/" for language in LANGUAGES),
    *(f"/assets/{name}" for name in SERVED if name in _OF_THE_PAGE),
)
"""Addresses of what the page of what is near needs without a network."""

_TYPES: Final = {
    "css": "text/css",
    "js": "text/javascript",
    "png": "image/png",
    "svg": "image/svg+xml",
}
_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file as it is sent.

    Attributes
    ----------
    body : bytes
    compressed : bytes or None
        By gzip; None where that gains nothing.
    media_type : str
    tag : str
        The first half of its SHA-256.
    """

    body: bytes
    compressed: bytes | None
    media_type: str
    tag: str


@cache
def shell_version() -> str:
    """Return a word that changes whenever a file of the page does."""
    tags = (package_file(name).tag for name in sorted(SERVED))
    return hashlib.sha256("".join(tags).encode()).hexdigest()[:16]


@cache
def package_file(name: str) -> PackageFile:
    """Return a file that is served.

    Raises
    ------
    KeyError
        When none of that name is served.
    """
    body = b"\n".join(file.read_bytes() for file in SERVED[name])
    packed = gzip.compress(body, _LEVEL, mtime=0)
    return PackageFile(
        body,
        packed if len(packed) < 0.9 * len(body) else None,
        _TYPES[name.rpartition(".")[2]],
        hashlib.sha256(body).hexdigest()[:32],
    )
