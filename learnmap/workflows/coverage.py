"""Who can walk to a learning point in time: a city's residents, streets and points together."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.coverage import (
    OUTSIDE,
    ages_of,
    areas_around,
    counted_from,
    coverage_by_area,
    seconds_to_nearest,
)
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.kinds import MAPS, Kind
from learnmap.model.languages import Names
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import Level
from learnmap.network import EdgeIndex, Snaps, SnapStatus, WalkCosts, Workspace, walk_costs
from learnmap.store import (
    ImportRow,
    StoredPoint,
    current_build,
    list_imports,
    read_areas,
    read_city,
    read_demand_points,
    read_kinds,
    read_points,
)
from learnmap.workflows.city import City
from learnmap.workflows.coverage_report import (
    WHOLE,
    CoverageReport,
    CoverageRow,
    PointSet,
    ResidentsFile,
    ResidentsSource,
)

ALL: Final = "all"
"""In the place of kinds or maps: each of them."""
_OUTSIDE: Final[Names] = {"zh": "不在任何区域内", "en": "in no area"}


@dataclass(frozen=True, slots=True)
class _Areas:
    """The areas of a level, and which of them each resident lives in."""

    codes: tuple[str, ...]
    names: tuple[Names, ...]
    of_place: NDArray[np.int64]

    def named(self, row: int) -> tuple[str, Names]:
        return ("", _OUTSIDE) if row == OUTSIDE else (self.codes[row], self.names[row])


def city_coverage(
    city: City,
    *,
    profiles: Sequence[str] = (),
    level: Level = WHOLE,
    kinds: Sequence[str] = (),
    maps: Sequence[str] = (),
    age_from: Mapping[str, int] | None = None,
) -> CoverageReport:
    """Count the residents who can walk to an open point within each cutoff of the city.

    A walk is from door to door, on the streets of the network that counts now. Points that are
    closed for a time, planned or closed for good count for nobody.

    Parameters
    ----------
    city : City
    profiles : sequence of str
        Codes of who walks; all of the city's by default.
    level : str
        One row for the whole city, or one for each area of a level.
    kinds, maps : sequence of str
        Each is a set of points of its own, `ALL` is each that there is; with neither, all open
        points are one set.
    age_from : mapping of str to int, optional
        Ages by profile that go before `learnmap.coverage.AGE_FROM`.

    Raises
    ------
    NotReadyError
        When there are no streets, residents, open points, or areas of the level.
    InvalidInputError
        For a profile, kind or map that there is not.
    """
    with city.store.begin(snapshot=True) as tx:
        settings, build = read_city(tx), current_build(tx)
        points = read_points(tx, statuses=("open",))
        residents = read_demand_points(tx)
        imports = [one for one in list_imports(tx) if one.facts.what == "population"]
        known_kinds = read_kinds(tx)
        frame = None if level == WHOLE else read_areas(tx, level=level)
    walkers = settings.profiles_of(profiles or [one.code for one in settings.profiles])
    ages = {one.code: ages_of(one.code, age_from) for one in walkers}
    settings.profiles_of(list(age_from or ()))
    _check_residents(residents, imports)
    _check_ready(points, level, frame)
    sets = _sets(points, known_kinds, kinds, maps)
    counted = {age: counted_from(residents, age) for age in ages.values()}
    graph = city.graph(build)
    index, workspace = EdgeIndex(graph), Workspace(graph)
    areas = _areas(settings, residents, frame)
    rows: list[CoverageRow] = []
    for walker in walkers:
        people = counted[ages[walker.code]]
        walked = _Walked.by(index, walker, residents, points, settings)
        for one, among in sets:
            time_s, joined = walked.to(among, workspace, settings.cutoffs_s[-1])
            found = coverage_by_area(
                time_s,
                people.residents,
                areas.of_place,
                areas=len(areas.codes),
                cutoffs_s=settings.cutoffs_s,
            )
            rows += [
                CoverageRow(walker.code, people.age_from, one, joined, *areas.named(row.area), row)
                for row in found
            ]
    divided = {age: people.divided for age, people in counted.items() if people.divided}
    return CoverageReport(
        settings.names,
        level,
        tuple(rows),
        build,
        _sources(residents),
        _files(imports, settings),
        len(points),
        divided,
    )


@dataclass(frozen=True, slots=True)
class _Walked:
    """Where residents and points join the streets of one profile."""

    costs: WalkCosts
    residents: Snaps
    points: Snaps

    @classmethod
    def by(
        cls,
        index: EdgeIndex,
        walker: WalkProfile,
        residents: gpd.GeoDataFrame,
        points: Sequence[StoredPoint],
        settings: CitySettings,
    ) -> "_Walked":
        costs = walk_costs(index.graph, walker, island_below_m=settings.island_below_m)
        homes = shapely.get_coordinates(residents.geometry.to_numpy())
        sites = np.array([one.point.walk_to for one in points])
        limit_m = settings.snap_limit_m
        return cls(
            costs,
            index.snap(homes[:, 0], homes[:, 1], costs, limit_m=limit_m),
            index.snap(sites[:, 0], sites[:, 1], costs, limit_m=limit_m),
        )

    def to(
        self, among: NDArray[np.bool_], workspace: Workspace, limit_s: float
    ) -> tuple[NDArray[np.float64], int]:
        """Return the seconds to the nearest of some points, and how many of them are joined."""
        time_s = seconds_to_nearest(
            self.costs,
            self.residents,
            self.points,
            limit_s=limit_s,
            workspace=workspace,
            among=among,
        )
        return time_s, int((among & (self.points.status == SnapStatus.SNAPPED)).sum())


def _check_residents(residents: gpd.GeoDataFrame, imports: Sequence[ImportRow]) -> None:
    if not residents.empty:
        return
    for one in imports:
        if one.state == "quarantined":
            raise NotReadyError(
                f"there are no residents yet: import {one.id} of {one.facts.file_name} waits in "
                f"quarantine; see `learnmap import show {one.id}`"
            )
    raise NotReadyError(
        "there are no residents yet, so that nobody can be counted; run "
        "`learnmap import population FILE`"
    )


def _check_ready(
    points: Sequence[StoredPoint], level: Level, areas: gpd.GeoDataFrame | None
) -> None:
    if not points:
        raise NotReadyError(
            "no learning point is open; run `learnmap import points FILE`, or see that the "
            "status of those on record is right"
        )
    if areas is not None and areas.empty:
        raise NotReadyError(
            f"there are no areas of level {level} yet; run `learnmap import areas FILE`, or "
            "leave out --by"
        )


def _sets(
    points: Sequence[StoredPoint], known: Sequence[Kind], kinds: Sequence[str], maps: Sequence[str]
) -> list[tuple[PointSet, NDArray[np.bool_]]]:
    """Return the sets that were asked for, each with its points; maps go before kinds."""
    of_point = np.array([one.point.kind for one in points])
    codes = [kind.code for kind in known]
    shown = {name: [kind.code for kind in known if name in kind.maps] for name in MAPS}
    chosen = [
        *(PointSet("map", name) for name in _chosen(maps, MAPS, "map")),
        *(PointSet("kind", code) for code in _chosen(kinds, codes, "kind")),
    ]
    if not chosen:
        return [(PointSet("all"), np.ones(len(points), np.bool_))]
    return [
        (one, np.isin(of_point, shown[one.code] if one.by == "map" else [one.code]))
        for one in chosen
    ]


def _chosen(given: Sequence[str], known: Sequence[str], what: str) -> Iterator[str]:
    for code in dict.fromkeys(given):
        if code != ALL and code not in known:
            raise InvalidInputError(f"no {what} {code!r}; there are {', '.join(known)}")
    yield from known if ALL in given else dict.fromkeys(given)


def _areas(
    settings: CitySettings, residents: gpd.GeoDataFrame, areas: gpd.GeoDataFrame | None
) -> _Areas:
    if areas is None:
        return _Areas(("",), (settings.names,), np.zeros(len(residents), np.int64))
    around = areas_around(areas, residents.geometry)
    return _Areas(tuple(areas["code"]), tuple(areas["names"]), around)


def _sources(residents: gpd.GeoDataFrame) -> tuple[ResidentsSource, ...]:
    return tuple(
        ResidentsSource(
            str(name), len(rows), math.fsum(rows["residents"]), bool(rows["fictional"].any())
        )
        for name, rows in residents.groupby("source", sort=True)
    )


def _files(imports: Sequence[ImportRow], settings: CitySettings) -> tuple[ResidentsFile, ...]:
    clock = ZoneInfo(settings.timezone)
    return tuple(
        ResidentsFile(one.facts.file_name, one.state_at.astimezone(clock).date())
        for one in imports
        if one.state == "applied"
    )
