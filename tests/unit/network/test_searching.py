"""Searches of many origins at once: each as if it were alone, however little room there is."""

import numpy as np
import pytest

from learnmap.network import Origin, Workspace, search, search_many, searching, walk_costs
from tests.reference.extracts import graph_of
from tests.unit.network.drawing import PROFILE


@pytest.mark.parametrize("limit_s", [0.0, 900.0, 20_000.0])
def test_searches_in_little_room_find_what_each_finds_alone(
    monkeypatch: pytest.MonkeyPatch, limit_s: float
) -> None:
    graph = graph_of("helsinki")
    costs = walk_costs(graph, PROFILE["adult"])
    rng = np.random.default_rng(3)
    edges = rng.choice(np.flatnonzero(costs.passable), 70)
    along_m = rng.random(70) * graph.edge_length_m[edges]
    origins = [Origin(int(e), float(at), 1.5) for e, at in zip(edges, along_m, strict=True)]
    workspace = Workspace(graph)
    alone = [
        search(graph, costs, origin, limit_s=limit_s, towards=True, workspace=workspace)
        for origin in origins
    ]

    # Room for a few nodes, and for fewer that wait: both run out in the middle of a batch.
    monkeypatch.setattr(searching, "_ROWS", 8)
    monkeypatch.setattr(searching, "_ENTRIES", 4)
    together = list(search_many(graph, costs, origins, limit_s=limit_s, towards=True))

    assert len(together) == 70
    for one, other in zip(alone, together, strict=True):
        # The times are exact whatever the order in which nodes waited; equal ways may differ.
        order, theirs = np.argsort(one.node), np.argsort(other.node)
        np.testing.assert_array_equal(one.node[order], other.node[theirs])
        np.testing.assert_array_equal(one.time_s[order], other.time_s[theirs])
    assert sum(len(one.node) for one in alone) > 0 or limit_s == 0.0
