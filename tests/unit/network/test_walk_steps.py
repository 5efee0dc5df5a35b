"""How much of a walk is steps."""

from pathlib import Path

import pytest

from tests.unit.network.drawing import Drawing


def test_steps_on_the_way_are_counted_and_the_way_round_has_none(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, east_m, north_m in ((1, 0, 0), (2, 100, 0), (3, 140, 0), (4, 240, 0), (5, 120, 90)):
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2], "highway=residential")
    drawing.way([2, 3], "highway=steps")
    drawing.way([3, 4], "highway=residential")
    drawing.way([2, 5, 3], "highway=residential")
    town = drawing.town(tmp_path)
    adult, step_free = (town.walk(1, 4, profile) for profile in ("adult", "step_free"))
    assert adult
    assert adult.steps_m == pytest.approx(40, abs=0.1)
    assert adult.length_m == pytest.approx(240, abs=0.3)
    assert step_free
    assert step_free.steps_m == 0
    # From the middle of the steps only what is walked of them counts.
    part = town.walk_between(drawing.at(110, 0), drawing.at(240, 0))
    assert part
    assert part.steps_m == pytest.approx(30, abs=0.1)
