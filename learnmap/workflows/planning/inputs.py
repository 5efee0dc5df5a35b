"""What planners' figures need of a city, read at one moment."""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from learnmap.access import OUTSIDE, areas_around, areas_over, counted_from
from learnmap.access.ages import CountedResidents
from learnmap.access.hexagons import RESOLUTION, Hexagons, hexagons_around
from learnmap.model.city import CitySettings
from learnmap.model.errors import NotReadyError
from learnmap.model.kinds import Kind
from learnmap.model.languages import Names
from learnmap.model.records import Level, Offering, OfferingCategory
from learnmap.store import (
    ImportRow,
    NetworkBuild,
    StoredPoint,
    current_build,
    list_imports,
    read_areas,
    read_categories,
    read_city,
    read_demand_points,
    read_kinds,
    read_offerings,
    read_points,
)
from learnmap.workflows.city import City
from learnmap.workflows.planning.open_hours import ordinary_week
from learnmap.workflows.planning.provenance import (
    Provenance,
    ResidentsSource,
    residents_files,
    residents_sources,
)
from learnmap.workflows.teaching import Teaching, teaching_of

WHOLE: Final = "city"
"""The level that is one row: everybody on record, whatever areas there are."""
LEVELS: Final[tuple[Level, ...]] = (WHOLE, "district", "street_town", "neighbourhood")
_OUTSIDE: Final[Names] = {"zh": "不在任何区域内", "en": "in no area"}


