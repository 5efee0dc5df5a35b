"""From degrees to millimetres on a sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import Box

_EQUATOR_M: Final = 2 * math.pi * 6378137.0
_PADDING: Final = 0.035
"""Of the frame's width and height left free round the outermost points."""
_LEAST_M: Final = 1000.0
"""A map of one point still shows its surroundings."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A map's frame on paper: Web Mercator, north up, one scale at its centre.

    Mercator keeps angles, and over a city its scale changes by less than a line's width; lengths
    are by the scale at the centre and never taken from the plane itself.

    Attributes
    ----------
    width_mm, height_mm : float
    west, north : float
        Of the frame, in the plane of tiles: 0..1, y downwards.
    mm_per_unit : float
        Paper for one unit of that plane.
    metres_per_mm : float
        Ground at the centre.
    """

    width_mm: float
    height_mm: float
    west: float
    north: float
    mm_per_unit: float
    metres_per_mm: float

    def place(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put (n, 2) places of the plane of tiles on paper: millimetres from the upper left."""
        return (world - [self.west, self.north]) * self.mm_per_unit

    def project(self, lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put (n, 2) degrees on paper."""
        return self.place(to_world(lon_lat))

    @property
    def scale(self) -> float:
        """The denominator of the map's scale."""
        return self.metres_per_mm * 1000


def to_world(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put (n, 2) degrees, longitude first, on the plane of tiles: 0..1, y downwards."""
    sine = np.sin(np.radians(lon_lat[:, 1]))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.column_stack([lon_lat[:, 0] / 360 + 0.5, y])


def fit_frame(bounds: Box, *, width_mm: float, height_mm: float) -> Frame:
    """Return the frame that shows a box as large as it can be."""
    corners = to_world(np.array([[bounds[0], bounds[3]], [bounds[2], bounds[1]]]))
    centre = corners.mean(axis=0)
    metres_per_unit = _EQUATOR_M * math.cos(math.radians((bounds[1] + bounds[3]) / 2))
    spans = np.maximum(corners[1] - corners[0], _LEAST_M / metres_per_unit)
    room = np.array([width_mm, height_mm]) * (1 - 2 * _PADDING)
    mm_per_unit = float((room / spans).min())
    half = np.array([width_mm, height_mm]) / mm_per_unit / 2
    return Frame(
        width_mm,
        height_mm,
        float(centre[0] - half[0]),
        float(centre[1] - half[1]),
        mm_per_unit,
        metres_per_unit / mm_per_unit,
    )


def bar_metres(frame: Frame, *, most_mm: float) -> int:
    """Return the longest round length, 1, 2 or 5 times a power of ten, within `most_mm`."""
    most = most_mm * frame.metres_per_mm
    power = 10 ** math.floor(math.log10(most))
    return max(int(step * power) for step in (1, 2, 5) if step * power <= most)


def path_data(lines: Sequence[NDArray[np.float64]], *, closed: bool) -> str:
    """Return lines on paper as the ``d`` of an SVG path, in hundredths of a millimetre."""
    end = "Z" if closed else ""
    return "".join(
        "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in line.tolist()) + end
        for line in lines
        if len(line) > 1
    )
