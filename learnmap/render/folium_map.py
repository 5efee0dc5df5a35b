"""The map of an edition, built with folium and kept free of what folium adds by itself.

folium gives every element a random id, loads four libraries from the network and forbids
pinch zoom. Here ids are counted, libraries come from the package, and the page's own head
replaces folium's viewport.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import folium
from branca.element import Element, Figure, MacroElement
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.plugins import MarkerCluster
from folium.template import Template
from folium.utilities import JsCode
from shapely.geometry import mapping

from learnmap.model.crs import Box
from learnmap.render.edition_files import Basemap, Route

MAX_ZOOM: Final = 19
_LEAST_ZOOM: Final = 3
_VIEWPORT: Final = re.compile(r"<meta name=\"viewport\"[^>]*>")
_CLUSTER_RADIUS_PX: Final = 52


class BasemapLayer(Layer):
    """Vector tiles that the page holds inline, drawn by protomaps-leaflet."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = learnmap.basemapLayer({{ this.zooms|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, basemap: Basemap) -> None:
        super().__init__(name="basemap", control=False)
        self._name = "BasemapLayer"
        self.zooms = {"min": basemap.min_zoom, "max": basemap.max_zoom}


class PageStart(MacroElement):
    """Hands folium's map and layers to the page's scripts, last of all."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "learnmap.start({{ this.members|tojavascript }});"
        "{% endmacro %}"
    )

    def __init__(self, members: dict[str, JsCode]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PageStart"
        self.members = members


@dataclass(frozen=True, slots=True)
class MapParts:
    """What folium made: for the head, the body and the last script of the page."""

    header: str
    html: str
    script: str


def folium_map(
    *,
    bounds: Box,
    routes: Sequence[Route],
    basemap: Basemap | None,
) -> MapParts:
    """Build the map with its base map, catchment groups, routes and a group for the points.

    The points themselves stand packed in the page; a script puts them in.

    Parameters
    ----------
    bounds : tuple of float
        (west, south, east, north) in degrees.
    routes : sequence of Route
        Walking routes; their order is the number that scripts use.
    basemap : Basemap or None
        None draws a plain ground.
    """
    west, south, east, north = bounds
    chart = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_start=13,
        # In camel case: folium gives its own max_zoom to tile layers only, and here is none.
        maxZoom=MAX_ZOOM,
        minZoom=max(_LEAST_ZOOM, basemap.min_zoom) if basemap else _LEAST_ZOOM,
        zoom_control=False,
        zoom_snap=0.5,
        wheel_px_per_zoom_level=90,
        attribution_control=False,
    )
    members: dict[str, Element] = {"map": chart}
    if basemap is not None:
        members["basemap"] = BasemapLayer(basemap)
    members["unions"] = folium.FeatureGroup(name="unions", control=False)
    members["catchments"] = folium.FeatureGroup(name="catchments", control=False)
    if routes:
        members["routes"] = folium.GeoJson(_route_lines(routes), name="routes", control=False)
    members["points"] = MarkerCluster(
        name="points",
        control=False,
        icon_create_function="learnmap.clusterIcon",
        max_cluster_radius=_CLUSTER_RADIUS_PX,
        show_coverage_on_hover=False,
        zoom_to_bounds_on_click=True,
        disable_clustering_at_zoom=18,
        spiderfy_on_max_zoom=True,
    )
    for name, layer in members.items():
        if name != "map":
            layer.add_to(chart)
    _number(members.values())
    PageStart({name: JsCode(part.get_name()) for name, part in members.items()}).add_to(chart)
    return _render(chart)


def _render(chart: folium.Map) -> MapParts:
    figure = chart.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium.Map came without a Figure")
    for element in _descendants(figure):
        # folium would load these from the network; the page has them inline.
        if isinstance(element, JSCSSMixin):
            element.default_js = []
            element.default_css = []
    for child in figure._children.values():  # noqa: SLF001 (branca has no other way)
        child.render()
    figure.header._children.pop("meta_http", None)  # noqa: SLF001
    return MapParts(
        header=_VIEWPORT.sub("", figure.header.render()),
        html=figure.html.render(),
        script=figure.script.render(),
    )


def _number(elements: Iterable[Element]) -> None:
    # Names in folium's output are made of these ids; counted, the same map is the same bytes.
    for number, element in enumerate(elements, start=1):
        element._id = str(number)  # noqa: SLF001


def _descendants(element: Element) -> list[Element]:
    found = []
    for child in element._children.values():  # noqa: SLF001
        found += [child, *_descendants(child)]
    return found


def _route_lines(routes: Sequence[Route]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(number),
                "properties": {"route": number},
                "geometry": mapping(route.line),
            }
            for number, route in enumerate(routes)
        ],
    }
