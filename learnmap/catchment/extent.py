"""The extent of a catchment: beyond it nothing of the network can change the polygon."""

from typing import Final

from learnmap.network import WalkCosts
from learnmap.network.walkgraph import FASTEST_SLOPE

_PLANE: Final = 1.01
"""A catchment's plane is true to less than this."""
_GRID_M: Final = 100.0
"""The grid that outlines are drawn on goes some cells beyond the last place that is reached."""


def extent_m(costs: WalkCosts, *, limit_s: float, off_street_m: float) -> float:
    """Return how far from its access point a catchment may depend on the network.

    The longest walk, straight on and downhill all the way where there are slopes, and then off
    the street. What lies beyond, on either axis, is not reached, is not crossed on the way off
    a street that is reached, and is not drawn.

    Parameters
    ----------
    costs : WalkCosts
        Of the profile that walks.
    limit_s : float
        The longest cutoff.
    off_street_m : float
        How far a walker leaves the street.

    Returns
    -------
    float
        Metres east, north, west and south of the access point.
    """
    faster = FASTEST_SLOPE if costs.graph.has_slopes else 1.0
    walk_m = limit_s * costs.profile.speed_m_per_s * faster
    return (walk_m + off_street_m) * _PLANE + _GRID_M
