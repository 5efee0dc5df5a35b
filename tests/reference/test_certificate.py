"""The certificate's exact times on real streets, against the tests' own oracle.

The oracle cuts streets into steps of at most 1 m and tries every step; the certificate has its
minima in closed form. So the oracle is never quicker, and slower by a step at most.
"""

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.catchment.certificate import judge_bands
from learnmap.catchment.exact_times import ExactTimes
from learnmap.catchment.sight_lines import Barriers
from learnmap.network import Origin, Workspace, walk_costs
from tests.reference.catchment_oracle import STEP_M, Oracle
from tests.reference.extracts import FILES, graph_of
from tests.unit.network.drawing import PROFILE

LIMIT_S, OFF_STREET_M = 900.0, 60.0
CITIES = [name for name in ("helsinki", "porto", "nanjing") if name in FILES]


@pytest.mark.parametrize("profile", sorted(PROFILE))
@pytest.mark.parametrize("city", CITIES)
def test_exact_times_are_the_oracles_without_its_steps(city: str, profile: str) -> None:
    graph, walker = graph_of(city), PROFILE[profile]
    costs, workspace = walk_costs(graph, walker), Workspace(graph)
    rng = np.random.default_rng(7)
    slowest = (walker.steps_factor or 1.0) / walker.speed_m_per_s
    for edge in rng.choice(np.flatnonzero(costs.passable & ~costs.island), 3):
        along_m, door_m = float(graph.edge_length_m[edge] * rng.random()), float(rng.uniform(0, 60))
        access = AccessPoint("here", int(edge), along_m, door_m)
        exact = ExactTimes(
            graph,
            costs,
            access,
            limit_s=LIMIT_S,
            off_street_m=OFF_STREET_M,
            barriers=Barriers(),
        )
        places = exact.draw(4000, int(edge))
        found = exact.time_s(places)

        # A step more of both limits has all that the certificate has.
        room_s = STEP_M * slowest
        origin = Origin(int(edge), along_m, door_m / walker.speed_m_per_s)
        oracle = Oracle(graph, walker, origin, limit_s=LIMIT_S + room_s)
        xy = np.column_stack(oracle._metres.transform(*places.T))
        stepped = oracle.time_s(xy, OFF_STREET_M)
        wider = oracle.time_s(xy, OFF_STREET_M + STEP_M)
        assert (found <= np.where(stepped <= LIMIT_S, stepped, np.inf) + 1e-6).all()
        some = np.isfinite(found)
        assert some.sum() > 500
        assert (wider[some] <= found[some] + room_s).all()
        near = np.isfinite(stepped) & some
        assert np.median(stepped[near] - found[near]) < 0.1 * room_s

        bands = catchment_bands(graph, costs, access, Shape(), workspace=workspace)
        pairs = list(zip(Shape().cutoffs_s, bands, strict=True))
        for (cutoff_s, band), verdict in zip(
            pairs, judge_bands(exact, pairs, seed=int(edge)), strict=True
        ):
            again = exact.draw(4000, int(edge), bands)
            drawn = shapely.contains_xy(band, *again.T)
            xy = np.column_stack(oracle._metres.transform(*again.T))
            true = oracle.time_s(xy, OFF_STREET_M) <= cutoff_s
            # The oracle's steps leave out a few places at the rim.
            assert verdict.places == len(again)
            assert verdict.exact == pytest.approx(true.sum(), abs=0.005 * true.sum() + 3)
            assert verdict.wrongly_inside == pytest.approx(int((drawn & ~true).sum()), abs=4)
            assert verdict.wrongly_outside == pytest.approx(int((true & ~drawn).sum()), abs=4)
