"""Where the next learning points should stand, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from learnmap.library.corner_table import corners
from learnmap.library.coverage_table import areas_of_homes
from learnmap.library.network import Network, seconds_of
from learnmap.library.site_question import Candidates, Walkers
from learnmap.library.tables import places_of, residents_of
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.siting import (
    Aim,
    Outcome,
    Search,
    Siting,
    SitingQuestion,
    fewest_sites,
    most_covered,
    shortest_walks,
)
from learnmap.siting.flows import flows_for
from learnmap.siting.outcomes import outcome_with

COLUMNS = ("candidate", "gain", "covered", "share", "mean_minutes", "cost", "geometry")


def propose_sites(  # noqa: PLR0913 -- options, each by its name
    network: Network,
    residents: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame | None = None,
    *,
    model: str = "most_covered",
    sites: int | None = None,
    budget: float | None = None,
    target_share: float | None = None,
    cost: str | None = None,
    capacity: str | None = None,
    by: gpd.GeoDataFrame | None = None,
    floor: float = 0.0,
    profile: str | WalkProfile = "adult",
    minutes: float = 15,
    count: str = "residents",
    age_from: int = 0,
    time_limit_s: float = 60.0,
) -> gpd.GeoDataFrame:
    """Propose where the next learning points should stand, beside those that are there.

    Parameters
    ----------
    network : Network
    residents : GeoDataFrame
        (k,) points in any CRS, with a column of how many live there, or one for each age band.
    points : GeoDataFrame
        (p,) points in any CRS, none if there are no rows; all stay, are open, and have room for
        all who come.
    candidates : GeoDataFrame, optional
        (c,) points in any CRS where a site could stand; by default `learnmap.corners` of the
        profile, 400 m apart.
    model : str
        What is looked for: ``most_covered`` residents for a number of sites or a budget,
        ``fewest_sites`` for a target share (with `cost`, the cheapest ones), or
        ``shortest_walks``, on average, where who has no point in time counts with `minutes`.
        Formulas and sources stand in `learnmap.siting`.
    sites : int, optional
        At most so many new ones.
    budget : float, optional
        They cost at most so much together.
    target_share : float, optional
        Of all residents, above 0, at most 1.
    cost : str, optional
        Column of the candidates' costs, in any currency; without, each costs 1.
    capacity : str, optional
        Column of how many residents a candidate can take; infinite for all who come.
    by : GeoDataFrame, optional
        Areas, polygons in any CRS, for the floor.
    floor : float
        Share of the residents of each of these areas that has to be covered.
    profile : str or WalkProfile
        Who walks: ``adult``, ``older_adult``, ``step_free``, or a profile of your own.
    minutes : float
        The longest walk that counts.
    count : str
        The column of residents.
    age_from : int
        Above 0 residents of this age and older are counted, by the columns of age bands.
    time_limit_s : float
        Then the best choice found is taken, and ``attrs["gap"]`` says how far from the best it
        may be.

    Returns
    -------
    GeoDataFrame
        A row for each site proposed, whichever adds most to those before it first: ``candidate``
        (the index of `candidates`), ``gain`` (residents who come to be covered by it), ``covered``
        and ``share`` (of all residents, with what stands and all sites up to this one),
        ``mean_minutes`` (of the walk to the nearest point, `minutes` for who has none in time;
        empty where capacities bind and coverage is looked for), ``cost``, and the point in
        EPSG:4326. Fewer sites than asked for where more add nothing. ``attrs`` says what all was
        made from, and of the search: ``value`` (what the model looks for: residents covered, mean
        minutes, or sites or their cost), ``bound`` (no choice is better than this, as far as
        proven), ``gap`` (their distance, as a share of what the sites add), ``proven``,
        ``greedy`` (the value of adding one site after the other; none where that found no
        choice), ``greedy_candidates`` (in the order of the table), ``covered_before`` and
        ``seconds``.

    Raises
    ------
    TableError
        When a table cannot be used; the message names the row and the remedy.
    InvalidInputError
        For an unknown profile or model, limits that belong to another model or allow nothing, and
        a target or a floor that is out of reach; the message says what is in reach.
    NotReadyError
        No choice that keeps the floor was found in time.

    Examples
    --------
    >>> import geopandas as gpd, learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> places = gpd.points_from_xy([118.1017, 118.1617, 118.1035], [32.943, 32.943, 32.9435])
    >>> homes = gpd.GeoDataFrame({"residents": [30, 12, 5]}, geometry=places, crs=4326)
    >>> nothing = homes.iloc[:0]
    >>> found = learnmap.propose_sites(network, homes, nothing, homes, sites=2)
    >>> found[["candidate", "gain", "covered"]].values.tolist()
    [[0.0, 35.0, 35.0], [1.0, 12.0, 47.0]]
    """
    aim = _aim_of(model)
    limits = _Limits(sites, budget, target_share)
    limits.check(aim)
    if floor and by is None:
        raise InvalidInputError(f"floor {floor:g}: give the areas that it is for in by")
    cutoff_s = float(seconds_of([minutes])[0])
    homes = places_of(residents, what="residents")
    people = residents_of(residents, count=count, age_from=age_from)
    walkers = Walkers.of(network, profile, homes, cutoff_s)
    nearest_s = walkers.to_nearest(places_of(points, what="points"))
    areas = None
    if by is not None:
        _, around = areas_of_homes(by, homes, outside_are="under no floor")
        areas = tuple(map(str, by.index)), around
    given = corners(network, profile=profile) if candidates is None else candidates
    offered = Candidates.of(given, walkers, cost=cost, capacity=capacity)
    offered.check_budget(budget)
    question = offered.question(people, nearest_s, areas)
    search = Search(floor=floor, time_limit_s=time_limit_s)
    found = limits.search(question, aim, search, by_cost=cost is not None)
    frame = _table(question, found, offered.frame)
    frame.attrs |= network.origin(profile) | {
        "minutes": minutes,
        "age_from": age_from,
        "model": aim.value,
        "sites": sites,
        "budget": budget,
        "target_share": target_share,
        "floor": floor,
        "candidates": len(offered.frame),
    }
    frame.attrs.update(_facts(found, offered.frame, by_cost=cost is not None))
    return frame


def _aim_of(model: str) -> Aim:
    if model not in list(Aim):
        raise InvalidInputError(f"no model {model!r}; give {', '.join(Aim)}")
    return Aim(model)


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much may be built, or how many residents have to be covered."""

    sites: int | None
    budget: float | None
    target_share: float | None

    def check(self, aim: Aim) -> None:
        """Refuse limits of another model."""
        few = aim is Aim.FEWEST_SITES
        if few and (self.sites is not None or self.budget is not None):
            raise InvalidInputError(
                f"{aim} looks for how many sites it takes; give target_share, not sites or budget"
            )
        if few == (self.target_share is None):
            how = "give target_share" if few else "target_share belongs to fewest_sites; leave out"
            raise InvalidInputError(f"{aim}: {how}")

    def search(
        self, question: SitingQuestion, aim: Aim, search: Search, *, by_cost: bool
    ) -> Siting:
        """Look for the best choice."""
        if self.target_share is not None:
            share = self.target_share
            return fewest_sites(question, target_share=share, by_cost=by_cost, search=search)
        look = most_covered if aim is Aim.MOST_COVERED else shortest_walks
        return look(question, sites=self.sites, budget=self.budget, search=search)


