"""Who can walk to a learning point in time: a city's residents, streets and points together."""

from collections.abc import Mapping, Sequence
from typing import Final

from learnmap.access import ages_of, coverage_by_area
from learnmap.model.city import CitySettings
from learnmap.model.records import Level
from learnmap.network import EdgeIndex
from learnmap.workflows.city import City
from learnmap.workflows.planning.coverage.report import CoverageReport, CoverageRow
from learnmap.workflows.planning.inputs import WHOLE, read_inputs
from learnmap.workflows.planning.point_sets import ALL_POINTS, PointSet, SetsWanted, point_sets
from learnmap.workflows.planning.walked_city import WalkedCity

_STEP_FREE: Final = "step_free"


def city_coverage(
    city: City,
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    sets: SetsWanted = ALL_POINTS,
    age_from: Mapping[str, int] | None = None,
    minutes: Sequence[int] = (),
) -> CoverageReport:
    """Count the residents who can walk to an open point within each cutoff of the city.

    A walk is from door to door, on the streets of the network that counts now. Points that are
    closed for a time, planned or closed for good count for nobody.

    Parameters
    ----------
    city : City
    profiles : sequence of str
        Codes of who walks; by default all of the city's, but to the points known to be step-free
        only `step_free`.
    level : str
        One row for the whole city, or one for each area of a level.
    sets : SetsWanted
        Each set of points is looked at alone; by default all open points are one.
    age_from : mapping of str to int, optional
        Ages by profile that go before `learnmap.access.AGE_FROM`.
    minutes : sequence of int
        Limits in the place of the city's cutoffs.

    Raises
    ------
    NotReadyError
        When there are no streets, residents, open points, categories, or areas of the level.
    InvalidInputError
        For a profile or a code of a set that there is not.
    """
    inputs = read_inputs(city)
    settings = inputs.settings
    walkers = settings.profiles_of(profiles or [one.code for one in settings.profiles])
    settings.profiles_of(list(age_from or ()))
    inputs.check_residents()
    inputs.check_open()
    inputs.areas_of(level)
    chosen = [one for one, _ in point_sets(inputs, sets)]
    told = [
        walker
        for walker in walkers
        if profiles or any(_walks_to(walker.code, one, settings) for one in chosen)
    ]
    walked = WalkedCity.of(inputs, EdgeIndex(city.graph(inputs.build)), told)
    return coverage_of(
        walked, profiles=profiles, level=level, sets=sets, age_from=age_from, minutes=minutes
    )


def coverage_of(
    city: WalkedCity,
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    sets: SetsWanted = ALL_POINTS,
    age_from: Mapping[str, int] | None = None,
    minutes: Sequence[int] = (),
) -> CoverageReport:
    """Count the residents who can walk to an open point, of a city that is walked already.

    Parameters
    ----------
    city : WalkedCity
    profiles : sequence of str
        Of those that walk it; by default all, as for `city_coverage`.
    level, sets, age_from, minutes
        As for `city_coverage`.

    Raises
    ------
    NotReadyError
        When there are no areas of the level, or no categories.
    InvalidInputError
        For a profile or a code of a set that there is not.
    """
    inputs = city.inputs
    settings = inputs.settings
    walkers = settings.profiles_of(profiles or list(city.walks))
    settings.profiles_of(list(age_from or ()))
    areas = inputs.areas_of(level)
    chosen = point_sets(inputs, sets)
    cutoffs_s = tuple(sorted({60 * one for one in minutes})) or settings.cutoffs_s
    rows: list[CoverageRow] = []
    divided: dict[int, float] = {}
    for code in (one.code for one in walkers):
        people = inputs.counted(ages_of(code, age_from))
        if people.divided:
            divided[people.age_from] = people.divided
        for one, among in chosen:
            if not profiles and not _walks_to(code, one, settings):
                continue
            found = coverage_by_area(
                city.nearest_s(code, among=among, limit_s=cutoffs_s[-1]),
                people.residents,
                areas.of_place,
                areas=len(areas.codes),
                cutoffs_s=cutoffs_s,
            )
            joined = city.walks[code].joined(among)
            rows += [
                CoverageRow(code, people.age_from, one, joined, *areas.named(row.area), row)
                for row in found
            ]
    week = inputs.hours_week if sets.open_on else None
    return CoverageReport(
        settings.names,
        level,
        tuple(rows),
        inputs.provenance,
        divided,
        week,
        areas.in_several,
        areas.in_none,
    )


def _walks_to(code: str, one: PointSet, settings: CitySettings) -> bool:
    """Tell whether a profile is told for a set where nobody said which profiles to tell."""
    known = {profile.code for profile in settings.profiles}
    return one.by != "step_free" or code == _STEP_FREE or _STEP_FREE not in known
