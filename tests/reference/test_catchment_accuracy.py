"""Catchments of real cities against membership by definition, place by place."""

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.network import Origin, Workspace, walk_costs
from tests.reference.catchment_oracle import Oracle
from tests.reference.extracts import FILES, graph_of
from tests.unit.catchment.test_bands import check_contract
from tests.unit.network.drawing import PROFILE

ORIGINS = 3
PLACES = 4000
SHAPE = Shape()
CITIES = [name for name in ("helsinki", "porto", "nanjing") if name in FILES]


@pytest.mark.parametrize("profile", ["adult", "older_adult"])
@pytest.mark.parametrize("city", CITIES)
def test_the_drawn_catchment_holds_who_is_within_the_time(city: str, profile: str) -> None:
    graph, walker = graph_of(city), PROFILE[profile]
    costs, workspace = walk_costs(graph, walker), Workspace(graph)
    rng = np.random.default_rng(20261123)
    counts: dict[float, list[tuple[int, int, int, int]]] = {}
    for edge in rng.choice(np.flatnonzero(costs.passable & ~costs.island), ORIGINS):
        along_m = float(graph.edge_length_m[edge] * rng.random())
        door_m = float(rng.uniform(0, 60))
        origin = Origin(int(edge), along_m, door_m / walker.speed_m_per_s)
        bands = catchment_bands(
            graph,
            costs,
            AccessPoint("here", int(edge), along_m, door_m),
            SHAPE,
            workspace=workspace,
        )
        check_contract(bands)
        oracle = Oracle(graph, walker, origin, limit_s=SHAPE.cutoffs_s[-1])
        xy, degrees = oracle.random_places(PLACES, SHAPE.off_street_m, seed=int(edge))
        time_s = oracle.time_s(xy, SHAPE.off_street_m)
        for cutoff_s, band in zip(SHAPE.cutoffs_s, bands, strict=True):
            true = time_s <= cutoff_s
            drawn = shapely.contains_xy(band, *degrees.T)
            counts.setdefault(cutoff_s, []).append(
                (
                    int((true & drawn).sum()),
                    int((true | drawn).sum()),
                    int((drawn & ~true).sum()),
                    int(drawn.sum()),
                )
            )
    for cutoff_s, rows in counts.items():
        both, either, wrong, drawn_count = np.array(rows).sum(axis=0)
        print(  # noqa: T201 -- the figures are the point of the test
            f"{city} {profile} {cutoff_s:.0f} s: IoU {both / either:.4f}, "
            f"wrongly inside {wrong / drawn_count:.4f}, places inside {both}"
        )
    for both, either, wrong, drawn_count in counts[900]:
        assert both / either >= 0.98
        assert wrong / drawn_count <= 0.015
    # The shorter bands have fewer places in them and more rim: all origins together.
    for cutoff_s, least in ((300, 0.96), (600, 0.975)):
        both, either, wrong, drawn_count = np.array(counts[cutoff_s]).sum(axis=0)
        assert both / either >= least
        assert wrong / drawn_count <= 0.015
