"""Outlines as they are frozen: few corners, and borders that stay shared."""

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Polygon

from learnmap.workflows.map_areas import area_features


def test_a_border_of_two_areas_is_simplified_in_both_alike() -> None:
    # A border along 121.5 east, every 0.0001 degrees (11 m) a corner that is 1e-5 (1 m) off it.
    jagged = [(121.5 + 1e-5 * (k % 2), 31.2 + 1e-4 * k) for k in range(101)]
    west = Polygon([*jagged, (121.49, 31.21), (121.49, 31.2)])
    east = Polygon([*jagged, (121.51, 31.21), (121.51, 31.2)])
    table = gpd.GeoDataFrame(
        {
            "code": ["w", "e"],
            "level": "district",
            "names": [{"zh": "西"}, {"zh": "东"}],
            "source": "x",
        },
        geometry=[west, east],
        crs="EPSG:4326",
    )
    shapes = [feature.geometry for feature in area_features(table) if feature.geometry]
    assert all(shapely.get_num_coordinates(shape) < 30 for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    # The common side is still one line of the whole height: 0.01 degrees.
    assert shapes[0].intersection(shapes[1]).length == pytest.approx(0.01, rel=0.02)
    assert area_features(table.iloc[:0]) == []
