"""Laws of tiles on random street plans: a tile gives what the whole plan gives."""

import numpy as np
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.catchment.extent import extent_m
from learnmap.catchment.tile_work import TileWork, Walkers, compute_tile, walkers_on
from learnmap.network import walk_costs
from learnmap.network.tiles import cells_around, cut_tile
from learnmap.workflows.catchment_tiles import MOST_POINTS, SIDE_DEGREES, near_together
from tests.property.street_plans import QUICK, Plan, plans
from tests.unit.network.drawing import PROFILE

# A plan is 480 m wide, two cells and a bit: short walks leave some of it outside of a tile.
SHAPE = Shape((20, 40, 60), off_street_m=20.0)


@QUICK
@given(
    plan=plans(),
    pick=st.integers(0, 1000),
    part=st.sampled_from([0.0, 0.3, 1.0]),
    code=st.sampled_from(sorted(PROFILE)),
)
def test_a_tile_gives_what_the_whole_plan_gives(
    plan: Plan, pick: int, part: float, code: str
) -> None:
    graph = plan.graph
    costs = walk_costs(graph, PROFILE[code], island_below_m=0)
    usable = np.flatnonzero(costs.passable)
    assume(len(usable) > 0)
    edge = int(usable[pick % len(usable)])
    at = AccessPoint("here", edge, part * float(graph.edge_length_m[edge]), 5.0)
    line = graph.line(edge)
    lon, lat = line[0] + part * (line[-1] - line[0])
    reach_m = extent_m(costs, limit_s=60, off_street_m=20.0)
    tile = cut_tile(graph, cells_around(np.array([lon]), np.array([lat]), reach_m)[0])
    work = TileWork((walkers_on(tile, Walkers(costs, (at,))),), SHAPE)

    bands = catchment_bands(graph, costs, at, SHAPE, workspace=plan.workspace)

    assert [band.wkb for band in compute_tile(work.packed())] == [
        shapely.to_wkb(band) for band in bands if not band.is_empty
    ]


@QUICK
@given(places=st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), max_size=400))
def test_every_place_is_in_one_small_group(places: list[tuple[int, int]]) -> None:
    lon, lat = np.array(places, np.float64).reshape(-1, 2).T * SIDE_DEGREES / 8
    groups = list(near_together(lon, lat))

    assert sorted(place for group in groups for place in group.tolist()) == list(range(len(places)))
    for group in groups:
        assert 0 < len(group) <= MOST_POINTS
        assert np.ptp(lon[group]) <= SIDE_DEGREES
        assert np.ptp(lat[group]) <= SIDE_DEGREES
