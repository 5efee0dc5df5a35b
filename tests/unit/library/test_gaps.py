"""Gaps from tables, in a town whose walks are worked out on paper."""

import math

import geopandas as gpd
import pytest
from shapely.geometry.base import BaseGeometry

from learnmap.library import LeftOutWarning, Network, gaps
from learnmap.model.errors import InvalidInputError
from tests.unit.library.conftest import districts, table


def row_of(found: gpd.GeoDataFrame, home: BaseGeometry) -> dict[str, object]:
    """Return the row whose outline is around a home."""
    around = found[found.geometry.covers(home)]
    assert len(around) == 1
    return dict(around.iloc[0])


def test_each_home_is_in_the_hexagon_around_it_with_its_reason(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    # At 0.8 m/s the western home walks 4.4 minutes. The eastern one is 149 m away as the crow
    # flies and 810 m by the bridge, 16.9 minutes: a long way round, since no river is drawn.
    found = gaps(
        river, homes, corner, profile="older_adult", count="residents_60_up", resolution=10
    )
    east = row_of(found, homes.geometry["east"])
    assert east["uncovered"] == 20.25
    assert east["reason"] == "detour"
    assert east["nearest"] == "corner"
    assert east["nearest_minutes"] == pytest.approx(810 / 0.8 / 60, abs=0.01)
    assert east["median_minutes"] == east["nearest_minutes"]
    west = row_of(found, homes.geometry["west"])
    assert (west["covered"], west["uncovered"], west["reason"]) == (10.5, 0, "")
    for name, people in (("field", 1), ("island", 3)):
        lost = row_of(found, homes.geometry[name])
        assert (lost["unplaced"], lost["uncovered"], lost["reason"]) == (people, 0, "no_street")
    sums = found[["covered", "uncovered", "unplaced"]].sum(axis=1)
    assert sums.tolist() == found["total"].tolist()
    assert math.fsum(found["total"]) == 34.75
    # Where most are left out comes first.
    assert found["uncovered"].tolist() == sorted(found["uncovered"], reverse=True)
    assert found.crs is not None
    assert found.attrs["profile"] == "older_adult"


def test_a_closed_point_is_the_reason_where_it_is_near(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    shut = table({"across": (100, 0)})
    with pytest.warns(LeftOutWarning, match="2 of the residents' places lie in no area"):
        found = gaps(
            river,
            homes,
            corner,
            profile="older_adult",
            by=districts(),
            closed=shut,
            count="residents_60_up",
        )
    # Of those with nobody beyond reach the ones with people on no street come first.
    assert found["part"].fillna("none").tolist() == ["E", "none", "W"]
    assert found["reason"].tolist() == ["only_closed", "no_street", ""]
    assert found["unplaced"].tolist() == [0, 4, 0]


def test_what_cannot_be_asked(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    with pytest.raises(InvalidInputError, match="hexagons are of resolution"):
        gaps(river, homes, corner, count="residents_60_up", resolution=4)
    with pytest.raises(InvalidInputError, match="walking times above 0"):
        gaps(river, homes, corner, count="residents_60_up", minutes=0)
