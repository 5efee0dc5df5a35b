"""Tiles of real cities: what a tile gives is what the whole city gives, to the last bit."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, area_m2, compute_catchments
from learnmap.catchment.extent import extent_m
from learnmap.catchment.tile_work import TileBand, TileWork, Walkers, compute_tile, walkers_on
from learnmap.network import (
    EdgeIndex,
    SnapStatus,
    WalkCosts,
    WalkGraph,
    build_graph,
    read_streets,
    walk_costs,
)
from learnmap.network.cells import CELL_STEPS
from learnmap.network.elevation import open_elevation
from learnmap.network.slopes import with_slopes
from learnmap.network.tiles import cells_around, cut_tile
from learnmap.network.walkgraph import DEGREE_STEP
from tests.reference.extracts import FILES, graph_of
from tests.unit.network.drawing import PROFILE
from tests.unit.network.rasters import write_raster

DEMO = Path(__file__).parents[2] / "data" / "demo" / "streets.osm.pbf"
PLACES = 12
CELL = CELL_STEPS * DEGREE_STEP
# Helsinki's extract is 2 km wide: with short walks, too, most of it lies outside of a tile.
SHAPES = {"helsinki": Shape((100, 200)), "hilly": Shape((100, 200))}
CITIES = ["demo", "helsinki", "hilly", *(["porto"] if "porto" in FILES else [])]


@cache
def graph(city: str) -> WalkGraph:
    return build_graph(read_streets(DEMO)[0]) if city == "demo" else graph_of(city)


@pytest.fixture(scope="module")
def hilly(tmp_path_factory: pytest.TempPathFactory) -> WalkGraph:
    """Helsinki's streets, and its water and railways, on waves 40 m high."""
    rows, columns = np.mgrid[0:200, 0:360]
    heights = 60 + 20 * np.sin(columns / 8) * np.cos(rows / 5)
    path = tmp_path_factory.mktemp("raster") / "waves.tif"
    write_raster(path, heights, west=24.90, north=60.20, dtype="float32")
    with open_elevation(path) as elevation:
        return with_slopes(graph_of("helsinki"), elevation)[0]


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> tuple[WalkGraph, Shape]:
    name = request.param
    whole = request.getfixturevalue("hilly") if name == "hilly" else graph(name)
    return whole, SHAPES.get(name, Shape())


def joined(costs: WalkCosts) -> tuple[list[AccessPoint], np.ndarray, np.ndarray]:
    """Join places all over a city, and some on the very rims of cells, to its streets."""
    whole, rng = costs.graph, np.random.default_rng(7)
    some = rng.choice(whole.node_count, PLACES, replace=False)
    lon, lat = whole.node_lon[some] + 1e-5, whole.node_lat[some]
    half = PLACES // 2
    lon[:half] = np.round(lon[:half] / CELL) * CELL
    lat[:half] = np.round(lat[:half] / CELL) * CELL
    snaps = EdgeIndex(whole).snap(lon, lat, costs)
    rows = np.flatnonzero(snaps.status == SnapStatus.SNAPPED)
    access = [
        AccessPoint(str(i), int(snaps.edge[i]), float(snaps.along_m[i]), float(snaps.distance_m[i]))
        for i in rows.tolist()
    ]
    assert len(access) > PLACES / 3
    return access, snaps.lon[rows], snaps.lat[rows]


def bands_of_whole(
    costs: WalkCosts, access: list[AccessPoint], shape: Shape
) -> dict[str, list[TileBand]]:
    return {
        at.point_id: [
            TileBand(at.point_id, costs.profile.code, cutoff, area_m2(band), shapely.to_wkb(band))
            for cutoff, band in zip(shape.cutoffs_s, bands, strict=True)
            if not band.is_empty
        ]
        for at, bands in compute_catchments(costs.graph, costs, access, shape, threads=1)
    }


def bands_of_tile(
    costs: WalkCosts, access: list[AccessPoint], cells: np.ndarray, shape: Shape
) -> list[TileBand]:
    walkers = walkers_on(cut_tile(costs.graph, cells), Walkers(costs, tuple(access)))
    return compute_tile(TileWork((walkers,), shape).packed())


@pytest.mark.parametrize("profile", sorted(PROFILE))
def test_the_smallest_tile_round_a_point_gives_its_catchments(
    city: tuple[WalkGraph, Shape], profile: str
) -> None:
    """The smallest has the least to spare: every larger one holds it."""
    whole, shape = city
    costs = walk_costs(whole, PROFILE[profile])
    access, lon, lat = joined(costs)
    expected = bands_of_whole(costs, access, shape)
    reach_m = extent_m(costs, limit_s=shape.cutoffs_s[-1], off_street_m=shape.off_street_m)
    for at, cells in zip(access, cells_around(lon, lat, reach_m), strict=True):
        assert cut_tile(whole, cells).graph.edge_count < whole.edge_count
        assert bands_of_tile(costs, [at], cells, shape) == expected[at.point_id]


def test_one_tile_serves_all_its_points(city: tuple[WalkGraph, Shape]) -> None:
    whole, shape = city
    costs = walk_costs(whole, PROFILE["adult"])
    access, lon, lat = joined(costs)
    near = np.argsort(np.hypot(lon - lon[0], lat - lat[0]))[: len(access) // 2].tolist()
    reach_m = extent_m(costs, limit_s=shape.cutoffs_s[-1], off_street_m=shape.off_street_m)
    cells = cells_around(lon[near], lat[near], reach_m)
    box = np.concatenate([cells[:, :2].min(axis=0), cells[:, 2:].max(axis=0)])
    some = [access[i] for i in near]
    expected = bands_of_whole(costs, some, shape)
    assert bands_of_tile(costs, some, box, shape) == [
        band for bands in expected.values() for band in bands
    ]


def test_streets_and_water_go_on_beyond_the_rim(city: tuple[WalkGraph, Shape]) -> None:
    """Else the tests above would say nothing of rims."""
    whole, shape = city
    costs = walk_costs(whole, PROFILE["older_adult"])
    _, lon, lat = joined(costs)
    reach_m = extent_m(costs, limit_s=shape.cutoffs_s[-1], off_street_m=shape.off_street_m)
    streets = waters = 0
    for cells in cells_around(lon, lat, reach_m):
        west, south, east, north = (cells + np.array([0, 0, 1, 1])) * CELL_STEPS
        tile = cut_tile(whole, cells).graph
        lines = [(tile.vertex_x, tile.vertex_y), (tile.obstacles.x, tile.obstacles.y)]
        beyond = [((x < west) | (x > east) | (y < south) | (y > north)).sum() for x, y in lines]
        streets, waters = streets + beyond[0], waters + beyond[1]
    assert streets > 0
    assert waters > 0


def test_what_is_an_island_the_city_decides() -> None:
    """A tile's own mainland may be a street that the city calls an island."""
    whole = graph("helsinki")
    costs = walk_costs(whole, PROFILE["adult"])
    edge = int(np.flatnonzero(costs.island)[0])
    lon, lat = whole.line(edge)[0]
    tile = cut_tile(whole, cells_around(np.array([lon]), np.array([lat]), 1.0)[0])
    kept = walkers_on(tile, Walkers(costs, (AccessPoint("a", edge, 0.0, 0.0),)))
    assert kept.costs.island.tolist() == costs.island[tile.edge].tolist()
    assert kept.costs.island[kept.access[0].edge]
