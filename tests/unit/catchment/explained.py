"""Explanations of hand-drawn streets, as the tests of their parts ask for them."""

from collections.abc import Iterable
from pathlib import Path

from learnmap.catchment import Shape
from learnmap.catchment.explaining import explain_catchment
from learnmap.catchment.explanation import Explanation
from learnmap.catchment.finding import Finding
from learnmap.catchment.findings import findings
from tests.unit.network.drawing import Drawing

EQUATOR = 0.0
"""Where metres east and north are plain."""
SHAPE = Shape(cutoffs_s=(300, 600, 900))
CIRCLE_M = 1125.0
"""An adult's 900 s at 1.25 m/s."""
Place = tuple[float, float]


def street(half_m: float = 2000.0, north_m: float = 0.0, tags: str = "highway=footway") -> Drawing:
    """Draw a street from west to east, by default 4 km of it."""
    drawing = Drawing(lat=EQUATOR)
    drawing.node(1, -half_m, north_m)
    drawing.node(2, half_m, north_m)
    drawing.way([1, 2], tags)
    return drawing


def line(drawing: Drawing, *places: Place, tags: str = "highway=footway") -> int:
    """Draw a way through places of its own; return its id."""
    first = max(drawing.places, default=0) + 1
    nodes = [drawing.node(first + k, *place) for k, place in enumerate(places)]
    return drawing.way(nodes, tags)


def framed(drawing: Drawing, far_m: float = 2500.0) -> Drawing:
    """Put short streets far out at the corners, so that the data go on behind the circle."""
    for east in (-far_m, far_m):
        for north in (-far_m, far_m):
            line(drawing, (east, north), (east + 10, north))
    return drawing


def explained(
    drawing: Drawing,
    folder: Path,
    place: Place = (0, 0),
    *,
    profile: str = "adult",
    shape: Shape = SHAPE,
    island_below_m: float = 0.0,
    snap_limit_m: float = 100.0,
) -> Explanation:
    town = drawing.town(folder, island_below_m=island_below_m)
    return explain_catchment(
        town.index,
        town.costs(profile),
        drawing.at(*place),
        shape,
        snap_limit_m=snap_limit_m,
        workspace=town.workspace,
    )


def told(explanation: Explanation, *, entrance: bool = False) -> dict[str, Finding]:
    """Return the first finding of each code."""
    return first_of(findings(explanation, entrance=entrance))


def first_of(some: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.code: finding for finding in reversed(list(some))}
