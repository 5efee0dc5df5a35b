"""What the front page says of a city: who walks there, what there is, and the first points."""

from dataclasses import dataclass
from typing import Final

from learnmap.edition import Feature
from learnmap.model.city import CitySettings
from learnmap.model.kinds import Kind
from learnmap.model.records import OfferingCategory
from learnmap.store import (
    Facets,
    count_points,
    points_token,
    read_categories,
    read_city,
    read_facets,
    read_kinds,
    read_points,
)
from learnmap.workflows.city import City
from learnmap.workflows.reading import summary_feature

FIRST_POINTS: Final = 20
"""So many points stand on the front page before anybody has said where they are."""
SHOWN: Final = ("open", "temporarily_closed")
"""Statuses of the points that residents look for."""


@dataclass(frozen=True, slots=True)
class Front:
    """The facts of the front page.

    Attributes
    ----------
    token : str
        Of the points and the settings as they were read.
    settings : CitySettings
    kinds : tuple of Kind
    categories : tuple of OfferingCategory
    facets : Facets
        What the open points differ in.
    points : tuple of Feature
        The first ones in the order of their ids.
    count : int
        How many points there are.
    """

    token: str
    settings: CitySettings
    kinds: tuple[Kind, ...]
    categories: tuple[OfferingCategory, ...]
    facets: Facets
    points: tuple[Feature, ...]
    count: int


def read_front(city: City, _before: Front | None = None) -> Front:
    """Read what the front page says.

    Raises
    ------
    NotReadyError
        When the city has no settings yet.
    StoreError
        When the database does not answer.
    """
    with city.store.begin(snapshot=True) as tx:
        found = read_points(tx, statuses=SHOWN, limit=FIRST_POINTS)
        return Front(
            points_token(tx),
            read_city(tx),
            read_kinds(tx),
            read_categories(tx),
            read_facets(tx),
            tuple(summary_feature(stored) for stored in found),
            count_points(tx, statuses=SHOWN),
        )
