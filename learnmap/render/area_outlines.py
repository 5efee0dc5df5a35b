"""The borders of the areas that a map's points lie in, and where their names stand."""

from collections.abc import Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import Box
from learnmap.render.edition_files import Area

_DIGITS: Final = 5
"""Of degrees on a page: about a metre, finer than a border is known."""
_SURROUNDINGS: Final = 1.0
"""So many times the map's width and height borders go on beyond it, on each side."""


def borders_of(areas: Sequence[Area]) -> list[BaseGeometry]:
    """Return the borders as lines, one that two areas share once, in degrees."""
    if not areas:
        return []
    lines = shapely.union_all([area.geometry.boundary for area in areas])
    return list(shapely.get_parts(shapely.line_merge(lines)))


def name_place(shape: BaseGeometry, sheet: BaseGeometry) -> tuple[float, float] | None:
    """Return where the name of an area stands: inside the largest part that a sheet shows.

    Both are in the same plane; None where the sheet shows nothing of it.
    """
    seen = shapely.make_valid(shape).intersection(sheet)
    parts = [part for part in shapely.get_parts(seen) if shapely.area(part) > 0]
    if not parts:
        return None
    inside = shapely.point_on_surface(max(parts, key=shapely.area))
    return float(inside.x), float(inside.y)


def area_facts(areas: Sequence[Area], bounds: Box) -> dict[str, Any] | None:
    """Return what a page's script draws of areas, None where there are none.

    Parameters
    ----------
    areas : sequence of Area
    bounds : tuple of float
        (west, south, east, north) of the map, in degrees.

    Returns
    -------
    dict or None
        ``lines``, each of latitudes and longitudes, and ``names`` with where they stand.
    """
    if not areas:
        return None
    west, south, east, north = bounds
    wide, high = (east - west) * _SURROUNDINGS, (north - south) * _SURROUNDINGS
    around = shapely.box(west - wide, south - high, east + wide, north + high)
    cut = [line.intersection(around) for line in borders_of(areas)]
    lines = [part for each in cut for part in shapely.get_parts(each) if part.length > 0]
    names = [
        {
            "names": [area.name_zh, area.name_en],
            "at": [round(at[1], _DIGITS), round(at[0], _DIGITS)],
        }
        for area in areas
        if (at := name_place(area.geometry, shapely.box(*bounds))) is not None
    ]
    return {"lines": [_places(line) for line in lines], "names": names}


def _places(line: BaseGeometry) -> list[list[float]]:
    return [
        [round(latitude, _DIGITS), round(longitude, _DIGITS)]
        for longitude, latitude in shapely.get_coordinates(line).tolist()
    ]
