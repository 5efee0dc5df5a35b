"""The front page: every published edition, the newest year first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from learnmap.model.kinds import MAPS
from learnmap.model.languages import Names
from learnmap.render.content_policy import with_content_policy
from learnmap.render.page_environment import page_environment


@dataclass(frozen=True, slots=True)
class EditionLink:
    """One published edition, as the front page lists it.

    Attributes
    ----------
    city, titles : dict of str to str
        Names by language.
    map : str
        ``learning``, ``elderly`` or ``humanities``.
    year, revision : int
        Which edition it is.
    href : str
        Address of its page, relative to the front page or absolute.
    points, routes : int
        How many it shows.
    frozen_on : str
        ISO date.
    fictional : bool
        Whether it shows demonstration data.
    products : str or None
        Address of what can be downloaded of it, with a slash at its end.
    """

    city: Names
    titles: Names
    map: str
    year: int
    revision: int
    href: str
    points: int
    routes: int
    frozen_on: str
    fictional: bool = False
    products: str | None = None


def render_index(editions: Sequence[EditionLink]) -> bytes:
    """Make the page that lists all published editions.

    Parameters
    ----------
    editions : sequence of EditionLink
        In any order: the page sorts by city, the newest year first, then the maps as a city names
        them and the newest revision.

    Returns
    -------
    bytes
        UTF-8 HTML that loads nothing.
    """
    ordered = sorted(editions, key=_place_on_page)
    years = [(year, list(group)) for year, group in groupby(ordered, key=lambda one: one.year)]
    cities = list(dict.fromkeys((one.city.get("zh"), one.city.get("en")) for one in ordered))
    page = (
        page_environment()
        .get_template("index.html.j2")
        .render(years=years, cities=cities, fictional=any(one.fictional for one in ordered))
    )
    return with_content_policy(page).encode("utf-8")


def _place_on_page(one: EditionLink) -> tuple[int, int, int, str]:
    return -one.year, MAPS.index(one.map), -one.revision, one.href
