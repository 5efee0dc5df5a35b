"""Areas, and regions of them, as the choices of a form."""

from collections.abc import Iterable

from learnmap.model.errors import NotReadyError
from learnmap.model.languages import Names, name_in
from learnmap.service.staff.words import word
from learnmap.store import area_choices as read_choices
from learnmap.store import current_build
from learnmap.workflows.city import City
from learnmap.workflows.import_regions import STREETS


def indented(areas: Iterable[tuple[str, str, Names]], language: str) -> list[tuple[str, str]]:
    """Return codes and names, each level set in from the one above."""
    known = list(areas)
    levels = [*dict.fromkeys(level for level, _, _ in known)]
    return [
        (code, "\u3000" * levels.index(level) + name_in(names, language))
        for level, code, names in known
    ]


def region_choices(city: City, language: str) -> list[tuple[str, str]]:
    """Return the regions that the rows of a file can be taken from, all of them first."""
    with city.store.begin() as tx:
        areas = read_choices(tx)
        try:
            current_build(tx)
        except NotReadyError:
            streets = []
        else:
            streets = [(STREETS, word("inside_streets", language))]
    return [("", word("inside_all", language)), *streets, *indented(areas, language)]
