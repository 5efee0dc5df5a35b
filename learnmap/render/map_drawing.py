"""A small map as SVG: areas in classes, borders, places, a scale and a legend.

It needs neither tiles nor scripts, so that it can stand on a page, on paper and in a report that
is kept for years. Distances are true along the middle parallel of what is drawn.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import metres_per_degree

_FONT: Final = "'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_INK: Final = "#1d2733"
_HALO: Final = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'
"""Keeps words legible on any ground."""
_WIDTH: Final = 640.0
_TALLEST: Final = 560.0
_MARGIN: Final = 8.0
_ROW: Final = 22
_SCALE_SHARE: Final = 0.3
"""The bar of the scale is at most so much of the width."""


@dataclass(frozen=True, slots=True)
class DrawnClass:
    """Areas that are filled alike, and what the legend says of them.

    Attributes
    ----------
    label : str
    colour : str
        ``#rrggbb``.
    areas : sequence of geometry
        EPSG:4326; the legend names a class that has none, too.
    """

    label: str
    colour: str
    areas: Sequence[BaseGeometry]


@dataclass(frozen=True, slots=True)
class DrawnPlaces:
    """Places that are marked alike.

    Attributes
    ----------
    label : str
    colour : str
    places : (k, 2) sequence of float
        Longitudes and latitudes.
    numbers : sequence of str
        Written beside the places; empty for none.
    """

    label: str
    colour: str
    places: Sequence[tuple[float, float]]
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Plane:
    """From degrees to the drawing."""

    west: float
    north: float
    x_per_degree: float
    y_per_degree: float

    def path(self, geometry: BaseGeometry) -> str:
        """Return the rings or lines of a geometry as path data."""
        return "".join(self._line(part) for part in _lines(geometry))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            _MARGIN + (lon - self.west) * self.x_per_degree,
            _MARGIN + (self.north - lat) * self.y_per_degree,
        )

    def _line(self, part: BaseGeometry) -> str:
        places = (self.at(*place[:2]) for place in part.coords)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def draw_map(
    title: str,
    classes: Sequence[DrawnClass],
    *,
    borders: Sequence[BaseGeometry] = (),
    places: Sequence[DrawnPlaces] = (),
) -> str:
    """Draw a map of all that is given.

    Parameters
    ----------
    title : str
        What the map shows, for who cannot see it.
    classes : sequence of DrawnClass
        From the bottom up.
    borders : sequence of geometry
        Polygons or lines, EPSG:4326; drawn above the classes.
    places : sequence of DrawnPlaces

    Returns
    -------
    str
        An ``svg`` element; with nothing to draw, its legend alone.
    """
    plane, height, metre = _plane(classes, borders, places)
    parts = [f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#f6f4ee"/>']
    for one in classes:
        data = "".join(plane.path(area) for area in one.areas)
        if data:
            parts.append(f'<path d="{data}" fill="{one.colour}" fill-rule="evenodd"/>')
    if rims := "".join(plane.path(border) for border in borders):
        parts.append(f'<path d="{rims}" fill="none" stroke="{_INK}" stroke-width="0.8"/>')
    for marked in places:
        parts += _marks(marked, plane)
    parts += _scale(metre, height)
    rows = [*((one.label, one.colour, False) for one in classes)]
    rows += [(one.label, one.colour, True) for one in places]
    for number, (label, colour, is_place) in enumerate(rows):
        parts.append(_legend(number, label, colour, height, is_place=is_place))
    whole = height + 12 + _ROW * math.ceil(len(rows) / 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {whole:g}" role="img" '
        f'aria-label={quoteattr(title)} font-family="{_FONT}" font-size="13">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _plane(
    classes: Sequence[DrawnClass],
    borders: Sequence[BaseGeometry],
    places: Sequence[DrawnPlaces],
) -> tuple[_Plane, float, float]:
    """Return how degrees are drawn, the height of the map, and the length of a metre."""
    shapes = [*borders, *(area for one in classes for area in one.areas)]
    spots = [place for one in places for place in one.places]
    if spots:
        shapes.append(shapely.MultiPoint(spots))
    if not shapes:
        return _Plane(0, 0, 1, 1), 0.0, 0.0
    west, south, east, north = shapely.total_bounds(np.array(shapes)).tolist()
    kx, ky = metres_per_degree((south + north) / 2)
    across_m, up_m = max((east - west) * kx, 1.0), max((north - south) * ky, 1.0)
    metre = min((_WIDTH - 2 * _MARGIN) / across_m, (_TALLEST - 2 * _MARGIN) / up_m)
    # What is narrower than the drawing stands in its middle.
    spare = (_WIDTH - 2 * _MARGIN - across_m * metre) / 2 / (kx * metre)
    return _Plane(west - spare, north, kx * metre, ky * metre), up_m * metre + 2 * _MARGIN, metre


def _marks(marked: DrawnPlaces, plane: _Plane) -> Iterator[str]:
    for row, place in enumerate(marked.places):
        x, y = plane.at(*place)
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{marked.colour}" '
            'stroke="#ffffff" stroke-width="0.8"/>'
        )
        if marked.numbers:
            yield (
                f'<text x="{x + 5:.1f}" y="{y + 4:.1f}" fill="{_INK}" {_HALO}>'
                f"{escape(marked.numbers[row])}</text>"
            )


def _scale(metre: float, height: float) -> Iterator[str]:
    """Draw a bar of a round length."""
    if not metre:
        return
    most = _WIDTH * _SCALE_SHARE / metre
    step = 10.0 ** math.floor(math.log10(most))
    length_m = max(k * step for k in (1, 2, 5) if k * step <= most)
    x, y = _MARGIN + 4, height - _MARGIN - 4
    label = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    yield (
        f'<path d="M{x:g} {y - 5:g}V{y:g}H{x + length_m * metre:.1f}V{y - 5:g}" fill="none" '
        f'stroke="{_INK}" stroke-width="1.4"/>'
        f'<text x="{x + 4:g}" y="{y - 5:g}" fill="{_INK}" {_HALO}>{label}</text>'
    )


def _legend(number: int, label: str, colour: str, height: float, *, is_place: bool) -> str:
    """Draw a row of the legend; they stand in two columns."""
    x = _MARGIN + (number % 2) * _WIDTH / 2
    y = height + 12 + (number // 2) * _ROW
    sign = (
        f'<circle cx="{x + 9:g}" cy="{y + 7:g}" r="4.5" fill="{colour}"/>'
        if is_place
        else f'<rect x="{x:g}" y="{y:g}" width="18" height="14" fill="{colour}" stroke="{_INK}" '
        'stroke-width="0.5"/>'
    )
    return f'{sign}<text x="{x + 26:g}" y="{y + 12:g}" fill="{_INK}">{escape(label)}</text>'


def _lines(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the rings of polygons, and lines as they are."""
    for part in shapely.get_parts(geometry):
        if isinstance(part, shapely.Polygon):
            yield from (part.exterior, *part.interiors)
        elif not part.is_empty:
            yield part