def _table(question: SitingQuestion, found: Siting, offered: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell the sites, one after the other."""
    chosen = [one.candidate for one in found.chosen]
    places = offered.geometry.to_crs(STORED_CRS)
    covered = found.before.covered
    rows = []
    for row, outcome in zip(chosen, _outcomes(question, found, chosen), strict=True):
        walk_s = outcome.mean_walk_s
        rows.append(
            (
                offered.index[row],
                outcome.covered - covered,
                outcome.covered,
                outcome.share,
                np.nan if walk_s is None else walk_s / 60,
                float(question.costs[row]),
                places.iloc[row],
            )
        )
        covered = outcome.covered
    return gpd.GeoDataFrame(rows, columns=list(COLUMNS), geometry="geometry", crs=STORED_CRS)


def _outcomes(question: SitingQuestion, found: Siting, chosen: list[int]) -> Iterator[Outcome]:
    """Yield what the first site gives, the first two, and so on to all."""
    flows = flows_for(question, found.aim, penalty_s=found.penalty_s)
    for many in range(1, len(chosen)):
        outcome = outcome_with(
            question, flows, tuple(chosen[:many]), aim=found.aim, penalty_s=found.penalty_s
        )
        if outcome is not None:
            yield outcome
    if chosen:
        yield found.proposed


def _facts(found: Siting, offered: gpd.GeoDataFrame, *, by_cost: bool) -> dict[str, Any]:
    """Return what a search found beside the sites."""

    def value(outcome: Outcome) -> float:
        if found.aim is Aim.MOST_COVERED:
            return outcome.covered
        if found.aim is Aim.SHORTEST_WALKS:
            return np.nan if outcome.mean_walk_s is None else outcome.mean_walk_s / 60
        return outcome.cost if by_cost else float(len(outcome.sites))

    greedy = found.greedy
    return {
        "covered_before": found.before.covered,
        "value": value(found.proposed),
        "bound": found.bound / 60 if found.aim is Aim.SHORTEST_WALKS else found.bound,
        "gap": found.gap,
        "proven": found.proven,
        "time_limit_reached": found.time_limit_reached,
        "greedy": None if greedy is None else value(greedy),
        "greedy_candidates": (
            None if greedy is None else offered.index[list(greedy.sites)].tolist()
        ),
        "seconds": found.seconds,
    }
