"""Weak directions: where a catchment covers little of the open circle, and what may be why."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from learnmap.catchment.directions import Eighth
from learnmap.catchment.explanation import Explanation
from learnmap.catchment.finding import LONG_S, MOST, SOME_M, Finding, direction_to
from learnmap.network.surroundings import DIRECTIONS

_WEAK: Final = 0.35
"""A direction of which the catchment covers less is told of."""
_MUCH: Final = 0.25
"""A part of what is not covered that explains it."""
_MOSTLY: Final = 0.5
"""A part of the land among it that explains it by lying behind something."""
_FEW_M_PER_KM2: Final = 3000.0
"""Streets at most so dense are few: a grid of 650 m has as many."""

_Weak = tuple[Eighth, list[Finding]]
"""A direction and its causes."""


def weak_directions(of: Explanation) -> list[Finding]:
    """Return the directions of which little is covered, those that lack most first.

    Directions side by side with the same first cause are told of together.
    """
    weak = [(eighth, causes_of(of, eighth)) for eighth in of.eighths if eighth.share < _WEAK]
    groups: list[_Weak] = []
    for eighth, causes in _from_a_change(weak):
        if groups and _belongs(groups[-1], (eighth, causes)):
            together = groups[-1][0] + eighth
            groups[-1] = together, causes_of(of, together)
        else:
            groups.append((eighth, causes))
    groups.sort(key=lambda group: (group[0].covered_m2 - group[0].area_m2, group[0].directions))
    return [
        Finding(
            "direction",
            {
                "directions": eighth.directions,
                "circle_share": eighth.share,
                "causes": tuple(causes),
            },
        )
        for eighth, causes in groups[:MOST]
    ]


def causes_of(of: Explanation, eighth: Eighth) -> list[Finding]:
    """Return what may be why so little of a direction is covered; at least one cause."""
    uncovered_m2 = eighth.uncovered_m2
    much_land = eighth.land_m2 >= _MUCH * uncovered_m2
    causes = [
        Finding(code, {"rest_share": part_m2 / uncovered_m2})
        for code, part_m2 in (("beyond", eighth.beyond_m2), ("water", eighth.water_m2))
        if part_m2 >= _MUCH * uncovered_m2
    ]
    causes += [
        Finding(f"behind_{kind}", {"land_share": min(1.0, behind_m2 / eighth.land_m2)})
        for kind, behind_m2 in eighth.behind_m2.items()
        if much_land and behind_m2 >= _MOSTLY * eighth.land_m2
    ]
    cuts = [
        cut for cut in of.ways_round(LONG_S) if direction_to(cut.cut.metres) in eighth.directions
    ]
    if cuts:
        causes.append(Finding("cuts", {"count": len(cuts)}))
    causes += [
        Finding("excluded", {"tag": tag, "length_m": metres})
        for tag, metres in _longest(eighth.excluded_m)
    ]
    if much_land or not causes:
        few = eighth.street_m < _FEW_M_PER_KM2 * eighth.land_m2 / 1e6
        causes.append(Finding("few_streets" if few else "detour", {"street_m": eighth.street_m}))
    return causes


def _longest(metres: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return what is long enough to be told of, the longest first."""
    some = [(what, length) for what, length in metres.items() if length >= SOME_M]
    return sorted(some, key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _from_a_change(weak: Sequence[_Weak]) -> list[_Weak]:
    """Turn the compass so that directions that belong together are not torn apart."""
    for first in range(len(weak)):
        if not _belongs(weak[first - 1], weak[first]):
            return [*weak[first:], *weak[:first]]
    return list(weak)


def _belongs(one: _Weak, other: _Weak) -> bool:
    """Tell whether a direction lies beside another, clockwise, and has the same first cause."""
    after = DIRECTIONS.index(one[0].directions[-1]) + 1
    beside = DIRECTIONS[after % len(DIRECTIONS)] == other[0].directions[0]
    return beside and _cause(one) == _cause(other)


def _cause(weak: _Weak) -> tuple[str, Any]:
    return weak[1][0].code, weak[1][0].values.get("tag")
