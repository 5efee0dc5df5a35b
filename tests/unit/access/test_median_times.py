"""The walk of half of a place's residents, against each resident counted one by one."""

import math

import numpy as np

from learnmap.access.median_times import median_times


def test_half_of_the_residents_walk_no_longer() -> None:
    # By hand: 3 + 1 + 4 residents at 100, 300 and 200 s; the fourth of eight walks 200 s.
    time_s = np.array([100.0, 300.0, 200.0, 50.0, np.inf, np.nan, 60.0])
    residents = np.array([3.0, 1.0, 4.0, 0.5, 0.6, 2.0, 0.0])
    part = np.array([0, 0, 0, 1, 1, 2, 3])
    found = median_times(time_s, residents, part, parts=5)
    # More than half of the second walk on and on, the third join no street, nobody lives beyond.
    assert found.tolist() == [200.0, math.inf, math.inf, math.inf, math.inf]


def test_it_is_the_median_of_people_counted_one_by_one() -> None:
    rng = np.random.default_rng(7)
    time_s, residents = rng.uniform(0, 1800, 60), rng.integers(0, 6, 60)
    part = rng.integers(0, 4, 60)
    found = median_times(time_s, residents.astype(float), part, parts=4)
    for row in range(4):
        people = np.sort(np.repeat(time_s[part == row], residents[part == row]))
        assert found[row] == people[math.ceil(len(people) / 2) - 1]
