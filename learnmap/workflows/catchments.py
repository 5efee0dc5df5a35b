"""Compute the catchments of a city's learning points, and only those that changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import geopandas as gpd
from shapely import MultiPolygon

from learnmap.catchment import AccessPoint, area_m2, compute_catchments
from learnmap.model.city import CitySettings
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.store import drop_catchments, replace_snaps, take_catchments, write_catchments
from learnmap.workflows.catchment_plan import (
    Pair,
    Plan,
    ProfilePlan,
    Stranded,
    plan_catchments,
    shape_of,
)
from learnmap.workflows.city import City, Progress, no_progress

_CHUNK: Final = 256
_TAKEN_AT_ONCE: Final = 5000


@dataclass(frozen=True, slots=True)
class CatchmentReport:
    """What a run did, in pairs of a point and a profile.

    Attributes
    ----------
    computed, unchanged, dropped : int
    taken : int
        Copied from an earlier network that is the same around the point.
    stranded : tuple of Stranded
    """

    computed: int
    taken: int
    unchanged: int
    dropped: int
    stranded: tuple[Stranded, ...]


def compute_city_catchments(
    city: City, *, profiles: Sequence[str] = (), progress: Progress = no_progress
) -> CatchmentReport:
    """Snap all points and compute the catchments that are missing or out of date.

    Results are stored in parts: a run that is broken off goes on where it was.

    Parameters
    ----------
    city : City
    profiles : sequence of str
        Codes; all of the city's by default.
    progress : Progress

    Returns
    -------
    CatchmentReport

    Raises
    ------
    NotReadyError
        When there is no walk graph or no learning point yet.
    InvalidInputError
        For an unknown profile.
    """
    with city.store.begin(snapshot=True) as tx:
        plan = plan_catchments(city, tx)
    known = [profile.code for profile in plan.settings.profiles]
    if unknown := [code for code in profiles if code not in known]:
        raise InvalidInputError(f"no profile {unknown[0]!r}; the city's are {', '.join(known)}")
    wanted = set(profiles or known)
    due = [pair for pair in plan.due if pair[1] in wanted]
    with city.store.begin() as tx:
        replace_snaps(tx, plan.build.content_hash, plan.snaps)
        drop_catchments(tx, plan.build.content_hash, plan.gone)
    taken = _take(city, plan, due, progress)
    rest = [pair for pair in due if pair not in taken]
    done = 0
    for frame, pairs in _computed(plan, rest, city.threads):
        with city.store.begin() as tx:
            write_catchments(tx, plan.build.content_hash, frame)
        done += pairs
        progress("catchments", done, len(rest))
    total = sum(len(p.access) for p in plan.profiles if p.costs.profile.code in wanted)
    return CatchmentReport(done, len(taken), total - len(due), len(plan.gone), plan.stranded)


def _take(city: City, plan: Plan, due: Sequence[Pair], progress: Progress) -> set[Pair]:
    """Copy what earlier networks have with the same keys; return of which pairs."""
    taken: set[Pair] = set()
    for first in range(0, len(due), _TAKEN_AT_ONCE):
        part = due[first : first + _TAKEN_AT_ONCE]
        with city.store.begin() as tx:
            taken |= take_catchments(tx, plan.build.content_hash, plan.keys_of(part))
        progress("catchments of earlier networks", first + len(part), len(due))
    return taken


def _computed(
    plan: Plan, due: Sequence[Pair], threads: int
) -> Iterator[tuple[gpd.GeoDataFrame, int]]:
    """Yield tables of bands for the store, with how many pairs each holds."""
    settings, shape = plan.settings, shape_of(plan.settings)
    for part in plan.profiles:
        code = part.costs.profile.code
        access = [part.access[point_id] for point_id, profile in due if profile == code]
        bands = compute_catchments(plan.graph, part.costs, access, shape, threads=threads)
        while chunk := list(islice(bands, _CHUNK)):
            yield _frame(chunk, part, settings), len(chunk)


def _frame(
    chunk: Sequence[tuple[AccessPoint, list[MultiPolygon]]],
    part: ProfilePlan,
    settings: CitySettings,
) -> gpd.GeoDataFrame:
    code = part.costs.profile.code
    rows = [
        (at.point_id, code, cutoff_s, area_m2(band), part.keys[at.point_id], band)
        for at, bands in chunk
        for cutoff_s, band in zip(settings.cutoffs_s, bands, strict=True)
        if not band.is_empty
    ]
    columns = ["point_id", "profile", "cutoff_s", "area_m2", "input_key", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=STORED_CRS)
