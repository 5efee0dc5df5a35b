"""The number of each point on paper: by district and town, so that neighbours stand together."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnmap.products.layers import area_name
from learnmap.render.edition_facts import PointFacts

Names = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A point, its number, and the district and the town that it lies in."""

    number: int
    point: PointFacts
    district: Names
    town: Names


def number_points(points: Sequence[PointFacts]) -> list[Numbered]:
    """Give points numbers from 1, by codes of district and town, then by id; outside all, last."""
    ordered = sorted(points, key=lambda point: (*_codes(point), point.id))
    return [
        Numbered(number, point, area_name(point, "district"), area_name(point, "street_town"))
        for number, point in enumerate(ordered, start=1)
    ]


def _codes(point: PointFacts) -> tuple[tuple[bool, str], ...]:
    found: dict[str, str] = {}
    for area in point.areas:
        found.setdefault(area.level, area.code)
    return tuple(
        (level not in found, found.get(level, "")) for level in ("district", "street_town")
    )
