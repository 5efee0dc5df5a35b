"""Options by which open points are told apart: by kind, map, what is taught, hours and steps."""

from typing import Annotated, TypeAlias

import typer

from learnmap.model.errors import InvalidInputError
from learnmap.workflows.planning.open_hours import OPEN_ON
from learnmap.workflows.planning.point_sets import PointSet

KindOption: TypeAlias = Annotated[str, typer.Option(help="Only points of this kind.")]
MapOption: TypeAlias = Annotated[str, typer.Option("--map", help="Only points of this map.")]
CategoryOption: TypeAlias = Annotated[
    str, typer.Option(help="Only points where something of this category is taught.")
]
OpenOption: TypeAlias = Annotated[
    str,
    typer.Option("--open", metavar="|".join(OPEN_ON), help="Only points that are open then."),
]
StepFreePointsOption: TypeAlias = Annotated[
    bool, typer.Option("--step-free-points", help="Only points known to be step-free.")
]


def one_set(
    what: str, *, kind: str, map_name: str, category: str, open_on: str, step_free: bool
) -> PointSet:
    """Return the one set of points that is asked for, or all points.

    Parameters
    ----------
    what : str
        The figures that are of it, for the message.

    Raises
    ------
    InvalidInputError
        When more than one is.
    """
    given = (
        PointSet("kind", kind),
        PointSet("map", map_name),
        PointSet("category", category),
        PointSet("open", open_on),
        PointSet("step_free", "step_free" if step_free else ""),
    )
    chosen = [one for one in given if one.code]
    if len(chosen) > 1:
        told = ", ".join(one.code for one in chosen)
        raise InvalidInputError(f"{what} are those of one set of points, not of {told}; give one")
    return chosen[0] if chosen else PointSet("all")
