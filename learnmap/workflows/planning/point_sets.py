"""Sets of open points that are looked at together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.kinds import MAPS
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.open_hours import OPEN_ON, is_open_on
from learnmap.workflows.planning.taught import taught_at

ALL: Final = "all"
"""In the place of codes: each that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetsWanted:
    """Which sets of points are asked for; with none of them all open points are one.

    Attributes
    ----------
    kinds, maps, categories, open_on : sequence of str
        Each code is a set of its own, `ALL` is each that there is.
    step_free : bool
        The points known to be step-free, too.
    """

    kinds: Sequence[str] = ()
    maps: Sequence[str] = ()
    categories: Sequence[str] = ()
    open_on: Sequence[str] = ()
    step_free: bool = False

    @classmethod
    def alone(cls, one: "PointSet") -> "SetsWanted":
        """Return the wish for one set and no other."""

        def code(by: str) -> Sequence[str]:
            return (one.code,) if one.by == by else ()

        return cls(
            kinds=code("kind"),
            maps=code("map"),
            categories=code("category"),
            open_on=code("open"),
            step_free=one.by == "step_free",
        )


ALL_POINTS: Final = SetsWanted()


@dataclass(frozen=True, slots=True)
class PointSet:
    """Open points that are looked at together.

    Attributes
    ----------
    by : str
        ``all``; ``kind`` or ``map``; ``category``: something of it is taught there that is not
        over; ``open``: the door is open on evenings or at weekends, as `is_open_on` says; or
        ``step_free``.
    code : str
        Of the kind, map or category, ``evenings``, ``weekends`` or ``step_free``; empty for all.
    unknown : int
        Open points of which is not known whether they belong to the set; they count as not in it.
        Of a category those are the points of which nothing is on record that is taught there.
    """

    by: Literal["all", "kind", "map", "category", "open", "step_free"]
    code: str = ""
    unknown: int = 0


ChosenSet = tuple[PointSet, NDArray[np.bool_]]
"""A set, and (p,) which of `PlanningInputs.open_points` are in it."""


def point_sets(inputs: PlanningInputs, wanted: SetsWanted) -> list[ChosenSet]:
    """Return the sets that are asked for: by map, kind, category, hours, and step-free.

    Raises
    ------
    InvalidInputError
        For a code that there is not.
    NotReadyError
        When categories are asked for and none is on record, or hours and no point is open.
    """
    chosen = [
        *_by_map(inputs, wanted.maps),
        *_by_kind(inputs, wanted.kinds),
        *_by_category(inputs, wanted.categories),
        *_by_hours(inputs, wanted.open_on),
        *(_step_free(inputs) if wanted.step_free else ()),
    ]
    return chosen or [(PointSet("all"), np.ones(len(inputs.open_points), np.bool_))]


def _by_map(inputs: PlanningInputs, maps: Sequence[str]) -> Iterator[ChosenSet]:
    of_point = np.array([one.point.kind for one in inputs.open_points])
    for name in _chosen(maps, MAPS, "map"):
        shown = [kind.code for kind in inputs.kinds if name in kind.maps]
        yield PointSet("map", name), np.isin(of_point, shown)


def _by_kind(inputs: PlanningInputs, kinds: Sequence[str]) -> Iterator[ChosenSet]:
    of_point = np.array([one.point.kind for one in inputs.open_points])
    for code in _chosen(kinds, [kind.code for kind in inputs.kinds], "kind"):
        yield PointSet("kind", code), np.isin(of_point, [code])


def _by_category(inputs: PlanningInputs, categories: Sequence[str]) -> Iterator[ChosenSet]:
    """Yield the points where something of a category is taught today or on days to come."""
    if not categories:
        return
    known = [one.code for one in inputs.categories]
    if not known:
        raise NotReadyError(
            "there are no categories of offerings yet; run `learnmap import categories FILE` and "
            "`learnmap import offerings FILE`"
        )
    point, offering = taught_at(inputs)
    points = len(inputs.open_points)
    unknown = points - len(np.unique(point))
    for code in _chosen(categories, known, "category"):
        among = np.zeros(points, np.bool_)
        among[point[inputs.teaching.category[offering] == known.index(code)]] = True
        yield PointSet("category", code, unknown), among


def _by_hours(inputs: PlanningInputs, open_on: Sequence[str]) -> Iterator[ChosenSet]:
    wanted = list(_chosen(open_on, OPEN_ON, "opening"))
    for when in OPEN_ON:
        if when in wanted:
            known = [
                is_open_on(one.point, when, week=inputs.hours_week, clock=inputs.clock)
                for one in inputs.open_points
            ]
            yield _as_known("open", when, known)


def _step_free(inputs: PlanningInputs) -> Iterator[ChosenSet]:
    told = {"step_free": True, "unknown": None}
    known = [told.get(one.point.accessibility, False) for one in inputs.open_points]
    yield _as_known("step_free", "step_free", known)


def _as_known(
    by: Literal["open", "step_free"], code: str, known: Sequence[bool | None]
) -> ChosenSet:
    """Return a set of which some points are in it, some not, and of some nobody knows."""
    among = np.array([answer is True for answer in known], np.bool_)
    return PointSet(by, code, sum(answer is None for answer in known)), among


def _chosen(given: Sequence[str], known: Sequence[str], what: str) -> Iterator[str]:
    for code in dict.fromkeys(given):
        if code != ALL and code not in known:
            raise InvalidInputError(f"no {what} {code!r}; there are {', '.join(known)}")
    yield from known if ALL in given else dict.fromkeys(given)
