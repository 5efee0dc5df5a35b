"""Bits that say who may walk an edge, and which way."""

from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray


class EdgeFlag(IntFlag):
    """Facts of an edge that cost arrays are made from; directions are those of its geometry."""

    NONE = 0
    STEPS = 1
    NOT_STEP_FREE = 2
    NO_FORWARD = 4
    NO_BACKWARD = 8
    CROSSING_PLAZA = 16
    """A straight way over an open area, not a mapped line."""
    SPAN = 32
    """A bridge or a tunnel: it slopes evenly from end to end, whatever the ground does there."""


ONE_WAY: Final = EdgeFlag.NO_FORWARD | EdgeFlag.NO_BACKWARD
FLAG_COUNT: Final = 256
"""Rows of a table that holds a value for every combination of bits."""


def reversed_flags(flags: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the bits as seen from the other end."""
    other = flags & ~np.uint8(ONE_WAY)
    swapped = np.where(flags & EdgeFlag.NO_FORWARD, EdgeFlag.NO_BACKWARD, 0) | np.where(
        flags & EdgeFlag.NO_BACKWARD, EdgeFlag.NO_FORWARD, 0
    )
    return (other | swapped).astype(np.uint8)
