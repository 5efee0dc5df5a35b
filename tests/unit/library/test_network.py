"""Streets and catchments from a file, in a town drawn by hand."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from learnmap.library import LeftOutWarning, Network, catchments, read_network
from learnmap.model.crs import ELLIPSOID, STORED_CRS
from learnmap.model.errors import ExtractError, InvalidInputError
from tests.unit.library.conftest import table


def test_streets_are_as_drawn(river: Network) -> None:
    streets = river.streets()
    # Two banks of 400 m, the bridge of 100 m, the block of 200 + 200 + 200 + 200 m, the island.
    assert streets["length_m"].sum() == pytest.approx(400 + 400 + 100 + 800 + 50, abs=0.1)
    geodesic = streets.geometry.map(ELLIPSOID.geometry_length)
    assert streets["length_m"].tolist() == pytest.approx(geodesic.tolist(), abs=0.01)
    assert streets["step_free"].all()
    assert not streets["steps"].any()
    assert "river.osm" in repr(river)


def test_catchments_hold_what_walks_there_in_time(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    reached = catchments(river, corner, minutes=(10, 5, 15))
    assert reached["minutes"].tolist() == [5, 10, 15]
    assert reached["point"].tolist() == ["corner"] * 3
    assert reached.crs == STORED_CRS
    five, ten, fifteen = reached.geometry
    assert shapely.covers(ten, five)
    assert shapely.covers(fifteen, ten)
    # The western home walks 2.8 minutes, the eastern one 10.8.
    assert five.covers(homes.geometry["west"])
    assert not ten.intersects(homes.geometry["east"])
    assert fifteen.covers(homes.geometry["east"])
    # Nobody gets farther than by the straight line: 375 m in five minutes, 44.2 hectares.
    assert 0 < reached["hectares"].iloc[0] < 44.2


def test_points_on_no_street_are_named(river: Network) -> None:
    points = table({"corner": (0, 0), "field": (500, -200), "island": (1025, 0)})
    with pytest.warns(LeftOutWarning, match="2 points join no street.*: field, island"):
        reached = catchments(river, points, minutes=[5])
    assert reached["point"].tolist() == ["corner"]


def test_a_slower_walker_gets_less_far(river: Network, corner: gpd.GeoDataFrame) -> None:
    adult = catchments(river, corner, minutes=[10]).geometry.iloc[0]
    older = catchments(river, corner, minutes=[10], profile="older_adult").geometry.iloc[0]
    assert adult.buffer(1e-6).covers(older)
    assert older.area < adult.area


def test_bad_files_and_limits(extract_file: Path, tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="no such file"):
        read_network(tmp_path / "absent.osm.pbf")
    with pytest.raises(InvalidInputError, match="snap_limit_m -1"):
        read_network(extract_file, snap_limit_m=-1)
    with pytest.raises(InvalidInputError, match="island_below_m inf"):
        read_network(extract_file, island_below_m=float("inf"))
