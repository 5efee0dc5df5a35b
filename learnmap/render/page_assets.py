"""Scripts and styles of a page, read from the package and inlined; nothing is fetched.

Third-party libraries are put into ``assets/vendor`` when the package is built.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from learnmap.model.errors import InvalidInputError, NotReadyError

VENDOR_SCRIPTS: Final = (
    "leaflet.js",
    "leaflet.markercluster.js",
    "pmtiles.js",
    "protomaps-leaflet.js",
)
VENDOR_STYLES: Final = ("leaflet.css", "MarkerCluster.css")
EARLY_SCRIPT: Final = "language.js"
"""Runs in the head, so that the page never shows in the wrong language first."""

SCRIPTS: Final = (
    "page_data.js",
    "basemap_style.js",
    "basemap_layer.js",
    "learning_points.js",
    "marker_icons.js",
    "point_markers.js",
    "catchment_decoder.js",
    "catchment_cells.js",
    "catchment_layers.js",
    "walk_controls.js",
    "point_popup.js",
    "point_selection.js",
    "point_filter.js",
    "point_table.js",
    "search_box.js",
    "route_layers.js",
    "area_outlines.js",
    "start.js",
)
"""The page's own scripts, in the order they run."""

STYLES: Final = ("page.css", "map.css", "table.css", "print.css")

_SOURCE_MAP: Final = re.compile(r"\n?(//|/\*)# sourceMappingURL=[^\n]*\n?")
_RELATIVE_URL: Final = re.compile(r"url\((?!\s*['\"]?data:)[^)]*\)")
_ENDS_ELEMENT: Final = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)


@cache
def asset_text(name: str) -> str:
    """Return the text of a file under ``assets``.

    Parameters
    ----------
    name : str
        For example ``vendor/leaflet.js``.

    Raises
    ------
    NotReadyError
        When the package was built without its browser libraries.
    InvalidInputError
        When the text would end the element that it is put into.
    """
    try:
        text = (files("learnmap.render") / "assets" / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotReadyError(
            f"the package lacks {name}, which its build takes from npm; install learnmap again"
        ) from error
    # A source map would be asked for by a browser's developer tools.
    text = _SOURCE_MAP.sub("\n", text)
    if name.endswith(".css"):
        # Leaflet's style names images beside it, which the page neither has nor uses.
        text = _RELATIVE_URL.sub("none", text)
    if _ENDS_ELEMENT.search(text):
        raise InvalidInputError(
            f"asset {name} holds '</script', '</style' or '<!--', which would end it inside a "
            "page; write that text in two parts"
        )
    return text.strip("\n")


def script_element(name: str) -> Markup:
    """Return a script of ``assets`` as an inline element."""
    # The package's own file, checked above to stay inside its element.
    return Markup("<script>\n{}\n</script>").format(Markup(asset_text(name)))  # noqa: S704


def style_element(name: str) -> Markup:
    """Return a style of ``assets`` as an inline element."""
    return Markup("<style>\n{}\n</style>").format(Markup(asset_text(name)))  # noqa: S704
