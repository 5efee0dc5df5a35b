"""Findings: what of an explanation is worth a sentence, in the order in which it is told.

What counts as little, long or few decides what is told, not what is computed.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from learnmap.catchment.explanation import BEYOND_CUTOFF, NEAR_M, Explanation, TimedCut
from learnmap.catchment.finding import LONG_S, MOST, SOME_M, Finding, where
from learnmap.catchment.weak_directions import weak_directions
from learnmap.network import SnapStatus
from learnmap.network.cuts import Cut
from learnmap.network.parts import GAP_LOOK_M
from learnmap.network.passed_over import PassedOver, WhyNot

GRID_SHARE: Final = 2 / math.pi
"""Of the open circle on an endless fine grid of streets: there, a walk of r along two axes
reaches a square with the diagonal 2 r, whose area is 2 r^2."""

_DOOR_S: Final = 60.0
"""A way from the street to the door that is told of."""
_AT_M: Final = 0.5
_LEAST_M: Final = 1.0
"""Less of a street is the corner of one."""

Street = Mapping[str, Any]


def findings(explanation: Explanation, *, entrance: bool) -> list[Finding]:
    """Return what is worth telling of an explanation.

    Parameters
    ----------
    explanation : Explanation
    entrance : bool
        Whether the place is an entrance; else it is the site itself.
    """
    told = _Told(explanation, "entrance" if entrance else "site")
    if explanation.joint.status == SnapStatus.SNAPPED:
        return list(told.catchment())
    return list(told.no_catchment())


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells of one explanation."""

    of: Explanation
    door: str

    def catchment(self) -> Iterator[Finding]:
        """Tell of a catchment that there is."""
        joint, widest = self.of.joint, self.of.bands[-1]
        values = {"street": self._street(joint.edge), "door": self.door}
        if joint.distance_m < _AT_M:
            yield Finding("joined_at", values)
        else:
            yield Finding("joined", {**values, "distance_m": joint.distance_m})
        yield from (
            Finding("across", {"obstacle": what, "door": self.door}) for what in joint.across
        )
        yield from self._passed_over(self.of.passed_over)
        yield from self._part()
        yield from self._door()
        if not widest.polygon.is_empty:
            yield Finding(
                "ratio",
                {
                    "time_s": widest.cutoff_s,
                    "area_m2": widest.area_m2,
                    "radius_m": widest.radius_m,
                    "circle_share": widest.ratio,
                    "grid_share": GRID_SHARE,
                },
            )
        yield from weak_directions(self.of)
        yield from self._cuts()
        yield from self._excluded_near()
        yield from self._outline()
        yield from self._ends()

    def no_catchment(self) -> Iterator[Finding]:
        """Tell why there is none."""
        of, joint = self.of, self.of.joint
        if joint.edge < 0:
            yield Finding("nothing_near")
        elif joint.status == SnapStatus.TOO_FAR:
            yield Finding(
                "too_far",
                {
                    "street": self._street(joint.edge),
                    "door": self.door,
                    "distance_m": joint.distance_m,
                    "limit_m": of.snap_limit_m,
                },
            )
        else:
            yield from self._island()
        told = (WhyNot.EXCLUDED, WhyNot.NOT_PASSABLE)
        yield from self._passed_over([street for street in of.passed_over if street.why in told])
        yield from self._excluded_near()

    def _island(self) -> Iterator[Finding]:
        of, joint = self.of, self.of.joint
        if joint.part is None:
            return
        yield Finding(
            "island",
            {
                "street": self._street(joint.edge),
                "door": self.door,
                "distance_m": joint.distance_m,
                "part_m": joint.part.length_m,
            },
        )
        for cut in joint.links.cuts[:MOST]:
            yield Finding("link", self._place(cut))
        ways = of.around.graph.excluded
        reasons = ways.reasons()
        for row in joint.links.excluded[:MOST]:
            values = {"street": _unnamed(int(ways.way[row])), "tag": reasons[ways.reason[row]]}
            yield Finding("link_excluded", values)
        if not (joint.links.cuts or joint.links.excluded):
            yield self._gap()
        if joint.mainland_m is not None:
            yield Finding("mainland", {"distance_m": joint.mainland_m, "limit_m": of.snap_limit_m})

    def _gap(self) -> Finding:
        gap = self.of.joint.gap
        if gap is None:
            return Finding("gap_none", {"look_m": GAP_LOOK_M})
        code = "gap" if gap.length >= _AT_M else "gap_touches"
        middle = gap.interpolate(0.5, normalized=True)
        return Finding(code, {"gap_m": gap.length, **where((middle.x, middle.y))})

    def _passed_over(self, streets: Sequence[PassedOver]) -> Iterator[Finding]:
        for street in streets[:MOST]:
            named = _unnamed(street.way) if street.edge < 0 else self._street(street.edge)
            yield Finding(
                f"passed_{street.why}",
                {"street": named, "distance_m": street.distance_m, "tag": street.tag},
            )

    def _part(self) -> Iterator[Finding]:
        part = self.of.joint.part
        if part is not None:
            yield Finding("part", {"part_m": part.length_m, "part_share": part.share})

    def _door(self) -> Iterator[Finding]:
        """Tell of what the way from the street to the door takes of the time."""
        door_s = self.of.joint.distance_m / self.of.costs.profile.speed_m_per_s
        empty = [band.cutoff_s for band in self.of.bands if band.polygon.is_empty]
        if empty:
            yield Finding("door_too_long", {"door_s": door_s, "time_s": empty[-1]})
        elif door_s >= _DOOR_S:
            yield Finding("door", {"door_s": door_s})

    def _cuts(self) -> Iterator[Finding]:
        by_kind: dict[str, list[TimedCut]] = {}
        for cut in self.of.ways_round(LONG_S):
            by_kind.setdefault(cut.cut.kind, []).append(cut)
        for cuts in by_kind.values():
            worst = min(cuts, key=lambda cut: (-cut.round_s, cut.soon_s))
            shut = math.isinf(worst.late_s)
            yield Finding(
                "cut_shut" if shut else "cut",
                {
                    **self._place(worst.cut),
                    "count": len(cuts),
                    "soon_s": worst.soon_s,
                    "late_s": BEYOND_CUTOFF * self.of.bands[-1].cutoff_s if shut else worst.late_s,
                },
            )

    def _excluded_near(self) -> Iterator[Finding]:
        closed = [
            Finding("closed", {"tag": tag.tag, "length_m": tag.near_m})
            for tag in self.of.excluded_tags()
            if tag.near_m >= _LEAST_M
        ]
        code = "excluded_near" if closed else "excluded_none"
        yield Finding(code, {"near_m": NEAR_M, "closed": tuple(closed)})

    def _outline(self) -> Iterator[Finding]:
        for obstacle in self.of.obstacles:
            if obstacle.outline_m >= SOME_M:
                code = f"outline_{obstacle.kind.name.lower()}"
                yield Finding(code, {"length_m": obstacle.outline_m})

    def _ends(self) -> Iterator[Finding]:
        ends = self.of.ends
        if count := int((ends.excluded >= 0).sum()):
            yield Finding("ends", {"count": len(ends.node), "excluded_count": count})

    def _street(self, edge: int) -> Street:
        name, english = self.of.name_of(edge)
        return {"name": name, "name_en": english, "way": int(self.of.around.graph.edge_way[edge])}

    def _place(self, cut: Cut) -> dict[str, Any]:
        street = {"street": self._street(cut.edge), **where(cut.metres)}
        return {**street, "kind": cut.kind.value, "kinds": cut.kind.value}


def _unnamed(way: int) -> Street:
    return {"name": "", "name_en": "", "way": way}
