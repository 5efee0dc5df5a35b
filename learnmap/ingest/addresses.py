"""Finds places for rows that have an address or a name and no coordinates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.address_book import AddressBook, Door, lies_in, metres_between, spot_of
from learnmap.ingest.named_places import NamedPlace
from learnmap.ingest.street_addresses import StreetAddress, read_address
from learnmap.model.crs import metres_per_degree

How = Literal[
    "same_address",
    "same_name",
    "same_lane",
    "between_numbers",
    "near_number",
    "similar_name",
    "street",
    "nothing",
]
SURE: Final = ("same_address", "same_name")
"""What may be taken; all else is a proposal for somebody who looks at the map."""

_ONE_PLACE_M: Final = 150.0
"""Points of one address or name that lie farther apart are not one place."""
_BETWEEN_M: Final = 500.0
"""Between known numbers that lie farther apart nothing is interpolated."""
_NEAR_NUMBERS: Final = 10
MOST_SINGLY: Final = 5
"""So many places of one address or name are proposed where they are not one."""


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """What was found for a row.

    Attributes
    ----------
    how : str
        ``same_address`` or ``same_name`` as one of the city's points; ``same_lane``;
        ``between_numbers`` of the same street; ``near_number``, at most ten away;
        ``similar_name``; ``street``: the middle of its stretch; ``nothing``.
    longitude, latitude : float or None
        WGS 84; None when nothing was found.
    within_m : float or None
        How far off the place may be where that is known: the spread of what it was made from.
    matched : tuple of str
        Ids of the points, or the name of the street.
    area : str
        The smallest known area that the row names; empty without one.
    """

    how: How
    longitude: float | None = None
    latitude: float | None = None
    within_m: float | None = None
    matched: tuple[str, ...] = ()
    area: str = ""

    @property
    def sure(self) -> bool:
        """Whether it may be taken without a look at the map."""
        return self.how in SURE


def match_address(
    book: AddressBook, *, name: str = "", address: str = "", area: str = ""
) -> AddressMatch:
    """Find a place for a row.

    Parameters
    ----------
    book : AddressBook
    name, address : str
        As delivered; either may be empty.
    area : str
        Name of the area that the row says it lies in.

    Returns
    -------
    AddressMatch
        The surest that was found.
    """
    found = next(_found(book, name, address, area), None)
    if found is not None:
        return found
    around = book.smallest_area([area, *read_address(address).areas])
    return AddressMatch("nothing", area=around[0] if around else "")


def address_candidates(
    book: AddressBook, *, name: str = "", address: str = "", area: str = ""
) -> list[AddressMatch]:
    """Return every place that a row may mean, the surest way of finding first.

    Parameters
    ----------
    book, name, address, area
        As in `match_address`.

    Returns
    -------
    list of AddressMatch
        One for each way; places of the same address or name that are not one place come
        singly, at most `MOST_SINGLY` of each.
    """
    parts = read_address(address)
    around = book.smallest_area([area, *parts.areas])
    within = around[1] if around else None
    apart: list[AddressMatch] = []
    same = [one.place for one in book.doors(parts.street) if parts.key and one.key == parts.key]
    ways: tuple[tuple[How, list[NamedPlace]], ...] = (
        ("same_address", same),
        ("same_name", book.named(name) if name else []),
    )
    for how, places in ways:
        here = [place for place in places if within is None or lies_in(place, within)]
        if here and _one_place(how, here) is None:
            singly = [_one_place(how, [place]) for place in here[:MOST_SINGLY]]
            apart += [
                AddressMatch(found[0], *found[1], found[2], found[3])
                for found in singly
                if found is not None
            ]
    return [*apart, *_found(book, name, address, area)]


def _found(book: AddressBook, name: str, address: str, area: str) -> Iterator[AddressMatch]:
    """Yield what each way of looking finds, the surest first."""
    parts = read_address(address)
    around = book.smallest_area([area, *parts.areas])
    within = around[1] if around else None
    doors = [
        one for one in book.doors(parts.street) if within is None or lies_in(one.place, within)
    ]

    def among(places: list[NamedPlace]) -> list[NamedPlace]:
        here = [place for place in places if within is None or lies_in(place, within)]
        return [place for place in here if book.agrees(parts.street, place)]

    same = [one.place for one in doors if parts.key and one.key == parts.key]
    ways: tuple[Callable[[], _Found | None], ...] = (
        lambda: _one_place("same_address", same),
        lambda: _one_place("same_name", among(book.named(name)) if name else []),
        lambda: _by_door(doors, parts),
        lambda: _one_place("similar_name", among(book.alike(name)) if name else []),
        lambda: _on_street(book, parts.street, within),
    )
    area_name = around[0] if around else ""
    for way in ways:
        found = way()
        if found is not None:
            how, (longitude, latitude), off_m, matched = found
            yield AddressMatch(how, longitude, latitude, off_m, matched, area_name)


_Found = tuple[How, tuple[float, float], float, tuple[str, ...]]


def _one_place(how: How, places: Sequence[NamedPlace]) -> _Found | None:
    """Return the middlemost of places that are one; None where they are several, or none."""
    if not places:
        return None
    spots = [spot_of(place) for place in places]
    apart = metres_between(spots)
    if apart.max() > _ONE_PLACE_M:
        return None
    middle = int(np.argmin(apart.sum(axis=0)))
    ids = tuple(sorted({place.id or place.names[0] for place in places if place.id or place.names}))
    return how, spots[middle], float(apart[middle].max()), ids


def _by_door(doors: Sequence[Door], parts: StreetAddress) -> _Found | None:
    """Place a number among the known ones of its street."""
    if parts.door is None or not doors:
        return None
    if same := _one_place("same_lane", [one.place for one in doors if one.number == parts.door]):
        return same
    below = [one for one in doors if one.number < parts.door][-1:]
    above = [one for one in doors if one.number > parts.door][:1]
    if below and above:
        low, high = below[0], above[0]
        first, second = np.array(spot_of(low.place)), np.array(spot_of(high.place))
        apart = float(metres_between([spot_of(low.place), spot_of(high.place)])[0, 1])
        if apart <= _BETWEEN_M:
            share = (parts.door - low.number) / (high.number - low.number)
            lon, lat = (first + share * (second - first)).tolist()
            ids = low.place.id or low.key, high.place.id or high.key
            return "between_numbers", (lon, lat), max(share, 1 - share) * apart, ids
    asked = parts.door
    near = min((*below, *above), key=lambda one: abs(one.number - asked))
    if abs(near.number - asked) > _NEAR_NUMBERS:
        return None
    return _one_place("near_number", [near.place])


def _on_street(book: AddressBook, street: str, area: BaseGeometry | None) -> _Found | None:
    """Return the place on a street nearest to the middle of it."""
    lines = book.street(street, area) if street else None
    if lines is None:
        return None
    scale = np.array(metres_per_degree(float(lines.centroid.y)))
    flat = shapely.transform(lines, lambda xy: xy * scale)
    middle = shapely.Point(shapely.shortest_line(flat, flat.centroid).coords[0])
    off_m = float(shapely.hausdorff_distance(flat, middle))
    lon, lat = np.array([middle.x, middle.y]) / scale
    return "street", (float(lon), float(lat)), off_m, (street,)
