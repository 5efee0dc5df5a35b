"""Obstacles of real extracts against GDAL's own reading of the same files."""

import itertools
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from numpy.typing import NDArray

from learnmap.ingest import read_points
from learnmap.model.crs import ELLIPSOID
from learnmap.network import WalkGraph, build_graph, read_streets
from learnmap.network.cells import CELL_STEPS
from learnmap.network.obstacles import ObstacleKind
from tests.reference.extracts import FILES, graph_of, streets_of

DEMO = Path(__file__).parents[2] / "data" / "demo" / "streets.osm.pbf"
CUT_LAKE = "122872049"
"""Töölönlahti, of which Helsinki's extract has 14 of 217 places: no area."""
STEP = 1e-7


@pytest.fixture(scope="module")
def demo() -> WalkGraph:
    return build_graph(read_streets(DEMO)[0])


def steps_of(graph: WalkGraph, kind: ObstacleKind) -> list[NDArray[np.int32]]:
    obstacles = graph.obstacles
    both = np.column_stack([obstacles.x, obstacles.y])
    cut = np.split(both, obstacles.offset[1:-1]) if len(obstacles.kind) else []
    return [line for line, code in zip(cut, obstacles.kind, strict=True) if code == kind]


def even_odd(rings: list[NDArray[np.int32]], places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Count the edges that a ray to the east from each (k, 2) place in steps crosses."""
    count = np.zeros(len(places), np.int64)
    x, y = places.T
    for ring in rings:
        for (x0, y0), (x1, y1) in itertools.pairwise(ring.astype(float)):
            if y0 != y1:
                level = (y0 > y) != (y1 > y)
                count += level & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return np.asarray(count % 2 == 1)


def water_of(file: Path) -> shapely.MultiPolygon:
    """Return the water areas as GDAL builds them."""
    table = pyogrio.read_dataframe(
        file,
        layer="multipolygons",
        where="(natural = 'water' OR landuse IN ('basin', 'reservoir')) "
        f"AND (osm_way_id IS NULL OR osm_way_id <> '{CUT_LAKE}')",
    )
    return shapely.MultiPolygon(shapely.get_parts(table.geometry.union_all()).tolist())


def compare_water(graph: WalkGraph, water: shapely.MultiPolygon, seed: int) -> None:
    """Hold the rings against the areas on places in and round each of them."""
    rings = steps_of(graph, ObstacleKind.WATER)
    rng = np.random.default_rng(seed)
    boxes = [shapely.buffer(part, 2e-4).bounds for part in shapely.get_parts(water)]
    places = np.concatenate([rng.uniform(box[:2], box[2:], (300, 2)) for box in boxes])
    # A vertex may have been moved by half a step; nothing is said so near a bank.
    away = shapely.distance(shapely.points(places), water.boundary) > 2 * STEP
    places = places[away]
    expected = shapely.contains_xy(water, *places.T)

    assert 0.1 < expected.mean() < 0.9
    assert np.array_equal(even_odd(rings, places / STEP), expected)


@pytest.mark.parametrize("city", [name for name in FILES if name in {"nanjing", "baoshan"}])
def test_water_is_where_gdal_has_it(city: str) -> None:
    compare_water(graph_of(city), water_of(FILES[city]), seed=5)


def test_the_demos_river_lake_and_ponds_are_where_gdal_has_them(demo: WalkGraph) -> None:
    compare_water(demo, water_of(DEMO), seed=6)


def test_helsinkis_ponds_are_where_gdal_has_them() -> None:
    water = water_of(FILES["helsinki"])
    rings = steps_of(graph_of("helsinki"), ObstacleKind.WATER)
    # The sea lies elsewhere, so that rings near ponds are of ponds alone.
    for pond in shapely.get_parts(water):
        inner = pond.representative_point()
        assert even_odd(rings, np.array([[inner.x, inner.y]]) / STEP)[0]
        assert not even_odd(rings, np.array([pond.bounds[:2]]) / STEP - 100)[0]


@pytest.mark.parametrize(
    ("lon", "lat", "sea"),
    [
        (24.9430, 60.1775, True),  # Kaisaniemenlahti
        (24.9503, 60.1764, True),  # under Pitkäsilta
        (24.9525, 60.1775, True),  # Siltavuorensalmi
        (24.9528, 60.1670, True),  # Kolera-allas, the basin at the market
        (24.9480, 60.1775, False),  # Siltasaari
        (24.9455, 60.1758, False),  # the botanical garden
        (24.9500, 60.1730, False),  # Kruununhaka
        (24.9520, 60.1672, False),  # the market square
    ],
)
def test_helsinkis_sea(lon: float, lat: float, *, sea: bool) -> None:
    rings = steps_of(graph_of("helsinki"), ObstacleKind.WATER)

    assert even_odd(rings, np.array([[lon, lat]]) / STEP)[0] == sea


@pytest.mark.parametrize("city", list(FILES))
def test_a_ring_of_water_lies_within_one_cell(city: str) -> None:
    for ring in steps_of(graph_of(city), ObstacleKind.WATER):
        assert (ring[0] == ring[-1]).all()
        low = ring.min(axis=0) // CELL_STEPS * CELL_STEPS
        assert (ring.max(axis=0) <= low + CELL_STEPS).all()


def lines_by_gdal(file: Path, where: str) -> tuple[set[tuple[int, int]], float]:
    """Return the places in steps and the km of lines on the ground, by GDAL."""
    table = pyogrio.read_dataframe(file, layer="lines", where=where)
    other = table["other_tags"].fillna("").astype(str)
    table = table[~other.str.contains('"(?:tunnel|bridge|covered)"=>"(?!no")', regex=True)]
    places = np.rint(shapely.get_coordinates(table.geometry.to_numpy()) / STEP).astype(int)
    metres = sum(ELLIPSOID.geometry_length(line) for line in table.geometry)
    return set(map(tuple, places.tolist())), metres / 1000


def compare_lines(graph: WalkGraph, file: Path, kind: ObstacleKind, where: str) -> None:
    lines = steps_of(graph, kind)
    places, km = lines_by_gdal(file, where)

    assert {(x, y) for line in lines for x, y in line.tolist()} == places
    metres = sum(ELLIPSOID.line_length(*(line * STEP).T) for line in lines)
    assert metres / 1000 == pytest.approx(km, rel=1e-6)


def test_helsinkis_railways_are_gdals() -> None:
    compare_lines(
        graph_of("helsinki"),
        FILES["helsinki"],
        ObstacleKind.RAILWAY,
        "railway IN ('rail', 'subway')",
    )


@pytest.mark.parametrize("city", [name for name in FILES if name in {"nanjing", "baoshan"}])
def test_rivers_and_canals_are_gdals(city: str) -> None:
    compare_lines(
        graph_of(city), FILES[city], ObstacleKind.WATERWAY, "waterway IN ('river', 'canal')"
    )


@pytest.mark.parametrize("city", [name for name in FILES if name == "porto"])
def test_motorways_are_gdals(city: str) -> None:
    compare_lines(
        graph_of(city),
        FILES[city],
        ObstacleKind.MOTORWAY,
        "highway IN ('motorway', 'motorway_link') OR other_tags LIKE '%\"motorroad\"=>\"yes\"%'",
    )


def test_the_demos_lines_are_gdals(demo: WalkGraph) -> None:
    compare_lines(demo, DEMO, ObstacleKind.RAILWAY, "railway = 'rail'")
    compare_lines(demo, DEMO, ObstacleKind.WATERWAY, "waterway IN ('river', 'canal')")
    # Its motorway runs on a viaduct from end to end.
    assert steps_of(demo, ObstacleKind.MOTORWAY) == []


def test_the_demos_brook_lies_between_a_point_and_its_nearest_street(demo: WalkGraph) -> None:
    points = {point.id: point for point in read_points(DEMO.parent / "points.csv").points}
    place = shapely.Point(points["BY-HARD-RIVER"].walk_to)
    streets = [shapely.LineString(demo.line(edge)) for edge in range(demo.edge_count)]
    straight = shapely.shortest_line(place, streets[int(shapely.STRtree(streets).nearest(place))])
    brooks = [shapely.LineString(line * STEP) for line in steps_of(demo, ObstacleKind.WATERWAY)]

    assert any(straight.crosses(brook) for brook in brooks)


@pytest.mark.parametrize("city", list(FILES))
def test_no_walked_street_is_among_the_excluded(city: str) -> None:
    streets, graph = streets_of(city), graph_of(city)

    assert not set(graph.excluded.way.tolist()) & {osm_id for osm_id, _, _ in streets.ways}
    reasons = graph.excluded.reasons()
    counted = {
        reason: len(set(graph.excluded.way[graph.excluded.reason == i].tolist()))
        for i, reason in enumerate(reasons)
    }
    # A way of which fewer than two places are in the extract is counted, but has no line.
    assert all(ways <= streets.excluded[reason] for reason, ways in counted.items())
    assert sum(counted.values()) >= 0.98 * sum(streets.excluded.values())
