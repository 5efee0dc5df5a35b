"""Whether there are seats enough where people live: a city's capacities, residents and streets."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from learnmap.access import (
    OUTSIDE,
    Decay,
    ages_of,
    inequality,
    seats_by_area,
    seats_per_resident,
    walk_weights,
)
from learnmap.access.ages import CountedResidents
from learnmap.model.errors import NotReadyError
from learnmap.model.records import Level
from learnmap.network import Workspace
from learnmap.workflows.city import City
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.inputs import WHOLE, AreasOfLevel
from learnmap.workflows.planning.seats.capacities import Capacities, capacities_of
from learnmap.workflows.planning.seats.report import SeatsOfProfile, SeatsReport, SeatsRow
from learnmap.workflows.planning.walked import Walked


def city_seats(
    city: City,
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    decay: Decay = "stepped",
    age_from: Mapping[str, int] | None = None,
) -> SeatsReport:
    """Share out the seats at open points among the residents who can walk there.

    Parameters
    ----------
    city : City
    profiles : sequence of str
        Codes of who walks; all of the city's by default. Each is told as if all seats were for
        the residents that are counted for it.
    level : str
        One row for the whole city, or one for each area of a level. How unequal the areas are is
        told of the level, and of the whole city how unequal the places are where people live.
    decay : {"stepped", "gaussian"}
        How the weight of a walk falls with its time; see `learnmap.access.walk_weights`.
    age_from : mapping of str to int, optional
        Ages by profile that go before `learnmap.access.AGE_FROM`.

    Raises
    ------
    NotReadyError
        When there are no streets, residents, open points, capacities, or areas of the level.
    InvalidInputError
        For a profile that there is not, or a decay that does not fit the city's cutoffs.
    """
    return seats_of(hold_city(city), profiles=profiles, level=level, decay=decay, age_from=age_from)


def seats_of(
    held: HeldCity,
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    decay: Decay = "stepped",
    age_from: Mapping[str, int] | None = None,
) -> SeatsReport:
    """Share out what `city_seats` does, in a city that is held in memory.

    Raises
    ------
    NotReadyError, InvalidInputError
        As there.
    """
    inputs, settings = held.inputs, held.inputs.settings
    walkers = settings.profiles_of(profiles or [one.code for one in settings.profiles])
    settings.profiles_of(list(age_from or ()))
    areas = held.areas_of(level)
    ages = {one.code: ages_of(one.code, age_from) for one in walkers}
    capacities = {age: capacities_of(inputs, age) for age in ages.values()}
    _check_known(capacities.values())
    counted = {age: held.counted(age) for age in ages.values()}
    workspace = Workspace(held.index.graph)
    told = []
    for walker in walkers:
        walked, age = held.walked(walker.code), ages[walker.code]
        walks = walked.between(walked.points, workspace, limit_s=settings.cutoffs_s[-1])
        weight = walk_weights(walks.time_s, cutoffs_s=settings.cutoffs_s, decay=decay)
        people, seats = counted[age].residents, capacities[age].seats
        access = seats_per_resident(walks, weight, residents=people, seats=seats)
        told.append(_told(walked, access.at_home, counted[age], capacities[age], areas))
    divided = {age: people.divided for age, people in counted.items() if people.divided}
    return SeatsReport(
        settings.names,
        level,
        decay,
        tuple(told),
        inputs.provenance,
        divided,
        areas.in_several,
        areas.in_none,
    )


def _check_known(capacities: Iterable[Capacities]) -> None:
    if not any(one.known for one in capacities):
        raise NotReadyError(
            "no open point has a known capacity, so that there are no seats to share; give the "
            "column capacity of `learnmap import offerings FILE`"
        )


def _told(
    walked: Walked,
    at_home: NDArray[np.float64],
    people: CountedResidents,
    capacities: Capacities,
    areas: AreasOfLevel,
) -> SeatsOfProfile:
    """Add up the seats of each area, and compare the areas; of the whole city, the places."""
    residents = people.residents
    found = seats_by_area(
        at_home, walked.homes.placed, residents, areas.of_place, areas=len(areas.codes)
    )
    among = [one for one in found if one.area != OUTSIDE and one.total]
    if areas.is_whole:
        values, weights = at_home, residents
    else:
        values = np.array([one.seats / one.total for one in among])
        weights = np.array([one.total for one in among])
    return SeatsOfProfile(
        walked.costs.profile.code,
        people.age_from,
        capacities,
        walked.joined(~np.isnan(capacities.seats)),
        tuple(SeatsRow(*areas.named(one.area), one) for one in found),
        int((weights > 0).sum()),
        inequality(values, weights),
    )
