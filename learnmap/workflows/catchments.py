"""Compute the catchments of a city's learning points, and only those that changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import shapely

from learnmap.catchment import area_m2, compute_catchments
from learnmap.model.crs import STORED_CRS
from learnmap.store import drop_catchments, replace_snaps, take_catchments, write_catchments
from learnmap.workflows.catchment_plan import Pair, Plan, Stranded, plan_catchments, shape_of
from learnmap.workflows.city import City, Progress, no_progress

if TYPE_CHECKING:
    from learnmap.workflows.clusters import Cluster

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
    city: City,
    *,
    profiles: Sequence[str] = (),
    progress: Progress = no_progress,
    cluster: "Cluster | None" = None,
) -> CatchmentReport:
    """Snap all points and compute the catchments that are missing or out of date.

    Results are stored in parts: a run that is broken off goes on where it was.

    Parameters
    ----------
    city : City
    profiles : sequence of str
        Codes; all of the city's by default.
    progress : Progress
    cluster : Cluster, optional
        Computes in other processes; without one the city's threads do. The result is the same.

    Returns
    -------
    CatchmentReport

    Raises
    ------
    NotReadyError
        When there is no walk graph or no learning point yet.
    InvalidInputError
        For an unknown profile.
    ClusterError
        When the cluster is lost, or points cannot be computed: all others are stored then.
    """
    with city.store.begin(snapshot=True) as tx:
        plan = plan_catchments(city, tx)
    settings = plan.settings
    wanted = {profile.code for profile in settings.profiles_of(profiles) or settings.profiles}
    due = [pair for pair in plan.due if pair[1] in wanted]
    with city.store.begin() as tx:
        replace_snaps(tx, plan.build.content_hash, plan.snaps)
        drop_catchments(tx, plan.build.content_hash, plan.gone)
    taken = _take(city, plan, due, progress)
    rest = [pair for pair in due if pair not in taken]
    done = 0
    computed = _on_threads(plan, rest, city.threads) if not cluster else _on(cluster, plan, rest)
    for frame, pairs in computed:
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


def _on_threads(
    plan: Plan, due: Sequence[Pair], threads: int
) -> Iterator[tuple[gpd.GeoDataFrame, int]]:
    """Yield tables of bands for the store, with how many pairs each holds."""
    shape = shape_of(plan.settings)
    for part in plan.profiles:
        code = part.costs.profile.code
        access = [part.access[point_id] for point_id, profile in due if profile == code]
        bands = compute_catchments(plan.graph, part.costs, access, shape, threads=threads)
        while chunk := list(islice(bands, _CHUNK)):
            rows = [
                (at.point_id, code, cutoff_s, area_m2(band), band)
                for at, drawn in chunk
                for cutoff_s, band in zip(shape.cutoffs_s, drawn, strict=True)
                if not band.is_empty
            ]
            yield _frame(plan, rows), len(chunk)


def _on(
    cluster: "Cluster", plan: Plan, due: Sequence[Pair]
) -> Iterator[tuple[gpd.GeoDataFrame, int]]:
    """Yield the same as `_on_threads`, tile by tile."""
    # Distributed takes half a second to import, which only those wait for who use it.
    from learnmap.workflows.tile_runs import compute_in_tiles  # noqa: PLC0415

    for tile in compute_in_tiles(plan, due, cluster):
        shapes = shapely.from_wkb([band.wkb for band in tile.bands])
        rows = [(*band[:4], shape) for band, shape in zip(tile.bands, shapes, strict=True)]
        yield _frame(plan, rows), tile.pairs


def _frame(plan: Plan, rows: Sequence[tuple[Any, ...]]) -> gpd.GeoDataFrame:
    """Make a table of rows of point, profile, cutoff, area and polygon."""
    columns = ["point_id", "profile", "cutoff_s", "area_m2", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=STORED_CRS)
    keys = plan.keys_of(zip(frame["point_id"], frame["profile"], strict=True))
    frame["input_key"] = [
        keys[pair] for pair in zip(frame["point_id"], frame["profile"], strict=True)
    ]
    return frame
