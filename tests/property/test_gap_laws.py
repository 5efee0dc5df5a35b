"""Laws of gaps on random streets."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnmap.access import (
    GapTable,
    HomeWalks,
    PartResidents,
    Spots,
    StraightFacts,
    gaps_by_part,
    nearest_to,
    reasons_of,
)
from learnmap.network import Snaps, SnapStatus, walk_costs
from tests.property.street_plans import QUICK, Plan, Spot, places, plans, spots
from tests.unit.network.drawing import PROFILE

CUTOFF_S, SEARCHED_S = 200, 400
HOMES = st.lists(st.one_of(spots(), places()), min_size=1, max_size=12)
SITES = st.lists(spots(), min_size=1, max_size=4)
Place = Spot | tuple[float, float]


class Scene:
    """Homes with residents on a plan, and the gaps that points leave."""

    def __init__(self, plan: Plan, code: str, homes: list[Place], data: st.DataObject) -> None:
        self.plan = plan
        self.costs = walk_costs(plan.graph, PROFILE[code], island_below_m=60)
        self.homes = self._degrees(homes)
        self.order = np.arange(len(homes))
        count = st.lists(st.floats(0, 1e5), min_size=len(homes), max_size=len(homes))
        self.older = np.array(data.draw(count))
        self.everyone = self.older + np.array(data.draw(count))
        self.part = np.arange(len(homes)) % 3 - 1

    def _degrees(self, chosen: list[Place]) -> np.ndarray:
        places = [one.on(self.plan) if isinstance(one, Spot) else one for one in chosen]
        return np.array(places, np.float64).reshape(-1, 2)

    def _snap(self, degrees: np.ndarray) -> Snaps:
        return self.plan.index.snap(degrees[:, 0], degrees[:, 1], self.costs)

    def table(self, sites: list[Spot], closed: list[Spot]) -> GapTable:
        live, of = self._snap(self.homes[self.order]), self.order
        counts, rest = self._degrees([*sites]), self._degrees([*closed])

        def nearest(degrees: np.ndarray, limit_s: float) -> tuple[np.ndarray, np.ndarray]:
            found = nearest_to(
                self.costs,
                live,
                self._snap(degrees),
                limit_s=limit_s,
                workspace=self.plan.workspace,
            )
            return found.time_s, found.point

        walks = HomeWalks(*nearest(counts, SEARCHED_S), nearest(rest, CUTOFF_S)[0])
        joined = self._snap(counts).status == SnapStatus.SNAPPED
        facts = StraightFacts(
            Spots.at(self.homes[of]), Spots.at(counts).where(joined), self.plan.graph.obstacles
        )
        speed = self.costs.profile.speed_m_per_s
        reason = reasons_of(walks, facts, cutoff_s=CUTOFF_S, speed_m_per_s=speed)
        residents = PartResidents.of(
            self.part[of], older=self.older[of], everyone=self.everyone[of]
        )
        return gaps_by_part(walks, reason, residents, cutoff_s=CUTOFF_S)


@QUICK
@given(
    plan=plans(),
    code=st.sampled_from(("adult", "older_adult", "step_free")),
    homes=HOMES,
    sites=SITES,
    closed=st.lists(spots(), max_size=2),
    data=st.data(),
)
def test_the_laws_of_gaps(
    plan: Plan,
    code: str,
    homes: list[Place],
    sites: list[Spot],
    closed: list[Spot],
    data: st.DataObject,
) -> None:
    scene = Scene(plan, code, homes, data)
    table = scene.table(sites, closed)
    gaps = list(table.gaps())
    # Covered, uncovered and unplaced are all there are, in each row and in the whole table.
    for gap in gaps:
        for found, why in (
            (gap.older, gap.older_by_reason),
            (gap.everyone, gap.everyone_by_reason),
        ):
            here = scene.part == gap.part
            people = scene.older if found is gap.older else scene.everyone
            parts = (found.covered, found.uncovered, found.unplaced)
            assert math.isclose(math.fsum(parts), math.fsum(people[here]), abs_tol=1e-6)
            assert math.isclose(found.total, math.fsum(people[here]), abs_tol=1e-6)
            left = found.uncovered + found.unplaced
            assert math.isclose(math.fsum(why.values()), left, abs_tol=1e-6)
        if gap.nearest_s is not None:
            assert CUTOFF_S < gap.nearest_s <= (gap.median_s or SEARCHED_S) <= SEARCHED_S
    assert {gap.part for gap in gaps} == set(scene.part.tolist())
    ranked = [gap.older.uncovered for gap in gaps]
    assert all(a >= b - 1e-6 for a, b in pairwise(ranked))

    # A point less leaves nobody less out, and moves nobody on or off a street.
    fewer = {gap.part: gap for gap in scene.table(sites[:-1], closed).gaps()}
    for gap in gaps:
        assert fewer[gap.part].everyone.uncovered >= gap.everyone.uncovered - 1e-6
        assert fewer[gap.part].everyone.unplaced == gap.everyone.unplaced

    # Who has a closed point within reach would be covered if it opened.
    opened = {gap.part: gap for gap in scene.table([*sites, *closed], []).gaps()}
    for gap in gaps:
        waits = sum(n for why, n in gap.everyone_by_reason.items() if why.code == "only_closed")
        won = gap.everyone.uncovered - opened[gap.part].everyone.uncovered
        assert math.isclose(waits, won, abs_tol=1e-6)

    # The order of the homes changes nothing, to the last digit.
    scene.order = np.array(data.draw(st.permutations(range(len(homes)))))
    assert list(scene.table(sites, closed).gaps()) == gaps
