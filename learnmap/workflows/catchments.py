"""Compute the catchments of a city's learning points, and only those that changed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import MultiPolygon

from learnmap.catchment import AccessPoint, Shape, area_m2, compute_catchments
from learnmap.edition import canonical_json
from learnmap.model.city import CitySettings
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import Names
from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Snaps, SnapStatus, WalkCosts, WalkGraph, walk_costs
from learnmap.store import (
    NetworkBuild,
    StoredPoint,
    Transaction,
    current_build,
    drop_catchments,
    read_city,
    read_input_keys,
    read_points,
    replace_snaps,
    write_catchments,
)
from learnmap.workflows.city import City, Progress, no_progress

WALKED_TO: Final = ("open", "temporarily_closed", "planned")
"""Statuses of points that have catchments; closed ones have none."""
ENGINE: Final = 1
"""Raised when the same inputs would give other polygons, so that all are computed again."""
_CHUNK: Final = 256
_REASONS: Final = {SnapStatus.TOO_FAR: "too_far", SnapStatus.ISLAND: "island"}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stranded:
    """A learning point that does not join the walk graph.

    Attributes
    ----------
    point_id : str
    names : Names
    profile : str
    reason : str
        ``too_far`` or ``island``.
    distance_m : float or None
        To the nearest street; None when there is none within 2 km.
    """

    point_id: str
    names: Names
    profile: str
    reason: str
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """What one profile's catchments are to be computed from.

    Attributes
    ----------
    costs : WalkCosts
    access : dict of str to AccessPoint
        By point id, of those that join the graph.
    keys : dict of str to str
        Hash of everything a point's catchment depends on, by point id.
    """

    costs: WalkCosts
    access: dict[str, AccessPoint]
    keys: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """All catchments that a city should have, and which of them are missing or out of date.

    Attributes
    ----------
    build : NetworkBuild
    graph : WalkGraph
    settings : CitySettings
    profiles : tuple of ProfilePlan
    snaps : DataFrame
        As the store takes them.
    stranded : tuple of Stranded
    due : tuple of Pair
        Point and profile to be computed.
    gone : tuple of Pair
        Stored ones that should not be there any more.
    """

    build: NetworkBuild
    graph: WalkGraph
    settings: CitySettings
    profiles: tuple[ProfilePlan, ...]
    snaps: pd.DataFrame
    stranded: tuple[Stranded, ...]
    due: tuple[Pair, ...]
    gone: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class CatchmentReport:
    """What a run did, in pairs of a point and a profile.

    Attributes
    ----------
    computed, unchanged, dropped : int
    stranded : tuple of Stranded
    """

    computed: int
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
    done = 0
    for frame, pairs in _computed(plan, due, city.threads):
        with city.store.begin() as tx:
            write_catchments(tx, plan.build.content_hash, frame)
        done += pairs
        progress("catchments", done, len(due))
    total = sum(len(p.access) for p in plan.profiles if p.costs.profile.code in wanted)
    return CatchmentReport(done, total - len(due), len(plan.gone), plan.stranded)


def plan_catchments(city: City, tx: Transaction) -> Plan:
    """Work out which catchments there should be and compare them with what is stored.

    Parameters
    ----------
    city : City
    tx : Transaction
        A snapshot: what else is read in it fits the plan.
    """
    settings, build = read_city(tx), current_build(tx)
    points = read_points(tx, statuses=WALKED_TO)
    stored = read_input_keys(tx, build.content_hash)
    if not points:
        raise NotReadyError(
            "there are no learning points yet; run `learnmap points import FILE` "
            "or `learnmap points from-osm CITY.osm.pbf`"
        )
    graph = city.graph(build)
    index = EdgeIndex(graph)
    plans: list[ProfilePlan] = []
    frames: list[pd.DataFrame] = []
    stranded: list[Stranded] = []
    for profile in settings.profiles:
        costs = walk_costs(graph, profile, island_below_m=settings.island_below_m)
        snaps = _snap(index, costs, points, settings)
        plans.append(_plan_profile(build, settings, costs, points, snaps))
        frames.append(_snap_frame(graph, profile, points, snaps))
        stranded += _stranded(profile, points, snaps)
    keys = {
        (point_id, plan.costs.profile.code): key
        for plan in plans
        for point_id, key in plan.keys.items()
    }
    return Plan(
        build,
        graph,
        settings,
        tuple(plans),
        pd.concat(frames, ignore_index=True),
        tuple(stranded),
        tuple(sorted(pair for pair, key in keys.items() if stored.get(pair) != key)),
        tuple(sorted(stored.keys() - keys.keys())),
    )


def _snap(
    index: EdgeIndex, costs: WalkCosts, points: Sequence[StoredPoint], settings: CitySettings
) -> Snaps:
    places = np.array([stored.point.walk_to for stored in points])
    return index.snap(places[:, 0], places[:, 1], costs, limit_m=settings.snap_limit_m)


def _plan_profile(
    build: NetworkBuild,
    settings: CitySettings,
    costs: WalkCosts,
    points: Sequence[StoredPoint],
    snaps: Snaps,
) -> ProfilePlan:
    profile = costs.profile
    access = {
        stored.point.id: AccessPoint(
            stored.point.id,
            int(snaps.edge[i]),
            float(snaps.along_m[i]),
            float(snaps.distance_m[i]),
        )
        for i, stored in enumerate(points)
        if snaps.status[i] == SnapStatus.SNAPPED
    }
    shared = [
        ENGINE,
        build.content_hash,
        profile.speed_m_per_s,
        profile.steps_factor,
        list(settings.cutoffs_s),
        settings.off_street_m,
        settings.simplify_m,
    ]
    keys = {
        point_id: _key([*shared, at.edge, round(at.along_m, 3), round(at.distance_m, 3)])
        for point_id, at in access.items()
    }
    return ProfilePlan(costs, access, keys)


def _key(inputs: list[object]) -> str:
    return hashlib.sha256(canonical_json(inputs).encode()).hexdigest()


def _snap_frame(
    graph: WalkGraph, profile: WalkProfile, points: Sequence[StoredPoint], snaps: Snaps
) -> pd.DataFrame:
    found = snaps.edge >= 0
    length_m = graph.edge_length_m[np.where(found, snaps.edge, 0)]
    fraction = np.clip(snaps.along_m / np.where(length_m > 0, length_m, 1.0), 0.0, 1.0)
    status = ["snapped" if s == 0 else _REASONS[SnapStatus(int(s))] for s in snaps.status]
    return pd.DataFrame(
        {
            "point_id": [stored.point.id for stored in points],
            "profile": profile.code,
            "status": status,
            "edge": np.where(found, snaps.edge, np.nan),
            "fraction": np.where(found, fraction, np.nan),
            "distance_m": np.where(found, snaps.distance_m, np.nan),
            "lon": np.where(found, snaps.lon, np.nan),
            "lat": np.where(found, snaps.lat, np.nan),
        }
    )


def _stranded(profile: WalkProfile, points: Sequence[StoredPoint], snaps: Snaps) -> list[Stranded]:
    return [
        Stranded(
            stored.point.id,
            stored.point.names,
            profile.code,
            _REASONS[SnapStatus(int(snaps.status[i]))],
            float(snaps.distance_m[i]) if np.isfinite(snaps.distance_m[i]) else None,
        )
        for i, stored in enumerate(points)
        if snaps.status[i] != SnapStatus.SNAPPED
    ]


def _computed(
    plan: Plan, due: Sequence[Pair], threads: int
) -> Iterator[tuple[gpd.GeoDataFrame, int]]:
    """Yield tables of bands for the store, with how many pairs each holds."""
    settings = plan.settings
    shape = Shape(settings.cutoffs_s, settings.off_street_m, settings.simplify_m)
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
