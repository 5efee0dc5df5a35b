"""Markers and numbers of a crowded sheet."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from learnmap.products.number_labels import Occupied, part_markers, place_labels

SIDE_MM = 200.0


@pytest.fixture(scope="module")
def crowd() -> np.ndarray:
    """Return 300 places in millimetres: a dense middle, and three at one place."""
    rng = np.random.default_rng(4)
    places = rng.normal(SIDE_MM / 2, 45, (300, 2)).clip(5, SIDE_MM - 5)
    places[:3] = SIDE_MM / 2
    return places


def test_parted_markers_do_not_cover_each_other_and_stay_near(crowd: np.ndarray) -> None:
    parted = part_markers(crowd, radius_mm=1.25)
    assert pdist(parted).min() > 2 * 1.25
    assert np.hypot(*(parted - crowd).T).max() < 6.0


def test_markers_with_room_stay_where_they_are() -> None:
    apart = np.array([[10.0, 10.0], [13.0, 10.0]])
    assert np.array_equal(part_markers(apart, radius_mm=1.25), apart)


def test_labels_lie_on_the_sheet_and_on_nothing_else(crowd: np.ndarray) -> None:
    markers = part_markers(crowd, radius_mm=1.25)
    occupied = Occupied(SIDE_MM, SIDE_MM)
    for x, y in markers:
        occupied.take(x - 1.25, y - 1.25, 2.5, 2.5)
    labels = place_labels(
        markers, [3.8] * len(markers), height_mm=1.95, radius_mm=1.25, occupied=occupied
    )
    boxes = np.array([label[:4] for label in labels if label is not None])
    assert len(boxes) == len(markers)
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    assert low.min() >= 0
    assert high.max() <= SIDE_MM
    for index in range(len(boxes)):
        cover = ((low < high[index] - 1e-9) & (high > low[index] + 1e-9)).all(axis=1)
        assert np.flatnonzero(cover).tolist() == [index]
        nearest = np.clip(markers, low[index], high[index])
        assert np.hypot(*(markers - nearest).T).min() >= 1.25 - 1e-9


def test_a_full_sheet_leaves_a_number_out() -> None:
    occupied = Occupied(30, 30)
    occupied.take(0, 0, 30, 30)
    labels = place_labels(
        np.array([[15.0, 15.0]]), [3.0], height_mm=2, radius_mm=1, occupied=occupied
    )
    assert labels == [None]
