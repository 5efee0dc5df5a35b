"""Laws of catchments on random street plans."""

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from learnmap.network import walk_costs
from tests.property.street_plans import SLOW, Plan, plans
from tests.unit.catchment.test_bands import check_contract
from tests.unit.network.drawing import PROFILE

SHAPE = Shape()
CODES = ("adult", "older_adult", "step_free")
OUTLINE_M = 6.0
"""Twice the tolerance of simplification, and a metre for rounding to the grid."""
CELL_M = 10.0
"""Where the time jumps, the line may lie anywhere between two points of the time field."""


def bands_of(plan: Plan, code: str, access: AccessPoint) -> list[shapely.MultiPolygon]:
    costs = walk_costs(plan.graph, PROFILE[code], island_below_m=0)
    return catchment_bands(plan.graph, costs, access, SHAPE, workspace=plan.workspace)


def access_on(plan: Plan, pick: int, part: float, door_m: float) -> AccessPoint:
    """Join an edge that everybody may walk, or refuse the example."""
    usable = np.flatnonzero(walk_costs(plan.graph, PROFILE["step_free"]).passable)
    assume(len(usable) > 0)
    edge = int(usable[pick % len(usable)])
    return AccessPoint("here", edge, part * float(plan.graph.edge_length_m[edge]), door_m)


@SLOW
@given(
    plan=plans(),
    pick=st.integers(0, 1000),
    part=st.sampled_from([0.0, 0.3, 1.0]),
    door_m=st.sampled_from([0.0, 30.0, 100.0, 250.0]),
    code=st.sampled_from(CODES),
)
def test_bands_are_nested_valid_and_on_their_grid(
    plan: Plan, pick: int, part: float, door_m: float, code: str
) -> None:
    bands = bands_of(plan, code, access_on(plan, pick, part, door_m))

    assert len(bands) == 3
    check_contract(bands)


@SLOW
@given(plan=plans(), pick=st.integers(0, 1000), part=st.sampled_from([0.0, 0.3, 1.0]))
def test_a_slower_walkers_catchment_lies_inside_a_faster_ones(
    plan: Plan, pick: int, part: float
) -> None:
    access = access_on(plan, pick, part, 20.0)
    by_walker = [bands_of(plan, code, access) for code in reversed(CODES)]

    for slower, faster in pairwise(by_walker):
        for inner, outer in zip(slower, faster, strict=True):
            assert inner.is_empty or outer.buffer((OUTLINE_M + CELL_M) / 95_000).covers(inner)


@SLOW
@given(plan=plans(), pick=st.integers(0, 1000), part=st.sampled_from([0.0, 0.3, 1.0]))
def test_the_door_is_in_and_land_beyond_the_limit_is_out(
    plan: Plan, pick: int, part: float
) -> None:
    access = access_on(plan, pick, part, 0.0)
    (_, _, band) = bands_of(plan, "adult", access)

    # Nothing is farther than 60 m from a street, on the plan's 1 km no more than 0.5 m out.
    streets = shapely.MultiLineString(
        [plan.graph.line(edge) for edge in range(plan.graph.edge_count)]
    )
    scaled = [
        shapely.transform(shape, lambda xy: xy * (95_300.0, 110_880.0)) for shape in (band, streets)
    ]
    assert not band.is_empty
    beyond = scaled[0].difference(scaled[1].buffer(60 + OUTLINE_M, quad_segs=16))
    # A hole of less than two cells of the time field is filled.
    assert all(part.area < 2 * CELL_M**2 for part in shapely.get_parts(beyond))
