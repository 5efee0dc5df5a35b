"""Laws of walks on random street plans, and scipy's word on each of their times."""

from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Transformer

from learnmap.model.crs import ELLIPSOID
from learnmap.network import (
    Origin,
    SnapStatus,
    Targets,
    Walk,
    WalkCosts,
    build_graph,
    search,
    walk_costs,
    walks_from,
)
from tests.property.street_plans import PLAIN, QUICK, TWO_WAY, Plan, Spot, places, plans, spots
from tests.reference.catchment_oracle import node_times
from tests.reference.test_walk_extracts import RawStreets, compare
from tests.unit.network.drawing import PROFILE

CODES = ("adult", "older_adult", "step_free")
Place = tuple[float, float]


def walk(plan: Plan, costs: WalkCosts, start: Place, end: Place) -> Walk | None:
    """Walk where both places join a street, or refuse the example."""
    lon, lat = np.array([start, end]).T
    snaps = plan.index.snap(lon, lat, costs)
    assume((snaps.status == SnapStatus.SNAPPED).all())
    targets = Targets(snaps.edge[1:], snaps.along_m[1:], snaps.distance_m[1:], lon[1:], lat[1:])
    walks = walks_from(
        plan.index,
        costs,
        start,
        targets,
        limit_s=1e9,
        snap_limit_m=100.0,
        workspace=plan.workspace,
    )
    return walks[0] if walks else None


@QUICK
@given(plan=plans(), code=st.sampled_from(CODES), seed=st.integers(0, 99))
def test_node_to_node_times_are_scipys_without_contraction(
    plan: Plan, code: str, seed: int
) -> None:
    profile = PROFILE[code]
    hard = profile.steps_factor is None
    assume(not hard or any(not flags & 2 for _, _, flags, _ in plan.streets.pieces))
    raw = RawStreets(plan.streets, profile)
    # Nothing to compare where no two-way street begins at a place of its own.
    compare(plan.graph, raw, profile, origins=1, seed=seed)


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(CODES),
    towards=st.booleans(),
    pick=st.integers(0, 1000),
    part=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
)
def test_times_from_a_place_on_an_edge_are_scipys(
    plan: Plan, code: str, pick: int, part: float, *, towards: bool
) -> None:
    profile, graph = PROFILE[code], plan.graph
    costs = walk_costs(graph, profile)
    usable = np.flatnonzero(costs.passable)
    assume(len(usable) > 0)
    edge = int(usable[pick % len(usable)])
    origin = Origin(edge, part * float(graph.edge_length_m[edge]), 12.5)

    for limit_s in (np.inf, 300.0):
        reached = search(
            graph, costs, origin, limit_s=limit_s, towards=towards, workspace=plan.workspace
        )
        found = np.full(graph.node_count, np.inf)
        found[reached.node] = reached.time_s
        expected = node_times(graph, profile, origin, towards=towards)
        expected[expected > limit_s] = np.inf
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)
        assert len(set(reached.node.tolist())) == len(reached.node)


@QUICK
@given(plan=plans(), pick=st.integers(0, 1000), towards=st.booleans())
def test_who_is_slower_or_more_hindered_is_never_sooner(
    plan: Plan, pick: int, *, towards: bool
) -> None:
    graph = plan.graph
    everybody = np.flatnonzero(walk_costs(graph, PROFILE["step_free"]).passable)
    assume(len(everybody) > 0)
    edge = int(everybody[pick % len(everybody)])
    origin = Origin(edge, float(graph.edge_length_m[edge]) / 2)
    times = []
    for code in CODES:
        reached = search(
            graph,
            walk_costs(graph, PROFILE[code]),
            origin,
            limit_s=900.0,
            towards=towards,
            workspace=plan.workspace,
        )
        time_s = np.full(graph.node_count, np.inf)
        time_s[reached.node] = reached.time_s
        times.append(time_s)

    adult, older, step_free = times
    assert np.all(adult <= older)
    assert np.all(older <= step_free + 1e-9)


