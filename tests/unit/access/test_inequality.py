"""Gini coefficient and Palma ratio: published, and by hand."""

import math

import numpy as np
import pytest

from learnmap.access import Inequality, inequality


def measured(values: list[float], residents: list[float] | None = None) -> Inequality:
    people = np.ones(len(values)) if residents is None else np.array(residents)
    found = inequality(np.array(values), people)
    assert found is not None
    return found


def test_the_gini_is_that_which_is_published() -> None:
    # The example of R's packages ineq and acid, whose manual prints 0.4620911.
    incomes = [541.0, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    assert measured(incomes).gini == pytest.approx(0.4620911, abs=5e-8)


def test_the_palma_by_hand() -> None:
    # Of 1 to 10 the highest has 10, and the lowest four have 1 + 2 + 3 + 4.
    assert measured([*map(float, range(10, 0, -1))]).palma == pytest.approx(1.0)
    # A tenth of 55 residents are 5.5 of those with 10; four tenths are 22: all of the first six
    # groups, 1 + 4 + ... + 36, and one of those with 7.
    groups = [float(n) for n in range(1, 11)]
    assert measured(groups, groups).palma == pytest.approx(55 / 98)


def test_where_all_have_the_same() -> None:
    found = measured([3.0, 3.0, 3.0], [1.0, 5.0, 70.0])
    assert found.gini == pytest.approx(0, abs=1e-15)
    assert found.palma == pytest.approx(0.25)


def test_where_one_tenth_has_all() -> None:
    found = measured([0.0, 7.0], [9.0, 1.0])
    assert found.gini == pytest.approx(0.9)
    assert found.palma == math.inf


def test_nothing_to_share_and_nobody_are_no_figure() -> None:
    assert inequality(np.zeros(3), np.ones(3)) is None
    assert inequality(np.ones(3), np.zeros(3)) is None
    assert inequality(np.zeros(0), np.zeros(0)) is None
