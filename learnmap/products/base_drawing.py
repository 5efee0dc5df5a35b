"""The base map of a sheet: the frozen vector tiles, drawn as SVG for paper."""

import gzip
import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import Compression
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from learnmap.products.paper import Frame, path_data
from learnmap.render.edition_files import Basemap

_TILE_MM: Final = 45.0
"""A tile is drawn no smaller than this: denser ones hold more than paper shows."""
_ORDER: Final = ("green", "water", "buildings", "waterways", "rail", "streets")
_STREETS: Final = ("steps", "path", "minor", "medium", "major")
_FILLS: Final = {"green": "#dcead0", "water": "#b9d7ea", "buildings": "#e4ddd3"}
_LINES: Final = {
    "waterways": ("#b9d7ea", 0.35),
    "rail": ("#9a9a9a", 0.18),
    "steps": ("#d8cfc0", 0.10),
    "path": ("#d8cfc0", 0.10),
    "minor": ("#cfc6b8", 0.16),
    "medium": ("#c4b391", 0.34),
    "major": ("#dca757", 0.60),
}
_UNSEEN: Final = {"steps": 15000.0, "path": 15000.0, "buildings": 12000.0}
"""Left out where the scale is smaller than one to this: at city scale they are grey dust."""
_SMALLEST_MM2: Final = 0.15


class Place(NamedTuple):
    """A name of the base map, and where it stands on paper."""

    name: str
    kind: str
    x_mm: float
    y_mm: float


class BaseDrawing(NamedTuple):
    """SVG elements under the catchments, those above, and names."""

    grounds: str
    streets: str
    places: list[Place]


def draw_basemap(basemap: Basemap | None, frame: Frame) -> BaseDrawing:
    """Draw what of a base map lies in a frame.

    Each tile is cut at its own edge, so that nothing is drawn twice; a hairline in a fill's own
    colour closes the seam.

    Parameters
    ----------
    basemap : Basemap or None
        Without one, the drawing is empty.
    frame : Frame

    Returns
    -------
    BaseDrawing
        In millimetres of the frame.
    """
    if basemap is None:
        return BaseDrawing("", "", [])
    shapes: dict[str, list[Any]] = defaultdict(list)
    places: dict[str, Place] = {}
    for layer, properties, geometry in _things(basemap, frame):
        if layer == "places":
            for x, y in shapely.get_coordinates(geometry).tolist():
                name = str(properties.get("name", ""))
                places.setdefault(name, Place(name, str(properties.get("kind")), x, y))
        else:
            style = str(properties.get("class")) if layer == "streets" else layer
            if frame.scale <= _UNSEEN.get(style, math.inf):
                shapes[style].append(geometry)
    grounds = "".join(_fill(style, shapes[style]) for style in _FILLS)
    lines = "".join(_stroke(style, shapes[style]) for style in ("waterways", "rail", *_STREETS))
    return BaseDrawing(grounds, lines, [places[name] for name in sorted(places)])


def _things(basemap: Basemap, frame: Frame) -> Iterator[tuple[str, dict[str, Any], BaseGeometry]]:
    """Yield layer, properties and geometry on paper, tile by tile."""
    reader = Reader(MemorySource(basemap.data))
    zipped = reader.header()["tile_compression"] == Compression.GZIP
    zoom = _zoom(basemap, frame)
    page = shapely.box(0, 0, frame.width_mm, frame.height_mm)
    side = 1 / 2**zoom
    for column, row in _tiles(frame, zoom):
        content = reader.get(zoom, column, row)
        if not content:
            continue
        corner = frame.place(np.array([[column * side, row * side]]))[0]
        side_mm = side * frame.mm_per_unit
        tile = shapely.box(*corner, *(corner + side_mm)).intersection(page)
        layers = mapbox_vector_tile.decode(
            gzip.decompress(content) if zipped else content,
            default_options={"y_coord_down": True},
        )
        for layer in (*_ORDER, "places"):
            found = layers.get(layer, {"features": [], "extent": 4096})
            scale = side_mm / found["extent"]
            for feature in found["features"]:
                drawn = _on_paper(shape(feature["geometry"]), scale, corner)
                cut = _cut(drawn, tile)
                if not cut.is_empty:
                    yield layer, feature["properties"], cut


def _on_paper(geometry: BaseGeometry, scale: float, corner: NDArray[np.float64]) -> BaseGeometry:
    return shapely.transform(geometry, lambda places: places * scale + corner)


def _cut(drawn: BaseGeometry, tile: BaseGeometry) -> BaseGeometry:
    if shapely.get_dimensions(drawn) == 2:
        drawn = shapely.make_valid(drawn)
    return drawn.intersection(tile)


def _zoom(basemap: Basemap, frame: Frame) -> int:
    """Return the finest zoom whose tiles are not drawn smaller than they can be read."""
    zoom = math.floor(math.log2(frame.mm_per_unit / _TILE_MM))
    return min(max(zoom, basemap.min_zoom), basemap.max_zoom)


def _tiles(frame: Frame, zoom: int) -> Iterator[tuple[int, int]]:
    side = 2**zoom
    east = frame.west + frame.width_mm / frame.mm_per_unit
    south = frame.north + frame.height_mm / frame.mm_per_unit
    for row in range(math.floor(frame.north * side), math.floor(south * side) + 1):
        for column in range(math.floor(frame.west * side), math.floor(east * side) + 1):
            yield column, row


def _fill(style: str, shapes: list[Any]) -> str:
    parts = shapely.get_parts(shapely.get_parts(np.array(shapes, dtype=object)))
    parts = parts[shapely.area(parts) >= _SMALLEST_MM2] if len(parts) else parts
    rings = [
        shapely.get_coordinates(ring) for part in parts for ring in (part.exterior, *part.interiors)
    ]
    colour = _FILLS[style]
    return _path(
        path_data(rings, closed=True),
        f'fill="{colour}" fill-rule="evenodd" stroke="{colour}" stroke-width="0.08"',
    )


def _stroke(style: str, shapes: list[Any]) -> str:
    parts = shapely.get_parts(shapely.get_parts(np.array(shapes, dtype=object)))
    lines = parts[shapely.get_dimensions(parts) == 1] if len(parts) else parts
    # Joined, a street of many pieces is one path, and half the bytes.
    joined = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(list(lines))))
    colour, width = _LINES[style]
    return _path(
        path_data([shapely.get_coordinates(line) for line in joined], closed=False),
        f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        'stroke-linejoin="round"',
    )


def _path(data: str, style: str) -> str:
    return f'<path d="{data}" {style}/>' if data else ""
