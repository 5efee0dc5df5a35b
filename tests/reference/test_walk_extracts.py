"""Walks in real extracts against scipy on the same streets without contraction."""

from collections import Counter

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from learnmap.model.crs import ELLIPSOID
from learnmap.model.profiles import WalkProfile
from learnmap.network import (
    Origin,
    Streets,
    WalkCosts,
    WalkGraph,
    Workspace,
    build_graph,
    search,
    walk_costs,
)
from learnmap.network.flags import EdgeFlag
from learnmap.network.plazas import plaza_pieces
from learnmap.network.tags import Barrier
from tests.reference.catchment_oracle import shortest_matrix
from tests.reference.extracts import ABSENT, FILES, graph_of, streets_of
from tests.unit.network.drawing import PROFILE

Steps = tuple[int, int]
"""Longitude and latitude in OpenStreetMap's units of 1e-7 degrees."""


def steps_of(lon: float, lat: float) -> Steps:
    return round(lon * 1e7), round(lat * 1e7)


class RawStreets:
    """Every straight piece of street as an arc there and an arc back, nothing contracted."""

    def __init__(self, streets: Streets, profile: WalkProfile) -> None:
        pieces = np.array([*streets.pieces, *plaza_pieces(streets)])
        if profile.steps_factor is None:
            pieces = pieces[(pieces[:, 2] & EdgeFlag.NOT_STEP_FREE) == 0]
        flags = pieces[:, 2]
        ends = pieces[:, :2].T.ravel()
        lon, lat = np.array([streets.places[node] for node in ends.tolist()]).T
        stops = [
            node
            for node, barrier in streets.barriers.items()
            if barrier == Barrier.CLOSED or profile.steps_factor is None
        ]
        known = set(ends.tolist())
        # At a barrier every piece ends for itself.
        ends = np.where(np.isin(ends, stops), -1 - np.arange(len(ends)), ends)
        _, first, number = np.unique(ends, return_index=True, return_inverse=True)
        a, b = number.reshape(2, -1)
        hard = (flags & EdgeFlag.STEPS > 0) & (flags & EdgeFlag.NOT_STEP_FREE > 0)
        rate = np.where(hard, profile.steps_factor or 1.0, 1.0) / profile.speed_m_per_s
        half = len(pieces)
        time_s = np.abs(ELLIPSOID.inv(lon[:half], lat[:half], lon[half:], lat[half:])[2]) * rate
        onward, back = (
            (flags & EdgeFlag.NO_FORWARD) == 0,
            (flags & EdgeFlag.NO_BACKWARD) == 0,
        )
        self.matrix = shortest_matrix(
            np.concatenate([a[onward], b[back]]),
            np.concatenate([b[onward], a[back]]),
            np.concatenate([time_s[onward], time_s[back]]),
            len(first),
        )
        places = [steps_of(*place) for place in zip(lon[first], lat[first], strict=True)]
        seen = Counter(places)
        # Where streets end at a barrier there are several nodes in one place.
        seen.update(steps_of(*streets.places[node]) for node in streets.barriers if node in known)
        self.at = {place: i for i, place in enumerate(places) if seen[place] == 1}


def compare(
    graph: WalkGraph, raw: RawStreets, profile: WalkProfile, *, origins: int, seed: int
) -> int:
    """Hold the times to and from some nodes against scipy's; return how many were compared."""
    costs, workspace = walk_costs(graph, profile), Workspace(graph)
    known = np.array(
        [
            raw.at.get(steps_of(lon, lat), -1)
            for lon, lat in zip(graph.node_lon, graph.node_lat, strict=True)
        ]
    )
    rng = np.random.default_rng(seed)
    two_way = costs.forward & costs.backward
    usable = np.flatnonzero(two_way & (known[graph.edge_u] >= 0) & ~costs.island)
    compared = 0
    if len(usable) == 0:
        return compared
    for edge in rng.choice(usable, origins):
        node = int(graph.edge_u[edge])
        for towards in (True, False):
            found = np.full(graph.node_count, np.inf)
            reached = search(
                graph,
                costs,
                origin_at(graph, costs, node, towards=towards),
                limit_s=np.inf,
                towards=towards,
                workspace=workspace,
            )
            found[reached.node] = reached.time_s
            matrix = raw.matrix.T if towards else raw.matrix
            expected = dijkstra(matrix, indices=known[[node]])[0]
            pairs = found[known >= 0], expected[known[known >= 0]]
            assert np.array_equal(np.isfinite(pairs[0]), np.isfinite(pairs[1]))
            finite = np.isfinite(pairs[0])
            np.testing.assert_allclose(pairs[0][finite], pairs[1][finite], rtol=1e-9, atol=1e-6)
            compared += int(finite.sum())
    return compared


def origin_at(graph: WalkGraph, costs: WalkCosts, node: int, *, towards: bool) -> Origin:
    """Return an origin on a street at a node by which the walk can go on from the node."""
    for arc in range(graph.arc_offset[node], graph.arc_offset[node + 1]):
        edge = int(graph.arc_edge[arc])
        at_u = int(graph.edge_u[edge]) == node
        # From u to an origin at u one goes forward, and from that origin to u backward.
        if (costs.forward if at_u == towards else costs.backward)[edge]:
            return Origin(edge, 0.0 if at_u else float(graph.edge_length_m[edge]))
    message = f"node {node} has no street that leads on"
    raise AssertionError(message)


