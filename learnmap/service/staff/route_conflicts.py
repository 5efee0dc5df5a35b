"""Two people who changed a route: what differs, and a form of what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from learnmap.model.languages import name_in
from learnmap.model.records import LearningPoint
from learnmap.service.staff.route_forms import RouteForm, form_of
from learnmap.service.staff.words import word
from learnmap.store import StoredRoute
from learnmap.workflows.city import City
from learnmap.workflows.route_editing import stops_by_id

STOPS = "stops"
LINE = "line"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people have otherwise.

    Attributes
    ----------
    field : str
    label : str
    theirs, mine : tuple of str
        One text, or the names of the stops in order.
    """

    field: str
    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def differences(
    city: City, mine: RouteForm, stored: StoredRoute, language: str
) -> list[Difference]:
    """List what differs between a form and what is stored by now."""
    theirs = form_of(stored)
    found = [
        Difference(
            name,
            word(f"route_{name}", language),
            (theirs.texts[name] or word("route_empty", language),),
            (text or word("route_empty", language),),
        )
        for name, text in mine.texts.items()
        if text.strip() != theirs.texts[name].strip()
    ]
    if mine.stops != theirs.stops:
        ids = {stop.point_id for form in (mine, theirs) for stop in form.stops}
        points = stops_by_id(city, ids)
        label = word("route_stops", language)
        sides = (_listed(form, points, language) for form in (theirs, mine))
        found.append(Difference(STOPS, label, *sides))
    if mine.keeps_line != theirs.keeps_line:
        label = word("route_line", language)
        ways = (
            (word("route_line_own" if form.keeps_line else "route_line_streets", language),)
            for form in (theirs, mine)
        )
        found.append(Difference(LINE, label, *ways))
    return found


def merged(mine: RouteForm, stored: StoredRoute, chosen: Mapping[str, str]) -> RouteForm:
    """Return a form of the version seen, with what was chosen of either; mine where nothing was.

    Where the route was changed once more since both were shown, the form keeps the version
    that was seen, so that saving it shows both again.
    """
    theirs = form_of(stored)

    def takes_theirs(field: str) -> bool:
        return chosen.get(f"take_{field}") == "theirs"

    texts = {
        name: theirs.texts[name] if takes_theirs(name) else text
        for name, text in mine.texts.items()
    }
    return replace(
        mine,
        texts=texts,
        stops=theirs.stops if takes_theirs(STOPS) else mine.stops,
        keeps_line=theirs.keeps_line if takes_theirs(LINE) else mine.keeps_line,
    )


def _listed(form: RouteForm, points: Mapping[str, LearningPoint], language: str) -> tuple[str, ...]:
    names = {point_id: name_in(point.names, language) for point_id, point in points.items()}
    return tuple(
        f"{names.get(stop.point_id, stop.point_id)} · "
        f"{word('route_minutes', language, minutes=stop.stay)}"
        for stop in form.stops
    )
