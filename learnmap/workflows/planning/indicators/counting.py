"""Aims that cities set themselves: a school in each street-town, a point in each neighbourhood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from learnmap.access import OUTSIDE, Presence, ages_of, areas_around, presence
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.store import StoredPoint
from learnmap.workflows.city import City
from learnmap.workflows.planning.inputs import PlanningInputs, read_inputs
from learnmap.workflows.planning.point_sets import ALL
from learnmap.workflows.planning.provenance import Provenance

AIMS: Final[Mapping[Level, Sequence[str]]] = MappingProxyType(
    {"street_town": ("community_school",), "neighbourhood": (ALL,)}
)
"""Kinds of which an area of a level should have an open point; any of them will do."""
AGE_FROM: Final = ages_of("older_adult")
"""Years; residents from this age on are told beside each area."""


@dataclass(frozen=True, slots=True)
class AreaOfIndicator:
    """An area, and what it has.

    Attributes
    ----------
    code : str
    names : Names
    points : int
        Open points of the kinds that lie in it.
    residents : float
        Who live in it, from `AGE_FROM` on.
    """

    code: str
    names: Names
    points: int
    residents: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """The share of areas of a level with an open point of some kinds.

    Attributes
    ----------
    level : str
    kinds : tuple of str
        Empty for any kind.
    found : Presence
    areas : tuple of AreaOfIndicator
        By code.
    by_outline : int
        Points that lie in the outline of an area, while the smaller area that they are on record
        in names none of this level above it.
    """

    level: Level
    kinds: tuple[str, ...]
    found: Presence
    areas: tuple[AreaOfIndicator, ...]
    by_outline: int

    @property
    def lacking(self) -> tuple[AreaOfIndicator, ...]:
        """The areas without a point, those with most residents first."""
        without = (area for area in self.areas if not area.points)
        return tuple(sorted(without, key=lambda area: (-area.residents, area.code)))


@dataclass(frozen=True, slots=True)
class IndicatorsReport:
    """Indicators, and what they were made from.

    Attributes
    ----------
    names : Names
        Of the city.
    indicators : tuple of Indicator
    missing : tuple of str
        Levels of which no area is on record, so that nothing can be said of them.
    provenance : Provenance
    """

    names: Names
    indicators: tuple[Indicator, ...]
    missing: tuple[Level, ...]
    provenance: Provenance


def city_indicators(city: City, *, aims: Mapping[Level, Sequence[str]] = AIMS) -> IndicatorsReport:
    """Tell in how many areas of a level there is an open point of some kinds.

    A point lies in the areas that it is on record in; where those end below the level, in the area
    of the level whose outline is around its site.

    Parameters
    ----------
    city : City
    aims : mapping of str to sequence of str
        Kinds by level; `ALL` is any kind.

    Raises
    ------
    NotReadyError
        When no point is open, or there is no area of any of the levels.
    InvalidInputError
        For a kind that there is not.
    """
    return indicators_of(read_inputs(city), aims=aims)


def indicators_of(
    inputs: PlanningInputs, *, aims: Mapping[Level, Sequence[str]] = AIMS
) -> IndicatorsReport:
    """Tell what `city_indicators` does, of inputs that were read.

    Raises
    ------
    NotReadyError, InvalidInputError
        As there.
    """
    for kinds in aims.values():
        _check_kinds(inputs, kinds)
    inputs.check_open()
    known = set(inputs.areas["level"])
    missing = tuple(level for level in aims if level not in known)
    if len(missing) == len(aims):
        raise NotReadyError(
            f"there are no areas of level {' or '.join(missing)} yet; run "
            "`learnmap import areas FILE`"
        )
    found = (_indicator(inputs, level, aims[level]) for level in aims if level in known)
    return IndicatorsReport(inputs.settings.names, tuple(found), missing, inputs.provenance)


def _indicator(inputs: PlanningInputs, level: Level, kinds: Sequence[str]) -> Indicator:
    areas = inputs.areas[inputs.areas["level"] == level].reset_index(drop=True)
    any_kind = ALL in kinds
    points = [one for one in inputs.open_points if any_kind or one.point.kind in kinds]
    recorded = _recorded(points, level, list(areas["code"]))
    around = _around(points, areas)
    found = presence(np.where(recorded == OUTSIDE, around, recorded), areas=len(areas))
    people = _residents(inputs, level, len(areas))
    return Indicator(
        level,
        () if any_kind else tuple(kinds),
        found,
        tuple(
            AreaOfIndicator(code, names, int(count), float(residents))
            for code, names, count, residents in zip(
                areas["code"], areas["names"], found.points, people, strict=True
            )
        ),
        by_outline=int(((recorded == OUTSIDE) & (around != OUTSIDE)).sum()),
    )


def _recorded(points: Sequence[StoredPoint], level: Level, codes: list[str]) -> NDArray[np.int64]:
    """Return the area of a level that each point is on record in."""
    row = {code: at for at, code in enumerate(codes)}
    return np.array(
        [
            next((row[code] for of, code, _ in one.areas if of == level and code in row), OUTSIDE)
            for one in points
        ],
        np.int64,
    )


def _around(points: Sequence[StoredPoint], areas: gpd.GeoDataFrame) -> NDArray[np.int64]:
    sites = gpd.points_from_xy(
        [one.point.longitude for one in points], [one.point.latitude for one in points]
    )
    return areas_around(areas, gpd.GeoSeries(sites, crs=areas.crs))


def _residents(inputs: PlanningInputs, level: Level, areas: int) -> NDArray[np.float64]:
    of_place = inputs.areas_of(level).of_place
    counted = inputs.counted(AGE_FROM).residents
    inside = of_place != OUTSIDE
    return np.bincount(of_place[inside], counted[inside], minlength=areas).astype(np.float64)


def _check_kinds(inputs: PlanningInputs, kinds: Sequence[str]) -> None:
    known = [kind.code for kind in inputs.kinds]
    for code in kinds:
        if code != ALL and code not in known:
            raise InvalidInputError(f"no kind {code!r}; there are {', '.join(known)}")
