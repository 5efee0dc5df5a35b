"""The gaps of the demo city beside those that other programs find.

Walks are SciPy's Dijkstra on streets cut at every home and point, straight distances those of
pyproj's geodesics, what lies between comes from GEOS' predicates, and areas and sums from
GeoPandas and pandas. Only the streets and where places join them are ours; both have their own
tests.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from learnmap.access import (
    GapTable,
    HomeWalks,
    PartResidents,
    Spots,
    StraightFacts,
    areas_around,
    gaps_by_part,
    nearest_to,
    reasons_of,
)
from learnmap.access.hexagons import hexagons_around
from learnmap.model.crs import ELLIPSOID
from learnmap.model.gap_reasons import GapReason
from learnmap.model.profiles import WalkProfile
from learnmap.network import (
    EdgeIndex,
    Snaps,
    SnapStatus,
    WalkGraph,
    Workspace,
    build_graph,
    read_streets,
    walk_costs,
)
from learnmap.network.obstacles import ObstacleKind
from tests.reference.coverage_oracle import Joined, seconds_by_scipy
from tests.unit.network.drawing import PROFILE

DEMO = Path(__file__).parents[2] / "data" / "demo"
CUTOFF_S, SEARCHED_S = 900, 3600
CODES = ["covered", *(why.code for why in GapReason)]


@dataclass(frozen=True)
class Demo:
    graph: WalkGraph
    homes: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame

    def snap(self, places: gpd.GeoDataFrame, profile: WalkProfile) -> Snaps:
        costs = walk_costs(self.graph, profile)
        lon, lat = places.get_coordinates().to_numpy().T
        return EdgeIndex(self.graph).snap(lon, lat, costs)


@pytest.fixture(scope="module")
def demo() -> Demo:
    streets, _ = read_streets(DEMO / "streets.osm.pbf")
    homes, points = pd.read_csv(DEMO / "residents.csv"), pd.read_csv(DEMO / "points.csv")
    homes["older"] = homes[["residents_60_79", "residents_80_plus"]].sum(axis=1)
    homes["everyone"] = homes.filter(like="residents_").sum(axis=1)
    lon = points["entrance_longitude"].fillna(points["longitude"])
    lat = points["entrance_latitude"].fillna(points["latitude"])
    areas = gpd.read_file(DEMO / "areas.geojson")
    return Demo(
        build_graph(streets),
        gpd.GeoDataFrame(
            homes, geometry=gpd.points_from_xy(homes["longitude"], homes["latitude"]), crs=4326
        ),
        gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(lon, lat), crs=4326),
        areas[areas["level"] == "neighbourhood"].reset_index(drop=True),
    )


def reasons_by_others(demo: Demo, code: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return the reason of each home, and the seconds to the nearest open point."""
    profile, is_open = PROFILE[code], (demo.points["status"] == "open").to_numpy()
    homes = demo.snap(demo.homes, profile)
    open_points, others = demo.points[is_open], demo.points[~is_open]
    sites = demo.snap(open_points, profile)
    time_s = seconds_by_scipy(demo.graph, profile, Joined.of(homes), Joined.of(sites))
    shut = Joined.of(demo.snap(others, profile))
    closed_s = seconds_by_scipy(demo.graph, profile, Joined.of(homes), shut)
    by_stairs_s = np.full(len(time_s), np.inf)
    if profile.steps_factor is None:
        climbs = WalkProfile("climbs", "", "", profile.speed_m_per_s, 1.0)
        live, learn = (Joined.of(demo.snap(one, climbs)) for one in (demo.homes, open_points))
        by_stairs_s = seconds_by_scipy(demo.graph, climbs, live, learn)
    obstacles, joined = demo.graph.obstacles, open_points[sites.status == SnapStatus.SNAPPED]
    lines = [
        shapely.LineString(np.column_stack([obstacles.x[a:b], obstacles.y[a:b]]) * 1e-7)
        for a, b in zip(obstacles.offset[:-1], obstacles.offset[1:], strict=True)
    ]
    tree, there = shapely.STRtree(lines), joined.get_coordinates().to_numpy()
    found = []
    for k, home in enumerate(demo.homes.get_coordinates().to_numpy()):
        if np.isnan(time_s[k]):
            found.append("no_street")
        elif time_s[k] <= CUTOFF_S:
            found.append("covered")
        elif closed_s[k] <= CUTOFF_S:
            found.append("only_closed")
        elif by_stairs_s[k] <= CUTOFF_S:
            found.append("only_by_stairs")
        else:
            _, _, apart_m = ELLIPSOID.inv(*np.broadcast_to(home, there.shape).T, *there.T)
            nearest, speed = int(np.argmin(apart_m)), profile.speed_m_per_s
            if apart_m[nearest] > speed * CUTOFF_S or (
                time_s[k] * speed <= 2**0.5 * apart_m[nearest]
            ):
                found.append("far")
                continue
            way = shapely.LineString([home, there[nearest]])
            met = {int(obstacles.kind[i]) for i in tree.query(way, predicate="crosses")}
            wet = met & {ObstacleKind.WATER, ObstacleKind.WATERWAY}
            found.append("water" if wet else "railway" if met else "detour")
    return found, time_s


