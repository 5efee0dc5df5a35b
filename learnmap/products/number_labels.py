"""Markers and numbers of a sheet, placed so that none covers another."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

_CELL_MM: Final = 0.25
_DIRECTIONS: Final = 16
_GAPS_MM: Final = (0.15, 0.8, 1.8, 3.2, 5.0, 7.5, 10.5, 14.0, 18.0)
"""How far from the marker's rim a number may stand; the nearest free place is taken."""
_CROWD_MM: Final = 5.0
_LEADER_FROM_MM: Final = 0.9


_ROUNDS: Final = 200
_AIR_MM: Final = 0.12


class Label(NamedTuple):
    """A number's box on paper; `leader` tells whether a line has to lead to its marker."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    leader: bool


class Occupied:
    """What of a sheet is taken, in cells of a quarter of a millimetre."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        rows, columns = (math.ceil(side / _CELL_MM) for side in (height_mm, width_mm))
        self._cells: NDArray[np.bool_] = np.zeros((rows, columns), dtype=np.bool_)

    def take(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> None:
        """Mark a box as taken; what of it lies off the sheet does not matter."""
        self._cells[self._window(x_mm, y_mm, width_mm, height_mm)] = True

    def is_free(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> bool:
        """Tell whether a box lies on the sheet and on nothing that is taken."""
        rows, columns = self._cells.shape
        inside = (
            x_mm >= 0
            and y_mm >= 0
            and x_mm + width_mm <= columns * _CELL_MM
            and y_mm + height_mm <= rows * _CELL_MM
        )
        return inside and not self._cells[self._window(x_mm, y_mm, width_mm, height_mm)].any()

    def _window(self, x: float, y: float, width: float, height: float) -> tuple[slice, slice]:
        ends = [(y, y + height), (x, x + width)]
        lows = [max(math.floor(low / _CELL_MM), 0) for low, _ in ends]
        highs = [max(math.ceil(high / _CELL_MM), 0) for _, high in ends]
        return slice(lows[0], highs[0]), slice(lows[1], highs[1])


def part_markers(places_mm: NDArray[np.float64], *, radius_mm: float) -> NDArray[np.float64]:
    """Move markers apart that cover each other, as little as that takes.

    Parameters
    ----------
    places_mm : (n, 2) float64
        Where the points are.
    radius_mm : float
        Of each marker.

    Returns
    -------
    (n, 2) float64
        Where their markers are drawn.
    """
    markers = places_mm.copy()
    least = 2 * radius_mm + _AIR_MM
    for _ in range(_ROUNDS):
        pairs = cKDTree(markers).query_pairs(least - 1e-6, output_type="ndarray")
        if not len(pairs):
            break
        ones, others = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        apart = markers[others] - markers[ones]
        length = np.hypot(*apart.T)
        # Two points at one place part in a direction of their own, by their numbers.
        turn = 2.4 * (ones + others)
        alone = np.column_stack([np.cos(turn), np.sin(turn)])
        unit = np.where(length[:, None] > 1e-9, apart / np.maximum(length, 1e-9)[:, None], alone)
        push = unit * ((least - length) / 2)[:, None]
        np.add.at(markers, ones, -push)
        np.add.at(markers, others, push)
    return markers


def place_labels(
    markers_mm: NDArray[np.float64],
    widths_mm: Sequence[float],
    *,
    height_mm: float,
    radius_mm: float,
    occupied: Occupied,
) -> list[Label | None]:
    """Find a free place beside each marker; the most crowded markers choose first.

    Parameters
    ----------
    markers_mm : (n, 2) float64
        Centres; the markers themselves must be taken already.
    widths_mm : sequence of float
        Of the labels.
    height_mm, radius_mm : float
        Of every label and every marker.
    occupied : Occupied
        Changed: labels are taken as they are placed.

    Returns
    -------
    list of Label or None
        In the order of the markers; None where there is no free place near enough.
    """
    labels: list[Label | None] = [None] * len(markers_mm)
    for index in _crowded_first(markers_mm):
        x, y = markers_mm[index]
        for gap in _GAPS_MM:
            label = _free_place(x, y, widths_mm[index], height_mm, radius_mm + gap, occupied)
            if label is not None:
                labels[index] = label._replace(leader=gap > _LEADER_FROM_MM)
                occupied.take(*label[:4])
                break
    return labels


def _free_place(
    x: float, y: float, width: float, height: float, reach: float, occupied: Occupied
) -> Label | None:
    for step in range(_DIRECTIONS):
        # To the right first, where a reader looks, then alternately up and down from there.
        turn = (step + 1) // 2 * (1 if step % 2 else -1)
        angle = 2 * math.pi * turn / _DIRECTIONS
        across, down = math.cos(angle), math.sin(angle)
        left = x + across * (reach + width / 2) - width / 2
        top = y + down * (reach + height / 2) - height / 2
        if occupied.is_free(left, top, width, height):
            return Label(left, top, width, height, leader=False)
    return None


def _crowded_first(markers_mm: NDArray[np.float64]) -> list[int]:
    """Order markers by how many others lie within the reach of a label."""
    tree = cKDTree(markers_mm)
    counts = np.asarray(tree.query_ball_point(markers_mm, _CROWD_MM, return_length=True))
    return sorted(range(len(markers_mm)), key=lambda index: (-int(counts[index]), index))
