"""Which areas a map shows the outlines of, and how they are frozen."""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.edition import Feature, area_feature
from learnmap.model.crs import COORDINATE_STEP, metres_per_degree
from learnmap.store import StoredPoint

TOLERANCE_M: Final = 5.0
"""How far a frozen border may be from the delivered one."""


def shown_areas(areas: gpd.GeoDataFrame, points: Sequence[StoredPoint]) -> gpd.GeoDataFrame:
    """Choose the areas that divide a map: of the largest level at which its points lie in several.

    Where they lie in one at every level, the largest is shown; without areas none.

    Parameters
    ----------
    areas : GeoDataFrame
        Columns code and level at least, from large levels to small.
    points : sequence of StoredPoint
    """
    holding = {code for stored in points for _, code, _ in stored.areas}
    found = areas[areas["code"].isin(holding)]
    counts = found["level"].value_counts(sort=False)
    several = [level for level in dict.fromkeys(found["level"]) if counts[level] > 1]
    level = next(iter(several), found["level"].iloc[0] if len(found) else "")
    return found[found["level"] == level]


def area_features(areas: gpd.GeoDataFrame) -> list[Feature]:
    """Return a feature per area; outlines are simplified together, so that borders stay shared."""
    if areas.empty:
        return []
    outlines = _simplified(areas.geometry.to_numpy())
    columns = (areas[name] for name in ("code", "level", "names", "source"))
    return [
        area_feature(code, outline, level=level, names=names, source=source)
        for code, level, names, source, outline in zip(*columns, outlines, strict=True)
    ]


def _simplified(outlines: Any) -> list[BaseGeometry]:
    """Simplify outlines within `TOLERANCE_M` and put them on the grid of published coordinates."""
    scale = np.array(metres_per_degree(float(np.mean(shapely.bounds(outlines)[:, [1, 3]]))))
    plane = shapely.transform(outlines, lambda degrees: degrees * scale)
    simple = shapely.coverage_simplify(plane, TOLERANCE_M)
    degrees = shapely.transform(simple, lambda metres: metres / scale)
    return [_polygons(one) for one in shapely.set_precision(degrees, COORDINATE_STEP)]


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return what of a shape has an area."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
