"""Runs over tiles: a plan's catchments computed by a cluster, whatever becomes of its workers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.catchment.tile_work import TileBand, compute_tile
from learnmap.model.errors import ClusterError
from learnmap.workflows.catchment_plan import Pair, Plan
from learnmap.workflows.catchment_tiles import CatchmentTiles
from learnmap.workflows.clusters import Cluster, Done

_MOST_FAILURES: Final = 20
"""When so many tiles have failed, the cause is not in their points."""
_MOST_NAMED: Final = 10

Ended = Done[NDArray[np.int64], list[TileBand]]


@dataclass(frozen=True, slots=True)
class TileResult:
    """What a tile gave.

    Attributes
    ----------
    bands : list of TileBand
    pairs : int
        Points and profiles that were computed.
    """

    bands: list[TileBand]
    pairs: int


def compute_in_tiles(plan: Plan, due: Sequence[Pair], cluster: Cluster) -> Iterator[TileResult]:
    """Yield the results of tiles as they are done.

    A tile that fails is tried again at the end, alone and then in halves, so that it is known
    which points it was, and all others have their catchments.

    Parameters
    ----------
    plan : Plan
    due : sequence of Pair
        What to compute.
    cluster : Cluster

    Raises
    ------
    ClusterError
        At the end, naming the points that cannot be computed; or when the cluster is lost, or
        nearly everything fails.
    """
    tiles = CatchmentTiles(plan, due)
    failed: list[NDArray[np.int64]] = []
    for end in cluster.run(compute_tile, tiles.groups(), tiles.packed):
        if end.result is not None:
            yield TileResult(end.result, len(end.job))
            continue
        failed.append(end.job)
        if len(failed) == _MOST_FAILURES:
            raise ClusterError(
                f"{_MOST_FAILURES} tiles failed, the last because {end.failure}; what was done "
                "is stored, look into the workers' logs"
            )
    lost: dict[str, str] = {}
    while failed:
        rows = failed.pop()
        # Alone: a worker that dies takes down what else it had, which is then blamed, too.
        [end] = cluster.run(compute_tile, [rows], tiles.packed)
        if end.result is not None:
            yield TileResult(end.result, len(rows))
        elif len(parts := tiles.halves(rows)) > 1:
            failed += parts
        else:
            lost[tiles.points(rows)[0]] = end.failure
    if lost:
        named = [f"{point!r} ({why})" for point, why in sorted(lost.items())[:_MOST_NAMED]]
        more = f" and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
        raise ClusterError(
            f"the catchments of {len(lost)} points cannot be computed: {', '.join(named)}{more}; "
            "all others are stored; set their status to closed to leave them out"
        )
