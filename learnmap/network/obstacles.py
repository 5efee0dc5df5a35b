"""Obstacles: what nobody walks across off the street, and where it lies.

Water, railways and motorways that an extract shows stop a walker who leaves the street. Water
areas are cut along the cells of the index (`learnmap.network.cells`), so that what lies near a
place is found without the whole river; a cut runs through the water and changes nothing. No bank
or line is simplified: quays and embankments share their vertices with streets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from learnmap.network.cells import CellIndex, index_lines

Degrees = tuple[float, float]


class ObstacleKind(IntEnum):
    """What an obstacle is."""

    WATER = 0
    """A closed ring round a part of a water area; the parts do not overlap, holes are rings too."""
    WATERWAY = 1
    """The line of a river or canal, a coast, or the bank of water that an extract cuts off."""
    RAILWAY = 2
    MOTORWAY = 3


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Lines that cannot be crossed off the street.

    Attributes
    ----------
    offset : (o + 1,) int32
        Where each line's vertices begin.
    x, y : (k,) int32
        Longitude and latitude in units of 1e-7 degrees.
    kind : (o,) uint8
        `ObstacleKind`.
    cells : CellIndex
    """

    offset: NDArray[np.int32]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    kind: NDArray[np.uint8]
    cells: CellIndex


def pack_obstacles(lines: Iterable[tuple[ObstacleKind, Sequence[Degrees]]]) -> Obstacles:
    """Make arrays of obstacles, the same whatever order they come in.

    Parameters
    ----------
    lines : iterable of (ObstacleKind, sequence of (float, float))
        Kind, and longitudes and latitudes of at least two vertices.
    """
    steps = sorted(
        (int(kind), [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in line])
        for kind, line in lines
    )
    offset = np.zeros(len(steps) + 1, np.int32)
    np.cumsum([len(line) for _, line in steps], out=offset[1:])
    vertices = np.array([place for _, line in steps for place in line], np.int32).reshape(-1, 2)
    x, y = vertices[:, 0].copy(), vertices[:, 1].copy()
    kind = np.array([code for code, _ in steps], np.uint8)
    return Obstacles(offset, x, y, kind, index_lines(offset, x, y))
