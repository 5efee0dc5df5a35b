"""Laws of seats, and of how unequally they are shared out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from learnmap.access import (
    DECAYS,
    OUTSIDE,
    Decay,
    WalkTimes,
    inequality,
    seats_by_area,
    seats_per_resident,
    walk_weights,
)
from tests.property.street_plans import QUICK

CUTOFFS_S = (300, 600, 900)
COUNTS = st.floats(0, 1e5, allow_subnormal=False).map(lambda n: round(n, 3))
SHARES = st.floats(0, 50).map(lambda n: round(n, 6))


@st.composite
def towns(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw times of homes to points, the homes' residents, and the points' seats."""
    homes, points = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    times = draw(arrays(np.float64, (homes, points), elements=st.floats(0, 1200)))
    people = draw(arrays(np.float64, homes, elements=COUNTS))
    seats = draw(
        arrays(np.float64, points, elements=st.one_of(st.integers(0, 300), st.just(math.nan)))
    )
    return times, people, seats


@QUICK
@given(town=towns(), decay=st.sampled_from(DECAYS))
def test_seats_are_neither_made_nor_lost(
    town: tuple[np.ndarray, np.ndarray, np.ndarray], decay: Decay
) -> None:
    times, people, seats = town
    within = times <= CUTOFFS_S[-1]
    point, home = np.nonzero(within.T)
    walks = WalkTimes(point.astype(np.int32), home.astype(np.int32), times[home, point])
    weight = walk_weights(walks.time_s, cutoffs_s=CUTOFFS_S, decay=decay)
    found = seats_per_resident(walks, weight, residents=people, seats=seats)
    shared = np.zeros(len(seats), np.bool_)
    shared[point[(weight > 0) & (people[home] > 0)]] = True
    taken = math.fsum(seats[shared & ~np.isnan(seats)])
    assert math.fsum(found.at_home * people) == pytest.approx(taken, rel=1e-9)
    # And each area gets its part of them, and everybody is counted once.
    area = np.arange(len(people)) % 3 - 1
    placed = np.arange(len(people)) % 4 > 0
    rows = seats_by_area(found.at_home, placed, people, area, areas=2)
    assert {row.area for row in rows} <= {0, 1, OUTSIDE}
    assert math.fsum(row.seats for row in rows) == pytest.approx(taken, rel=1e-9)
    assert math.fsum(row.total for row in rows) == pytest.approx(math.fsum(people))
    for row in rows:
        parts = math.fsum((row.served, row.unserved, row.unplaced))
        assert parts == pytest.approx(row.total, abs=1e-6)


@QUICK
@given(st.lists(st.tuples(SHARES, COUNTS), min_size=1, max_size=12))
def test_the_gini_is_that_of_all_pairs(groups: list[tuple[float, float]]) -> None:
    x, p = np.array(groups).T
    found = inequality(x, p)
    if not (p @ x and p.sum()):
        assert found is None
        return
    assert found is not None
    pairs = sum(p_i * p_j * abs(x_i - x_j) for x_i, p_i in groups for x_j, p_j in groups)
    mean = (p @ x) / p.sum()
    assert found.gini == pytest.approx(pairs / (2 * p.sum() ** 2 * mean), abs=1e-9)
    assert 0 <= found.gini < 1
    assert found.palma >= 0.25 - 1e-9


@QUICK
@given(st.lists(st.tuples(SHARES, st.integers(0, 9)), min_size=1, max_size=8), st.data())
def test_groups_order_and_unit_change_nothing(
    groups: list[tuple[float, int]], data: st.DataObject
) -> None:
    """Everybody alone, twice as many of each, or seats per hundred: it is the same inequality."""
    x, p = np.array(groups, np.float64).T
    found = inequality(x, p)
    alone = np.repeat(x, p.astype(np.int64))
    shuffled = np.array(data.draw(st.permutations(alone.tolist())))
    others = [
        inequality(shuffled, np.ones(len(shuffled))),
        inequality(x, 2 * p),
        inequality(100 * x, p),
    ]
    for other in others:
        if found is None or other is None:
            assert found is other
        else:
            assert other.gini == pytest.approx(found.gini, abs=1e-9)
            assert other.palma == pytest.approx(found.palma, rel=1e-6)
