"""What the published editions of a map cover, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from learnmap.model.kinds import MAPS
from learnmap.store import EditionRow
from learnmap.workflows.city import City
from learnmap.workflows.comparing import EditionAddress, YearsCoverage, coverage_between
from learnmap.workflows.editions import all_editions
from learnmap.workflows.planning.held_city import HeldCity


@dataclass(frozen=True, slots=True)
class TwoYears:
    """Two editions of a map that follow each other.

    Attributes
    ----------
    before, after : EditionRow
    found : YearsCoverage
    """

    before: EditionRow
    after: EditionRow
    found: YearsCoverage


def published_years(city: City) -> dict[str, list[EditionRow]]:
    """Return the editions of each map that stand, the earliest first."""
    years: dict[str, list[EditionRow]] = {name: [] for name in MAPS}
    for row in sorted(all_editions(city), key=lambda row: row.year):
        if row.status == "published":
            years[row.map_name].append(row)
    return years


def year_on_year(city: City, held: HeldCity, editions: Sequence[EditionRow]) -> list[TwoYears]:
    """Compare each of a map's editions with the next.

    Published editions never change, so that what was counted is kept for as long as the city's
    residents are, with whom editions are counted that were frozen without.

    Raises
    ------
    NotFoundError
        When one of them was withdrawn meanwhile.
    """
    return [
        TwoYears(before, after, _compared(city, held, before, after))
        for before, after in pairwise(editions)
    ]


def _compared(city: City, held: HeldCity, before: EditionRow, after: EditionRow) -> YearsCoverage:
    addresses = (EditionAddress(one.year, one.revision) for one in (before, after))
    return held.keep(
        ("years", before.manifest_sha256, after.manifest_sha256),
        lambda: coverage_between(city, before.map_name, *addresses),
    )
