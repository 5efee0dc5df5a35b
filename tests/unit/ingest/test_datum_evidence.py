"""When distances speak for a datum, and when they may be chance."""

import numpy as np
import pytest
from numpy.typing import NDArray

from learnmap.ingest.datum_evidence import weigh

SHIFTS = np.array([[0.0, 500.0, 1200.0], [500.0, 0.0, 900.0], [1200.0, 900.0, 0.0]])


def rows(*groups: tuple[int, tuple[float, float, float]]) -> NDArray[np.float64]:
    return np.array([row for count, row in groups for _ in range(count)])


def test_seven_of_seven_are_no_chance() -> None:
    found = weigh("namesakes", rows((7, (480, 20, 900))), SHIFTS)
    assert (found.best, found.verdict) == ("gcj02", "clear")
    assert found.p_value == pytest.approx(1 / 128)
    assert found.median_m == {"wgs84": 480, "gcj02": 20, "bd09": 900}
    assert found.nearest == {"wgs84": 0, "gcj02": 7, "bd09": 0}


def test_six_of_six_may_be_chance() -> None:
    found = weigh("namesakes", rows((6, (480, 20, 900))), SHIFTS)
    assert (found.best, found.verdict) == (None, "few")
    assert found.p_value == pytest.approx(1 / 64)


def test_eight_of_ten_may_be_chance() -> None:
    # Of 1024 ways that ten coins fall, 1 + 10 + 45 show at least eight heads.
    found = weigh("namesakes", rows((8, (480, 20, 900)), (2, (20, 480, 1200))), SHIFTS)
    assert (found.best, found.verdict) == (None, "even")
    assert found.p_value == pytest.approx(56 / 1024)


def test_a_datum_that_brings_nothing_near_does_not_fit() -> None:
    found = weigh("namesakes", rows((30, (1200, 800, 1600))), SHIFTS)
    assert (found.best, found.verdict) == (None, "far")


def test_ties_say_nothing() -> None:
    found = weigh("areas", rows((90, (0, 0, 0)), (9, (400, 0, 700))), SHIFTS)
    assert found.best == "gcj02"
    assert found.p_value == pytest.approx(2**-9)
    assert found.nearest == {"wgs84": 0, "gcj02": 9, "bd09": 0}


def test_the_nearest_street_never_decides() -> None:
    assert weigh("streets", rows((500, (60, 10, 60))), SHIFTS).best is None
