"""Explanations of places in Helsinki against the extract itself, read with pyosmium alone."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import osmium
import pytest
import shapely
from numpy.typing import NDArray

from learnmap.catchment import Shape
from learnmap.catchment.explaining import explain_catchment
from learnmap.catchment.explanation import NEAR_M, Explanation
from learnmap.model.crs import ELLIPSOID
from learnmap.model.profiles import PROFILES
from learnmap.network import SnapStatus, Workspace, walk_costs
from learnmap.network.cuts import CutKind
from tests.reference.extracts import graph_of, helsinki_file, index_of

PLACES = {
    "senate square": (24.95225, 60.16945),
    "esplanadi": (24.94725, 60.16755),
    "railway station": (24.94130, 60.17180),
    "south harbour": (24.95310, 60.16650),
    "kamppi": (24.93550, 60.16880),
}


@dataclass(frozen=True)
class Drawn:
    """What the extract says of a way with a highway tag, or of a barrier's node."""

    tags: dict[str, str]
    places: NDArray[np.float64]


@cache
def ways() -> dict[int, Drawn]:
    found = {}
    for way in osmium.FileProcessor(helsinki_file()).with_locations():
        if isinstance(way, osmium.osm.Way) and "highway" in way.tags:
            known = [(n.lon, n.lat) for n in way.nodes if n.location.valid()]
            found[way.id] = Drawn(dict(way.tags), np.array(known).reshape(-1, 2))
    return found


@cache
def barriers() -> dict[tuple[int, int], dict[str, str]]:
    found = {}
    for node in osmium.FileProcessor(helsinki_file(), osmium.osm.NODE):
        if isinstance(node, osmium.osm.Node) and {"barrier", "foot", "access"} & {*dict(node.tags)}:
            found[round(node.lon * 1e7), round(node.lat * 1e7)] = dict(node.tags)
    return found


@cache
def explained(name: str, profile: int = 0) -> Explanation:
    graph = graph_of("helsinki")
    return explain_catchment(
        index_of("helsinki"),
        walk_costs(graph, PROFILES[profile]),
        PLACES[name],
        Shape(),
        snap_limit_m=100.0,
        workspace=Workspace(graph),
    )


def metres_within(way: Drawn, place: tuple[float, float], radius_m: float) -> float:
    """Return the metres of a way within a distance of a place, by geodesics a metre apart."""
    total = 0.0
    for (lon0, lat0), (lon1, lat1) in zip(way.places[:-1], way.places[1:], strict=True):
        _, _, length_m = ELLIPSOID.inv(lon0, lat0, lon1, lat1)
        steps = max(1, round(length_m))
        share = (np.arange(steps) + 0.5) / steps
        lon, lat = lon0 + share * (lon1 - lon0), lat0 + share * (lat1 - lat0)
        here = np.full(steps, place[0]), np.full(steps, place[1])
        _, _, away_m = ELLIPSOID.inv(*here, lon, lat)
        total += length_m * float((away_m <= radius_m).mean())
    return total


@pytest.mark.parametrize("name", PLACES)
def test_streets_closed_near_by_are_the_extracts_with_their_tags(name: str) -> None:
    told: dict[int, float] = defaultdict(float)
    for way in explained(name).excluded:
        key, _, value = way.tag.partition(" ")[0].partition("=")
        assert ways()[way.way].tags.get(key) == value, way.tag
        told[way.way] += way.near_m
    assert told
    for way_id, near_m in told.items():
        expected = metres_within(ways()[way_id], PLACES[name], NEAR_M)
        assert near_m == pytest.approx(expected, abs=1.5), way_id


@pytest.mark.parametrize("name", PLACES)
def test_no_street_that_is_plainly_closed_is_left_out(name: str) -> None:
    told = {way.way for way in explained(name).excluded}
    walked = set(graph_of("helsinki").edge_way.tolist())
    plain = {
        way_id
        for way_id, way in ways().items()
        if (way.tags.get("foot") == "no" or way.tags["highway"] in {"motorway", "proposed"})
        and way.tags.get("area") != "yes"
        and len(way.places) > 1
        and metres_within(way, PLACES[name], NEAR_M) > 1
    }
    assert plain - walked <= told


@pytest.mark.parametrize("name", PLACES)
def test_a_closed_gate_is_a_barrier_of_the_extract(name: str) -> None:
    found = explained(name)
    graph = graph_of("helsinki")
    closed = [cut for cut in found.cuts if cut.cut.kind == CutKind.CLOSED_BARRIER]
    for timed in closed:
        node = timed.cut.nodes[0]
        tags = barriers()[int(graph.node_x[node]), int(graph.node_y[node])]
        shut = {"no", "private"} & {tags.get("foot", ""), tags.get("access", "")}
        assert shut or tags.get("barrier") in {"wall", "fence", "block", "jersey_barrier"}, tags
        assert timed.soon_s <= timed.late_s


@pytest.mark.parametrize("name", PLACES)
def test_the_snap_is_the_nearest_of_the_extracts_walkable_ways(name: str) -> None:
    found = explained(name)
    assert found.joint.status == SnapStatus.SNAPPED
    lon, lat = PLACES[name]
    _, _, away_m = ELLIPSOID.inv(lon, lat, found.joint.lon, found.joint.lat)
    assert found.joint.distance_m == pytest.approx(away_m, abs=0.05)
    way_id = int(graph_of("helsinki").edge_way[found.joint.edge])
    # Platforms are no highways, and a square drawn as a multipolygon has its relation's id.
    if way_id in ways():
        line = shapely.LineString(ways()[way_id].places)
        assert line.distance(shapely.Point(found.joint.lon, found.joint.lat)) < 2e-7
    # Whatever is nearer is told of, or is walked only across a plaza.
    assert all(street.distance_m < found.joint.distance_m for street in found.passed_over)


def test_the_step_free_walker_is_stopped_by_the_extracts_steps() -> None:
    found = explained("railway station", 2)
    steps = [timed.cut for timed in found.cuts if timed.cut.kind == CutKind.STEPS]
    assert steps
    for cut in steps:
        assert ways()[cut.ways[0]].tags["highway"] == "steps"
    assert all(timed.cut.kind != CutKind.STEPS for timed in explained("railway station").cuts)


@pytest.mark.parametrize("profile", [0, 1, 2])
def test_reached_streets_end_at_the_cutoff_and_begin_at_the_door(profile: int) -> None:
    found = explained("esplanadi", profile)
    door_s = found.joint.distance_m / PROFILES[profile].speed_m_per_s
    assert min(street.from_s for street in found.streets) == pytest.approx(door_s, abs=1e-6)
    assert max(street.to_s for street in found.streets) == pytest.approx(900, abs=1e-6)
    # Nobody is quicker along a street than its metres allow.
    for street in found.streets:
        slowest = street.length_m / PROFILES[profile].speed_m_per_s
        assert street.to_s - street.from_s >= slowest - 1e-6
