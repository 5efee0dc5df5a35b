"""The reach: the straight pieces of street within a cutoff, on a plane in metres.

Each piece carries the metres that a walker on it may still leave the street for: what is left
of the cutoff, walked at the speed on the flat, and at most the off-street limit. Along a street
these metres fall at least as fast as the street goes on, so that from a tail, where they are
fewer than the limit, no place is reached that is not reached from the last place with all of them
(the triangle inequality). Tails count only where that argument fails: where an obstacle hides a
place, or where a street downhill is quicker than the straight way.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network import Origin, WalkCosts, WalkGraph, Workspace
from learnmap.network.localplane import LocalPlane
from learnmap.network.origins import end_rates
from learnmap.network.walkgraph import DEGREE_STEP


@dataclass(frozen=True, slots=True)
class Reach:
    """Streets within a cutoff.

    Attributes
    ----------
    pieces : (k, 6) float64
        Rows of east and north where a piece begins and where it ends, in metres on the plane,
        and the metres that may be walked off the street at both ends; in between they are
        linear. Pieces begin on the side of the origin.
    full : int
        So many pieces come first on which all the metres of the off-street limit are left; the
        others are tails.
    """

    pieces: NDArray[np.float64]
    full: int


def reach(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    plane: LocalPlane,
    *,
    limit_s: float,
    off_street_m: float,
    workspace: Workspace,
) -> Reach:
    """Cut the streets at a cutoff.

    Parameters
    ----------
    graph, costs, origin
        As given to the search towards the origin.
    plane : LocalPlane
        Near the origin.
    limit_s : float
        The cutoff, at most that of the search; a place at exactly this time is inside.
    off_street_m : float
        How far a walker leaves the street.
    workspace : Workspace
        As the search left it.

    Returns
    -------
    Reach
        Without any piece where even the way from the street to the entrance takes longer.
    """
    from_u, from_v = end_rates(graph, costs, origin.edge, towards=True)
    kx, ky = plane.scale
    pieces, full = _pieces(
        workspace.found,
        workspace.time_s,
        limit_s,
        costs.profile.speed_m_per_s,
        off_street_m,
        graph.arc_offset,
        graph.arc_node,
        graph.arc_edge,
        graph.arc_flags,
        graph.metres(towards=False),
        graph.metres(towards=True),
        costs.away_s_per_m,
        costs.towards_s_per_m,
        graph.edge_u,
        graph.edge_length_m,
        graph.vertex_offset,
        graph.vertex_x,
        graph.vertex_y,
        plane.lon / DEGREE_STEP,
        plane.lat / DEGREE_STEP,
        kx * DEGREE_STEP,
        ky * DEGREE_STEP,
        origin.edge,
        origin.along_m,
        origin.start_s,
        from_u,
        from_v,
    )
    return Reach(pieces, full)


@njit(nogil=True, cache=True)
def _pieces(  # noqa: C901, PLR0912, PLR0913, PLR0915 -- a kernel takes arrays, in one piece
    found: NDArray[np.int32],
    node_s: NDArray[np.float64],
    limit_s: float,
    speed: float,
    most_m: float,
    arc_offset: NDArray[np.int32],
    arc_node: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    arc_towards_m: NDArray[np.float64],
    away: NDArray[np.float64],
    towards: NDArray[np.float64],
    edge_u: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    vertex_offset: NDArray[np.int32],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    x0: float,
    y0: float,
    step_x: float,
    step_y: float,
    origin_edge: int,
    origin_m: float,
    origin_s: float,
    from_u: float,
    from_v: float,
) -> tuple[NDArray[np.float64], int]:
    """Return the rows of `Reach.pieces` and how many of them are full.

    Full ones are written from the front of `rows`, tails from its end: `count` has both numbers.
    """
    most = 2 * (vertex_offset[origin_edge + 1] - vertex_offset[origin_edge]) + 1
    for k in range(len(found)):
        for arc in range(arc_offset[found[k]], arc_offset[found[k] + 1]):
            edge = arc_edge[arc]
            # One straight piece may be cut in two where the metres left begin to fall.
            most += vertex_offset[edge + 1] - vertex_offset[edge]
    rows, count = np.empty((most, 6)), np.zeros(2, np.int64)
    full_s = limit_s - most_m / speed
    for i in range(len(found)):
        here = found[i]
        then = node_s[here]
        if then > limit_s:
            continue
        for arc in range(arc_offset[here], arc_offset[here + 1]):
            edge, other = arc_edge[arc], arc_node[arc]
            loop = other == here
            if loop and arc > arc_offset[here] and arc_edge[arc - 1] == edge:
                continue  # a loop has two arcs at its node, and both its ends are seen to at once
            length = edge_length_m[edge]
            if length == 0.0:
                continue
            along = edge_u[edge] == here
            back = towards[arc_flags[arc]] * (arc_towards_m[arc] / length)
            on = away[arc_flags[arc]] * (arc_m[arc] / length)
            run = (limit_s - then) / back if back < np.inf else 0.0
            run_other = 0.0
            if on < np.inf and node_s[other] > 0.0 and node_s[other] <= limit_s:
                if back < np.inf:
                    # The walks to both ends take as long where they meet.
                    meet = (node_s[other] - then + length * on) / (back + on)
                    if then + meet * back <= full_s:
                        if here < other or loop:
                            for k in range(vertex_offset[edge], vertex_offset[edge + 1] - 1):
                                row = rows[count[0]]
                                row[0] = (vertex_x[k] - x0) * step_x
                                row[1] = (vertex_y[k] - y0) * step_y
                                row[2] = (vertex_x[k + 1] - x0) * step_x
                                row[3] = (vertex_y[k + 1] - y0) * step_y
                                row[4] = row[5] = most_m
                                count[0] += 1
                        continue
                    run = min(run, meet)
                    run_other = length - meet
                elif loop:
                    run_other = length
            if run > 0.0:
                _emit(
                    rows,
                    count,
                    edge,
                    0.0 if along else length,
                    run,
                    along,
                    (limit_s - then) * speed,
                    back * speed,
                    most_m,
                    length,
                    vertex_offset,
                    vertex_x,
                    vertex_y,
                    x0,
                    y0,
                    step_x,
                    step_y,
                )
            if loop and run_other > 0.0:
                _emit(
                    rows,
                    count,
                    edge,
                    length,
                    min(run_other, (limit_s - then) / on),
                    False,  # noqa: FBT003 -- a kernel takes positions
                    (limit_s - then) * speed,
                    on * speed,
                    most_m,
                    length,
                    vertex_offset,
                    vertex_x,
                    vertex_y,
                    x0,
                    y0,
                    step_x,
                    step_y,
                )
    left = (limit_s - origin_s) * speed
    if left < 0.0:
        return rows[:0], 0
    length = edge_length_m[origin_edge]
    before = count.sum()
    # Who stands before the origin walks on from u, who stands behind it back from v.
    for onward, rate in ((False, from_u), (True, from_v)):
        if rate < np.inf:
            _emit(
                rows,
                count,
                origin_edge,
                origin_m,
                left / (rate * speed),
                onward,
                left,
                rate * speed,
                most_m,
                length,
                vertex_offset,
                vertex_x,
                vertex_y,
                x0,
                y0,
                step_x,
                step_y,
            )
    if count.sum() == before:  # an edge of no length: the place itself
        k = vertex_offset[origin_edge]
        x, y = (vertex_x[k] - x0) * step_x, (vertex_y[k] - y0) * step_y
        _add(rows, count, x, y, x, y, 0.0, 1.0, min(left, most_m), min(left, most_m), most_m)
    full, tails = count
    rows[full : full + tails] = rows[most - tails :].copy()
    return rows[: full + tails], int(full)


@njit(nogil=True, cache=True)
def _emit(  # noqa: PLR0913 -- a kernel takes arrays
    rows: NDArray[np.float64],
    count: NDArray[np.int64],
    edge: int,
    begin_m: float,
    run_m: float,
    onward: bool,  # noqa: FBT001 -- a kernel takes positions
    left_m: float,
    per_m: float,
    most_m: float,
    length_m: float,
    vertex_offset: NDArray[np.int32],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    x0: float,
    y0: float,
    step_x: float,
    step_y: float,
) -> None:
    """Add the straight pieces of part of an edge, from `begin_m` for `run_m`.

    At the beginning `left_m` are left, of which every metre of the edge takes `per_m`.
    """
    first, last = vertex_offset[edge], vertex_offset[edge + 1] - 1
    plane_m = 0.0
    for k in range(first, last):
        plane_m += np.sqrt(
            ((vertex_x[k + 1] - vertex_x[k]) * step_x) ** 2
            + ((vertex_y[k + 1] - vertex_y[k]) * step_y) ** 2
        )
    if plane_m == 0.0:
        return
    # Positions are in the edge's ellipsoidal metres; `grow` turns the plane's into them.
    grow = length_m / plane_m
    at = 0.0 if onward else length_m  # of the vertex that is passed, along the edge
    done = 0.0
    for k in range(last - first):
        a = first + k if onward else last - k
        b = a + 1 if onward else a - 1
        ax, ay = (vertex_x[a] - x0) * step_x, (vertex_y[a] - y0) * step_y
        bx, by = (vertex_x[b] - x0) * step_x, (vertex_y[b] - y0) * step_y
        metres = np.sqrt((bx - ax) ** 2 + (by - ay) ** 2) * grow
        passed = at + metres if onward else at - metres
        skipped = max(0.0, (begin_m - at) if onward else (at - begin_m))
        at = passed
        if skipped >= metres:
            continue
        part = min(metres - skipped, run_m - done)
        p, q = skipped / metres, (skipped + part) / metres
        left, after = left_m - done * per_m, left_m - (done + part) * per_m
        done += part
        cut = q
        if after < most_m:
            cut = p if left <= most_m else p + (q - p) * (left - most_m) / (left - after)
        if cut > p:
            _add(rows, count, ax, ay, bx, by, p, cut, most_m, most_m, most_m)
        if cut < q:
            _add(rows, count, ax, ay, bx, by, cut, q, min(left, most_m), max(after, 0.0), most_m)
        if part < metres - skipped:
            return  # it ends here, whatever rounding makes of what is done


@njit(nogil=True, cache=True, inline="always")
def _add(  # noqa: PLR0913 -- a kernel takes numbers
    rows: NDArray[np.float64],
    count: NDArray[np.int64],
    ax: float,
    ay: float,
    bx: float,
    by: float,
    p: float,
    q: float,
    left_m: float,
    after_m: float,
    most_m: float,
) -> None:
    """Add the part from `p` to `q` of a straight line."""
    if min(left_m, after_m) >= most_m:
        row = rows[count[0]]
        count[0] += 1
    else:
        count[1] += 1
        row = rows[len(rows) - count[1]]
    row[0], row[1] = ax + p * (bx - ax), ay + p * (by - ay)
    row[2], row[3] = ax + q * (bx - ax), ay + q * (by - ay)
    row[4], row[5] = left_m, after_m