@dataclass(frozen=True, slots=True)
class AreasOfLevel:
    """The areas of a level, and which of them each resident lives in.

    Attributes
    ----------
    codes : tuple of str
    names : tuple of Names
    of_place : (k,) int64
        Row for each place of residents; `learnmap.access.OUTSIDE` for none.
    in_several : float
        Residents of all ages within more than one area, since areas overlap; each counts in one
        alone.
    in_none : float
        Residents of all ages in no area, since areas leave holes or end before the city does.
    """

    codes: tuple[str, ...]
    names: tuple[Names, ...]
    of_place: NDArray[np.int64]
    in_several: float = 0.0
    in_none: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether the whole city is the one area."""
        return self.codes == ("",)

    def named(self, row: int) -> tuple[str, Names]:
        """Return the code and names of an area; the code is empty for who lives in none."""
        return ("", _OUTSIDE) if row == OUTSIDE else (self.codes[row], self.names[row])


@dataclass(frozen=True)
class PlanningInputs:
    """A city's residents, points, offerings and areas, and where they come from, of one moment.

    Attributes
    ----------
    settings : CitySettings
    build : NetworkBuild
    points : tuple of StoredPoint
        All on record, whatever their status, by id.
    residents : GeoDataFrame
        As `learnmap.store.read_demand_points` reads them.
    areas : GeoDataFrame
        Of all levels, as `learnmap.store.read_areas` reads them.
    kinds : tuple of Kind
    imports : tuple of ImportRow
        Those of residents, the newest first.
    read_on : date
        By the city's clock.
    offerings : tuple of Offering
        All on record, by id, also those that are over.
    categories : tuple of OfferingCategory
        By code.
    """

    settings: CitySettings
    build: NetworkBuild
    points: tuple[StoredPoint, ...]
    residents: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    kinds: tuple[Kind, ...]
    imports: tuple[ImportRow, ...]
    read_on: dt.date
    offerings: tuple[Offering, ...] = ()
    categories: tuple[OfferingCategory, ...] = ()
    _once: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of residents and areas alone, so that `changed` may take it over."""

    def changed(self, points: tuple[StoredPoint, ...], settings: CitySettings) -> "PlanningInputs":
        """Return the inputs with other points and settings, and the same residents and areas."""
        return replace(self, points=points, settings=settings)

    @cached_property
    def today(self) -> dt.datetime:
        """The midnight that `read_on` begins with, so that figures of one day are the same."""
        return dt.datetime.combine(self.read_on, dt.time(), self.clock)

    @cached_property
    def clock(self) -> ZoneInfo:
        """The city's."""
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def hours_week(self) -> dt.date:
        """The Monday of the ordinary week in which it is looked when points are open.

        Raises
        ------
        NotReadyError
            When no point is open.
        """
        self.check_open()
        place = self.open_points[0].point.walk_to
        return ordinary_week(self.read_on, self.clock, place)

    @cached_property
    def teaching(self) -> Teaching:
        """What is taught at the open points; its rows are theirs."""
        rows = {one.point.id: row for row, one in enumerate(self.open_points)}
        return teaching_of(self.offerings, self.categories, rows)

    @cached_property
    def open_points(self) -> tuple[StoredPoint, ...]:
        """The points that are open; closed and planned ones count for nobody."""
        return tuple(one for one in self.points if one.point.status == "open")

    @cached_property
    def provenance(self) -> Provenance:
        """What figures of these inputs are made from."""
        sources = cast(
            "tuple[ResidentsSource, ...]",
            self._kept("sources", lambda: residents_sources(self.residents)),
        )
        invented = any(one.point.fictional for one in self.points)
        return Provenance(
            self.build,
            sources,
            residents_files(self.imports, self.settings),
            len(self.open_points),
            self.read_on,
            self.settings.fictional or invented or any(one.fictional for one in sources),
        )

    def areas_of(self, level: Level) -> AreasOfLevel:
        """Return the areas of a level; the whole city is one.

        Raises
        ------
        NotReadyError
            When there are none.
        """
        return cast("AreasOfLevel", self._kept(("areas", level), lambda: self._areas_of(level)))

    def counted(self, age_from: int) -> CountedResidents:
        """Return the residents of each place from an age on."""
        return cast(
            "CountedResidents",
            self._kept(("age", age_from), lambda: counted_from(self.residents, age_from)),
        )

    def hexagons(self, resolution: int = RESOLUTION) -> Hexagons:
        """Return the hexagons that residents live in.

        Raises
        ------
        InvalidInputError
            For another resolution than there is.
        """
        return cast(
            "Hexagons",
            self._kept(
                ("hexagons", resolution),
                lambda: hexagons_around(self.residents.geometry, resolution=resolution),
            ),
        )

    def _kept(self, key: object, make: Callable[[], object]) -> object:
        # Two threads that ask at once may both work it out; either result will do.
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]

    def _areas_of(self, level: Level) -> AreasOfLevel:
        if level == WHOLE:
            return AreasOfLevel(
                ("",), (self.settings.names,), np.zeros(len(self.residents), np.int64)
            )
        areas = self.areas[self.areas["level"] == level].reset_index(drop=True)
        if areas.empty:
            raise NotReadyError(
                f"there are no areas of level {level} yet; run `learnmap import areas FILE`, or "
                "ask for the whole city"
            )
        places, people = self.residents.geometry, self.residents["residents"].to_numpy(np.float64)
        around = areas_around(areas, places)
        return AreasOfLevel(
            tuple(areas["code"]),
            tuple(areas["names"]),
            around,
            math.fsum(people[areas_over(areas, places) > 1]),
            math.fsum(people[around == OUTSIDE]),
        )

    def check_residents(self) -> None:
        """Refuse to count where nobody is on record.

        Raises
        ------
        NotReadyError
        """
        if not self.residents.empty:
            return
        for one in self.imports:
            if one.state == "quarantined":
                raise NotReadyError(
                    f"there are no residents yet: import {one.id} of {one.facts.file_name} waits "
                    f"in quarantine; see `learnmap import show {one.id}`"
                )
        raise NotReadyError(
            "there are no residents yet, so that nobody can be counted; run "
            "`learnmap import population FILE`"
        )

    def check_open(self) -> None:
        """Refuse to look for the nearest point where none is open.

        Raises
        ------
        NotReadyError
        """
        if not self.open_points:
            raise NotReadyError(
                "no learning point is open; run `learnmap import points FILE`, or see that the "
                "status of those on record is right"
            )


def read_inputs(city: City) -> PlanningInputs:
    """Read what planners' figures need, all of one moment.

    Raises
    ------
    NotReadyError
        When the city has no settings or no network yet.
    StoreError
        When the database does not answer.
    """
    with city.store.begin(snapshot=True) as tx:
        settings = read_city(tx)
        return PlanningInputs(
            settings=settings,
            build=current_build(tx),
            points=tuple(read_points(tx)),
            residents=read_demand_points(tx),
            areas=read_areas(tx),
            kinds=tuple(read_kinds(tx)),
            imports=_of_residents(list_imports(tx)),
            read_on=dt.datetime.now(ZoneInfo(settings.timezone)).date(),
            offerings=tuple(read_offerings(tx)),
            categories=read_categories(tx),
        )


def _of_residents(imports: Sequence[ImportRow]) -> tuple[ImportRow, ...]:
    return tuple(one for one in imports if one.facts.what == "population")
