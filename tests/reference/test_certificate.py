"""The certificate's exact times on real streets, against the tests' own oracle.

The oracle cuts streets into steps of at most 1 m and tries every step; the certificate has its
minima in closed form. So the oracle is never quicker, and slower by a step at most.
"""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.catchment.certificate import judge_bands
from learnmap.catchment.exact_times import ExactTimes
from learnmap.catchment.sight_lines import Barriers
from learnmap.model.crs import metres_per_degree
from learnmap.network import Origin, WalkGraph, Workspace, walk_costs
from learnmap.network.obstacles import ObstacleKind, Obstacles, pack_obstacles
from tests.reference.catchment_oracle import STEP_M, Oracle
from tests.reference.extracts import FILES, graph_of
from tests.unit.network.drawing import PROFILE

LIMIT_S, OFF_STREET_M = 900.0, 60.0
CITIES = [name for name in ("helsinki", "porto", "nanjing") if name in FILES]


@pytest.mark.parametrize("profile", sorted(PROFILE))
@pytest.mark.parametrize("city", CITIES)
def test_exact_times_are_the_oracles_without_its_steps(city: str, profile: str) -> None:
    graph, walker = graph_of(city), PROFILE[profile]
    costs = walk_costs(graph, walker)
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
        stepped = oracle.time_s(xy, OFF_STREET_M, over_obstacles=True)
        wider = oracle.time_s(xy, OFF_STREET_M + STEP_M, over_obstacles=True)
        assert (found <= np.where(stepped <= LIMIT_S, stepped, np.inf) + 1e-6).all()
        some = np.isfinite(found)
        assert some.sum() > 500
        assert (wider[some] <= found[some] + room_s).all()
        near = np.isfinite(stepped) & some
        assert np.median(stepped[near] - found[near]) < 0.1 * room_s


@pytest.mark.parametrize("city", CITIES)
def test_obstacles_hide_from_places_what_the_oracle_says_they_hide(city: str) -> None:
    walker = PROFILE["adult"]
    rng = np.random.default_rng(11)
    graph = graph_of(city)
    graph = replace(graph, obstacles=_thrown_over(graph, rng))
    costs, workspace = walk_costs(graph, walker), Workspace(graph)
    for edge in rng.choice(np.flatnonzero(costs.passable & ~costs.island), 1):
        access = AccessPoint("here", int(edge), 0.0, 0.0)
        exact = ExactTimes(graph, costs, access, limit_s=LIMIT_S, off_street_m=OFF_STREET_M)
        oracle = Oracle(graph, walker, Origin(int(edge), 0.0, 0.0), limit_s=LIMIT_S)
        bands = catchment_bands(graph, costs, access, Shape(), workspace=workspace)
        places = exact.draw(1000, int(edge), bands)
        found = exact.time_s(places)
        xy = np.column_stack(oracle._metres.transform(*places.T))
        stepped = oracle.time_s(xy, OFF_STREET_M)
        # The oracle tries some of the ways that the certificate has, so it is never quicker; a
        # gap between walls may be narrower than its steps.
        assert (found <= np.where(stepped <= LIMIT_S, stepped, np.inf) + 1e-6).all()
        some = np.isfinite(found)
        assert (stepped[some] <= found[some] + STEP_M / walker.speed_m_per_s).mean() > 0.98
        over = oracle.time_s(xy, OFF_STREET_M, over_obstacles=True)
        assert (np.isfinite(over) & ~np.isfinite(found)).sum() > 5
        pairs = list(zip(Shape().cutoffs_s, bands, strict=True))
        for (cutoff_s, band), verdict in zip(
            pairs, judge_bands(exact, pairs, places=1000, seed=int(edge)), strict=True
        ):
            drawn = shapely.contains_xy(band, *places.T)
            true = stepped <= cutoff_s
            few = 0.005 * true.sum() + 3
            assert verdict.places == len(places)
            assert verdict.exact == pytest.approx(true.sum(), abs=few)
            assert verdict.wrongly_inside == pytest.approx(int((drawn & ~true).sum()), abs=few)
            assert verdict.wrongly_outside == pytest.approx(int((true & ~drawn).sum()), abs=few)


def _thrown_over(graph: WalkGraph, rng: np.random.Generator) -> Obstacles:
    """Return walls of 100 m and square ponds of 40 m, one to every 400 m of street, at random."""
    south = graph.box[1]
    metre = 1 / np.array(metres_per_degree(south))
    count = int(graph.length_km * 1000 / 400)
    spots = rng.choice(len(graph.vertex_x), count)
    centres = np.column_stack([graph.vertex_x[spots], graph.vertex_y[spots]]) * 1e-7
    centres += rng.uniform(-60, 60, (count, 2)) * metre
    turns = rng.uniform(0, np.pi, count)
    lines: list[tuple[ObstacleKind, list[tuple[float, float]]]] = []
    for number, (centre, turn) in enumerate(zip(centres, turns, strict=True)):
        ways = 50 * np.array([(np.cos(turn), np.sin(turn))])
        if number % 3:
            ends = centre + np.concatenate([-ways, ways]) * metre
            lines.append((ObstacleKind.RAILWAY, [(lon, lat) for lon, lat in ends]))
        else:
            ring = np.array([(-20, -20), (20, -20), (20, 20), (-20, 20), (-20, -20)])
            lines.append((ObstacleKind.WATER, [(lon, lat) for lon, lat in centre + ring * metre]))
    return pack_obstacles(lines)
