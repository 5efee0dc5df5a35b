"""Where the next learning points should stand, in a city that is held in memory."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from learnmap.access import OUTSIDE, areas_around
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import Level
from learnmap.network import Snaps, SnapStatus, Workspace
from learnmap.siting import (
    Aim,
    Search,
    Siting,
    SitingQuestion,
    WalkTable,
    fewest_sites,
    most_covered,
    shortest_walks,
    walk_table,
)
from learnmap.workflows.city import City
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.inputs import WHOLE, AreasOfLevel
from learnmap.workflows.planning.sites.candidates import Candidates, corner_candidates
from learnmap.workflows.planning.sites.report import (
    AreaChange,
    OffStreet,
    SiteRow,
    SitesQuestion,
    SitesReport,
    covered_by,
)

FIVE: Final = SitesQuestion(sites=5)


def city_sites(
    city: City, asked: SitesQuestion = FIVE, candidates: Candidates | None = None
) -> SitesReport:
    """Choose sites for the next points of a city.

    Parameters
    ----------
    city : City
    asked : SitesQuestion
        Five sites that cover most older residents by default.
    candidates : Candidates, optional
        The city's street corners by default.

    Raises
    ------
    InvalidInputError, NotReadyError
        As for `sites_of`; also without streets, residents or open points.
    """
    held = hold_city(city)
    return sites_of(held, candidates or corner_candidates(held, asked.profile), asked)


def sites_of(held: HeldCity, candidates: Candidates, asked: SitesQuestion) -> SitesReport:
    """Choose sites for the next points.

    What stands stays and takes all who come. The models, their formulas and sources are those of
    `learnmap.siting.most_covered`, `fewest_sites` and `shortest_walks`; walks are from each place
    where residents live to the door of each candidate, along the streets of the profile. Who
    joins no street counts among all residents and is covered by nobody.

    Parameters
    ----------
    held : HeldCity
    candidates : Candidates
        Those that join no street of the profile are left out and named.
    asked : SitesQuestion

    Raises
    ------
    InvalidInputError
        For options that do not fit together, no candidate on a street, a budget that builds
        nothing, a target or floor out of reach, or a profile or set of points that there is not.
    NotReadyError
        When a floor is asked for and the city has no areas of the level, or no choice that keeps
        all conditions was found in time.
    """
    cutoff_s = _cutoff(held, asked)
    _check_options(asked, candidates)
    walked = held.walked(asked.profile)
    snaps = walked.sites(candidates.lon, candidates.lat)
    joins = np.asarray(snaps.status == SnapStatus.SNAPPED)
    off_street = tuple(_off_street(candidates, snaps, joins))
    there = _on_streets(candidates, joins, asked)
    _check_budget(there, asked)
    with held.city.workspace() as workspace:
        walks = _walks(held, asked.profile, snaps, joins, workspace, cutoff_s=cutoff_s)
    level = _level(held, asked)
    areas = None if level is None else held.areas_of(level)
    people = held.counted(asked.age_from)
    question = SitingQuestion(
        residents=people.residents,
        walks=walks,
        nearest_s=held.walks_to(asked.profile, asked.points).time_s,
        cost=there.cost,
        capacity=there.capacity,
        district=None if areas is None else areas.of_place,
        district_names=() if areas is None else _labels(areas),
    )
    found = _searched(question, asked)
    outcomes = (found.before, found.proposed)
    placed = walked.homes.placed.tolist()
    before, after = (
        covered_by(one, people.residents.tolist(), placed, cutoff_s) for one in outcomes
    )
    return SitesReport(
        names=held.inputs.settings.names,
        asked=asked,
        cutoff_s=cutoff_s,
        source=candidates.source,
        candidates=len(there.ids),
        off_street=off_street,
        before=before,
        after=after,
        rows=tuple(_rows(held, there, found, level, areas)),
        areas=() if areas is None else tuple(_changes(areas, people.residents, found)),
        siting=found,
        divided=people.divided,
        provenance=held.inputs.provenance,
    )


def _cutoff(held: HeldCity, asked: SitesQuestion) -> int:
    if asked.cutoff_s is None:
        return held.inputs.settings.cutoffs_s[-1]
    if not 0 < asked.cutoff_s <= held.limit_s:
        raise InvalidInputError(
            f"a walk of {asked.cutoff_s / 60:g} minutes: give more than 0 and at most "
            f"{held.limit_s // 60} minutes"
        )
    return asked.cutoff_s


def _check_options(asked: SitesQuestion, candidates: Candidates) -> None:
    """Refuse what does not fit together, before anything is searched."""
    fewest = asked.aim is Aim.FEWEST_SITES
    if fewest and asked.target_share is None:
        raise InvalidInputError("the fewest sites are for a target: give a share of the residents")
    if fewest and (asked.sites is not None or asked.budget is not None):
        raise InvalidInputError(
            "the fewest sites for a target are as many as it takes; leave out the number of sites "
            "and the budget, or ask for the most covered"
        )
    if not fewest and (asked.target_share is not None or asked.by_cost):
        raise InvalidInputError(
            f"a target or the least cost are for {Aim.FEWEST_SITES}, not for {asked.aim}; leave "
            "them out, or ask for that"
        )
    if (asked.budget is not None or asked.by_cost) and candidates.cost is None:
        raise InvalidInputError(
            f"the candidates ({candidates.source}) have no costs, so that none can be kept to; "
            "give a list with a column cost, or a number of sites"
        )
    if asked.capacity is not None and not 0 < asked.capacity < float("inf"):
        raise InvalidInputError(
            f"a capacity of {asked.capacity:g}: give the residents that a site can take"
        )


def _on_streets(
    candidates: Candidates, joins: NDArray[np.bool_], asked: SitesQuestion
) -> Candidates:
    """Return the candidates that somebody can walk to, with the capacity that is asked for."""
    if not joins.any():
        raise InvalidInputError(
            f"none of the {len(joins)} candidates ({candidates.source}) joins a street that "
            f"{asked.profile} walks; give places on or near the city's streets"
        )
    there = candidates.where(joins)
    if asked.capacity is None:
        return there
    own = np.full(len(there.ids), np.inf) if there.capacity is None else there.capacity
    return replace(there, capacity=np.where(np.isinf(own), asked.capacity, own))


def _check_budget(there: Candidates, asked: SitesQuestion) -> None:
    if asked.budget is None or there.cost is None:
        return
    cheapest = int(np.argmin(there.cost))
    if there.cost[cheapest] > asked.budget or asked.budget <= 0:
        raise InvalidInputError(
            f"a budget of {asked.budget:g} builds nothing: {there.ids[cheapest]} is the cheapest "
            f"candidate and costs {there.cost[cheapest]:g}; give that at least"
        )


def _off_street(
    candidates: Candidates, snaps: Snaps, joins: NDArray[np.bool_]
) -> Iterator[OffStreet]:
    for row in np.flatnonzero(~joins).tolist():
        far = float(snaps.distance_m[row])
        is_island = bool(snaps.status[row] == SnapStatus.ISLAND)
        yield OffStreet(
            candidates.ids[row],
            candidates.names[row],
            far if np.isfinite(far) else None,
            is_island,
        )


def _walks(
    held: HeldCity,
    profile: str,
    snaps: Snaps,
    joins: NDArray[np.bool_],
    workspace: Workspace,
    *,
    cutoff_s: int,
) -> WalkTable:
    """Return the walks to the candidates that join a street, by their rows among these."""
    times = held.walked(profile).between(snaps, workspace, limit_s=cutoff_s)
    row = np.cumsum(joins) - 1
    return walk_table(
        row[times.point],
        times.place,
        times.time_s,
        sites=int(joins.sum()),
        places=len(held.inputs.residents),
        cutoff_s=cutoff_s,
    )


def _level(held: HeldCity, asked: SitesQuestion) -> Level | None:
    """Return whose areas are told; None for a city that has none and where no floor is asked."""
    if asked.level is not None:
        return asked.level
    there = [one for one in held.levels() if one != WHOLE]
    return there[0] if there else ("district" if asked.floor else None)


def _labels(areas: AreasOfLevel) -> tuple[str, ...]:
    """Return what messages call the areas."""
    pairs = zip(areas.codes, areas.names, strict=True)
    return tuple(names.get("en") or names.get("zh") or code for code, names in pairs)


def _searched(question: SitingQuestion, asked: SitesQuestion) -> Siting:
    search = Search(
        floor=asked.floor,
        floor_as_far_as_reachable=asked.floor_as_far_as_reachable,
        time_limit_s=asked.time_limit_s,
    )
    if asked.target_share is not None:
        return fewest_sites(
            question, target_share=asked.target_share, by_cost=asked.by_cost, search=search
        )
    model = most_covered if asked.aim is Aim.MOST_COVERED else shortest_walks
    # At most so many: that there are fewer candidates is no fault of who asks.
    sites = None if asked.sites is None else min(asked.sites, question.walks.sites)
    return model(question, sites=sites, budget=asked.budget, search=search)


def _rows(
    held: HeldCity,
    there: Candidates,
    found: Siting,
    level: Level | None,
    areas: AreasOfLevel | None,
) -> Iterator[SiteRow]:
    rows = [one.candidate for one in found.chosen]
    around = np.full(len(rows), OUTSIDE, np.int64)
    if areas is not None and level != WHOLE:
        shapes = held.inputs.areas
        places = gpd.points_from_xy(there.lon[rows], there.lat[rows], crs=STORED_CRS)
        of_level = shapes[shapes["level"] == level].reset_index(drop=True)
        around = areas_around(of_level, gpd.GeoSeries(places))
    for rank, (one, area) in enumerate(zip(found.chosen, around.tolist(), strict=True), 1):
        row = one.candidate
        code, names = ("", {}) if areas is None else areas.named(area)
        capacity = None if there.capacity is None else float(there.capacity[row])
        yield SiteRow(
            rank,
            there.ids[row],
            there.names[row],
            float(there.lon[row]),
            float(there.lat[row]),
            code,
            names,
            one.gain,
            one.loss,
            None if there.cost is None else float(there.cost[row]),
            None if capacity is None or np.isinf(capacity) else capacity,
        )


def _changes(
    areas: AreasOfLevel, residents: NDArray[np.float64], found: Siting
) -> Iterator[AreaChange]:
    inside = areas.of_place >= 0
    lives = np.bincount(areas.of_place[inside], residents[inside], len(areas.codes))
    shares = zip(found.before.district_shares, found.proposed.district_shares, strict=True)
    for row, (before, after) in enumerate(shares):
        yield AreaChange(areas.codes[row], areas.names[row], float(lives[row]), before, after)
