"""Searches of many origins at once: each as if it were alone, however little room there is."""

from typing import Final

import numpy as np
import pytest

from learnmap.network import (
    Origin,
    Workspace,
    overlay_of,
    reaches,
    search,
    search_many,
    walk_costs,
)
from tests.reference.extracts import graph_of
from tests.unit.network.drawing import PROFILE

ROUNDING_S: Final = 1e-9


@pytest.mark.parametrize("towards", [True, False])
@pytest.mark.parametrize("limit_s", [0.0, 900.0, 20_000.0, np.inf])
def test_searches_in_little_room_find_what_each_finds_alone(
    monkeypatch: pytest.MonkeyPatch, limit_s: float, *, towards: bool
) -> None:
    graph = graph_of("helsinki")
    costs = walk_costs(graph, PROFILE["adult"])
    rng = np.random.default_rng(3)
    edges = rng.choice(np.flatnonzero(costs.passable), 70)
    along_m = rng.random(70) * graph.edge_length_m[edges]
    origins = [Origin(int(e), float(at), 1.5) for e, at in zip(edges, along_m, strict=True)]
    workspace = Workspace(graph)
    alone = [
        search(graph, costs, origin, limit_s=limit_s, towards=towards, workspace=workspace)
        for origin in origins
    ]

    # Room for a few nodes, and for fewer that wait: both run out in the middle of a batch; and
    # few origins in a batch and a window, so that there are several of each.
    monkeypatch.setattr(reaches, "_ROWS", 8)
    monkeypatch.setattr(reaches, "_ENTRIES", 2)
    monkeypatch.setattr(reaches, "_BATCH", 8)
    monkeypatch.setattr(reaches, "_WINDOW", 30)
    overlay = overlay_of(costs, towards=towards)
    together = list(search_many(overlay, origins, limit_s=limit_s))

    assert len(overlay.cells.rim) > 10
    assert len(together) == 70
    for one, other in zip(alone, together, strict=True):
        # No node of Helsinki is as near to a limit as sums in another order may differ.
        order, theirs = np.argsort(one.node), np.argsort(other.node)
        np.testing.assert_array_equal(one.node[order], other.node[theirs])
        np.testing.assert_allclose(one.time_s[order], other.time_s[theirs], rtol=0, atol=ROUNDING_S)
    assert sum(len(one.node) for one in alone) > 0 or limit_s == 0.0


def test_a_closed_street_and_one_without_length_are_no_way_through() -> None:
    """Costs hold infinite seconds, and nothing at all where such a street has no length."""
    graph = graph_of("helsinki")
    costs = walk_costs(graph, PROFILE["step_free"])
    assert not np.isfinite(costs.arc_from_s).all()

    cells = overlay_of(costs, towards=False).cells

    assert np.isfinite(cells.inner.time_s).all()
    assert np.isfinite(cells.cut.time_s).all()
    assert not np.isnan(cells.time_s).any()


def test_without_origins_nothing_is_found() -> None:
    costs = walk_costs(graph_of("helsinki"), PROFILE["adult"])
    assert list(search_many(overlay_of(costs, towards=True), [], limit_s=900.0)) == []
