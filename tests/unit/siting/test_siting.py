"""Sites proposed in towns where the best ones are found on paper."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from learnmap.model.errors import InvalidInputError
from learnmap.siting import (
    Aim,
    Search,
    Siting,
    SitingQuestion,
    WalkTable,
    fewest_sites,
    most_covered,
    shortest_walks,
    walk_table,
)

FAR = math.inf
# Seconds from five places to four candidates.
WALKS = [
    [100, 900, FAR, FAR],
    [300, 600, FAR, FAR],
    [FAR, 400, 500, FAR],
    [FAR, FAR, 200, 901],
    [FAR, FAR, FAR, 50],
]
RESIDENTS = [100, 50, 40, 70, 30]
EXACT = Search(gap=0)


def table(walk_s: list[list[float]], cutoff_s: float = 900) -> WalkTable:
    times = np.array(walk_s, float)
    place, site = np.nonzero(np.isfinite(times))
    return walk_table(
        site,
        place,
        times[place, site],
        sites=times.shape[1],
        places=len(times),
        cutoff_s=cutoff_s,
    )


def town(**more: Any) -> SitingQuestion:
    plain = SitingQuestion(residents=np.array(RESIDENTS, float), walks=table(WALKS))
    arrays: dict[str, Any] = {
        name: np.array(value) if isinstance(value, list) else value for name, value in more.items()
    }
    return replace(plain, **arrays)


def two_districts(**more: Any) -> SitingQuestion:
    """Return the town with 190 residents in the west and 100 in the east."""
    return town(district=[0, 0, 0, 1, 1], district_names=("West", "East"), **more)


def gains(found: Siting) -> list[tuple[int, Any, Any]]:
    return [(one.candidate, one.gain, one.loss) for one in found.chosen]


def test_one_site_covers_those_within_the_cutoff_itself() -> None:
    found = most_covered(town(), sites=1, search=EXACT)
    # Candidate 1 has 100 + 50 + 40, the first of these at exactly 900 s; 0 has 150, 2 has 110.
    assert found.aim is Aim.MOST_COVERED
    assert gains(found) == [(1, 190, 190)]
    assert found.proposed.reached.tolist() == [1, 1, 1, 0, 0]
    assert (found.before.covered, found.proposed.covered, found.bound) == (0, 190, 190)
    assert found.proposed.share == 190 / 290
    # Each walk counts up to the cutoff.
    walked = 100 * 900 + 50 * 600 + 40 * 400 + 70 * 900 + 30 * 900
    assert found.proposed.mean_walk_s == pytest.approx(walked / 290)
    assert (found.gap, found.proven, found.time_limit_reached) == (0, True, False)


def test_greedy_is_told_beside_a_better_pair() -> None:
    walks = table([[1, FAR, FAR], [1, 1, FAR], [FAR, 1, 1], [FAR, FAR, 1]])
    row = SitingQuestion(residents=np.array([4.0, 5.0, 5.0, 4.0]), walks=walks)
    found = most_covered(row, sites=2, search=EXACT)
    # The middle has most by itself, and leaves four to each of the others.
    assert gains(found) == [(0, 9, 9), (2, 9, 9)]
    assert found.greedy is not None
    assert (found.greedy.sites, found.greedy.covered) == ((0, 1), 14)


def test_existing_points_stay_and_who_joins_no_street_is_not_covered() -> None:
    found = most_covered(town(nearest_s=[900, 901, FAR, 0, math.nan]), sites=1, search=EXACT)
    # Left are 50, 40 and 30 who cannot be placed, but whom candidate 3 is said to reach.
    assert gains(found) == [(1, 90, 90)]
    assert (found.before.covered, found.proposed.covered) == (170, 260)


def test_a_budget_buys_what_covers_most() -> None:
    costs = [5.0, 9.0, 4.0, 1.0]
    for budget, sites, covered in ((9, (0, 2), 260), (8.9, (0, 3), 180), (10, (0, 2, 3), 290)):
        found = most_covered(town(cost=costs), budget=budget, search=EXACT)
        assert (found.proposed.sites, found.proposed.covered) == (sites, covered)
        assert found.proposed.cost == sum(costs[row] for row in sites)
    both = most_covered(town(cost=costs), budget=10, sites=2, search=EXACT)
    assert both.proposed.sites == (0, 2)


def test_what_adds_nothing_is_not_proposed() -> None:
    found = most_covered(town(), sites=4, search=EXACT)
    assert found.proposed.covered == 290
    # All whom 0 reaches are reached by 1, too.
    assert found.proposed.sites == (1, 2, 3)
    done = most_covered(town(nearest_s=[1.0] * 5), sites=2)
    assert (done.chosen, done.proposed.covered, done.gap, done.proven) == ((), 290, 0, True)


def test_of_candidates_that_differ_in_nothing_the_lowest_row_is_taken() -> None:
    walks = [[FAR, 5, 5, 5], [7, FAR, FAR, FAR]]
    twins = SitingQuestion(residents=np.array([2.0, 1.0]), walks=table(walks))
    assert most_covered(twins, sites=1).proposed.sites == (1,)
    narrow = replace(twins, capacity=np.array([9.0, 1.0, 1.0, 1.0]))
    assert most_covered(narrow, sites=3).proposed.sites == (0, 1, 2)
    dearer = replace(twins, cost=np.array([1.0, 2.0, 1.0, 1.0]))
    assert most_covered(dearer, budget=1.0).proposed.sites == (2,)


def test_a_site_takes_no_more_than_it_has_room_for() -> None:
    found = most_covered(town(capacity=[60.0, 1000.0, 90.0, FAR]), sites=2, search=EXACT)
    # 1 takes 190 and 2 seventy more; 0 and 2 together no more than 150.
    assert found.proposed.sites == (1, 2)
    assert found.proposed.covered == pytest.approx(260)
    alone = most_covered(town(capacity=[60.0, 1.0, 1.0, 1.0]), sites=1, search=EXACT)
    assert alone.proposed.covered == pytest.approx(60)
    assert alone.proposed.mean_walk_s is None


def test_full_points_keep_their_places_and_new_ones_relieve_them() -> None:
    full = table([[0], [0], [0], [FAR], [FAR]])
    found = most_covered(town(full=full, full_capacity=[110.0]), sites=1, search=EXACT)
    # Without a new site 110 of 190; 80 of these are left to 0 or 1, and 2 has 40 + 70.
    assert found.before.covered == pytest.approx(110)
    assert gains(found) == [(2, pytest.approx(110), pytest.approx(110))]
    assert found.gap == pytest.approx(0)


def test_a_floor_brings_a_site_where_fewer_live() -> None:
    assert most_covered(two_districts(), sites=1).proposed.district_shares == (1, 0)
    found = most_covered(two_districts(), sites=1, search=Search(floor=0.2, gap=0))
    # Candidate 2 alone reaches 20 % of both: 40 of 190 and 70 of 100.
    assert found.proposed.sites == (2,)
    assert found.proposed.district_shares == (40 / 190, 0.7)
    assert found.greedy is not None
    assert found.greedy.sites == (2,)


def test_a_floor_that_is_too_high_names_districts_and_what_they_can_have() -> None:
    lame = two_districts(walks=table([row[:3] for row in WALKS]))
    with pytest.raises(InvalidInputError, match=r"floor; they .* with East \(70.0 %\)\. Lower"):
        most_covered(lame, sites=3, search=Search(floor=0.8))
    lower = Search(floor=0.8, floor_as_far_as_reachable=True, gap=0)
    found = most_covered(lame, sites=3, search=lower)
    assert list(found.proposed.district_shares) == [1, 0.7]
    with pytest.raises(
        InvalidInputError, match=r"With 1 new site the floor cannot .* with (Ea|We)st"
    ):
        most_covered(two_districts(), sites=1, search=Search(floor=0.5))
    with pytest.raises(InvalidInputError, match=r"With a budget of 1 the floor .* with (Ea|We)st"):
        shortest_walks(two_districts(), budget=1, search=Search(floor=0.5))


def test_the_fewest_sites_for_a_share() -> None:
    for share, count in ((0.1, 1), (190 / 290, 1), (0.66, 2), (260 / 290, 2), (0.9, 3), (1, 3)):
        found = fewest_sites(town(), target_share=share, search=EXACT)
        assert (len(found.chosen), found.bound) == (count, count)
        assert found.proposed.share >= share - 1e-9
    cheap = fewest_sites(
        town(cost=[1.0, 9.0, 1.0, 1.0]), target_share=0.6, by_cost=True, search=EXACT
    )
    # 0 and 3 have 180 of 290, 0.62; 1 alone costs nine.
    assert cheap.proposed.cost == 2
    none = fewest_sites(town(nearest_s=[1.0, FAR, FAR, FAR, FAR]), target_share=0.3)
    assert (none.chosen, none.proposed.share, none.gap) == ((), 100 / 290, 0)


def test_a_share_out_of_reach_names_the_largest_that_is_not() -> None:
    lost = town(residents=[100.0, 50.0, 40.0, 70.0, 30.0], nearest_s=[FAR] * 5)
    lost = replace(lost, walks=table([row[:2] for row in WALKS]))
    with pytest.raises(InvalidInputError, match=r"all 2 candidates .* reach 0\.6551\. Ask"):
        fewest_sites(lost, target_share=0.66)
    assert fewest_sites(lost, target_share=0.6551).proposed.covered == 190


def test_walks_count_up_to_the_penalty() -> None:
    found = shortest_walks(town(), sites=1, search=EXACT)
    # Saved of 900 s each: 0: 100 * 800 + 50 * 600; 1: 50 * 300 + 40 * 500; 2: 40 * 400 + 70 * 700.
    saved = 110_000
    assert found.proposed.sites == (0,)
    assert found.before.mean_walk_s == 900
    assert found.proposed.mean_walk_s == pytest.approx(900 - saved / 290)
    assert gains(found) == [(0, pytest.approx(saved / 290), pytest.approx(saved / 290))]
    assert found.penalty_s == 900
    # At 3,000 s more counts whom a site reaches than how far they walk: 1 saves 100 * 2,100 +
    # 50 * 2,400 + 40 * 2,600 = 434,000, 0 saves 100 * 2,900 + 50 * 2,700 = 425,000.
    assert shortest_walks(town(), sites=1, penalty_s=3000, search=EXACT).proposed.sites == (1,)


def test_an_existing_point_beyond_the_cutoff_is_walked_to() -> None:
    near = town(nearest_s=[1200, FAR, FAR, FAR, FAR])
    assert shortest_walks(near, sites=1, penalty_s=3000, search=EXACT).before.mean_walk_s == (
        pytest.approx((100 * 1200 + 190 * 3000) / 290)
    )


def test_a_crowded_site_sends_the_rest_on() -> None:
    walks = table([[10, 20], [10, 500]])
    two = SitingQuestion(
        residents=np.array([100.0, 100.0]), walks=walks, capacity=np.array([100.0, 100.0])
    )
    found = shortest_walks(two, sites=2, search=EXACT)
    # Who lives at the first place walks ten seconds more, so that the others need not walk 500.
    assert found.proposed.mean_walk_s == pytest.approx(15)


def test_a_search_that_is_stopped_says_so_and_is_never_worse_than_greedy() -> None:
    draw = np.random.default_rng(3)
    walks = draw.uniform(0, 3000, (300, 120))
    walks[walks > 900] = FAR
    large = SitingQuestion(residents=draw.uniform(0, 50, 300), walks=table(walks.tolist()))
    for ask in (most_covered, shortest_walks):
        found = ask(large, sites=6, search=Search(time_limit_s=1e-6))
        assert found.time_limit_reached
        assert not found.proven
        assert found.gap > 1e-4
        assert found.greedy is not None
        if ask is most_covered:
            assert found.greedy.covered <= found.proposed.covered < found.bound
        else:
            assert found.greedy.mean_walk_s is not None
            assert found.proposed.mean_walk_s is not None
            assert found.greedy.mean_walk_s >= found.proposed.mean_walk_s > found.bound
        again = ask(large, sites=6, search=Search(time_limit_s=1e-6))
        assert again.proposed.sites == found.proposed.sites


@pytest.mark.parametrize("full", [False, True])
def test_a_coarse_search_tells_how_much_better_it_could_be(*, full: bool) -> None:
    draw = np.random.default_rng(5)
    walks = draw.uniform(0, 3600, (60, 30))
    walks[walks > 900] = FAR
    plain = SitingQuestion(
        residents=draw.uniform(0, 50, 60),
        walks=table(walks.tolist()),
        nearest_s=np.where(np.arange(60) % 7, FAR, 300.0),
    )
    stands = table(walks[:, :2].tolist())
    small = replace(plain, full=stands, full_capacity=np.array([90.0, 60.0])) if full else plain
    for ask in (most_covered, shortest_walks):
        best, coarse = (ask(small, sites=3, search=Search(gap=gap)) for gap in (0, 0.9))
        assert best.proven
        assert coarse.proven
        if ask is most_covered:
            assert coarse.proposed.covered <= best.proposed.covered < coarse.bound
            apart = coarse.bound - coarse.proposed.covered
            added = coarse.proposed.covered - coarse.before.covered
        else:
            means = [one.mean_walk_s or FAR for one in (coarse.proposed, coarse.before)]
            assert means[0] >= (best.proposed.mean_walk_s or FAR) > coarse.bound > 0
            apart, added = means[0] - coarse.bound, means[1] - means[0]
        assert coarse.gap == pytest.approx(apart / added)
        assert 0 < coarse.gap <= 0.9


def test_nothing_is_written_to_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    most_covered(town(), sites=1)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"residents": [1.0, -2.0, 1, 1, 1]}, r"`residents` of place 1 is -2\.0; give"),
        ({"residents": [1.0, math.nan, 1, 1, 1]}, r"`residents` of place 1 is nan"),
        ({"residents": [1.0, FAR, 1, 1, 1]}, r"`residents` of place 1 is inf"),
        ({"residents": [0.0] * 5}, "Nobody lives"),
        ({"residents": [1.0] * 4}, r"`residents` has 4 values for 5 rows; give one for each pl"),
        ({"cost": [1.0, 1, -1, 1]}, r"`cost` of candidate 2 is -1\.0"),
        ({"cost": [1.0, 1, FAR, 1]}, r"`cost` of candidate 2 is inf"),
        ({"capacity": [1.0, 1, math.nan, 1]}, r"`capacity` of candidate 2 is nan"),
        ({"nearest_s": [1.0, -1, 1, 1, 1]}, r"`nearest_s` of place 1 is -1\.0"),
        ({"full": table([[1]] * 5)}, "capacities together"),
        ({"full": table([[1]] * 4), "full_capacity": [1.0]}, "from 4 places within 900.0 s"),
        ({"full": table([[1]] * 5), "full_capacity": [-1.0]}, r"`full_capacity` of point 0"),
        ({"district": [0, 0]}, "2 districts for 5 places"),
        ({"district": [0] * 5}, "Place 0 lies in district 0, and 0 have names"),
        (
            {"walks": walk_table([], [], [], sites=0, places=5, cutoff_s=900)},
            "There is no candidate",
        ),
    ],
)
def test_a_town_that_cannot_be_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        town(**changed)


@pytest.mark.parametrize(
    ("sites", "budget", "said"),
    [
        (None, None, "how many sites may be built, or name a budget"),
        (0, None, r"0 new sites were asked for, and there are 4 candidates; ask for 1 to 4"),
        (5, None, r"5 new sites were asked for, and there are 4 candidates"),
        (None, 0.0, r"budget of 0 builds nothing: candidate 0 is the cheapest and costs 1"),
        (None, 0.5, r"budget of 0.5 builds nothing"),
        (None, -1.0, r"The budget is -1\.0"),
        (None, math.nan, r"The budget is nan"),
    ],
)
def test_limits_within_which_nothing_is_built_are_refused(
    sites: int | None, budget: float | None, said: str
) -> None:
    for ask in (most_covered, shortest_walks):
        with pytest.raises(InvalidInputError, match=said):
            ask(town(), sites=sites, budget=budget)


def test_shares_floors_and_penalties_that_are_none_are_refused() -> None:
    for share in (0.0, -0.1, 1.01, math.nan):
        with pytest.raises(InvalidInputError, match=f"The target is {share}"):
            fewest_sites(town(), target_share=share)
    for floor in (-0.1, 1.1, math.nan):
        with pytest.raises(InvalidInputError, match=f"The floor is {floor}"):
            most_covered(two_districts(), sites=1, search=Search(floor=floor))
    with pytest.raises(InvalidInputError, match="district of each place"):
        most_covered(town(), sites=1, search=Search(floor=0.1))
    for penalty_s in (899.0, FAR, math.nan):
        with pytest.raises(InvalidInputError, match=f"The penalty is {penalty_s} s"):
            shortest_walks(town(), sites=1, penalty_s=penalty_s)
    with pytest.raises(InvalidInputError, match="with capacities is not defined"):
        shortest_walks(two_districts(capacity=[1.0] * 4), sites=1, search=Search(floor=0.1))
    with pytest.raises(InvalidInputError, match="The gap is"):
        Search(gap=-1)
    with pytest.raises(InvalidInputError, match="The time limit is"):
        Search(time_limit_s=0)


@pytest.mark.parametrize(
    ("site", "place", "time_s", "said"),
    [
        ([0], [3], [1], "Walk 0 names place 3, and rows go from 0 to 2"),
        ([-1], [0], [1], "Walk 0 names site -1"),
        ([0, 1], [0, 0], [1, -1], "Walk 1, from place 0 to site 1, takes -1.0 s"),
        ([0], [0], [math.nan], "takes nan s"),
        ([1, 1], [2, 2], [5, 6], "from place 2 to site 1 is given twice"),
        ([0, 1], [0], [1], "2 sites, 1 places and 1 times"),
    ],
)
def test_walks_that_cannot_be_are_refused(
    site: list[int], place: list[int], time_s: list[float], said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        walk_table(site, place, time_s, sites=2, places=3, cutoff_s=900)


def test_a_table_is_sorted_and_has_nothing_beyond_the_cutoff() -> None:
    made = walk_table([1, 0, 1], [0, 2, 1], [900, 900.5, 3], sites=2, places=3, cutoff_s=900)
    assert (made.site.tolist(), made.place.tolist()) == ([1, 1], [0, 1])
    assert made.time_s.tolist() == [900, 3]
    with pytest.raises(InvalidInputError, match="The cutoff is 0 s"):
        walk_table([], [], [], sites=1, places=1, cutoff_s=0)
