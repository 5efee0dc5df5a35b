"""Seats per resident: by hand, and beside PySAL's access."""

import math

import numpy as np
import pandas as pd
import pytest
from access.fca import two_stage_fca
from access.weights import step_fn

from learnmap.access import (
    OUTSIDE,
    STEPS,
    WalkTimes,
    seats_by_area,
    seats_per_resident,
    walk_weights,
)
from learnmap.model.errors import InvalidInputError

CUTOFFS_S = (300, 600, 900)
FAR = math.inf
TIMES = np.array(
    [
        [200.0, 500.0, FAR],
        [600.0, 300.0, 800.0],
        [901.0, FAR, 900.0],
    ]
)
"""Seconds from three homes, a row each, to three points."""
RESIDENTS = np.array([100.0, 200.0, 300.0])


def walks_of(times: np.ndarray) -> WalkTimes:
    """Return all pairs within the last cutoff, by point and then by home."""
    within = times <= CUTOFFS_S[-1]
    point, home = np.nonzero(within.T)
    return WalkTimes(point.astype(np.int32), home.astype(np.int32), times[home, point])


def stepped(walks: WalkTimes) -> np.ndarray:
    return walk_weights(walks.time_s, cutoffs_s=CUTOFFS_S, decay="stepped")


def test_three_homes_share_three_points_as_on_paper() -> None:
    walks = walks_of(TIMES)
    found = seats_per_resident(
        walks, stepped(walks), residents=RESIDENTS, seats=np.array([59.0, 67.0, 11.0])
    )
    # 100 + 0.68 * 200 share 59 seats, 0.68 * 100 + 200 share 67, 0.22 * (200 + 300) share 11.
    np.testing.assert_allclose(found.at_point, [0.25, 0.25, 0.1], rtol=1e-12)
    # 0.25 + 0.68 * 0.25; 0.68 * 0.25 + 0.25 + 0.22 * 0.1; 0.22 * 0.1.
    np.testing.assert_allclose(found.at_home, [0.42, 0.442, 0.022], rtol=1e-12)
    assert found.at_home @ RESIDENTS == pytest.approx(59 + 67 + 11, rel=1e-12)


def test_a_point_whose_seats_nobody_knows_is_left_out_and_told() -> None:
    walks = walks_of(TIMES)
    found = seats_per_resident(
        walks, stepped(walks), residents=RESIDENTS, seats=np.array([59.0, math.nan, 0.0])
    )
    np.testing.assert_allclose(found.at_point, [0.25, math.nan, 0.0], rtol=1e-12)
    np.testing.assert_allclose(found.at_home, [0.25, 0.17, 0.0], rtol=1e-12)


def test_a_point_that_nobody_reaches_gives_no_seat() -> None:
    walks = walks_of(np.array([[100.0, FAR]]))
    found = seats_per_resident(
        walks, stepped(walks), residents=np.array([4.0]), seats=np.array([2.0, 50.0])
    )
    np.testing.assert_allclose(found.at_point, [0.5, math.nan])
    assert found.at_home.tolist() == [0.5]


@pytest.mark.parametrize("seed", range(5))
def test_seats_are_those_of_pysal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    times = rng.integers(1, 1300, (30, 12)).astype(float)
    people = rng.integers(1, 500, 30).astype(np.float64)
    seats = rng.integers(5, 200, 12).astype(np.float64)
    walks = walks_of(times)
    ours = seats_per_resident(walks, stepped(walks), residents=people, seats=seats)
    homes, points = (axis.ravel() for axis in np.indices(times.shape))
    theirs = two_stage_fca(
        demand_df=pd.DataFrame({"demand": people}, index=pd.Index(range(30), name="geoid")),
        supply_df=pd.DataFrame({"supply": seats}, index=pd.Index(range(12), name="geoid")),
        cost_df=pd.DataFrame({"origin": homes, "dest": points, "cost": times.ravel()}),
        max_cost=CUTOFFS_S[-1],
        demand_index=True,
        supply_index=True,
        weight_fn=step_fn(dict(zip(CUTOFFS_S, STEPS, strict=True))),
    )
    np.testing.assert_allclose(ours.at_home, theirs.reindex(range(30)).fillna(0), rtol=1e-9)


def test_weights_at_the_ends_of_zones() -> None:
    times = np.array([0.0, 300.0, 300.5, 600.0, 900.0, 900.5, FAR, math.nan])
    found = walk_weights(times, cutoffs_s=CUTOFFS_S, decay="stepped")
    assert found.tolist() == [1.0, 1.0, 0.68, 0.68, 0.22, 0.0, 0.0, 0.0]


def test_the_gaussian_falls_from_one_to_nothing() -> None:
    times = np.array([0.0, 450.0, 900.0, 901.0, FAR])
    found = walk_weights(times, cutoffs_s=(450, 900), decay="gaussian")
    # exp(-1/8) = 0.882497, exp(-1/2) = 0.606531.
    half = (0.882497 - 0.606531) / (1 - 0.606531)
    np.testing.assert_allclose(found, [1, half, 0, 0, 0], atol=2e-6)


def test_steps_are_for_three_zones() -> None:
    with pytest.raises(InvalidInputError, match="city has 2 cutoffs; ask for the gaussian"):
        walk_weights(np.zeros(1), cutoffs_s=(300, 600), decay="stepped")


def test_the_seats_of_areas_and_who_has_none() -> None:
    found = seats_by_area(
        np.array([0.5, 0.0, 0.0, 0.25, 0.0]),
        np.array([True, True, False, True, True]),
        np.array([10.0, 20.0, 30.0, 40.0, 50.0]),
        np.array([0, 0, 0, OUTSIDE, 2]),
        areas=3,
    )
    told = [(one.area, one.seats, one.served, one.unserved, one.unplaced) for one in found]
    assert told == [
        (0, 5.0, 10.0, 20.0, 30.0),
        (1, 0.0, 0.0, 0.0, 0.0),
        (2, 0.0, 0.0, 50.0, 0.0),
        (OUTSIDE, 10.0, 40.0, 0.0, 0.0),
    ]
    assert [one.per_100 for one in found] == [pytest.approx(100 * 5 / 60), None, 0.0, 25.0]
