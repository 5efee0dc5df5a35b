"""Why residents have no learning point within reach, in the order in which reasons are looked for.

What needs least to be mended goes before what needs more: a point that is there may open or get
more places, steps may get a ramp beside them, a barrier a crossing; else a point is missing.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from learnmap.model.languages import Names


class GapReason(IntEnum):
    """The first of these that is true of a home that no point covers."""

    NO_STREET = 1
    """The home joins no street within the limit, or only an island."""
    ONLY_CLOSED = 2
    """A point is within the cutoff that is closed, for a time or for good, or only planned."""
    ONLY_FULL = 3
    """An open point is within the cutoff, and each that is has no free place."""
    ONLY_BY_STAIRS = 4
    """An open point would be within the cutoff if steps could be taken, at the same pace."""
    WATER = 5
    """An open point is near enough as the crow flies, the walk is longer than a grid of streets
    makes it, and water lies between."""
    RAILWAY = 6
    """As `WATER`, and not water but a railway or motorway lies between."""
    DETOUR = 7
    """As `WATER`, and neither lies between: the streets go a long way round."""
    FAR = 8
    """No open point is near enough: as the crow flies, or by streets as straight as a grid's."""

    @property
    def code(self) -> str:
        """Name in tables and files."""
        return self.name.lower()


GAP_REASON_NAMES: Final[Mapping[GapReason, Names]] = MappingProxyType(
    {
        GapReason.NO_STREET: {"zh": "附近没有可步行的道路", "en": "no street near"},
        GapReason.ONLY_CLOSED: {"zh": "附近的学习点未开放", "en": "only points that are not open"},
        GapReason.ONLY_FULL: {"zh": "附近的学习点已满", "en": "only full points"},
        GapReason.ONLY_BY_STAIRS: {"zh": "须走台阶才能到达", "en": "only by stairs"},
        GapReason.WATER: {"zh": "有河流等水域阻隔", "en": "water between"},
        GapReason.RAILWAY: {
            "zh": "有铁路或高速公路阻隔",
            "en": "a railway or motorway between",
        },
        GapReason.DETOUR: {"zh": "道路绕行过远", "en": "a long way round by the streets"},
        GapReason.FAR: {"zh": "附近没有开放的学习点", "en": "no open point near"},
    }
)
