"""In which areas there is a point, counted on fingers."""

import numpy as np

from learnmap.access import OUTSIDE, presence


def test_areas_with_and_without() -> None:
    found = presence(np.array([2, 0, OUTSIDE, 2, OUTSIDE]), areas=4)
    assert found.points.tolist() == [1, 0, 2, 0]
    assert (found.areas_with, found.outside, found.share) == (2, 2, 0.5)


def test_without_points_and_without_areas() -> None:
    nobody = np.zeros(0, np.int64)
    assert presence(nobody, areas=3).share == 0
    assert presence(nobody, areas=0).share is None
