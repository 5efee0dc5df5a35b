"""Input keys: a hash of all that one catchment is computed from.

Two catchments with the same key are the same polygons, bit for bit, in whatever build of the
network. So only those are computed again whose surroundings, settings or access point changed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.catchment import AccessPoint, Shape
from learnmap.catchment.extent import extent_m
from learnmap.edition import canonical_json
from learnmap.network import WalkCosts
from learnmap.network.digests import CellDigests, edge_mark
from learnmap.network.tiles import cells_around

ENGINE: Final = 2
"""Raised when the same inputs would give other polygons, so that all are computed again."""


def input_keys(
    costs: WalkCosts,
    shape: Shape,
    digests: CellDigests,
    access: Sequence[AccessPoint],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> Iterator[str]:
    """Yield the keys of the catchments of one profile.

    Parameters
    ----------
    costs : WalkCosts
    shape : Shape
    digests : CellDigests
        Of the costs' graph.
    access : sequence of AccessPoint
    lon, lat : (k,) float64
        Where each of them lies, in degrees.
    """
    profile, graph = costs.profile, costs.graph
    shared = canonical_json(
        [
            ENGINE,
            profile.speed_m_per_s,
            profile.steps_factor,
            list(shape.cutoffs_s),
            shape.off_street_m,
            shape.simplify_m,
            graph.has_slopes,
        ]
    ).encode()
    reach_m = extent_m(costs, limit_s=shape.cutoffs_s[-1], off_street_m=shape.off_street_m)
    cells = cells_around(lon, lat, reach_m)
    for at, surroundings in zip(access, digests.of_boxes(cells), strict=True):
        joins = edge_mark(graph, at.edge), np.array([at.along_m, at.distance_m]).tobytes()
        yield hashlib.sha256(b"".join([shared, surroundings, *joins])).hexdigest()
