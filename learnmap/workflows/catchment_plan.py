"""The plan of a city's catchments: which there should be, and which are missing or out of date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from learnmap.catchment import AccessPoint, Shape
from learnmap.model.city import CitySettings
from learnmap.model.errors import NotReadyError
from learnmap.model.languages import Names
from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Snaps, SnapStatus, WalkCosts, WalkGraph, walk_costs
from learnmap.network.digests import CellDigests, cell_digests
from learnmap.store import (
    NetworkBuild,
    StoredPoint,
    Transaction,
    current_build,
    read_city,
    read_input_keys,
    read_points,
)
from learnmap.workflows.catchment_keys import input_keys
from learnmap.workflows.city import City

WALKED_TO: Final = ("open", "temporarily_closed", "planned")
"""Statuses of points that have catchments; closed ones have none."""
_REASONS: Final = {SnapStatus.TOO_FAR: "too_far", SnapStatus.ISLAND: "island"}

Pair = tuple[str, str]
"""Id of a point and code of a profile."""


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

    def keys_of(self, pairs: Iterable[Pair]) -> dict[Pair, str]:
        """Return the input keys of some catchments."""
        by_profile = {part.costs.profile.code: part.keys for part in self.profiles}
        return {(point_id, code): by_profile[code][point_id] for point_id, code in pairs}


def plan_catchments(city: City, tx: Transaction) -> Plan:
    """Work out which catchments there should be and compare them with what is stored.

    Parameters
    ----------
    city : City
    tx : Transaction
        A snapshot: what else is read in it fits the plan.

    Raises
    ------
    NotReadyError
        When there is no walk graph or no learning point yet.
    """
    settings, build = read_city(tx), current_build(tx)
    points = read_points(tx, statuses=WALKED_TO)
    stored = read_input_keys(tx, build.content_hash)
    if not points:
        raise NotReadyError(
            "there are no learning points yet; run `learnmap import points FILE` "
            "or `learnmap points from-osm CITY.osm.pbf`"
        )
    graph = city.graph(build)
    index, digests = EdgeIndex(graph), cell_digests(graph)
    plans: list[ProfilePlan] = []
    frames: list[pd.DataFrame] = []
    stranded: list[Stranded] = []
    for profile in settings.profiles:
        costs = walk_costs(graph, profile, island_below_m=settings.island_below_m)
        snaps = _snap(index, costs, points, settings)
        plans.append(_plan_profile(settings, costs, digests, points, snaps))
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


def shape_of(settings: CitySettings) -> Shape:
    """Return the limits of catchments that a city has set."""
    return Shape(settings.cutoffs_s, settings.off_street_m, settings.simplify_m)


def _snap(
    index: EdgeIndex, costs: WalkCosts, points: Sequence[StoredPoint], settings: CitySettings
) -> Snaps:
    places = np.array([stored.point.walk_to for stored in points])
    return index.snap(places[:, 0], places[:, 1], costs, limit_m=settings.snap_limit_m)


def _plan_profile(
    settings: CitySettings,
    costs: WalkCosts,
    digests: CellDigests,
    points: Sequence[StoredPoint],
    snaps: Snaps,
) -> ProfilePlan:
    joined = np.flatnonzero(snaps.status == SnapStatus.SNAPPED).tolist()
    access = [
        AccessPoint(
            points[i].point.id,
            int(snaps.edge[i]),
            float(snaps.along_m[i]),
            float(snaps.distance_m[i]),
        )
        for i in joined
    ]
    places = snaps.lon[joined], snaps.lat[joined]
    keys = input_keys(costs, shape_of(settings), digests, access, *places)
    by_id = {at.point_id: at for at in access}
    return ProfilePlan(costs, by_id, dict(zip(by_id, keys, strict=True)))


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
