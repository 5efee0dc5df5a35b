"""What can be found by name: learning points, areas, streets, addresses."""

from dataclasses import dataclass
from typing import Literal, get_args

from learnmap.model.languages import Names

Sort = Literal["point", "area", "street", "address"]

SORTS: tuple[Sort, ...] = get_args(Sort)
"""Of two that fit alike the one of the earlier sort comes first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with what it is called.

    Attributes
    ----------
    sort : {"point", "area", "street", "address"}
    names : dict of str to str
        By language; an address is one name.
    longitude, latitude : float
        EPSG:4326; of a street and an area a place on or in it.
    id : str
        Of a learning point or an area; else empty.
    within : dict of str to str
        Names of the area that it lies in, to tell it from its namesakes; may be empty.
    """

    sort: Sort
    names: Names
    longitude: float
    latitude: float
    id: str
    within: Names
