"""What is said of a walking route in several places."""

import math

from learnmap.service.public.lengths import distance_words
from learnmap.service.public.words import word
from learnmap.workflows.shown_route import ShownRoute


def minutes_up(seconds: float) -> int:
    """Return whole minutes, rounded up."""
    return math.ceil(seconds / 60)


def length_words(shown: ShownRoute, language: str) -> str | None:
    """Return how long a route is, None where it cannot be walked."""
    return None if shown.walk is None else distance_words(shown.walk.length_m, language)


def steps_words(shown: ShownRoute, language: str) -> str:
    """Say how many steps there are along the streets from stop to stop."""
    if not shown.flights:
        return word("route_steps_none", language)
    key = "route_steps_one" if shown.flights == 1 else "route_steps_some"
    return word(key, language, flights=shown.flights, metres=round(shown.steps_m))
