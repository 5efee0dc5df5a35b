"""Laws of coverage on random streets, and its times against NetworkX."""

import math
from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from learnmap.access import (
    Coverage,
    Homes,
    coverage_by_area,
    seconds_between,
    seconds_to_nearest,
)
from learnmap.network import Snaps, SnapStatus, WalkCosts, WalkGraph, walk_costs
from learnmap.network.origins import AT_END_M
from tests.property.street_plans import QUICK, Plan, Spot, places, plans, spots
from tests.reference.catchment_oracle import walked_edges
from tests.unit.network.drawing import PROFILE

HOMES = st.lists(st.one_of(spots(), places()), min_size=1, max_size=12)
SITES = st.lists(spots(), min_size=1, max_size=4)
CUTOFFS_S = (100, 200, 400)
LIMIT_S = 400.0


def snapped(plan: Plan, costs: WalkCosts, chosen: list[Spot | tuple[float, float]]) -> Snaps:
    lon, lat = np.array([one.on(plan) if isinstance(one, Spot) else one for one in chosen]).T
    return plan.index.snap(lon, lat, costs)


def found_by(plan: Plan, costs: WalkCosts, homes: Snaps, sites: Snaps) -> NDArray[np.float64]:
    return seconds_to_nearest(costs, homes, sites, limit_s=LIMIT_S, workspace=plan.workspace)


Cut = tuple[float, tuple[str, int]]


def cuts_of(graph: WalkGraph, edge: int, snaps: dict[str, Snaps]) -> tuple[list[Cut], list[Cut]]:
    """Return the ends of a street, and the homes and sites on it, by metres along it."""
    u, v = int(graph.edge_u[edge]), int(graph.edge_v[edge])
    places = [
        (float(found.along_m[i]), (name, int(i)))
        for name, found in snaps.items()
        for i in np.flatnonzero((found.status == SnapStatus.SNAPPED) & (found.edge == edge))
    ]
    return [(0.0, ("node", u)), (float(graph.edge_length_m[edge]), ("node", v))], sorted(places)


def at_one_place(ends: list[Cut], places: list[Cut]) -> Iterator[tuple[Cut, Cut]]:
    """Yield from where to where one is at once, whatever the direction of the street.

    Who stands within a centimetre of an end is at that node; nobody passes through a home or a
    site against the street.
    """
    for place in places:
        if place[1][0] == "home":
            yield from ((place, end) for end in ends if abs(end[0] - place[0]) < AT_END_M)
            yield from (
                (place, one) for one in places if one[1][0] == "site" and one[0] == place[0]
            )
        else:
            yield from ((end, place) for end in ends if abs(end[0] - place[0]) < AT_END_M)


