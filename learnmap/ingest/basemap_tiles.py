"""Cuts drawn things into vector tiles, zoom by zoom."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any, Final

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.ingest.basemap_layers import NAMES_FROM_ZOOM, Drawn

ZOOMS: Final = range(9, 15)
LAYERS: Final = ("green", "water", "waterways", "buildings", "rail", "streets", "places")
"""In the order of drawing, lowest first."""

_EXTENTS: Final = {14: 4096}
_COARSE_EXTENT: Final = 2048
_BUFFER: Final = 1 / 64
_SMALLEST_POLYGON: Final = 16.0
"""Smallest polygon that is drawn, in square units of a 512 x 512 tile."""

Tile = tuple[int, int, int]
"""Zoom, column and row."""
Piece = tuple[str, tuple[tuple[str, str | int], ...], Any]


def cut_tiles(drawn: Iterable[Drawn]) -> Iterator[tuple[Tile, bytes]]:
    """Cut things into gzipped Mapbox vector tiles.

    Parameters
    ----------
    drawn : iterable of Drawn
        In degrees.

    Yields
    ------
    tuple
        The tile's (zoom, column, row) and its bytes, zoom by zoom.
    """
    world = [
        Drawn(one.layer, one.properties, one.from_zoom, shapely.transform(one.geometry, _project))
        for one in drawn
    ]
    for zoom in ZOOMS:
        tiles: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        for layer, properties, shapes in _generalise(world, zoom):
            for column, row, geometry in _cut(shapes, zoom):
                tiles[column, row].append((layer, properties, geometry))
        for (column, row), pieces in sorted(tiles.items()):
            yield (zoom, column, row), _encode(pieces, zoom)


def _project(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Web Mercator scaled to 0..1 with y downwards: the plane of tiles, never of metres."""
    sine = np.sin(np.radians(lon_lat[:, 1]))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.column_stack([lon_lat[:, 0] / 360 + 0.5, y])


def _generalise(world: list[Drawn], zoom: int) -> Iterator[tuple[str, Any, NDArray[np.object_]]]:
    """Yield, per layer and set of properties, the shapes of a zoom, joined and simplified."""
    unit = 2.0**-zoom / _extent(zoom)
    shown = [
        (one.layer, _properties(one, zoom), one.geometry) for one in world if one.from_zoom <= zoom
    ]
    shown.sort(key=lambda one: (LAYERS.index(one[0]), repr(one[1])))
    for (layer, properties), group in groupby(shown, key=lambda one: one[:2]):
        shapes = np.array([one[2] for one in group], dtype=object)
        dimension = shapely.get_dimensions(shapes[0])
        if dimension == 1:
            shapes = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(list(shapes))))
        elif dimension == 2:
            shapes = shapes[shapely.area(shapes) >= _SMALLEST_POLYGON * (2.0**-zoom / 512) ** 2]
        if dimension and shapes.size:
            shapes = shapely.simplify(shapes, unit)
        if shapes.size:
            yield layer, properties, shapes


def _properties(one: Drawn, zoom: int) -> tuple[tuple[str, str | int], ...]:
    if zoom >= NAMES_FROM_ZOOM or one.layer == "places":
        return one.properties
    return tuple(pair for pair in one.properties if pair[0] in ("class", "kind"))


def _cut(shapes: NDArray[np.object_], zoom: int) -> Iterator[tuple[int, int, Any]]:
    """Yield column, row and the clipped geometries in units of the tile."""
    scale = 2.0**zoom
    bounds = shapely.bounds(shapes) * scale
    low = np.floor(bounds[:, :2] - _BUFFER).astype(int)
    high = np.floor(bounds[:, 2:] + _BUFFER).astype(int)
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, ((left, top), (right, bottom)) in enumerate(
        zip(low.tolist(), high.tolist(), strict=True)
    ):
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                members[column, row].append(index)
    for (column, row), indices in members.items():
        corner = np.array([column, row])
        box = (corner - _BUFFER) / scale, (corner + 1 + _BUFFER) / scale
        clipped = shapely.clip_by_rect(shapes[indices], *box[0], *box[1])
        placed = shapely.transform(clipped, partial(_to_grid, zoom=zoom, corner=corner))
        placed = placed[~shapely.is_empty(placed)]
        if placed.size:
            yield column, row, placed


def _to_grid(
    world: NDArray[np.float64], *, zoom: int, corner: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return whole units of the tile, counted from its upper left corner."""
    return np.rint((world * 2.0**zoom - corner) * _extent(zoom))


def _extent(zoom: int) -> int:
    return _EXTENTS.get(zoom, _COARSE_EXTENT)


def _encode(pieces: list[Piece], zoom: int) -> bytes:
    layers = []
    for name in LAYERS:
        features = [
            {"geometry": geometry, "properties": dict(properties)}
            for layer, properties, shapes in pieces
            if layer == name
            for geometry in _gather(shapes)
        ]
        if features:
            layers.append({"name": name, "features": features})
    tile = mapbox_vector_tile.encode(
        layers, default_options={"extents": _extent(zoom), "y_coord_down": True}
    )
    return gzip.compress(tile, 9, mtime=0)


def _gather(shapes: NDArray[np.object_]) -> list[Any]:
    """Make one feature of lines and of polygons that share their properties."""
    parts = shapely.get_parts(shapes)
    dimension = shapely.get_dimensions(parts)
    lines, polygons, points = (parts[dimension == wanted] for wanted in (1, 2, 0))
    found: list[Any] = list(points)
    if lines.size:
        found.append(shapely.MultiLineString(list(lines)))
    if polygons.size:
        found += list(polygons)
    return found
