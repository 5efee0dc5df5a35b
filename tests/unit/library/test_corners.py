"""Street corners of a grid that is drawn by hand."""

from itertools import product

import numpy as np
import pytest
import shapely

from learnmap.library import Network, corners, read_network
from learnmap.model.crs import ELLIPSOID
from learnmap.model.errors import InvalidInputError
from tests.unit.network.drawing import Drawing


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Four streets by four, 100 m apart, and a crossing far away that nothing joins."""
    drawing = Drawing()
    for x, y in product(range(4), repeat=2):
        drawing.node(10 * x + y, 100 * x, 100 * y)
    for k in range(4):
        drawing.way([10 * k + y for y in range(4)], "highway=residential")
        drawing.way([10 * x + k for x in range(4)], "highway=residential")
    for number, (east_m, north_m) in enumerate([(0, 0), (20, 0), (-20, 0), (0, 20), (0, -20)]):
        drawing.node(100 + number, 5000 + east_m, north_m)
    for number in range(1, 5):
        drawing.way([100, 100 + number], "highway=residential")
    folder = tmp_path_factory.mktemp("grid")
    return read_network(drawing.write(folder / "grid.osm"), island_below_m=500)


def test_corners_are_where_three_streets_meet(grid: Network) -> None:
    # Four within, where four meet, and eight at the sides; two meet at each of the outer ends.
    found = corners(grid, spacing_m=0)
    assert found["streets"].tolist() == [4] * 4 + [3] * 8
    assert found.crs == "EPSG:4326"
    assert found.geometry.x.max() < Drawing().at(400, 0)[0]
    assert found.attrs["spacing_m"] == 0


@pytest.mark.parametrize("spacing_m", [90.0, 150.0, 250.0])
def test_no_two_are_nearer_than_the_spacing_and_none_is_missing(
    grid: Network, spacing_m: float
) -> None:
    everywhere, found = corners(grid, spacing_m=0), corners(grid, spacing_m=spacing_m)
    lon, lat = shapely.get_coordinates(found.geometry.to_numpy()).T
    for x, y in shapely.get_coordinates(everywhere.geometry.to_numpy()).tolist():
        others = np.full_like(lon, x), np.full_like(lat, y)
        apart_m = np.asarray(ELLIPSOID.inv(*others, lon, lat)[2])
        # Each corner is kept, or near to one that is; a kept one is near to itself alone.
        near = (apart_m < spacing_m).sum()
        assert near == 1 if (apart_m < 0.1).any() else near >= 1
    assert found["streets"].iloc[0] == 4


def test_what_is_no_spacing(grid: Network) -> None:
    for spacing_m in (-1.0, float("inf"), float("nan")):
        with pytest.raises(InvalidInputError, match="give metres from 0 up"):
            corners(grid, spacing_m=spacing_m)
    with pytest.raises(InvalidInputError, match="no profile 'cyclist'"):
        corners(grid, profile="cyclist")