def by_networkx(plan: Plan, code: str, homes: Snaps, sites: Snaps) -> list[float]:
    """Cut each street at all homes and sites on it, and let Dijkstra walk from home to site."""
    profile, graph, walks = PROFILE[code], plan.graph, nx.DiGraph()
    walked = walked_edges(graph, profile)

    def way(tail: object, head: object, time_s: float) -> None:
        if time_s < walks.get_edge_data(tail, head, {"s": math.inf})["s"]:
            walks.add_edge(tail, head, s=time_s)

    for e in range(graph.edge_count):
        ends, places = cuts_of(graph, e, {"home": homes, "site": sites})
        for tail, head in at_one_place(ends, places):
            way(tail[1], head[1], abs(head[0] - tail[0]) * walked.s_per_m[e])
        for (from_m, behind), (to_m, ahead) in pairwise([ends[0], *places, ends[1]]):
            if walked.forward[e]:
                way(behind, ahead, max(0.0, to_m - from_m) * walked.s_per_m[e])
            if walked.backward[e]:
                way(ahead, behind, max(0.0, to_m - from_m) * walked.s_per_m[e])
    speed = profile.speed_m_per_s
    for site in np.flatnonzero(sites.status == SnapStatus.SNAPPED).tolist():
        way(("site", site), "door", float(sites.distance_m[site]) / speed)
    walks.add_node("door")
    soonest = nx.single_source_dijkstra_path_length(walks.reverse(), "door", weight="s")
    return [
        soonest.get(("home", i), math.inf) + float(homes.distance_m[i]) / speed
        if status == SnapStatus.SNAPPED
        else math.nan
        for i, status in enumerate(homes.status)
    ]


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(("adult", "older_adult", "step_free")),
    homes=HOMES,
    sites=SITES,
)
def test_times_are_those_of_networkx(
    plan: Plan, code: str, homes: list[Spot | tuple[float, float]], sites: list[Spot]
) -> None:
    costs = walk_costs(plan.graph, PROFILE[code], island_below_m=60)
    live, learn = snapped(plan, costs, homes), snapped(plan, costs, [*sites])
    found = found_by(plan, costs, live, learn)
    walked = np.array(by_networkx(plan, code, live, learn))
    walked[walked > LIMIT_S] = np.inf
    # A centimetre at the end of a street may count as none: 0.0125 s at 0.8 m/s, twice on steps.
    np.testing.assert_allclose(found, walked, rtol=1e-9, atol=0.03)


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(("adult", "older_adult", "step_free")),
    homes=HOMES,
    sites=SITES,
)
def test_each_pair_is_walked_as_if_its_point_stood_alone(
    plan: Plan, code: str, homes: list[Spot | tuple[float, float]], sites: list[Spot]
) -> None:
    costs = walk_costs(plan.graph, PROFILE[code], island_below_m=60)
    live, learn = snapped(plan, costs, homes), snapped(plan, costs, [*sites])
    pairs = seconds_between(
        costs, Homes.of(costs, live), learn, limit_s=LIMIT_S, workspace=plan.workspace
    )
    found = np.full((len(sites), len(homes)), np.inf)
    found[pairs.point, pairs.place] = pairs.time_s
    for row in range(len(sites)):
        alone = Snaps(*(getattr(learn, name)[row : row + 1] for name in learn.__slots__))
        walked = np.array(by_networkx(plan, code, live, alone))
        walked[~(walked <= LIMIT_S)] = np.inf
        np.testing.assert_allclose(found[row], walked, rtol=1e-9, atol=0.03)
    nearest = found_by(plan, costs, live, learn)
    soonest = pairs.soonest(len(homes))
    np.testing.assert_allclose(soonest[~np.isnan(nearest)], nearest[~np.isnan(nearest)], rtol=1e-12)


def counted(time_s: NDArray[np.float64], people: NDArray[np.float64]) -> list[Coverage]:
    area = np.arange(len(people)) % 2
    return coverage_by_area(time_s, people, area, areas=2, cutoffs_s=CUTOFFS_S)


@QUICK
@given(plan=plans(), homes=HOMES, sites=SITES, data=st.data())
def test_the_laws_of_coverage(
    plan: Plan, homes: list[Spot | tuple[float, float]], sites: list[Spot], data: st.DataObject
) -> None:
    counts = st.floats(0, 1e5, allow_subnormal=False)
    people = np.array(data.draw(st.lists(counts, min_size=len(homes), max_size=len(homes))))
    tables, times = {}, {}
    for code in ("adult", "older_adult"):
        costs = walk_costs(plan.graph, PROFILE[code], island_below_m=60)
        live, learn = snapped(plan, costs, homes), snapped(plan, costs, [*sites])
        times[code] = found_by(plan, costs, live, learn)
        fewer = Snaps(*(getattr(learn, name)[:1] for name in learn.__slots__))
        less = counted(found_by(plan, costs, live, fewer), people)
        tables[code] = counted(times[code], people)
        # Another point takes nobody's away.
        assert all(a.covered <= b.covered for a, b in zip(less, tables[code], strict=True))
    for one in tables["adult"] + tables["older_adult"]:
        parts = math.fsum((one.covered, one.uncovered, one.unplaced))
        assert math.isclose(parts, one.total, rel_tol=0, abs_tol=1e-9)
    for rows in tables.values():
        for narrow, wide in pairwise(rows):
            if narrow.area == wide.area:
                assert narrow.covered <= wide.covered
                assert narrow.unplaced == wide.unplaced
    # Both may walk the same streets and join them at the same places: who is slower gets less far.
    slow, quick = (np.nan_to_num(times[code], nan=-1) for code in ("older_adult", "adult"))
    assert np.all(slow >= quick)
    for slower, faster in zip(tables["older_adult"], tables["adult"], strict=True):
        assert slower.covered <= faster.covered
    # The order of the residents changes nothing, to the last digit.
    turned = np.arange(len(people))[::-1]
    area = np.arange(len(people)) % 2
    again = coverage_by_area(
        times["adult"][turned], people[turned], area[turned], areas=2, cutoffs_s=CUTOFFS_S
    )
    assert again == tables["adult"]
