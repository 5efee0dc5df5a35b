"""The river town as a file, and tables of its homes and points."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from learnmap.library import Network, read_network
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing


@pytest.fixture(scope="package")
def river(tmp_path_factory: pytest.TempPathFactory) -> Network:
    extract = river_town().write(tmp_path_factory.mktemp("river") / "river.osm")
    return read_network(extract, island_below_m=500)


def table(places: Mapping[str, tuple[float, float]], **columns: list[float]) -> gpd.GeoDataFrame:
    """Make a table of places by metres east and north of the corner."""
    lon, lat = zip(*(Drawing().at(*place) for place in places.values()), strict=True)
    return gpd.GeoDataFrame(
        columns, geometry=gpd.points_from_xy(lon, lat), index=list(places), crs=4326
    )


def districts() -> gpd.GeoDataFrame:
    """Divide the two banks; the field and the island lie in neither."""
    corners = table({"west": (-300, -300), "middle": (50, 500), "east": (200, 500)}).geometry
    (x0, y0), (x1, y1), (x2, _) = shapely.get_coordinates(corners.to_numpy())
    boxes = [shapely.box(x0, y0, x1, y1), shapely.box(x1, y0, x2, y1)]
    return gpd.GeoDataFrame(geometry=boxes, index=["W", "E"], crs=4326)


@pytest.fixture
def homes() -> gpd.GeoDataFrame:
    """Two banks, a field with no street, and the street that is joined to nothing."""
    places = {"west": (-10, 200), "east": (110, 100), "field": (500, -200), "island": (1025, 0)}
    return table(places, residents_0_59=[10, 20, 11, 7], residents_60_up=[10.5, 20.25, 1, 3])


@pytest.fixture
def corner() -> gpd.GeoDataFrame:
    return table({"corner": (0, 0)})


@pytest.fixture
def extract_file(tmp_path: Path) -> Path:
    return river_town().write(tmp_path / "river.osm")