def ours(demo: Demo, code: str, part: NDArray[np.int64]) -> GapTable:
    profile, is_open = PROFILE[code], (demo.points["status"] == "open").to_numpy()
    costs, workspace = walk_costs(demo.graph, profile), Workspace(demo.graph)
    homes, points = demo.snap(demo.homes, profile), demo.snap(demo.points, profile)
    nearest, closed = (
        nearest_to(costs, homes, points, limit_s=limit_s, workspace=workspace, among=among)
        for limit_s, among in ((SEARCHED_S, is_open), (CUTOFF_S, ~is_open))
    )
    by_stairs_s = None
    if profile.steps_factor is None:
        climbs = WalkProfile("climbs", "", "", profile.speed_m_per_s, 1.0)
        live, learn = demo.snap(demo.homes, climbs), demo.snap(demo.points[is_open], climbs)
        by_stairs_s = nearest_to(
            walk_costs(demo.graph, climbs), live, learn, limit_s=CUTOFF_S, workspace=workspace
        ).time_s
    walks = HomeWalks(nearest.time_s, nearest.point, closed.time_s, None, by_stairs_s)
    counts = is_open & (points.status == SnapStatus.SNAPPED)
    spots = (Spots.at(one.get_coordinates().to_numpy()) for one in (demo.homes, demo.points))
    facts = StraightFacts(next(spots), next(spots).where(counts), demo.graph.obstacles)
    speed = profile.speed_m_per_s
    reason = reasons_of(walks, facts, cutoff_s=CUTOFF_S, speed_m_per_s=speed)
    people = (demo.homes[name].to_numpy(np.float64) for name in ("older", "everyone"))
    residents = PartResidents.of(part, older=next(people), everyone=next(people))
    return gaps_by_part(walks, reason, residents, cutoff_s=CUTOFF_S)


@pytest.mark.parametrize("code", ["older_adult", "step_free"])
def test_each_hexagon_and_neighbourhood_is_as_others_find_it(demo: Demo, code: str) -> None:
    reason, time_s = reasons_by_others(demo, code)
    # The city has homes for every reason but full points, of which nobody was told.
    wanted = set(CODES) - {"only_full"} - ({"only_by_stairs"} if code != "step_free" else set())
    assert set(reason) == wanted
    hexagons = hexagons_around(demo.homes.geometry)
    for shapes, part in (
        (hexagons.shapes, hexagons.of_place),
        (demo.areas.geometry.to_numpy(), areas_around(demo.areas, demo.homes.geometry)),
    ):
        table = ours(demo, code, part)
        # By point in polygon: no home lies on the border of any.
        cells = gpd.GeoDataFrame({"part": range(len(shapes))}, geometry=shapes, crs=4326)
        joined = gpd.sjoin(demo.homes.assign(reason=reason, s=time_s), cells, predicate="within")
        assert len(joined) == len(demo.homes)
        for found, who in ((table.older, "older"), (table.everyone, "everyone")):
            sums = joined.pivot_table(who, "part", "reason", "sum", fill_value=0)
            sums = sums.reindex(index=table.part, columns=CODES, fill_value=0)
            np.testing.assert_array_equal(found, sums.to_numpy(np.float64))
            assert found.sum() == demo.homes[who].sum()
        left = joined[~joined["reason"].isin(["covered", "no_street"]) & (joined["everyone"] > 0)]
        least = left.groupby("part")["s"].min().reindex(table.part).fillna(np.inf).to_numpy()
        seen = np.where(least > SEARCHED_S, np.inf, least)
        np.testing.assert_allclose(table.nearest_s, seen, atol=0.03)
        older = left.groupby("part")["older"].sum().reindex(table.part, fill_value=0).to_numpy()
        assert np.all(np.diff(older) <= 0)
