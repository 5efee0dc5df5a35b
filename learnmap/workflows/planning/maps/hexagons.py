"""Residents in hexagons, with how long they walk: what a planner's map shows."""

from dataclasses import dataclass, replace

import numpy as np

from learnmap.access import Coverage, coverage_by_area
from learnmap.access.median_times import median_times
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import (
    AreaFigures,
    CoverageAnswer,
    CoverageQuestion,
    limits_of,
)


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
    medians = median_times(time_s, residents, hexagons.of_place, parts=len(hexagons.ids))
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
