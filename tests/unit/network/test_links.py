"""Gates and bridges put into streets whose lengths are known from paper."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from learnmap.network import EdgeIndex, WalkCosts, WalkGraph, Workspace, search, walk_costs
from learnmap.network.links import LinkedGraph, find_joint, with_link
from learnmap.network.origins import Origin
from tests.service.towns import river_town
from tests.unit.network.drawing import PROFILE, Drawing, Town

HERE = Drawing()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Two banks 100 m apart, 400 m long, with a bridge at the northern ends."""
    return river_town().town(tmp_path, island_below_m=60)


def linked(
    graph: WalkGraph,
    begin: tuple[float, float],
    end: tuple[float, float],
    *,
    step_free: bool = True,
) -> LinkedGraph:
    """Open a link between two places, in metres east and north of the corner."""
    joints = [find_joint(graph, *HERE.at(*place), limit_m=30) for place in (begin, end)]
    assert joints[0] is not None
    assert joints[1] is not None
    return with_link(graph, joints[0], joints[1], step_free=step_free)


def metres(graph: WalkGraph, begin: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how far an adult walks between two places on streets."""
    return 1.25 * seconds(walk_costs(graph, PROFILE["adult"]), begin, end)


def seconds(costs: WalkCosts, begin: tuple[float, float], end: tuple[float, float]) -> float:
    graph = costs.graph
    lon, lat = np.array([HERE.at(*begin), HERE.at(*end)]).T
    snaps = EdgeIndex(graph).snap(lon, lat, costs)
    here = Origin(int(snaps.edge[0]), float(snaps.along_m[0]))
    found = search(graph, costs, here, limit_s=9e9, towards=False, workspace=Workspace(graph))
    times = dict(zip(found.node.tolist(), found.time_s.tolist(), strict=True))
    edge, along_m = int(snaps.edge[1]), float(snaps.along_m[1])
    rest_m = float(graph.edge_length_m[edge]) - along_m
    speed = costs.profile.speed_m_per_s
    return float(
        min(
            times.get(int(graph.edge_u[edge]), np.inf) + along_m / speed,
            times.get(int(graph.edge_v[edge]), np.inf) + rest_m / speed,
        )
    )


def test_a_bridge_halfway_makes_the_way_as_long_as_on_paper(town: Town) -> None:
    assert metres(town.graph, (0, 100), (100, 100)) == pytest.approx(700, abs=0.1)
    bridged = linked(town.graph, (0, 150), (100, 150)).graph
    # 50 m to the bridge, 100 m over it, 50 m back; the old one is as far as it was.
    assert metres(bridged, (0, 100), (100, 100)) == pytest.approx(200, abs=0.1)
    assert metres(bridged, (0, 390), (100, 390)) == pytest.approx(120, abs=0.1)
    assert bridged.length_km == pytest.approx(town.graph.length_km + 0.1, abs=1e-4)
    assert bridged.node_count == town.graph.node_count + 2
    assert bridged.edge_count == town.graph.edge_count + 3


def test_a_link_at_ends_of_streets_makes_no_new_corner(town: Town) -> None:
    bridged = linked(town.graph, (0, 0), (100, 0)).graph
    assert (bridged.node_count, bridged.edge_count) == (
        town.graph.node_count,
        town.graph.edge_count + 1,
    )
    assert metres(bridged, (0, 50), (100, 50)) == pytest.approx(200, abs=0.1)


def test_both_ends_may_lie_on_one_street(town: Town) -> None:
    round_the_block = linked(town.graph, (-100, -200), (-200, -100)).graph
    # The block's corner is 200 m by the street, and as the crow flies over the new way.
    assert metres(round_the_block, (-90, -200), (-200, -90)) == pytest.approx(20 + 141.4, abs=0.1)


def test_only_who_takes_steps_passes_what_is_not_step_free(town: Town) -> None:
    steps = linked(town.graph, (0, 150), (100, 150), step_free=False).graph
    for code, expected_m in (("adult", 200), ("older_adult", 200), ("step_free", 700)):
        costs = walk_costs(steps, PROFILE[code])
        found_m = seconds(costs, (0, 100), (100, 100)) * PROFILE[code].speed_m_per_s
        assert found_m == pytest.approx(expected_m, abs=0.1)


def test_an_island_that_is_joined_is_none_any_more(town: Town) -> None:
    graph = town.graph
    before = walk_costs(graph, PROFILE["adult"], island_below_m=500)
    assert before.island.sum() == 1
    joined = linked(graph, (1000, 0), (100, 0)).graph
    assert not walk_costs(joined, PROFILE["adult"], island_below_m=500).island.any()


def test_parts_of_a_sloping_street_slope_as_all_of_it(town: Town) -> None:
    flat = town.graph
    tail = np.repeat(np.arange(flat.node_count), np.diff(flat.arc_offset))
    along = flat.edge_u[flat.arc_edge] == tail
    # Along every edge it is uphill, where a metre counts as two, and back as a half.
    uphill = np.where(along, 2.0, 0.5) * flat.arc_m
    downhill = np.where(along, 0.5, 2.0) * flat.arc_m
    sloped = replace(flat, arc_m=uphill, arc_towards_m=downhill)
    bridged = linked(sloped, (0, 150), (100, 150)).graph
    tail = np.repeat(np.arange(bridged.node_count), np.diff(bridged.arc_offset))
    along = bridged.edge_u[bridged.arc_edge] == tail
    link = bridged.arc_edge == bridged.edge_count - 1
    share = bridged.arc_m / bridged.edge_length_m[bridged.arc_edge]
    np.testing.assert_allclose(share[link], 1.0)
    np.testing.assert_allclose(share[~link], np.where(along, 2.0, 0.5)[~link], rtol=1e-12)
    back = bridged.arc_towards_m / bridged.edge_length_m[bridged.arc_edge]
    np.testing.assert_allclose(back[~link], np.where(along, 0.5, 2.0)[~link], rtol=1e-12)


def test_far_from_any_street_there_is_no_joint(town: Town) -> None:
    assert find_joint(town.graph, *HERE.at(50, 100), limit_m=30) is None
    near = find_joint(town.graph, *HERE.at(1020, 5), limit_m=30)
    assert near is not None  # also on an island
