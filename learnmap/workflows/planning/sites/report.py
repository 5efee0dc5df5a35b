"""What is proposed for the next points: the sites in order, what they are worth, and how surely."""

import math
from dataclasses import dataclass

from learnmap.access import OUTSIDE, Coverage
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.siting import Aim, Outcome, Siting
from learnmap.workflows.planning.gaps.finding import EVERY_POINT
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesQuestion:
    """Which sites are asked for; the attributes are the options of `learnmap sites`.

    Attributes
    ----------
    aim : Aim
    sites : int or None
        At most so many, for the most covered and the shortest walks; all candidates where there
        are fewer.
    budget : float or None
        They cost at most so much together; beside `sites`, or alone.
    target_share : float or None
        Of the residents who are counted, for the fewest sites.
    by_cost : bool
        For the fewest sites: the cheapest ones, however many.
    floor : float
        Share of the residents of each area of `level` that has to be covered.
    floor_as_far_as_reachable : bool
        Where all candidates together cannot keep it, take what they reach.
    level : str or None
        Of the areas; the city's largest level that has any by default.
    capacity : float or None
        Residents whom each new site can take that has no capacity of its own.
    profile : str
        Who walks.
    age_from : int
        Residents of this age and older count.
    cutoff_s : int or None
        The longest walk; the city's longest cutoff by default.
    points : PointSet
        The open points that count as there already; they take all who come.
    time_limit_s : float
        For the search; then the best found is taken, and told to be not proven.
    """

    aim: Aim = Aim.MOST_COVERED
    sites: int | None = None
    budget: float | None = None
    target_share: float | None = None
    by_cost: bool = False
    floor: float = 0.0
    floor_as_far_as_reachable: bool = False
    level: Level | None = None
    capacity: float | None = None
    profile: str = "older_adult"
    age_from: int = 60
    cutoff_s: int | None = None
    points: PointSet = EVERY_POINT
    time_limit_s: float = 20.0


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site that is proposed.

    Attributes
    ----------
    rank : int
        From 1: whichever adds most to those before it comes first.
    id : str
    names : Names
    lon, lat : float
        EPSG:4326.
    area_code : str
        Of the area that it lies in; empty for none.
    area_names : Names
    gain : float
        What it adds to what stands and to the sites before it: residents covered, or for the
        shortest walks seconds of the mean walk.
    loss : float
        What would be lost if it alone were left out.
    cost : float or None
        None where candidates have no costs.
    capacity : float or None
        None where it takes all who come.
    """

    rank: int
    id: str
    names: Names
    lon: float
    lat: float
    area_code: str
    area_names: Names
    gain: float
    loss: float
    cost: float | None
    capacity: float | None


@dataclass(frozen=True, slots=True)
class OffStreet:
    """A candidate that joins no street of the profile and is left out.

    Attributes
    ----------
    id : str
    names : Names
    distance_m : float or None
        To the nearest street that the profile walks; None where there is none within 2 km.
    is_island : bool
        Whether that street is joined to no others.
    """

    id: str
    names: Names
    distance_m: float | None
    is_island: bool


@dataclass(frozen=True, slots=True)
class AreaChange:
    """The share of an area's residents who are covered, before and after.

    Attributes
    ----------
    code : str
    names : Names
    residents : float
    before, after : float or None
        None where nobody lives.
    """

    code: str
    names: Names
    residents: float
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SitesReport:
    """What is proposed, and what it was made from.

    Attributes
    ----------
    names : Names
        Of the city.
    asked : SitesQuestion
    cutoff_s : int
    source : str
        Where the candidates come from.
    candidates : int
        Those that join a street.
    off_street : tuple of OffStreet
        Those that do not.
    before, after : Coverage
        Of all residents who are counted; parts of a place may be covered where capacities bind.
    rows : tuple of SiteRow
        The sites proposed, by rank.
    areas : tuple of AreaChange
        Of the level; none where the city has no areas.
    siting : Siting
        The answer as it was found, by rows of the candidates that join a street.
    divided : float
        Residents in age bands that `SitesQuestion.age_from` divides; they are not counted.
    provenance : Provenance
    """

    names: Names
    asked: SitesQuestion
    cutoff_s: int
    source: str
    candidates: int
    off_street: tuple[OffStreet, ...]
    before: Coverage
    after: Coverage
    rows: tuple[SiteRow, ...]
    areas: tuple[AreaChange, ...]
    siting: Siting
    divided: float
    provenance: Provenance

    @property
    def value(self) -> float:
        """What the sites proposed are judged by, in the terms of `Siting.bound`."""
        return self.value_of(self.siting.proposed)

    @property
    def greedy_value(self) -> float | None:
        """The same of what is found by taking one site after the other; None for no choice."""
        return None if self.siting.greedy is None else self.value_of(self.siting.greedy)

    def value_of(self, outcome: Outcome) -> float:
        """Return residents covered, the number of sites or their cost, or the mean walk in s."""
        if self.asked.aim is Aim.MOST_COVERED:
            return outcome.covered
        if self.asked.aim is Aim.FEWEST_SITES:
            return outcome.cost if self.asked.by_cost else float(len(outcome.sites))
        return math.nan if outcome.mean_walk_s is None else outcome.mean_walk_s


def covered_by(
    outcome: Outcome, residents: list[float], placed: list[bool], cutoff_s: int
) -> Coverage:
    """Add up who is covered, who is not, and who joins no street.

    Parameters
    ----------
    outcome : Outcome
    residents : list of float
        At each place.
    placed : list of bool
        Whether each place joins a street.
    cutoff_s : int
    """
    reached = outcome.reached.tolist()
    rows = list(zip(residents, placed, reached, strict=True))
    return Coverage(
        OUTSIDE,
        cutoff_s,
        outcome.covered,
        math.fsum(people * (1 - part) for people, joins, part in rows if joins),
        math.fsum(people for people, joins, _ in rows if not joins),
        math.fsum(residents),
    )
