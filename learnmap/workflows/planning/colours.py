"""Colours of planners' maps: they differ in lightness, too, and a legend always names them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from learnmap.model.gap_reasons import GapReason

_NEAR_TO_FAR: Final = ("#12395b", "#2f74a3", "#7fb5d4", "#f2c08a", "#e08a4a")
BEYOND: Final = "#a3243b"
"""Farther than was looked for."""
NOWHERE: Final = "#8d8d8d"
"""On no street, or unknown."""
SHARES: Final = ((0.5, "#a3243b"), (0.7, "#e08a4a"), (0.85, "#f2c08a"), (0.95, "#7fb5d4"))
"""Shares below which an area is drawn so."""
ABOVE: Final = "#12395b"
"""Higher shares."""
OF_REASON: Final[Mapping[GapReason, str]] = MappingProxyType(
    {
        GapReason.NO_STREET: "#6b6b6b",
        GapReason.ONLY_CLOSED: "#8a2d6b",
        GapReason.ONLY_FULL: "#c98bb9",
        GapReason.ONLY_BY_STAIRS: "#e0b13a",
        GapReason.WATER: "#2f74a3",
        GapReason.RAILWAY: "#5b3a1e",
        GapReason.DETOUR: "#e08a4a",
        GapReason.FAR: "#a3243b",
    }
)


def near_to_far(count: int) -> list[str]:
    """Return colours of so many steps of walking time, five at most without a repeat."""
    ramp = np.linspace(0, len(_NEAR_TO_FAR) - 1, count).round().astype(int)
    return [_NEAR_TO_FAR[k] for k in ramp.tolist()]
