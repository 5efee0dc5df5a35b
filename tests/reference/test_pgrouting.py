"""Times on real cities against pgRouting's driving distance, in PostgreSQL."""

from typing import Any

import numpy as np
import psycopg
import pytest

from learnmap.network import Origin, WalkGraph, Workspace, search, walk_costs
from tests.reference.extracts import FILES, graph_of
from tests.unit.network.drawing import PROFILE

LIMIT_S = 900.0
ORIGINS = 20
SEED = 20261124
EDGES = "SELECT id, source, target, cost, reverse_cost FROM walked_edges"

Raw = psycopg.Connection[tuple[Any, ...]]


def load(raw: Raw, graph: WalkGraph, seconds: tuple[Any, Any]) -> None:
    """Fill a table of edges as pgRouting wants them: a negative cost is no way."""
    forward_s, backward_s = (np.where(np.isfinite(s), s, -1.0) for s in seconds)
    raw.execute("CREATE EXTENSION IF NOT EXISTS pgrouting")
    raw.execute(
        "CREATE TEMPORARY TABLE walked_edges (id bigint, source bigint, target bigint,"
        " cost float8, reverse_cost float8)"
    )
    columns = (graph.edge_u, graph.edge_v, forward_s, backward_s)
    with raw.cursor().copy("COPY walked_edges FROM STDIN") as copy:
        for row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            copy.write_row((row[0], *row[1]))


@pytest.mark.parametrize("code", ["adult", "step_free"])
@pytest.mark.parametrize("name", sorted(set(FILES) & {"helsinki", "porto"}))
def test_nodes_within_fifteen_minutes_are_pgroutings(raw: Raw, name: str, code: str) -> None:
    graph = graph_of(name)
    costs = walk_costs(graph, PROFILE[code])
    load(raw, graph, costs.edge_seconds())
    # From the first end of streets that are open both ways, so that both begin at a node.
    both = np.flatnonzero(costs.forward & costs.backward & ~costs.island)
    edges = np.random.default_rng(SEED).choice(both, ORIGINS)
    nodes = sorted({int(graph.edge_u[edge]) for edge in edges})
    rows = raw.execute(
        "SELECT from_v, node, agg_cost FROM pgr_drivingDistance(%s, %s::bigint[], %s, true)",
        (EDGES, nodes, LIMIT_S),
    ).fetchall()
    theirs: dict[int, dict[int, float]] = {node: {} for node in nodes}
    for start, node, time_s in rows:
        theirs[start][node] = time_s

    workspace = Workspace(graph)
    for edge in edges:
        start = int(graph.edge_u[edge])
        reached = search(
            graph,
            costs,
            Origin(int(edge), 0.0),
            limit_s=LIMIT_S,
            towards=False,
            workspace=workspace,
        )
        ours = dict(zip(reached.node.tolist(), reached.time_s.tolist(), strict=True))
        assert ours.keys() == theirs[start].keys()
        assert ours == pytest.approx(theirs[start], abs=1e-6)
    assert sum(len(found) for found in theirs.values()) > 100 * len(nodes)
