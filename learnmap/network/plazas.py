"""Ways across open areas: a walker crosses a plaza straight, not along its rim.

The rim itself is walkable. Between the places where other streets meet the rim, straight
lines that stay inside the plaza are added; round a hole or an inner corner the line bends at
rim vertices (a visibility graph; Lozano-Perez and Wesley 1979). Of these lines only those are
kept without which some way across would be over `STRETCH` times as long (the greedy spanner of
Althofer et al. 1993): all of them would make up a third of a real city's edges.
"""

import math
from collections import Counter
from itertools import combinations, pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.network.extracts import Place
from learnmap.network.flags import EdgeFlag
from learnmap.network.streets import Streets

STRETCH: Final = 1.03
"""A way across a plaza is at most this times as long as the straight one."""
MOST_CORNERS: Final = 60
"""Corners of one plaza that are joined; the places where streets meet it come first."""

Piece = tuple[int, int, int, int]


def plaza_pieces(streets: Streets) -> list[Piece]:
    """Return the pieces of street that plazas add: their rims and the ways across.

    Parameters
    ----------
    streets : Streets
        With `plazas` and all other `pieces` read.

    Returns
    -------
    list of (int, int, int, int)
        From node, to node, flags, index of the way; as in `Streets.pieces`.
    """
    met = Counter(node for a, b, _, _ in streets.pieces for node in {a, b})
    for rings, _ in streets.plazas:
        met.update({node for ring in rings for node, _, _ in ring})
    pieces: list[Piece] = []
    for rings, way in streets.plazas:
        rims = [(a[0], b[0]) for ring in rings for a, b in pairwise(ring) if a[0] != b[0]]
        pieces.extend((a, b, int(EdgeFlag.NONE), way) for a, b in rims)
        pieces.extend((a, b, int(EdgeFlag.CROSSING_PLAZA), way) for a, b in _crossings(rings, met))
    return pieces


def _crossings(rings: list[list[Place]], met: Counter[int]) -> list[tuple[int, int]]:
    polygon = _polygon(rings)
    if polygon is None:
        return []
    # A rim node is counted once for its own plaza: more means that a street meets it there.
    entries = {node: (lon, lat) for ring in rings for node, lon, lat in ring if met[node] > 1}
    if len(entries) < 2:
        return []
    bends = {node: (lon, lat) for node, lon, lat in _bends(rings) if node not in entries}
    corners = list((entries | bends).items())[:MOST_CORNERS]
    pairs = list(combinations(range(len(corners)), 2))
    lines = shapely.linestrings([(corners[i][1], corners[j][1]) for i, j in pairs])
    # About 0.2 m of grace, so that a line along the rim is not lost to rounding.
    inside = shapely.covers(shapely.buffer(polygon, 2e-6), lines)
    visible = [pair for pair, seen in zip(pairs, inside, strict=True) if seen]
    places = _metres(np.array([place for _, place in corners]))
    return [(corners[i][0], corners[j][0]) for i, j in _spanner(visible, places)]


def _polygon(rings: list[list[Place]]) -> shapely.Polygon | None:
    shell, *holes = [[(lon, lat) for _, lon, lat in ring] for ring in rings]
    if len(shell) < 4:
        return None
    polygon = shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 4])
    return polygon if polygon.is_valid and not polygon.is_empty else None


def _bends(rings: list[list[Place]]) -> list[Place]:
    """Return the vertices that a shortest way across may bend at: the inner corners."""
    bends: list[Place] = []
    for ring_index, ring in enumerate(rings):
        open_ring = ring[:-1]
        turn = 1 if shapely.LinearRing([(lon, lat) for _, lon, lat in ring]).is_ccw else -1
        inner = -turn if ring_index == 0 else turn
        for before, here, after in zip(
            open_ring[-1:] + open_ring[:-1], open_ring, open_ring[1:] + open_ring[:1], strict=True
        ):
            cross = (here[1] - before[1]) * (after[2] - here[2]) - (here[2] - before[2]) * (
                after[1] - here[1]
            )
            if cross * inner > 0:
                bends.append(here)
    return bends


def _metres(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    return lon_lat * metres_per_degree(float(lon_lat[:, 1].mean()))


def _spanner(pairs: list[tuple[int, int]], places: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Keep, from the shortest on, each line that the kept ones do not replace."""
    length_m = {(i, j): math.dist(places[i], places[j]) for i, j in pairs}
    apart = np.full((len(places), len(places)), np.inf)
    np.fill_diagonal(apart, 0.0)
    kept = []
    for i, j in sorted(pairs, key=length_m.__getitem__):
        metres = length_m[i, j]
        if apart[i, j] <= STRETCH * metres:
            continue
        kept.append((i, j))
        via = np.add.outer(apart[:, i], apart[j]) + metres
        apart = np.minimum(apart, np.minimum(via, via.T))
    return kept
