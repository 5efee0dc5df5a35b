"""Searches from rim to rim of small cells, against scipy's walks on the whole graph."""

from contextlib import ExitStack
from unittest.mock import patch

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from learnmap.network import Origin, overlay, overlay_of, search_many, walk_costs
from tests.property.street_plans import QUICK, Plan, plans
from tests.reference.catchment_oracle import node_times
from tests.unit.network.drawing import PROFILE


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(("adult", "older_adult", "step_free")),
    cells_of=st.one_of(st.none(), st.lists(st.integers(0, 4), min_size=1, max_size=10)),
    picks=st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from([0.0, 0.3, 1.0]), st.integers(0, 90)),
        min_size=1,
        max_size=4,
    ),
    towards=st.booleans(),
    limit_s=st.sampled_from([np.inf, 200.0]),
)
def test_every_search_finds_what_scipy_finds(
    plan: Plan,
    code: str,
    cells_of: list[int] | None,
    picks: list[tuple[int, float, int]],
    *,
    towards: bool,
    limit_s: float,
) -> None:
    graph, profile = plan.graph, PROFILE[code]
    costs = walk_costs(graph, profile)
    usable = np.flatnonzero(costs.passable)
    assume(len(usable) > 0)
    origins = []
    for pick, part, start_s in picks:
        edge = int(usable[pick % len(usable)])
        origins.append(Origin(edge, part * float(graph.edge_length_m[edge]), float(start_s)))
    # Plans are small, and any cut will do: METIS's into cells of two, or one by chance, which
    # walks enter and leave by the same node.
    by_chance = np.unique(np.resize(cells_of or [0], graph.node_count), return_inverse=True)[1]
    with patch.object(overlay, "CELL_NODES", 2), ExitStack() as stack:
        if cells_of is not None:
            stack.enter_context(
                patch.object(overlay, "_cut_into_cells", lambda *_: by_chance.astype(np.int32))
            )
        cells = overlay_of(costs, towards=towards)

    found = list(search_many(cells, origins, limit_s=limit_s, threads=1))

    for origin, reached in zip(origins, found, strict=True):
        time_s = np.full(graph.node_count, np.inf)
        time_s[reached.node] = reached.time_s
        assert len(np.unique(reached.node)) == len(reached.node)
        expected = node_times(graph, profile, origin, towards=towards)
        expected[expected > limit_s] = np.inf
        np.testing.assert_allclose(time_s, expected, rtol=1e-9, atol=1e-6)
