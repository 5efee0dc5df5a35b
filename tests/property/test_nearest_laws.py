"""The nearest point from everywhere, against scipy's walks to each point on its own."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from learnmap.model.profiles import WalkProfile
from learnmap.network import Origin, WalkGraph, nearest_points, search, walk_costs
from tests.property.street_plans import QUICK, Plan, plans
from tests.reference.catchment_oracle import node_times, walked_edges
from tests.unit.network.drawing import PROFILE

CODES = ("adult", "older_adult", "step_free")


def middle_times(
    graph: WalkGraph, profile: WalkProfile, origin: Origin, node_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the seconds from the middle of each edge to one point."""
    walked = walked_edges(graph, profile)
    half_s = np.where(np.isfinite(walked.s_per_m), walked.s_per_m, 0.0) * graph.edge_length_m / 2
    # Who stands in the middle of a street of no length stands at both its ends.
    short = np.asarray(graph.edge_length_m) == 0
    via_u = np.where(walked.backward | short, node_s[graph.edge_u] + half_s, np.inf)
    via_v = np.where(walked.forward | short, node_s[graph.edge_v] + half_s, np.inf)
    time_s = np.minimum(via_u, via_v)
    e = origin.edge
    apart_m = float(graph.edge_length_m[e]) / 2 - origin.along_m
    may = walked.forward[e] if apart_m < 0 else walked.backward[e]
    if may or apart_m == 0:
        time_s[e] = min(time_s[e], origin.start_s + abs(apart_m) * walked.s_per_m[e])
    return time_s


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(CODES),
    picks=st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.integers(0, 90)),
        min_size=1,
        max_size=4,
    ),
    limit_s=st.sampled_from([np.inf, 200.0]),
)
def test_every_node_and_edge_has_the_soonest_point(
    plan: Plan, code: str, picks: list[tuple[int, float, int]], limit_s: float
) -> None:
    profile, graph = PROFILE[code], plan.graph
    costs = walk_costs(graph, profile)
    usable = np.flatnonzero(costs.passable)
    assume(len(usable) > 0)
    origins = []
    for pick, part, start_s in picks:
        edge = int(usable[pick % len(usable)])
        origins.append(Origin(edge, part * float(graph.edge_length_m[edge]), float(start_s)))

    found = nearest_points(graph, costs, origins, limit_s=limit_s, workspace=plan.workspace)

    each = np.array([node_times(graph, profile, origin, towards=True) for origin in origins])
    each[each > limit_s] = np.inf
    np.testing.assert_allclose(found.node_s, each.min(axis=0), rtol=1e-9, atol=1e-6)
    reached = np.isfinite(found.node_s)
    assert np.all(found.node_point[~reached] == -1)
    # The point that is named is one that takes this long: two may be as near.
    named = each[found.node_point[reached], np.flatnonzero(reached)]
    np.testing.assert_allclose(named, found.node_s[reached], rtol=1e-9, atol=1e-6)

    middles = np.array(
        [
            middle_times(graph, profile, origin, node_s)
            for origin, node_s in zip(origins, each, strict=True)
        ]
    )
    middles[middles > limit_s] = np.inf
    np.testing.assert_allclose(found.edge_s, middles.min(axis=0), rtol=1e-9, atol=1e-6)
    reached = np.isfinite(found.edge_s)
    assert np.all(found.edge_point[~reached] == -1)
    named = middles[found.edge_point[reached], np.flatnonzero(reached)]
    np.testing.assert_allclose(named, found.edge_s[reached], rtol=1e-9, atol=1e-6)


@QUICK
@given(plan=plans(), pick=st.integers(0, 1000))
def test_of_one_point_it_is_the_search(plan: Plan, pick: int) -> None:
    graph = plan.graph
    costs = walk_costs(graph, PROFILE["adult"])
    usable = np.flatnonzero(costs.passable)
    assume(len(usable) > 0)
    edge = int(usable[pick % len(usable)])
    origin = Origin(edge, float(graph.edge_length_m[edge]) / 3)

    found = nearest_points(graph, costs, [origin])
    reached = search(graph, costs, origin, limit_s=np.inf, towards=True, workspace=plan.workspace)

    assert sorted(reached.node.tolist()) == np.flatnonzero(found.node_point == 0).tolist()
    np.testing.assert_array_equal(found.node_s[reached.node], reached.time_s)
