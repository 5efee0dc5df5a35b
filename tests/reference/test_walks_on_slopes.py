"""A real city on made-up hills: walks against SciPy's, catchments against exact places.

No heights of Helsinki are at hand, so that its streets are laid over waves 40 m high.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.catchment.certificate import judge
from learnmap.network import Origin, WalkGraph, Workspace, search, walk_costs
from learnmap.network.elevation import open_elevation
from learnmap.network.obstacles import pack_obstacles
from learnmap.network.slopes import with_slopes
from tests.reference.extracts import graph_of
from tests.unit.network.drawing import PROFILE
from tests.unit.network.rasters import write_raster

LIMIT_S = 900.0


@pytest.fixture(scope="module")
def hilly(tmp_path_factory: pytest.TempPathFactory) -> WalkGraph:
    rows, columns = np.mgrid[0:200, 0:360]
    path = write_raster(
        tmp_path_factory.mktemp("raster") / "waves.tif",
        60 + 20 * np.sin(columns / 8) * np.cos(rows / 5),
        west=24.90,
        north=60.20,
        dtype="float32",
    )
    with open_elevation(path) as elevation:
        # Obstacles off the street are tried elsewhere.
        streets = replace(graph_of("helsinki"), obstacles=pack_obstacles([]))
        graph, known = with_slopes(streets, elevation)
    assert known == graph.edge_count
    return graph


@pytest.mark.parametrize("profile", sorted(PROFILE))
def test_walks_up_and_down_take_as_long_as_by_scipy(hilly: WalkGraph, profile: str) -> None:
    """SciPy walks along arcs away from their nodes; towards the origin it walks them reversed."""
    costs = walk_costs(hilly, PROFILE[profile])
    tail = np.repeat(np.arange(hilly.node_count), np.diff(hilly.arc_offset))
    away_s = costs.arc_from_s
    may = np.isfinite(away_s) & (tail != hilly.arc_node)
    order = np.lexsort((away_s[may], hilly.arc_node[may], tail[may]))
    tails, heads, times = tail[may][order], hilly.arc_node[may][order], away_s[may][order]
    first = np.ones(len(tails), bool)
    first[1:] = (np.diff(tails) != 0) | (np.diff(heads) != 0)
    # SciPy takes an explicit nothing for no arc.
    shape = (hilly.node_count, hilly.node_count)
    streets = csr_array((np.maximum(times, 1e-12)[first], (tails[first], heads[first])), shape)
    workspace, rng = Workspace(hilly), np.random.default_rng(5)
    apart = 0
    for edge in rng.choice(np.flatnonzero(costs.forward & costs.backward), 12, replace=False):
        node = int(hilly.edge_u[edge])
        found = {}
        for towards in (True, False):
            search(
                hilly,
                costs,
                Origin(int(edge), 0.0),
                limit_s=LIMIT_S,
                towards=towards,
                workspace=workspace,
            )
            time_s = np.full(hilly.node_count, np.inf)
            time_s[workspace.found] = workspace.time_s[workspace.found]
            walked = streets.T.tocsr() if towards else streets
            there = dijkstra(walked, indices=[node], limit=LIMIT_S)[0]
            assert time_s == pytest.approx(there, rel=1e-9, abs=1e-6)
            found[towards] = time_s
        both = np.isfinite(found[True]) & np.isfinite(found[False])
        apart += int((np.abs(found[True][both] - found[False][both]) > 10).sum())
    assert apart > 100  # up and down differ


@pytest.mark.parametrize("profile", ["adult", "older_adult"])
def test_catchments_on_slopes_hold_who_is_within_the_time(hilly: WalkGraph, profile: str) -> None:
    costs, workspace = walk_costs(hilly, PROFILE[profile]), Workspace(hilly)
    shape = Shape(cutoffs_s=(LIMIT_S,))
    rng = np.random.default_rng(20261124)
    verdicts = []
    for edge in rng.choice(np.flatnonzero(costs.passable & ~costs.island), 4):
        access = AccessPoint("here", int(edge), float(hilly.edge_length_m[edge] * rng.random()), 20)
        (band,) = catchment_bands(hilly, costs, access, shape, workspace=workspace)
        verdicts.append(
            judge(
                hilly,
                costs,
                access,
                band,
                cutoff_s=LIMIT_S,
                off_street_m=shape.off_street_m,
                seed=int(edge),
            )
        )
    total = sum(verdicts[1:], verdicts[0])
    assert total.iou is not None
    print(f"{profile}: IoU {total.iou:.4f}")  # noqa: T201 -- the figure is the point
    assert total.iou > 0.995
    assert total.wrongly_inside < 0.005 * total.exact
