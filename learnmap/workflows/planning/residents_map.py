"""Residents in hexagons, with how long they walk: what a planner's map shows."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.access import Coverage, coverage_by_area
from learnmap.access.hexagons import Hexagons
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import (
    AreaFigures,
    CoverageAnswer,
    CoverageQuestion,
    limits_of,
)

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class HexagonFigures:
    """The residents of one hexagon.

    Attributes
    ----------
    row : int
        Of the hexagons.
    within : tuple of Coverage
        At the limits of a question, as `limits_of` gives them.
    median_s : float or None
        Half of the residents walk no longer; None beyond the time that was searched, and where
        that half would need who is unplaced.
    """

    row: int
    within: tuple[Coverage, ...]
    median_s: float | None


def hexagons_of(held: HeldCity, question: CoverageQuestion) -> list[HexagonFigures]:
    """Count the residents of each hexagon of `HeldCity.hexagons` in which any are counted.

    Raises
    ------
    InvalidInputError
        For a profile, kind or map that there is not.
    """
    hexagons = held.hexagons()
    time_s = held.walks_to(question.profile, question.points).time_s
    residents = held.counted(question.age_from).residents
    minutes = limits_of(held, question.minutes)
    found = coverage_by_area(
        time_s,
        residents,
        hexagons.of_place,
        areas=len(hexagons.ids),
        cutoffs_s=[60 * one for one in minutes],
    )
    medians = _medians(time_s, residents, hexagons)
    return [
        HexagonFigures(row, at, median if np.isfinite(median := float(medians[row])) else None)
        for row in range(len(hexagons.ids))
        if (at := tuple(found[row * len(minutes) : (row + 1) * len(minutes)]))[0].total
    ]


def hexagon_alone(held: HeldCity, answer: CoverageAnswer, name: str) -> CoverageAnswer:
    """Return the answer to the same question about one hexagon; without rows where there is none.

    Parameters
    ----------
    held : HeldCity
    answer : CoverageAnswer
    name : str
        Its id in H3.
    """
    found = hexagons_of(held, answer.question)
    ids = held.hexagons().ids
    names = {"zh": f"H3 六边形 {name}", "en": f"H3 hexagon {name}"}
    rows = (
        AreaFigures(name, names, dict(zip(answer.minutes, one.within, strict=True)))
        for one in found
        if ids[one.row] == name
    )
    return replace(answer, rows=tuple(rows))


def _medians(
    time_s: NDArray[np.float64], residents: NDArray[np.float64], hexagons: Hexagons
) -> NDArray[np.float64]:
    """Return the time within which half of each hexagon's residents reach a point, or infinity.

    With t the seconds from a place and R its residents, it is the smallest t at which the sum of
    R over all places that are as near is half of all of the hexagon's or more.
    """
    walk_s = np.where(np.isnan(time_s), np.inf, time_s)
    order = np.lexsort((walk_s, hexagons.of_place))
    of_place, people = hexagons.of_place[order], residents[order]
    rows = np.arange(len(hexagons.ids))
    begins, ends = (np.searchsorted(of_place, rows, side) for side in ("left", "right"))
    found = np.full(len(rows), np.inf)
    for row, begin, end in zip(rows, begins, ends, strict=True):
        summed = np.cumsum(people[begin:end])
        half = np.searchsorted(summed, _HALF * summed[-1]) if summed[-1] else end - begin - 1
        found[row] = walk_s[order[begin + half]]
    return found
