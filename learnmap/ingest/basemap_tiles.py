"""Cuts drawn things into vector tiles, zoom by zoom."""

import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
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
Style = tuple[str, tuple[tuple[str, str | int], ...]]
"""Layer and properties: what one feature of a tile has in common."""
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a zoom shows: shapes, and for each the number of its style."""

    styles: list[Style]
    shapes: Shapes
    owners: NDArray[np.int64]


def cut_tiles(drawn: list[Drawn]) -> Iterator[tuple[Tile, bytes]]:
    """Cut things into gzipped Mapbox vector tiles.

    Parameters
    ----------
    drawn : list of Drawn
        In degrees.

    Yields
    ------
    tuple
        The tile's (zoom, column, row) and its bytes, zoom by zoom.
    """
    world = shapely.transform(np.array([one.geometry for one in drawn], dtype=object), _project)
    for zoom in ZOOMS:
        drawing = _generalise(drawn, world, zoom)
        for column, row, indices in _allot(drawing.shapes, zoom):
            placed = _clip(drawing.shapes[indices], zoom, column, row)
            content = _encode(drawing.styles, drawing.owners[indices], placed, zoom)
            if content:
                yield (zoom, column, row), content


def _project(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Web Mercator scaled to 0..1 with y downwards: the plane of tiles, never of metres."""
    sine = np.sin(np.radians(lon_lat[:, 1]))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.column_stack([lon_lat[:, 0] / 360 + 0.5, y])


def _generalise(drawn: list[Drawn], world: Shapes, zoom: int) -> _Drawing:
    """Join and simplify what a zoom shows."""
    shown = [
        ((one.layer, _properties(one, zoom)), index)
        for index, one in enumerate(drawn)
        if one.from_zoom <= zoom
    ]
    shown.sort(key=lambda one: (LAYERS.index(one[0][0]), repr(one[0][1])))
    drawing = _Drawing([], np.array([], dtype=object), np.array([], dtype=int))
    parts, owners = [drawing.shapes], [drawing.owners]
    for style, group in groupby(shown, key=lambda one: one[0]):
        shapes = world[[index for _, index in group]]
        if shapely.get_dimensions(shapes[0]) == 1 and shapes.size > 1:
            shapes = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapes)))
        parts.append(shapes)
        owners.append(np.full(shapes.size, len(drawing.styles)))
        drawing.styles.append(style)
    shapes, owner = np.concatenate(parts), np.concatenate(owners)
    large = shapely.area(shapes) >= _SMALLEST_POLYGON * (2.0**-zoom / 512) ** 2
    kept = large | (shapely.get_dimensions(shapes) < 2)
    simple = shapely.simplify(shapes[kept], 2.0**-zoom / _extent(zoom))
    return _Drawing(drawing.styles, simple, owner[kept])


def _properties(one: Drawn, zoom: int) -> tuple[tuple[str, str | int], ...]:
    if zoom >= NAMES_FROM_ZOOM or one.layer == "places":
        return one.properties
    return tuple(pair for pair in one.properties if pair[0] in ("class", "kind"))


def _allot(shapes: Shapes, zoom: int) -> Iterator[tuple[int, int, list[int]]]:
    """Yield column, row and the shapes whose boxes reach a tile, column by column."""
    bounds = shapely.bounds(shapes) * 2.0**zoom
    low = np.floor(bounds[:, :2] - _BUFFER).astype(int).tolist()
    high = np.floor(bounds[:, 2:] + _BUFFER).astype(int).tolist()
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, ((left, top), (right, bottom)) in enumerate(zip(low, high, strict=True)):
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                members[column, row].append(index)
    for (column, row), indices in sorted(members.items()):
        yield column, row, indices


def _clip(shapes: Shapes, zoom: int, column: int, row: int) -> Shapes:
    """Clip shapes to a tile with a small overlap, in whole units of the tile."""
    corner = np.array([column, row])
    west, north = (corner - _BUFFER) / 2.0**zoom
    east, south = (corner + 1 + _BUFFER) / 2.0**zoom
    clipped = shapely.clip_by_rect(shapes, west, north, east, south)
    return np.asarray(shapely.transform(clipped, partial(_to_grid, zoom=zoom, corner=corner)))


def _to_grid(
    world: NDArray[np.float64], *, zoom: int, corner: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return whole units of the tile, counted from its upper left corner."""
    return np.rint((world * 2.0**zoom - corner) * _extent(zoom))


def _extent(zoom: int) -> int:
    return _EXTENTS.get(zoom, _COARSE_EXTENT)


def _encode(
    styles: list[Style], owners: NDArray[np.int64], placed: Shapes, zoom: int
) -> bytes | None:
    """Write a tile, one feature for all lines of a style; ``None`` when nothing is left."""
    filled = ~shapely.is_empty(placed)
    layers: dict[str, list[dict[str, Any]]] = {}
    for owner in np.unique(owners[filled]):
        layer, properties = styles[owner]
        layers.setdefault(layer, []).extend(
            {"geometry": geometry, "properties": dict(properties)}
            for geometry in _gather(placed[filled & (owners == owner)])
        )
    if not layers:
        return None
    tile = mapbox_vector_tile.encode(
        [{"name": name, "features": features} for name, features in layers.items()],
        default_options={"extents": _extent(zoom), "y_coord_down": True},
    )
    return gzip.compress(tile, 9, mtime=0)


def _gather(shapes: Shapes) -> list[Any]:
    """Make one feature of all lines, and one of each polygon and point."""
    parts = shapely.get_parts(shapes)
    lines = parts[shapely.get_dimensions(parts) == 1]
    others = list(parts[shapely.get_dimensions(parts) != 1])
    return [*others, shapely.multilinestrings(lines)] if lines.size else others