def test_extracts_at_hand() -> None:
    print("extracts:", *FILES, "- absent:", *ABSENT)  # noqa: T201 -- says what was tested
    assert "helsinki" in FILES


@pytest.mark.parametrize(
    ("city", "profile"),
    [
        (city, profile)
        for city in FILES
        for profile in ("adult", "older_adult", "step_free")
        if city != "porto" or profile == "adult"  # a large one, with hardly any steps
    ],
)
def test_times_to_all_nodes_are_scipys_without_contraction(city: str, profile: str) -> None:
    graph, walker = graph_of(city), PROFILE[profile]
    raw = RawStreets(streets_of(city), walker)

    compared = compare(graph, raw, walker, origins=2 if city == "porto" else 4, seed=3)

    assert compared > graph.node_count


@pytest.mark.parametrize("city", list(FILES))
def test_contraction_keeps_every_metre(city: str) -> None:
    streets, graph = streets_of(city), graph_of(city)
    pieces = np.array([*streets.pieces, *plaza_pieces(streets)])
    ends = np.unique(np.sort(pieces[:, :2], axis=1), axis=0)
    places = np.array([streets.places[node] for node in ends.ravel().tolist()]).reshape(-1, 4)
    metres = np.abs(ELLIPSOID.inv(*places.T)[2])

    # Barriers add edges of no length and no others.
    assert graph.edge_length_m.sum() == pytest.approx(metres.sum(), rel=1e-12)
    assert graph.length_km == pytest.approx(metres.sum() / 1000)


@pytest.mark.parametrize("city", list(FILES))
def test_every_edge_is_as_long_as_its_line(city: str) -> None:
    graph = graph_of(city)
    lon, lat = graph.vertex_x * 1e-7, graph.vertex_y * 1e-7
    steps = np.abs(ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2])
    run = np.concatenate([[0.0], np.cumsum(steps)])
    first, last = graph.vertex_offset[:-1], graph.vertex_offset[1:] - 1

    np.testing.assert_allclose(run[last] - run[first], graph.edge_length_m, atol=1e-4)
    # Lines begin and end at their nodes.
    for at, node in ((first, graph.edge_u), (last, graph.edge_v)):
        np.testing.assert_allclose(lon[at], graph.node_lon[node], atol=1e-9, rtol=0)
        np.testing.assert_allclose(lat[at], graph.node_lat[node], atol=1e-9, rtol=0)


@pytest.mark.parametrize("city", list(FILES))
def test_nothing_is_left_to_contract(city: str) -> None:
    graph = graph_of(city)
    for node in np.flatnonzero(np.diff(graph.arc_offset) == 2):
        one, two = graph.arc_edge[graph.arc_offset[node] : graph.arc_offset[node + 1]]
        if one == two:
            continue  # a ring of its own has to begin somewhere
        # Each seen as walked towards the node: the two then differ, or are one-way apart.
        bits = [int(graph.edge_flags[edge]) for edge in (one, two)]
        ways = EdgeFlag.NO_FORWARD | EdgeFlag.NO_BACKWARD
        if not any(flags & ways for flags in bits):
            assert bits[0] != bits[1]


@pytest.mark.parametrize("city", [name for name in FILES if name != "porto"])
def test_a_graph_does_not_depend_on_the_order_of_reading(city: str) -> None:
    streets = streets_of(city)
    rng = np.random.default_rng(11)
    ways = rng.permutation(len(streets.ways))
    moved = {int(old): new for new, old in enumerate(ways)}
    nodes = list(streets.places)
    rng.shuffle(nodes)
    pieces = [
        (a, b, flags, moved[way])
        for a, b, flags, way in (streets.pieces[i] for i in rng.permutation(len(streets.pieces)))
    ]
    plazas = [
        (streets.plazas[i][0], moved[streets.plazas[i][1]])
        for i in rng.permutation(len(streets.plazas))
    ]
    shuffled = Streets(
        places={node: streets.places[node] for node in nodes},
        barriers=dict(reversed(streets.barriers.items())),
        pieces=pieces,
        ways=[streets.ways[i] for i in ways],
        plazas=plazas,
        excluded_ways=list(reversed(streets.excluded_ways)),
        obstacles=[streets.obstacles[i] for i in rng.permutation(len(streets.obstacles))],
    )

    assert build_graph(shuffled).content_hash() == graph_of(city).content_hash()


# Nodes and pieces of street by a plain foot filter of another program (all highway=* but
# motorway, trunk, construction, platforms, foot=no, access=private|no, area=yes). Helsinki has
# 667 of its 6,512 nodes outside the file, and 159 ways with highway=trail that ours leaves out.
KNOWN = {
    "helsinki": (6512 - 667, 7569 - 667, 0.15),
    "porto": (302517, 325372, 0.03),
    "nanjing": (1582, 1748, 0.15),
    "huangpu": (1864, 1970, 0.15),
    "baoshan": (888, 1006, 0.15),
}


@pytest.mark.parametrize("city", list(FILES))
def test_a_city_has_the_streets_that_another_program_counts(city: str) -> None:
    nodes, pieces, tolerance = KNOWN[city]
    streets = streets_of(city)
    walked = {node for a, b, _, _ in streets.pieces for node in (a, b)}

    assert len(walked) == pytest.approx(nodes, rel=tolerance)
    assert len({frozenset(piece[:2]) for piece in streets.pieces}) == pytest.approx(
        pieces, rel=tolerance
    )
