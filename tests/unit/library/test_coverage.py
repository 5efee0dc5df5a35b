"""Coverage from tables, in a town whose walks are worked out on paper."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from learnmap.library import LeftOutWarning, Network, coverage
from learnmap.model.errors import InvalidInputError, TableError
from learnmap.model.profiles import WalkProfile
from tests.unit.library.conftest import districts


def test_the_shares_are_those_worked_out_on_paper(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    # West: 10 m to the bank and 200 m along it. East: over the bridge, 810 m. At 1.25 m/s these
    # are 2.8 and 10.8 minutes; at 0.8 m/s 4.4 and 16.9.
    homes["residents"] = homes["residents_0_59"] + homes["residents_60_up"]
    adults = coverage(river, homes, corner, minutes=(15, 10, 5))
    assert adults["minutes"].tolist() == [5, 10, 15]
    assert adults["covered"].tolist() == [20.5, 20.5, 60.75]
    assert adults["uncovered"].tolist() == [40.25, 40.25, 0]
    assert adults["unplaced"].tolist() == [22, 22, 22]
    assert adults["total"].tolist() == [82.75] * 3
    assert adults["share"].iloc[-1] == pytest.approx(60.75 / 82.75)
    older = coverage(river, homes, corner, profile="older_adult", minutes=[15], age_from=60)
    assert older[["covered", "uncovered", "unplaced"]].to_numpy().tolist() == [[10.5, 20.25, 4]]
    assert older.attrs["speed_m_per_s"] == 0.8
    assert older.attrs["streets"] == "river.osm"
    assert older.attrs["age_from"] == 60


def test_each_area_is_told_and_who_lives_in_none(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    with pytest.warns(LeftOutWarning, match="2 of the residents' places lie in no area"):
        found = coverage(river, homes, corner, minutes=[5], by=districts(), count="residents_60_up")
    assert found["area"].tolist()[:2] == ["W", "E"]
    assert found["area"].isna().tolist() == [False, False, True]
    assert found["covered"].tolist() == [10.5, 0, 0]
    assert found["uncovered"].tolist() == [0, 20.25, 0]
    assert found["unplaced"].tolist() == [0, 0, 4]


def test_overlapping_areas_count_nobody_twice(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    both = districts()
    both = both.set_geometry([both.geometry["W"], both.union_all().envelope])
    with pytest.warns(LeftOutWarning) as told:
        found = coverage(river, homes, corner, minutes=[5], by=both, count="residents_60_up")
    assert "overlap at 1 of the residents' places" in str(told[0].message)
    assert found["total"].tolist() == [10.5, 20.25, 4]


def test_other_coordinate_systems_give_the_same(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    metres = homes.to_crs(32651), corner.to_crs(3857)
    here = coverage(river, homes, corner, count="residents_60_up")
    there = coverage(river, *metres, count="residents_60_up")
    np.testing.assert_allclose(here["covered"], there["covered"])


def test_a_profile_of_ones_own(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    # 810 m at 2 m/s take 6.75 minutes.
    runner = WalkProfile("runner", "跑者", "Runner", 2.0)
    found = coverage(
        river, homes, corner, profile=runner, minutes=(6.7, 6.8), count="residents_60_up"
    )
    assert found["covered"].tolist() == [10.5, 30.75]


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (lambda homes: homes.set_crs(None, allow_override=True), "residents: the table has no CRS"),
        (lambda homes: homes.drop(columns="residents_60_up"), "no column 'residents_60_up'"),
        (lambda homes: homes.assign(residents_60_up=-1.5), "residents_60_up is -1.5 in row west"),
        (lambda homes: homes.assign(residents_60_up=np.nan), "is nan in row west"),
        (lambda homes: homes.assign(residents_60_up="many"), "'many' in row west"),
        (lambda homes: homes.set_axis(["a", "b", "a", "c"]), "the index has a twice"),
        (
            lambda homes: homes.to_crs(32651).set_geometry(homes.to_crs(32651).buffer(9)),
            "no point in row west",
        ),
        (lambda homes: homes.set_geometry([None, *homes.geometry[1:]]), "no geometry in row west"),
        (lambda homes: homes.drop(columns="geometry"), "is no GeoDataFrame"),
    ],
)
def test_a_bad_table_is_refused_by_row_and_remedy(
    river: Network,
    homes: gpd.GeoDataFrame,
    corner: gpd.GeoDataFrame,
    spoilt: object,
    message: str,
) -> None:
    assert callable(spoilt)
    with pytest.raises(TableError, match=message):
        coverage(river, spoilt(homes), corner, count="residents_60_up")


def test_what_cannot_be_asked(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    with pytest.raises(InvalidInputError, match="adult, older_adult, step_free"):
        coverage(river, homes, corner, profile="cyclist", count="residents_60_up")
    for minutes in ((), (0,), (5, float("nan"))):
        with pytest.raises(InvalidInputError, match="walking times above 0"):
            coverage(river, homes, corner, minutes=minutes, count="residents_60_up")
    ages = homes.drop(columns=["residents_0_59", "residents_60_up"]).assign(residents=1)
    with pytest.raises(TableError, match="to count from 60 years"):
        coverage(river, ages, corner, age_from=60)
    bow_tie = gpd.GeoDataFrame(
        geometry=[shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])], index=["X"], crs=4326
    )
    with pytest.raises(TableError, match="by: no valid polygon in row X"):
        coverage(river, homes, corner, by=bow_tie, count="residents_60_up")
