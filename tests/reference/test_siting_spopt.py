"""Proposed sites against PySAL's spopt, which writes models of its own for CBC to solve."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
import pytest
from numpy.typing import NDArray
from spopt.locate import LSCP, MCLP, PMedian

from learnmap.siting import (
    Search,
    SitingQuestion,
    fewest_sites,
    most_covered,
    shortest_walks,
    walk_table,
)

CUTOFF_S = 900.0
EXACT = Search(gap=0)

# spopt calls what PuLP will call otherwise one day.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@dataclass(frozen=True)
class City:
    """Places and candidates on a square of 3.5 km, walked through the air at 1 m/s."""

    residents: NDArray[np.float64]
    walk_s: NDArray[np.float64]

    def question(self, cutoff_s: float = CUTOFF_S, **more: Any) -> SitingQuestion:
        place, site = np.nonzero(self.walk_s <= cutoff_s)
        places, sites = self.walk_s.shape
        walks = walk_table(
            site, place, self.walk_s[place, site], sites=sites, places=places, cutoff_s=cutoff_s
        )
        return SitingQuestion(residents=self.residents, walks=walks, **more)


def solved(model: Any) -> float:
    """Return the objective that spopt and CBC find."""
    problem = model.solve(pulp.PULP_CBC_CMD(msg=False)).problem
    assert pulp.LpStatus[problem.status] == "Optimal"
    return float(problem.objective.value())


@pytest.fixture(params=range(4))
def city(request: pytest.FixtureRequest) -> City:
    draw = np.random.default_rng(request.param)
    homes, doors = draw.uniform(0, 3500, (60, 1, 2)), draw.uniform(0, 3500, (25, 2))
    walk_s = np.linalg.norm(homes - doors, axis=2)
    return City(draw.integers(0, 200, 60).astype(float), walk_s)


@pytest.mark.parametrize("sites", [1, 3, 6])
def test_as_many_are_covered(city: City, sites: int) -> None:
    model = MCLP.from_cost_matrix(city.walk_s, city.residents, CUTOFF_S, p_facilities=sites)
    found = most_covered(city.question(), sites=sites, search=EXACT)
    assert found.proposed.covered == pytest.approx(solved(model), rel=1e-9)


def test_as_many_are_covered_beside_what_stands(city: City) -> None:
    stands = np.zeros(25, np.int64)
    stands[[4, 17]] = 1
    model = MCLP.from_cost_matrix(
        city.walk_s, city.residents, CUTOFF_S, p_facilities=5, predefined_facilities_arr=stands
    )
    nearest_s = city.walk_s[:, [4, 17]].min(axis=1)
    found = most_covered(city.question(nearest_s=nearest_s), sites=3, search=EXACT)
    assert found.proposed.covered == pytest.approx(solved(model), rel=1e-9)


def test_as_few_sites_reach_all_who_can_be_reached(city: City) -> None:
    near = City(
        city.residents[city.walk_s.min(axis=1) <= CUTOFF_S],
        city.walk_s[city.walk_s.min(axis=1) <= CUTOFF_S],
    )
    model = LSCP.from_cost_matrix(near.walk_s, CUTOFF_S)
    # spopt covers places where nobody lives, too.
    everywhere = City(np.maximum(near.residents, 1), near.walk_s)
    found = fewest_sites(everywhere.question(), target_share=1, search=EXACT)
    assert len(found.proposed.sites) == solved(model)


def test_as_few_sites_have_room_for_all(city: City) -> None:
    near = city.walk_s.min(axis=1) <= CUTOFF_S
    people, walk_s = np.maximum(city.residents[near], 1), city.walk_s[near]
    capacity = np.full(25, 900.0)
    capacity[::3] = 1500.0
    model = LSCP.from_cost_matrix(
        walk_s, CUTOFF_S, demand_quantity_arr=people, facility_capacity_arr=capacity
    )
    theirs = model.solve(pulp.PULP_CBC_CMD(msg=False), results=False).problem
    question = City(people, walk_s).question(capacity=capacity)
    if pulp.LpStatus[theirs.status] == "Infeasible":
        with pytest.raises(ValueError, match="out of reach"):
            fewest_sites(question, target_share=1)
        return
    found = fewest_sites(question, target_share=1, search=EXACT)
    assert len(found.proposed.sites) == theirs.objective.value()


@pytest.mark.parametrize("sites", [1, 3, 6])
def test_walks_are_as_short(city: City, sites: int) -> None:
    model = PMedian.from_cost_matrix(city.walk_s, city.residents, p_facilities=sites)
    found = shortest_walks(city.question(6000.0), sites=sites, search=EXACT)
    total = city.residents.sum()
    assert found.proposed.mean_walk_s == pytest.approx(solved(model) / total, rel=1e-9)


def test_a_walk_beyond_the_cutoff_costs_what_it_costs_there(city: City) -> None:
    """Spopt has no cutoff: a table in which longer walks take the penalty says the same."""
    charged_s = np.where(city.walk_s <= CUTOFF_S, city.walk_s, 2000.0)
    model = PMedian.from_cost_matrix(charged_s, city.residents, p_facilities=4)
    found = shortest_walks(city.question(), sites=4, penalty_s=2000.0, search=EXACT)
    total = city.residents.sum()
    assert found.proposed.mean_walk_s == pytest.approx(solved(model) / total, rel=1e-9)


@pytest.mark.parametrize("seed", [7, 19, 38, 58, 79, 89, 96, 100])
def test_as_few_sites_reach_a_share(seed: int) -> None:
    """Spopt covers all or nothing; these are cities in which HiGHS once proved what was wrong."""
    draw = np.random.default_rng(seed)
    places, sites = int(draw.integers(20, 90)), int(draw.integers(8, 30))
    homes, doors = draw.uniform(0, 3500, (places, 1, 2)), draw.uniform(0, 3500, (sites, 2))
    walk_s = np.linalg.norm(homes - doors, axis=2)
    people = draw.gamma(1, 30, places) if seed % 2 else draw.integers(0, 90, places).astype(float)
    share = [1.0, 0.9, 0.5][seed % 3] * people[walk_s.min(axis=1) <= CUTOFF_S].sum() / people.sum()

    model = pulp.LpProblem("share", pulp.LpMinimize)
    built = [pulp.LpVariable(f"x{j}", cat="Binary") for j in range(sites)]
    left = [pulp.LpVariable(f"u{i}", 0, 1) for i in range(places)]
    model += pulp.lpSum(built)
    for i in range(places):
        model += left[i] + pulp.lpSum(built[j] for j in np.flatnonzero(walk_s[i] <= CUTOFF_S)) >= 1
    spare = (1 - share) * people.sum() * (1 + 1e-9)
    model += pulp.lpSum(float(people[i]) * left[i] for i in range(places)) <= spare
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0))

    found = fewest_sites(City(people, walk_s).question(), target_share=share, search=EXACT)
    assert len(found.proposed.sites) == found.bound == round(model.objective.value())