@QUICK
@given(plan=plans(), start=spots(), end=spots(), code=st.sampled_from(CODES))
def test_a_walk_is_as_long_as_its_line_and_joins_its_ends(
    plan: Plan, start: Spot, end: Spot, code: str
) -> None:
    costs = walk_costs(plan.graph, PROFILE[code], island_below_m=0)
    found = walk(plan, costs, start.on(plan), end.on(plan))
    assume(found is not None)
    assert found is not None

    assert len(found.line) >= 2
    np.testing.assert_allclose(found.line[0], start.on(plan), atol=1e-8)
    np.testing.assert_allclose(found.line[-1], end.on(plan), atol=1e-8)
    drawn_m = ELLIPSOID.line_length(*found.line.T)
    assert drawn_m == pytest.approx(found.length_m, rel=1e-3, abs=0.05)
    # Never sooner than at full speed, never later than with every metre on steps.
    speed, slowest = costs.profile.speed_m_per_s, costs.profile.steps_factor or 1.0
    assert found.length_m / speed <= found.time_s * (1 + 1e-9) + 1e-9
    assert found.time_s <= slowest * found.length_m / speed * (1 + 1e-9) + 1e-9


@QUICK
@given(plan=plans(PLAIN, barriers=False), start=spots(), end=spots())
def test_time_is_length_over_speed_where_there_are_no_steps(
    plan: Plan, start: Spot, end: Spot
) -> None:
    costs = walk_costs(plan.graph, PROFILE["older_adult"], island_below_m=0)
    found = walk(plan, costs, start.on(plan), end.on(plan))
    assume(found is not None)
    assert found is not None
    assert found.time_s == pytest.approx(found.length_m / 0.8, rel=1e-9, abs=1e-9)
    assert found.length_m >= ELLIPSOID.inv(*start.on(plan), *end.on(plan))[2] * (1 - 1e-3) - 0.05


@QUICK
@given(
    plan=plans(TWO_WAY, barriers=False),
    start=spots(),
    end=spots(),
    code=st.sampled_from(CODES),
)
def test_there_and_back_take_the_same_time_where_nothing_is_one_way(
    plan: Plan, start: Spot, end: Spot, code: str
) -> None:
    costs = walk_costs(plan.graph, PROFILE[code], island_below_m=0)
    there, back = (
        walk(plan, costs, start.on(plan), end.on(plan)),
        walk(plan, costs, end.on(plan), start.on(plan)),
    )

    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.time_s == pytest.approx(back.time_s, rel=1e-9, abs=1e-6)


@QUICK
@given(plan=plans(), place=places(), code=st.sampled_from(CODES))
def test_the_nearest_street_is_shapelys(plan: Plan, place: Place, code: str) -> None:
    graph = plan.graph
    costs = walk_costs(graph, PROFILE[code], island_below_m=0)
    lon, lat = place
    snaps = plan.index.snap(np.array([lon]), np.array([lat]), costs)
    metres = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84", always_xy=True
    )
    lines = [
        shapely.LineString(np.column_stack(metres.transform(*graph.line(int(edge)).T)))
        for edge in np.flatnonzero(costs.passable)
    ]
    assume(lines)
    nearest = min(float(line.distance(shapely.Point(0, 0))) for line in lines)

    assert snaps.distance_m[0] == pytest.approx(nearest, rel=1e-3, abs=0.01)
    if abs(nearest - 100) > 0.2:
        expected = SnapStatus.SNAPPED if nearest < 100 else SnapStatus.TOO_FAR
        assert snaps.status[0] == expected
    # The access point lies on the edge named, so far along it.
    chosen = shapely.LineString(
        np.column_stack(metres.transform(*graph.line(int(snaps.edge[0])).T))
    )
    at = shapely.Point(*metres.transform(snaps.lon[0], snaps.lat[0]))
    assert chosen.distance(at) < 0.02
    along = chosen.interpolate(float(snaps.along_m[0]))
    assert along.distance(at) < 0.05 + 1e-3 * chosen.length


@QUICK
@given(plan=plans(), order=st.randoms(use_true_random=False))
def test_the_order_of_pieces_changes_nothing(plan: Plan, order: Random) -> None:
    streets = plan.streets
    pieces = list(streets.pieces)
    order.shuffle(pieces)
    shuffled = type(streets)(
        places=dict(reversed(streets.places.items())),
        barriers=dict(reversed(streets.barriers.items())),
        pieces=pieces,
        ways=streets.ways,
    )
    assert build_graph(shuffled).content_hash() == plan.graph.content_hash()
