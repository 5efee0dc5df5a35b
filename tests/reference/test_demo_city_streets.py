"""The demo city's streets, read from the committed extract: walls, water, islands, hard cases."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, Polygon

from learnmap.ingest import read_areas, read_points, read_routes
from learnmap.model.records import LearningPoint

DEMO = Path(__file__).parents[2] / "data" / "demo"
# Metres in a degree at 32.936 N on WGS 84 (Snyder 1987, eq. 4-18 to 4-20), to 1 in 1,000.
METRES = np.array([93_515.0, 110_910.0])


@dataclass
class Streets:
    """An extract, in metres from longitude 0 and latitude 0."""

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[list[int], dict[str, str], LineString]] = field(default_factory=list)

    def of(
        self, key: str, value: str | None = None
    ) -> list[tuple[list[int], dict[str, str], LineString]]:
        return [w for w in self.ways if key in w[1] and value in (None, w[1][key])]


@pytest.fixture(scope="module")
def streets() -> Streets:
    found = Streets()
    for item in osmium.FileProcessor(str(DEMO / "streets.osm.pbf")):
        if isinstance(item, osmium.osm.Node):
            x, y = np.array([item.location.lon, item.location.lat]) * METRES
            found.places[item.id] = float(x), float(y)
            if len(item.tags):
                found.node_tags[item.id] = dict(item.tags)
        elif isinstance(item, osmium.osm.Way):
            refs = [node.ref for node in item.nodes]
            line = LineString([found.places[ref] for ref in refs])
            found.ways.append((refs, dict(item.tags), line))
    return found


@pytest.fixture(scope="module")
def points() -> dict[str, LearningPoint]:
    return {point.id: point for point in read_points(DEMO / "points.csv").points}


def walkable(tags: dict[str, str]) -> bool:
    """Tell whether a way is for walkers, by a filter short enough to see through."""
    return (
        tags.get("highway", "motorway") not in ("motorway", "motorway_link")
        and tags.get("foot") != "no"
        and tags.get("access") != "private"
    )


@dataclass
class Walk:
    """Walkable segments, as a graph and as a spatial index."""

    graph: nx.Graph
    step_free: nx.Graph
    edges: list[tuple[int, int]]
    tree: shapely.STRtree

    def nearest(self, point: LearningPoint) -> tuple[tuple[int, int], float]:
        place = shapely.Point(np.array(point.walk_to) * METRES)
        index = int(self.tree.nearest(place))
        return self.edges[index], float(shapely.distance(self.tree.geometries[index], place))


@pytest.fixture(scope="module")
def walk(streets: Streets) -> Walk:
    graph, step_free = nx.Graph(), nx.Graph()
    for refs, tags, _ in streets.ways:
        if walkable(tags):
            for a, b in itertools.pairwise(refs):
                metres = float(np.hypot(*np.subtract(streets.places[a], streets.places[b])))
                graph.add_edge(a, b, metres=metres)
                if tags["highway"] != "steps":
                    step_free.add_edge(a, b)
    locked = [n for n, tags in streets.node_tags.items() if tags.get("locked") == "yes"]
    graph.remove_nodes_from(locked)
    step_free.remove_nodes_from(locked)
    edges = list(graph.edges)
    lines = [LineString([streets.places[a], streets.places[b]]) for a, b in edges]
    return Walk(graph, step_free, edges, shapely.STRtree(lines))


def test_as_large_as_a_city(streets: Streets) -> None:
    assert 60_000 <= len(streets.places) <= 120_000
    uses: Counter[int] = Counter()
    for refs, _, _ in streets.of("highway"):
        uses.update(refs)
    pieces = sum(
        1 + sum(uses[ref] > 1 for ref in refs[1:-1]) for refs, _, _ in streets.of("highway")
    )
    assert 15_000 <= pieces <= 40_000


def test_no_street_crosses_a_wall_but_at_a_gate(streets: Streets) -> None:
    walls, ways = streets.of("barrier", "wall"), streets.of("highway")
    tree = shapely.STRtree([line for _, _, line in ways])
    gates = {node for node, tags in streets.node_tags.items() if "barrier" in tags}
    passed = set()
    for wall, way in zip(*tree.query([w[2] for w in walls], predicate="intersects"), strict=True):
        shared = set(walls[wall][0]) & set(ways[way][0]) & gates
        met = shapely.get_coordinates(walls[wall][2].intersection(ways[way][2]))
        for place in met:
            near = [node for node in shared if np.hypot(*(place - streets.places[node])) < 0.05]
            assert near, (ways[way][1], place / METRES)
            passed.update(near)
    assert passed == gates
    assert len(walls) > 400
    assert len(gates) > 1_000


def test_gates_are_few_and_some_are_locked(streets: Streets) -> None:
    gates = {n: tags for n, tags in streets.node_tags.items() if "barrier" in tags}
    counts = [
        sum(ref in gates for ref in set(refs)) for refs, _, _ in streets.of("barrier", "wall")
    ]
    assert max(counts) <= 5
    assert counts.count(0) == 3
    locked = sum(tags.get("locked") == "yes" for tags in gates.values())
    assert 0.2 < locked / len(gates) < 0.4


def test_the_river_is_crossed_only_by_bridges(streets: Streets) -> None:
    (river,) = [
        Polygon(line.coords)
        for _, tags, line in streets.of("water", "river")
        if tags.get("name") == "汐江"
    ]
    over = [w for w in streets.of("highway") if w[2].intersection(river).length > 1.0]
    assert all(tags.get("bridge") == "yes" for _, tags, _ in over)
    # Six road bridges, a footbridge, and the stepped footways beside two of the road bridges.
    classes = Counter("foot" if tags["highway"] == "footway" else "road" for _, tags, _ in over)
    assert classes == {"road": 6, "foot": 3}
    closed = [w for w in over if w[1].get("foot") == "no"]
    assert len(closed) == 2
    (ferry,) = streets.of("route", "ferry")
    assert ferry[2].intersects(river)
    assert "highway" not in ferry[1]


def test_bridges_closed_to_walkers_have_stairs_beside(streets: Streets) -> None:
    stairs = shapely.STRtree([line for _, _, line in streets.of("highway", "steps")])
    for _, tags, line in streets.of("foot", "no"):
        ends = shapely.points([line.coords[0], line.coords[-1]])
        _, near = stairs.query(ends, predicate="dwithin", distance=70.0)
        assert len(set(near.tolist())) >= 2, tags["name"]


def test_other_water_is_crossed_only_by_bridges(streets: Streets) -> None:
    surfaces = [
        Polygon(line.coords)
        for _, tags, line in streets.ways
        if tags.get("water") in ("canal", "pond")
    ]
    ways = [w for w in streets.of("highway") if w[1].get("bridge") != "yes"]
    tree = shapely.STRtree([line for _, _, line in ways])
    surface, way = tree.query(surfaces, predicate="intersects")
    wet = [ways[w][2].intersection(surfaces[s]).length for s, w in zip(surface, way, strict=True)]
    assert max(wet, default=0.0) < 1.0


def test_the_railway_is_passed_by_tunnels_and_five_level_crossings(streets: Streets) -> None:
    ways = streets.of("highway")
    tree = shapely.STRtree([line for _, _, line in ways])
    _, met = tree.query([line for _, _, line in streets.of("railway")], predicate="intersects")
    level = {int(way) for way in met if ways[way][1].get("tunnel") != "yes"}
    assert len(level) == 5
    crossings = {n for n, t in streets.node_tags.items() if t.get("railway") == "level_crossing"}
    # Each crosses two tracks.
    assert len(crossings) == 10


def test_streets_on_the_ground_share_a_node_where_they_cross(streets: Streets) -> None:
    ways = [w for w in streets.of("highway") if "layer" not in w[1]]
    lines = [line for _, _, line in ways]
    first, second = shapely.STRtree(lines).query(lines, predicate="crosses")
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if a < b:
            shared = np.array([streets.places[n] for n in set(ways[a][0]) & set(ways[b][0])])
            for place in shapely.get_coordinates(lines[a].intersection(lines[b])):
                assert len(shared), place / METRES
                assert np.hypot(*(shared - place).T).min() < 3.0, place / METRES


def test_one_large_network_and_three_islands(walk: Walk) -> None:
    sizes = sorted((len(part) for part in nx.connected_components(walk.graph)), reverse=True)
    assert len(sizes) == 4
    assert sizes[0] > 0.99 * sum(sizes)


def test_tags_that_the_filter_must_know(streets: Streets) -> None:
    assert len(streets.of("oneway:foot", "yes")) == 2
    assert len(streets.of("area", "yes")) >= 8
    assert len(streets.of("footway", "sidewalk")) >= 30
    assert len(streets.of("highway", "motorway_link")) >= 4
    assert any(
        tags.get("ramp:wheelchair") == "yes" for _, tags, _ in streets.of("highway", "steps")
    )
    assert sum(tags.get("highway") == "elevator" for tags in streets.node_tags.values()) >= 4
    places = Counter(tags["place"] for tags in streets.node_tags.values() if "place" in tags)
    assert places["city"] == 1
    assert places["suburb"] == 8
    assert places["quarter"] == 56
    for _, tags, _ in streets.of("name"):
        assert tags["name"] == tags["name:zh"]
        assert tags["name:en"].isascii()


def test_points_join_the_streets(points: dict[str, LearningPoint], walk: Walk) -> None:
    main = max(nx.connected_components(walk.graph), key=len)
    too_far, islands = [], []
    for point in points.values():
        (a, _), metres = walk.nearest(point)
        if metres > 100.0:
            too_far.append(point.id)
        elif a not in main:
            islands.append(point.id)
    assert too_far == ["BY-HARD-FAR"]
    assert islands == ["BY-HARD-ISLAND"]


def test_the_island_is_far_from_all_other_streets(
    points: dict[str, LearningPoint], walk: Walk
) -> None:
    main = max(nx.connected_components(walk.graph), key=len)
    place = shapely.Point(np.array(points["BY-HARD-ISLAND"].walk_to) * METRES)
    edge, metres = walk.nearest(points["BY-HARD-ISLAND"])
    assert metres < 5.0
    near = walk.tree.query(place, predicate="dwithin", distance=102.0)
    assert not any(walk.edges[int(index)][0] in main for index in near)
    assert edge[0] not in main


def test_the_hilltop_is_reached_by_steps_only(points: dict[str, LearningPoint], walk: Walk) -> None:
    main = max(nx.connected_components(walk.graph), key=len)
    flat = max(nx.connected_components(walk.step_free), key=len)
    (a, b), _ = walk.nearest(points["BY-HARD-STEPS"])
    assert a in main
    assert b in main
    assert a not in flat
    assert b not in flat


def test_a_far_point_and_one_across_the_brook(
    streets: Streets, points: dict[str, LearningPoint], walk: Walk
) -> None:
    _, far = walk.nearest(points["BY-HARD-FAR"])
    assert far == pytest.approx(144, abs=2)
    (a, b), near = walk.nearest(points["BY-HARD-RIVER"])
    assert near == pytest.approx(52, abs=2)
    place = shapely.Point(np.array(points["BY-HARD-RIVER"].walk_to) * METRES)
    straight = shapely.shortest_line(place, LineString([streets.places[a], streets.places[b]]))
    brook = [line for _, tags, line in streets.of("waterway") if tags.get("name") == "青筠溪"]
    assert any(straight.crosses(line) for line in brook)


def test_a_point_on_the_border_of_two_districts(points: dict[str, LearningPoint]) -> None:
    place = points["BY-HARD-BORDER"].walk_to
    corners = [
        area.code
        for area in read_areas(DEMO / "areas.geojson").records
        if area.level == "district"
        and place in set(map(tuple, shapely.get_coordinates(area.geometry).tolist()))
    ]
    assert len(corners) >= 2


def test_routes_are_two_to_five_kilometres_on_foot(
    points: dict[str, LearningPoint], walk: Walk
) -> None:
    geod = Geod(ellps="WGS84")
    for route in read_routes(DEMO / "routes.csv", stops=DEMO / "route_stops.csv").records:
        stops = [points[s.point_id] for s in sorted(route.stops, key=lambda s: s.position)]
        nodes = [walk.nearest(stop)[0][0] for stop in stops]
        legs = [
            nx.shortest_path_length(walk.graph, a, b, weight="metres")
            for a, b in itertools.pairwise(nodes)
        ]
        # From node to node: up to some 100 m short of the way from stop to stop.
        assert 1_900 <= sum(legs) <= 5_000, route.id
        direct = [geod.inv(*a.walk_to, *b.walk_to)[2] for a, b in itertools.pairwise(stops)]
        # In order along the ground: no leg is a long way round to a near place.
        assert all(leg < 3.0 * far + 250.0 for leg, far in zip(legs, direct, strict=True)), route.id
