"""What a report of seats holds: its rows, and what they were made from."""

from dataclasses import dataclass

from learnmap.access import Decay, Inequality, SeatsOfArea
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.workflows.planning.provenance import Provenance
from learnmap.workflows.planning.seats.capacities import Capacities


@dataclass(frozen=True, slots=True)
class SeatsRow:
    """The seats for the residents of one area.

    Attributes
    ----------
    area_code : str
        Empty for the whole city, and for those who live in no area of the level.
    area_names : Names
    found : SeatsOfArea
    """

    area_code: str
    area_names: Names
    found: SeatsOfArea


@dataclass(frozen=True, slots=True)
class SeatsOfProfile:
    """The seats that those of one profile can walk to.

    Attributes
    ----------
    profile : str
    age_from : int
        Residents of this age and older are counted.
    capacities : Capacities
    joined : int
        How many points with known seats join the profile's streets.
    rows : tuple of SeatsRow
        By area.
    groups : int
        Areas, or for the whole city places, where residents live that are compared.
    inequality : Inequality or None
        Among those; None where nobody has a seat.
    """

    profile: str
    age_from: int
    capacities: Capacities
    joined: int
    rows: tuple[SeatsRow, ...]
    groups: int
    inequality: Inequality | None

    @property
    def out_of_reach(self) -> float:
        """Seats that are known and that nobody can walk to."""
        return max(0.0, self.capacities.total - sum(row.found.seats for row in self.rows))


@dataclass(frozen=True, slots=True)
class SeatsReport:
    """A table of seats and what it was made from.

    Attributes
    ----------
    names : Names
        Of the city.
    level : str
    decay : str
    profiles : tuple of SeatsOfProfile
    provenance : Provenance
    divided : dict of int to float
        By age, the residents in bands that it divides; they are not counted.
    in_several, in_none : float
        As in `learnmap.workflows.planning.inputs.AreasOfLevel`.
    """

    names: Names
    level: Level
    decay: Decay
    profiles: tuple[SeatsOfProfile, ...]
    provenance: Provenance
    divided: dict[int, float]
    in_several: float = 0.0
    in_none: float = 0.0
