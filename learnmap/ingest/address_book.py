"""What a city knows of its addresses: the doors of its points, its streets and areas."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.named_places import NamedPlace
from learnmap.ingest.street_addresses import fold_name, read_address
from learnmap.model.crs import metres_per_degree

_LIKE: Final = 0.8
"""Of the pairs of letters of two names, so many in common make them alike (Dice 1945)."""
_AREA_SLACK_M: Final = 300.0
"""How far outside an area's drawn outline a place of it may lie."""
_STREET_SLACK_M: Final = 500.0
"""A namesake farther from the street of the address is another place."""
_NUMERALS: Final = frozenset("0123456789一二三四五六七八九十百东西南北中")
"""Characters that tell one school or road from the next; alike names have the same."""


@dataclass(frozen=True, slots=True)
class Door:
    """A known number on a street."""

    number: int
    key: str
    place: NamedPlace


class AddressBook:
    """Finds what a city knows by name or address.

    Parameters
    ----------
    places : sequence of NamedPlace
        The city's points in WGS 84, each with its `id`.
    streets : iterable of (name, shapely geometry)
    areas : iterable of (name, shapely geometry)
    """

    def __init__(
        self,
        places: Sequence[NamedPlace],
        streets: Iterable[tuple[str, BaseGeometry]] = (),
        areas: Iterable[tuple[str, BaseGeometry]] = (),
    ) -> None:
        self._areas = {fold_name(name): geometry for name, geometry in areas}
        self._named: dict[str, list[NamedPlace]] = defaultdict(list)
        self._doors: dict[str, list[Door]] = defaultdict(list)
        self._letters: dict[str, list[str]] = defaultdict(list)
        self._lines: dict[str, list[BaseGeometry]] = defaultdict(list)
        for place in places:
            for name in {fold_name(name) for name in place.names} - {""}:
                self._named[name].append(place)
            for address in map(read_address, place.addresses):
                if address.key and address.door is not None:
                    door = Door(address.door, address.key, place)
                    self._doors[address.street].append(door)
        for name in self._named:
            for pair in set(_pairs(name)):
                self._letters[pair].append(name)
        for name, line in streets:
            if name:
                self._lines[fold_name(name)].append(line)

    def smallest_area(self, names: Iterable[str]) -> tuple[str, BaseGeometry] | None:
        """Return the smallest of the areas that are known by these names."""
        known = [(name, self._areas[name]) for name in map(fold_name, names) if name in self._areas]
        return min(known, key=lambda area: float(area[1].area)) if known else None

    def named(self, name: str) -> list[NamedPlace]:
        """Return the points of a name."""
        return list(self._named.get(fold_name(name), ()))

    def alike(self, name: str) -> list[NamedPlace]:
        """Return the points of the one name that is most like another, and like enough."""
        wanted = fold_name(name)
        pairs = Counter(_pairs(wanted))
        near = {other for pair in pairs for other in self._letters.get(pair, ())}
        numerals = sorted(_NUMERALS & set(wanted))
        ranked = sorted(
            (-_dice(pairs, Counter(_pairs(other))), other)
            for other in near
            if sorted(_NUMERALS & set(other)) == numerals
        )
        return self._named[ranked[0][1]] if ranked and -ranked[0][0] >= _LIKE else []

    def doors(self, street: str) -> list[Door]:
        """Return the known numbers of a street, from low to high."""
        return sorted(self._doors.get(street, ()), key=lambda door: (door.number, door.key))

    def street(self, name: str, area: BaseGeometry | None) -> BaseGeometry | None:
        """Return a street's lines, within an area where one is given; None without any."""
        lines = self._lines.get(name)
        if not lines:
            return None
        whole = shapely.union_all(lines)
        within = whole if area is None else shapely.intersection(whole, area)
        return None if within.is_empty else within

    def agrees(self, street: str, place: NamedPlace) -> bool:
        """Tell whether a place lies near a street; of an unknown street it may."""
        lines = self._lines.get(street)
        if not lines:
            return True
        slack = _STREET_SLACK_M / metres_per_degree(spot_of(place)[1])[1]
        return bool(shapely.dwithin(shapely.Point(spot_of(place)), lines, slack).any())


def spot_of(place: NamedPlace) -> tuple[float, float]:
    """Return the longitude and latitude of a place, the middle of what is no point."""
    middle = place.geometry if place.geometry.geom_type == "Point" else place.geometry.centroid
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


def lies_in(place: NamedPlace, area: BaseGeometry) -> bool:
    """Tell whether a place lies in an area, or hardly outside."""
    slack = _AREA_SLACK_M / metres_per_degree(spot_of(place)[1])[1]
    return bool(shapely.dwithin(area, shapely.Point(spot_of(place)), slack))


def metres_between(spots: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Return the (k, k) metres between places near each other."""
    degrees = np.array(spots, np.float64).reshape(-1, 2)
    flat = degrees * metres_per_degree(float(degrees[0, 1]))
    return np.asarray(np.hypot(*np.moveaxis(flat[:, None] - flat[None, :], 2, 0)))


def _pairs(name: str) -> Iterator[str]:
    return (name[i : i + 2] for i in range(max(1, len(name) - 1)))


def _dice(first: Counter[str], second: Counter[str]) -> float:
    return 2 * (first & second).total() / (first.total() + second.total())
