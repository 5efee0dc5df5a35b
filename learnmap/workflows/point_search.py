"""The list of learning points, for those who look after them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from learnmap.model.kinds import Kind
from learnmap.model.languages import Names
from learnmap.store import (
    ListedPoint,
    PointQuery,
    area_choices,
    count_listed,
    designations,
    list_points,
    read_kinds,
)
from learnmap.workflows.city import City

PAGE: Final = 50
ASSURED_DAYS: Final = 365
"""A point that was assured longer ago is due, as for the gate before publishing."""


@dataclass(frozen=True, slots=True)
class FoundPoints:
    """A page of what was found.

    Attributes
    ----------
    points : tuple of ListedPoint
    count : int
        On all pages.
    page, pages : int
        From 1.
    """

    points: tuple[ListedPoint, ...]
    count: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of the page's first point among all."""
        return (self.page - 1) * PAGE + 1


@dataclass(frozen=True, slots=True)
class Choices:
    """What one can filter by.

    Attributes
    ----------
    kinds : tuple of Kind
    areas : tuple of (level, code, names)
    designations : tuple of str
    """

    kinds: tuple[Kind, ...]
    areas: tuple[tuple[str, str, Names], ...]
    designations: tuple[str, ...]


def search_points(
    city: City, query: PointQuery, *, due: bool = False, map_name: str | None = None, page: int = 1
) -> FoundPoints:
    """Find points, a page of them.

    Parameters
    ----------
    city : City
    query : PointQuery
    due : bool
        Only those that were not assured within a year, by the city's clock.
    map_name : str, optional
        Only kinds that this map shows.
    page : int
        The last there is where there are fewer.

    Raises
    ------
    InvalidInputError
        When the text holds a NUL character.
    """
    today = dt.datetime.now(city.clock()).date()
    if due:
        query = replace(query, assured_before=today - dt.timedelta(days=ASSURED_DAYS))
    with city.store.begin(snapshot=True) as tx:
        if map_name is not None:
            on_map = {kind.code for kind in read_kinds(tx) if map_name in kind.maps}
            wanted = on_map if query.kinds is None else on_map & set(query.kinds)
            query = replace(query, kinds=sorted(wanted))
        count = count_listed(tx, query)
        pages = max(1, -(-count // PAGE))
        page = min(max(page, 1), pages)
        points = list_points(tx, query, offset=(page - 1) * PAGE, limit=PAGE)
    return FoundPoints(tuple(points), count, page, pages)


def choices(city: City) -> Choices:
    """Return what the list can be filtered by."""
    with city.store.begin() as tx:
        return Choices(tuple(read_kinds(tx)), tuple(area_choices(tx)), tuple(designations(tx)))
