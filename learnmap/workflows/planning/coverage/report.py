"""What a coverage report holds: its rows, and what they were made from."""

import datetime as dt
from dataclasses import dataclass

from learnmap.access import Coverage
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.provenance import Provenance


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The coverage of one area, for one profile, cutoff and set of points.

    Attributes
    ----------
    profile : str
    age_from : int
        Residents of this age and older are counted.
    points : PointSet
    joined : int
        How many points of the set join the profile's streets.
    area_code : str
        Empty for the whole city, and for those who live in no area of the level.
    area_names : Names
    found : Coverage
    """

    profile: str
    age_from: int
    points: PointSet
    joined: int
    area_code: str
    area_names: Names
    found: Coverage


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """A coverage table and what it was made from.

    Attributes
    ----------
    names : Names
        Of the city.
    level : str
    rows : tuple of CoverageRow
        By profile, set, area and cutoff.
    provenance : Provenance
    divided : dict of int to float
        By age, the residents in bands that it divides; they are not counted.
    hours_week : date or None
        Monday of the week in which it was looked when points are open; None where no set is of
        points that are open on evenings or at weekends.
    in_several, in_none : float
        As in `learnmap.workflows.planning.inputs.AreasOfLevel`.
    """

    names: Names
    level: Level
    rows: tuple[CoverageRow, ...]
    provenance: Provenance
    divided: dict[int, float]
    hours_week: dt.date | None = None
    in_several: float = 0.0
    in_none: float = 0.0
