"""Sums by group beside Python's own, which round once, too."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from learnmap.access.exact_sums import exact_sums, rounded
from tests.property.street_plans import QUICK

NUMBERS = st.one_of(
    st.floats(0, 1e300),
    st.sampled_from([0.0, 5e-324, 2.2250738585072014e-308, 0.1, 1 / 3, 1e-9, 1.0, 2.0**53]),
)


@QUICK
@given(st.lists(st.tuples(NUMBERS, st.integers(0, 3)), max_size=40))
def test_each_sum_is_that_of_fsum_to_the_last_digit(drawn: list[tuple[float, int]]) -> None:
    values = np.array([value for value, _ in drawn], np.float64)
    group = np.array([number for _, number in drawn], np.int64)
    sums = exact_sums(values, group, groups=4)
    assert [rounded(one) for one in sums] == [
        math.fsum(value for value, number in drawn if number == k) for k in range(4)
    ]
    assert rounded(sum(sums)) == math.fsum(values)


def test_a_million_small_counts_are_added_up_exactly() -> None:
    values = np.full(1_000_000, 0.1)
    (total,) = exact_sums(values, np.zeros(1_000_000, np.int64), groups=1)
    assert rounded(total) == math.fsum(values)
    assert rounded(total) != values[:1].repeat(1_000_000).cumsum()[-1]
