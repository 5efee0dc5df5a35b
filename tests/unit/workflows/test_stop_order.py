"""The order of stops that is walked soonest, against every order there is."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from learnmap.workflows.stop_order import EXACT_STOPS, shortest_order


def length(times: np.ndarray, order: tuple[int, ...]) -> float:
    return float(sum(times[a, b] for a, b in pairwise(order)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_none_of_all_orders_is_shorter(seed: int, count: int) -> None:
    # Streets may be one-way, so that there and back differ.
    times = np.random.default_rng(seed).uniform(60, 900, (count, count))
    order = shortest_order(times)
    every = [(0, *rest) for rest in permutations(range(1, count))]
    assert sorted(order) == list(range(count))
    assert length(times, tuple(order)) == pytest.approx(min(length(times, o) for o in every))


def test_a_leg_that_cannot_be_walked_is_avoided_where_it_can_be() -> None:
    times = np.array(
        [[0, 1, 1, 1], [1, 0, np.inf, 900], [1, np.inf, 0, 900], [1, 900, 900, 0]], np.float64
    )
    # 1 and 2 are not walked between, so 3 lies in the middle, however far.
    assert shortest_order(times) in ([0, 1, 3, 2], [0, 2, 3, 1])
    times[3, :3] = times[:3, 3] = np.inf
    assert sorted(shortest_order(times)) == [0, 1, 2, 3]


@pytest.mark.parametrize("count", [EXACT_STOPS, EXACT_STOPS + 1, 40])
def test_stops_along_a_street_are_walked_along_it(count: int) -> None:
    rng = np.random.default_rng(count)
    along = np.concatenate([[0.0], rng.permutation(np.arange(1.0, count))])
    times = np.abs(along[:, None] - along[None, :])
    assert along[shortest_order(times)].tolist() == sorted(along.tolist())
