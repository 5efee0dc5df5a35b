"""How long residents walk to the nearest of some learning points."""

import numpy as np
from numpy.typing import NDArray

from learnmap.network import Origin, Snaps, SnapStatus, WalkCosts, Workspace, nearest_points
from learnmap.network.nearest import Places, nearest_along
from learnmap.network.origins import AT_END_M


def seconds_to_nearest(
    costs: WalkCosts,
    residents: Snaps,
    points: Snaps,
    *,
    limit_s: float,
    workspace: Workspace,
    among: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return the seconds from each resident's place to the nearest point, door to door.

    The time is that of the walk along streets and, at the profile's speed, of the straight ways
    from the door to the street and from the street to the point. All points are searched at once.

    Parameters
    ----------
    costs : WalkCosts
        Of the profile that walks; both were snapped with them.
    residents : Snaps
        (k,) places.
    points : Snaps
        (p,) learning points; those that join no street are nobody's nearest.
    limit_s : float
        Farther points do not count; one at exactly this time does.
    workspace : Workspace
        For the graph.
    among : (p,) bool, optional
        The points to look at; all by default.

    Returns
    -------
    (k,) float64
        Infinite where no point is within the limit; not a number where the resident's place joins
        no street, or only an island, so that nobody knows.
    """
    graph, speed = costs.graph, costs.profile.speed_m_per_s
    placed = residents.status == SnapStatus.SNAPPED
    time_s = np.where(placed, np.inf, np.nan)
    joined = points.status == SnapStatus.SNAPPED
    origins = [
        Origin(int(points.edge[i]), float(points.along_m[i]), float(points.distance_m[i]) / speed)
        for i in np.flatnonzero(joined if among is None else joined & among)
    ]
    if not origins or not placed.any():
        return time_s
    found = nearest_points(graph, costs, origins, limit_s=limit_s, workspace=workspace)
    # Who stands at an end of a street may walk on from there, whatever its direction.
    edge, along_m = residents.edge[placed], residents.along_m[placed]
    length_m = np.asarray(graph.edge_length_m)[edge]
    along_m = np.where(length_m - along_m < AT_END_M, length_m, along_m)
    places = Places(edge, np.where(along_m < AT_END_M, 0.0, along_m))
    _, street_s = nearest_along(graph, costs, origins, found.node_point, found.node_s, places)
    walk_s = street_s + residents.distance_m[placed] / speed
    time_s[placed] = np.where(walk_s <= limit_s, walk_s, np.inf)
    return time_s
