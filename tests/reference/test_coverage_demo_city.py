"""Coverage and gaps of the demo city beside those that other programs find.

Times come from `coverage_oracle`, areas from GeoPandas' point in polygon, hexagons from h3, and
sums from pandas. A home whose walk is nearer to a limit than `TOLERANCE_S` may be counted either
way; so may one whose walk depends on the side of a kerb on which a point stands that is exactly
at it. How many people such homes have is what two counts may differ by, and where there is no
such home they are equal to the last digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from learnmap import Network, coverage, gaps, read_network
from tests.reference.coverage_oracle import joined_by_geos, seconds_by_scipy
from tests.unit.network.drawing import PROFILE

DEMO = Path(__file__).parents[2] / "data" / "demo"
MINUTES = (5, 10, 15)
TOLERANCE_S, TOLERANCE_M = 0.05, 0.02
"""Planes round a home and round the city differ by millimetres, of which a walk has two."""
PARTS = ["covered", "uncovered", "unplaced"]
AGES = {"adult": 0, "older_adult": 60, "step_free": 60}
OLDER = ["residents_60_79", "residents_80_plus"]
EVERYONE = ["residents_0_14", "residents_15_59", *OLDER]


@dataclass(frozen=True)
class Demo:
    """The committed files, as GeoPandas reads them, and what others found of them.

    `homes` has columns ``0`` and ``60`` with the residents from that age on, and two of seconds
    for each profile: where a place has several streets equally near, it joins the first or the
    last.
    """

    network: Network
    homes: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame

    def by(self, level: str) -> gpd.GeoDataFrame | None:
        if level == "city":
            return None
        chosen = self.areas[self.areas["level"] == level]
        return chosen.sort_values("code").set_index("code")


def degrees(frame: gpd.GeoDataFrame) -> NDArray[np.float64]:
    return frame.get_coordinates().to_numpy()


@pytest.fixture(scope="module")
def demo() -> Demo:
    network = read_network(DEMO / "streets.osm.pbf")
    table, points = pd.read_csv(DEMO / "residents.csv"), pd.read_csv(DEMO / "points.csv")
    places = gpd.points_from_xy(table["longitude"], table["latitude"])
    homes = gpd.GeoDataFrame(
        {"0": table[EVERYONE].sum(axis=1), "60": table[OLDER].sum(axis=1)},
        geometry=places,
        crs=4326,
    )
    points = points[points["status"] == "open"]
    lon = points["entrance_longitude"].fillna(points["longitude"])
    lat = points["entrance_latitude"].fillna(points["latitude"])
    doors = gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    for code in AGES:
        for last in (False, True):
            homes[code, last] = walked(network, code, homes, doors, last=last)
    return Demo(network, homes, doors, gpd.read_file(DEMO / "areas.geojson"))


def walked(
    network: Network,
    code: str,
    homes: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    *,
    last: bool,
) -> NDArray[np.float64]:
    profile, graph, count = PROFILE[code], network.graph, len(homes)
    places = np.concatenate([degrees(homes), degrees(points)])
    joined = joined_by_geos(graph, profile, places, unsure_m=TOLERANCE_M, last=last)
    live, learn = joined.part(slice(count)), joined.part(slice(count, None))
    return seconds_by_scipy(graph, profile, live, learn)


def counted(
    homes: gpd.GeoDataFrame, code: str, part: pd.Series, minutes: Sequence[int] = MINUTES
) -> pd.DataFrame:
    """Count by part and minutes; `near` are residents of homes that may be counted either way."""
    tables, residents = [], homes[str(AGES[code])]
    time_s, otherwise_s = homes[code, False], homes[code, True]
    for limit in minutes:
        unplaced, inside = time_s.isna(), time_s <= 60 * limit
        near = (time_s - 60 * limit).abs() <= TOLERANCE_S
        near |= inside != (otherwise_s <= 60 * limit)
        columns = {
            "covered": residents.where(inside, 0),
            "uncovered": residents.where(~inside & ~unplaced, 0),
            "unplaced": residents.where(unplaced, 0),
            "near": residents.where(near, 0),
            "total": residents,
        }
        tables.append(pd.DataFrame(columns).groupby(part).sum())
    return pd.concat(tables, keys=minutes, names=["minutes", "part"]).swaplevel().sort_index()


def agree(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Hold each row against what others counted, and covered + uncovered + unplaced = total."""
    assert found.index.tolist() == expected.index.tolist()
    for part in ("unplaced", "total"):
        assert found[part].tolist() == expected[part].tolist()
    for part in ("covered", "uncovered"):
        assert ((found[part] - expected[part]).abs() <= expected["near"]).all()
    assert found[PARTS].sum(axis=1).tolist() == found["total"].tolist()


def test_only_the_point_on_a_kerb_may_stand_on_either_side_of_it(demo: Demo) -> None:
    # BY-SP-038's entrance is where a raised kerb cuts a street, which ends a step-free walk.
    unsure = {
        code: int(((demo.homes[code, False] - demo.homes[code, True]).abs() > TOLERANCE_S).sum())
        for code in AGES
    }
    assert unsure["adult"] == unsure["older_adult"] == 0
    assert 0 < unsure["step_free"] < 10


@pytest.mark.parametrize("level", ["city", "district", "street_town", "neighbourhood"])
@pytest.mark.parametrize("code", AGES)
def test_each_area_is_covered_as_others_count_it(demo: Demo, code: str, level: str) -> None:
    homes, by, people = demo.homes, demo.by(level), str(AGES[code])
    found = coverage(
        demo.network, homes, demo.points, profile=code, minutes=MINUTES, by=by, count=people
    )
    area = pd.Series("", homes.index)
    if by is not None:
        joined = gpd.sjoin(homes, by.reset_index()[["code", "geometry"]], predicate="intersects")
        area = joined.groupby(level=0)["code"].min().reindex(homes.index)
        # The demo city's areas leave nobody out.
        assert area.notna().all()
    expected = counted(homes, code, area)
    if by is not None:
        rows = pd.MultiIndex.from_product([by.index, MINUTES], names=expected.index.names)
        expected = expected.reindex(rows, fill_value=0)
    agree(found.assign(area=found["area"].fillna("")).set_index(["area", "minutes"]), expected)
    assert found.groupby("minutes")["total"].sum().tolist() == [homes[people].sum()] * len(MINUTES)
    # There is something to find: each column has somebody, and so few homes are at a limit that
    # the sums are as good as equal.
    whole = expected.groupby("minutes").sum()
    assert (whole[PARTS] > 0).all(axis=None)
    assert (whole["near"] <= 1e-3 * whole["total"]).all()


@pytest.mark.parametrize("code", AGES)
def test_hexagons_are_those_of_h3_and_add_up_to_coverage(demo: Demo, code: str) -> None:
    homes, people = demo.homes, str(AGES[code])
    found = gaps(demo.network, homes, demo.points, profile=code, count=people)
    cells = pd.Series([h3.latlng_to_cell(y, x, 9) for x, y in degrees(homes)], homes.index)
    expected = counted(homes, code, cells, (15,)).droplevel("minutes")
    agree(found.set_index("part").sort_index(), expected)
    whole = coverage(
        demo.network, homes, demo.points, profile=code, minutes=[15], count=people
    ).iloc[0]
    for part in (*PARTS, "total"):
        assert math.fsum(found[part]) == whole[part]
