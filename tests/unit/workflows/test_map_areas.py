"""Outlines as they are frozen: few corners, and borders that stay shared."""

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Polygon

from learnmap.workflows.map_areas import area_features


def test_a_border_is_simplified_alike_in_all_areas_that_have_it() -> None:
    # A border along 121.5 east, every 0.0001 degrees (11 m) a corner that is 1e-5 (1 m) off it.
    # West of it lies one area; east of it two, which meet at a corner that is off the line.
    jagged = [(121.5 + 1e-5 * (k % 2), 31.2 + 1e-4 * k) for k in range(101)]
    west = Polygon([*jagged, (121.49, 31.21), (121.49, 31.2)])
    south = Polygon([*jagged[:52], (121.51, 31.2051), (121.51, 31.2)])
    north = Polygon([*jagged[51:], (121.51, 31.21), (121.51, 31.2051)])
    table = gpd.GeoDataFrame(
        {"code": ["w", "s", "n"], "level": "district", "names": [{"zh": "区"}] * 3, "source": "x"},
        geometry=[west, south, north],
        crs="EPSG:4326",
    )
    shapes = [feature.geometry for feature in area_features(table) if feature.geometry]
    assert all(shapely.get_num_coordinates(shape) < 30 for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    # The western area still has a border with the others of the whole height: 0.01 degrees.
    east = shapely.union_all(shapes[1:])
    assert shapes[0].intersection(east).length == pytest.approx(0.01, rel=0.02)
    assert area_features(table.iloc[:0]) == []
