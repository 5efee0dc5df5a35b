"""The sets of points that a planner can look at, as an address has them and in words."""

from learnmap.model.kinds import MAP_TITLES, MAPS
from learnmap.model.languages import name_in
from learnmap.service.planner.words import word
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.open_hours import OPEN_ON
from learnmap.workflows.planning.point_sets import PointSet


def sets_of(held: HeldCity) -> list[PointSet]:
    """Return the sets of a city, in the order in which they are offered."""
    inputs = held.inputs
    return [
        PointSet("all"),
        *(PointSet("map", name) for name in MAPS),
        *(PointSet("kind", kind.code) for kind in inputs.kinds),
        *(PointSet("category", one.code) for one in inputs.categories),
        *(PointSet("open", when) for when in OPEN_ON),
        PointSet("step_free", "step_free"),
    ]


def points_value(points: PointSet) -> str:
    """Return a set of points as an address has it."""
    return f"{points.by}:{points.code}" if points.code else points.by


def set_words(held: HeldCity, points: PointSet, language: str) -> str:
    """Return what a set of points is called."""
    if points.by == "map":
        return word("points_map", language, name=MAP_TITLES[points.code][language])
    if points.by == "kind":
        kind = next(one for one in held.inputs.kinds if one.code == points.code)
        return kind.en if language == "en" else kind.zh
    if points.by == "category":
        found = next(one for one in held.inputs.categories if one.code == points.code)
        return word("points_category", language, name=name_in(found.names, language))
    return word(f"points_{points.code or points.by}", language)
