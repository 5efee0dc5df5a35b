"""Proposed sites against every other choice in small towns, and what holds for any town."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnmap.model.errors import InvalidInputError
from learnmap.siting import Aim, Search, Siting, fewest_sites, most_covered, shortest_walks
from learnmap.siting.flows import flows_for
from learnmap.siting.gain_bound import most_added
from learnmap.siting.limits import limits_for
from tests.property.siting_oracle import Town, towns
from tests.property.street_plans import QUICK

FLOORS = st.sampled_from([0.0, 0.0, 0.3, 0.5, 1.0])


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-7, abs=1e-6)


def exact(floor: float = 0.0, *, as_far: bool = False) -> Search:
    return Search(floor=floor, floor_as_far_as_reachable=as_far, gap=0.0)


def hangs_together(town: Town, found: Siting) -> None:
    """Check what is told beside the sites."""
    assert found.proven
    assert not found.time_limit_reached
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert sorted(one.candidate for one in found.chosen) == list(found.proposed.sites)
    assert found.proposed.cost == sum(town.cost[row] for row in found.proposed.sites)
    people = float(np.array(town.residents) @ found.proposed.reached)
    assert found.proposed.covered == close(people)
    assert found.proposed.share == close(people / sum(town.residents))
    for row, share in enumerate(found.proposed.district_shares):
        here = np.array(town.district) == row
        lives = np.array(town.residents)[here]
        if share is None:
            assert lives.sum() == 0
        else:
            reached = lives @ found.proposed.reached[here]
            assert share == close(reached / lives.sum())


@pytest.mark.parametrize("capacities", [False, True])
@QUICK
@given(data=st.data(), floor=FLOORS)
def test_no_other_choice_covers_more(
    data: st.DataObject, *, floor: float, capacities: bool
) -> None:
    town = data.draw(towns(capacities=capacities))
    sites = data.draw(st.one_of(st.none(), st.integers(1, len(town.cost))))
    budget = data.draw(st.integers(min(town.cost), 9)) if sites is None else None
    allowed = town.subsets(most=sites, budget=math.inf if budget is None else budget)
    worths = [town.covered(some, floor) for some in allowed]
    if all(map(math.isnan, worths)):
        with pytest.raises(InvalidInputError, match=r"north|south"):
            most_covered(town.question(), sites=sites, budget=budget, search=exact(floor))
        return

    found = most_covered(town.question(), sites=sites, budget=budget, search=exact(floor))

    hangs_together(town, found)
    assert found.proposed.covered == close(np.nanmax(worths))
    assert found.bound == close(np.nanmax(worths))
    assert found.before.covered == close(town.covered([]))
    # A hundred-thousandth of those who live at a place is what a floor may be missed by.
    assert all(share is None or share >= floor - 1e-5 for share in found.proposed.district_shares)
    # It keeps the limits, and can do what it says it does.
    chosen = list(found.proposed.sites)
    assert len(chosen) <= (len(town.cost) if sites is None else sites)
    assert found.proposed.cost <= (math.inf if budget is None else budget)
    assert town.covered(chosen, floor) == close(found.proposed.covered)
    total = found.proposed.covered - found.before.covered
    assert sum(one.gain for one in found.chosen) == close(total)
    for one in found.chosen:
        left = [row for row in chosen if row != one.candidate]
        without = town.covered(left)
        assert one.loss == close(found.proposed.covered - without)
    if found.greedy is not None:
        easy = found.greedy
        assert easy.covered == close(town.covered(list(easy.sites), floor))
        assert easy.covered <= found.proposed.covered + 1e-6
        if floor == 0:
            least = 1 - 1 / math.e if budget is None else 0.5 * (1 - 1 / math.e)
            assert easy.covered - found.before.covered >= least * total - 1e-6


@pytest.mark.parametrize("capacities", [False, True])
@QUICK
@given(data=st.data(), floor=FLOORS, by_cost=st.booleans())
def test_no_fewer_or_cheaper_sites_reach_the_target(
    data: st.DataObject, *, floor: float, by_cost: bool, capacities: bool
) -> None:
    town = data.draw(towns(capacities=capacities))
    target = data.draw(st.sampled_from([0.2, 0.5, 0.75, 0.9, 1.0]))
    total = sum(town.residents)
    every = list(town.subsets())
    best = town.covered(every[-1])
    if best < target * total - 1e-6:
        named = math.floor(1e4 * best / total + 1e-6) / 1e4
        with pytest.raises(InvalidInputError, match=f"existing points reach {named:g}\\."):
            fewest_sites(town.question(), target_share=target, search=exact(floor))
        return
    if math.isnan(town.covered(every[-1], floor)):
        with pytest.raises(InvalidInputError, match=r"north|south"):
            fewest_sites(town.question(), target_share=target, search=exact(floor))
        return
    good = [some for some in every if town.covered(some, floor) >= target * total - 1e-6]
    prices = [sum(town.cost[row] for row in some) if by_cost else len(some) for some in good]

    found = fewest_sites(town.question(), target_share=target, by_cost=by_cost, search=exact(floor))

    hangs_together(town, found)
    chosen = list(found.proposed.sites)
    assert (found.proposed.cost if by_cost else len(chosen)) == min(prices)
    assert found.bound == close(min(prices))
    assert town.covered(chosen, floor) >= target * total - 1e-6
    assert found.proposed.share >= target - 1e-8
    assert found.greedy is not None
    assert found.greedy.share >= target - 1e-8


@pytest.mark.parametrize("capacities", [False, True])
@QUICK
@given(data=st.data(), floor=FLOORS, penalty_s=st.sampled_from([10.0, 12.0, 30.0]))
def test_no_other_choice_makes_walks_shorter(
    data: st.DataObject, *, floor: float, penalty_s: float, capacities: bool
) -> None:
    town = data.draw(towns(capacities=capacities))
    floor = 0.0 if town.bounded else floor
    sites = data.draw(st.one_of(st.none(), st.integers(1, len(town.cost))))
    budget = data.draw(st.integers(min(town.cost), 9)) if sites is None else None
    allowed = town.subsets(most=sites, budget=math.inf if budget is None else budget)
    means = [
        town.walked(some, penalty_s)
        for some in allowed
        if not floor or not math.isnan(town.covered(some, floor))
    ]
    ask = partial(
        shortest_walks,
        town.question(),
        sites=sites,
        budget=budget,
        penalty_s=penalty_s,
        search=exact(floor),
    )
    if not means:
        with pytest.raises(InvalidInputError, match=r"north|south"):
            ask()
        return

    found = ask()

    hangs_together(town, found)
    before_s, mean_s = found.before.mean_walk_s, found.proposed.mean_walk_s
    assert before_s is not None
    assert mean_s is not None
    assert mean_s == close(min(means))
    assert found.bound == close(min(means))
    assert before_s == close(town.walked([], penalty_s))
    assert sum(one.gain for one in found.chosen) == close(before_s - mean_s)
    for one in found.chosen:
        left = [row for row in found.proposed.sites if row != one.candidate]
        longer = town.walked(left, penalty_s) - mean_s
        assert one.loss == close(longer)


@QUICK
@given(data=st.data(), capacities=st.booleans())
def test_more_sites_never_cover_less_and_equal_costs_are_a_number(
    data: st.DataObject, *, capacities: bool
) -> None:
    town = data.draw(towns(capacities=capacities, costs=False))
    before = -1.0
    for sites in range(1, len(town.cost) + 1):
        found = most_covered(town.question(), sites=sites, search=exact())
        assert found.proposed.covered >= before - 1e-6
        before = found.proposed.covered
        bought = most_covered(town.question(), budget=float(sites), search=exact())
        assert bought.proposed.covered == close(before)


@QUICK
@given(data=st.data(), capacities=st.booleans())
def test_the_order_of_places_changes_nothing(data: st.DataObject, *, capacities: bool) -> None:
    town = data.draw(towns(capacities=capacities))
    order = data.draw(st.permutations(range(len(town.residents))))
    sites = data.draw(st.integers(1, len(town.cost)))
    for ask in (most_covered, shortest_walks):
        one = ask(town.question(), sites=sites, search=exact())
        other = ask(town.question(order), sites=sites, search=exact())
        assert other.proposed.covered == close(one.proposed.covered) or ask is shortest_walks
        assert other.bound == close(one.bound)
        assert ask(town.question(), sites=sites, search=exact()).chosen == one.chosen


@QUICK
@given(town=towns(), floor=st.sampled_from([0.3, 0.5, 1.0]))
def test_a_floor_as_far_as_reachable_gives_each_district_what_it_can_have(
    town: Town, floor: float
) -> None:
    every = list(range(len(town.cost)))
    search = exact(floor, as_far=True)
    found = most_covered(town.question(), sites=len(every), search=search)
    reached = (town.walk_s <= 10).any(axis=1) | (np.array(town.nearest_s) <= 10)
    for row, share in enumerate(found.proposed.district_shares):
        here = np.array(town.district) == row
        lives = np.array(town.residents)[here]
        if share is not None:
            can = float((lives * reached[here]).sum() / lives.sum())
            assert share >= min(floor, can) - 1e-5


@pytest.mark.parametrize("capacities", [False, True])
@QUICK
@given(data=st.data())
def test_a_bound_by_gains_is_never_below_the_best(data: st.DataObject, *, capacities: bool) -> None:
    town = data.draw(towns(capacities=capacities))
    sites = data.draw(st.one_of(st.none(), st.integers(1, len(town.cost))))
    budget = data.draw(st.integers(min(town.cost), 9)) if sites is None else None
    some = data.draw(st.lists(st.integers(0, len(town.cost) - 1), unique=True))
    allowed = list(town.subsets(most=sites, budget=math.inf if budget is None else budget))
    question = town.question()
    limits = limits_for(question, sites, budget)
    for aim in (Aim.MOST_COVERED, Aim.SHORTEST_WALKS):
        flows = flows_for(question, aim, penalty_s=10.0)
        bound = most_added(flows, some, limits, bounded=question.bounded)
        if aim is Aim.MOST_COVERED:
            best = max(map(town.covered, allowed)) - town.covered([])
        else:
            walks = [town.walked(one, 10.0) for one in allowed]
            best = (town.walked([], 10.0) - min(walks)) * sum(town.residents)
        assert bound >= best - 1e-6
