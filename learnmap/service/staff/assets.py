"""Scripts, styles and images of the pages for staff: files of the package, served as they are."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

_OWN: Final = files("learnmap.service") / "assets"
_DRAWING: Final = files("learnmap.render") / "assets"

SERVED: Final[Mapping[str, Traversable]] = MappingProxyType(
    {
        "staff.css": _OWN / "staff.css",
        "staff.js": _OWN / "staff.js",
        "staff_map.js": _OWN / "staff_map.js",
        "staff_placing.js": _OWN / "staff_placing.js",
        "staff_routes.css": _OWN / "staff_routes.css",
        "staff_routes.js": _OWN / "staff_routes.js",
        "staff_once.js": _OWN / "staff_once.js",
        "points.css": _OWN / "points.css",
        "point_map.js": _OWN / "point_map.js",
        "basemap_style.js": _DRAWING / "basemap_style.js",
        **{
            name: _DRAWING / "vendor" / name
            for name in (
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
        },
    }
)
"""The files by the name that they are asked for below ``/staff/assets/``; nothing else is."""

_TYPES: Final = {"css": "text/css", "js": "text/javascript", "png": "image/png"}


@cache
def asset(name: str) -> tuple[bytes, str, str]:
    """Return a file's bytes, its media type and its entity tag.

    Raises
    ------
    KeyError
        When none of that name is served.
    """
    body = SERVED[name].read_bytes()
    kind = _TYPES[name.rpartition(".")[2]]
    return body, kind, hashlib.sha256(body).hexdigest()[:32]
