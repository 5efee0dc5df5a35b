"""Why a home has no learning point within reach."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.access.straight import Spots, kinds_on_the_way, nearest_straight
from learnmap.model.gap_reasons import GapReason
from learnmap.network.obstacles import ObstacleKind, Obstacles
from learnmap.network.straight_ways import kind_bit

COVERED: Final = 0
"""In the place of a reason: a point is within the cutoff."""

GRID_DETOUR: Final = math.sqrt(2)
"""How many times the straight distance the longest walk between two corners of a grid is."""
_WATER: Final = kind_bit(ObstacleKind.WATER) | kind_bit(ObstacleKind.WATERWAY)
_TRACKS: Final = kind_bit(ObstacleKind.RAILWAY) | kind_bit(ObstacleKind.MOTORWAY)


@dataclass(frozen=True, slots=True)
class HomeWalks:
    """The walks that reasons are told by.

    Attributes
    ----------
    time_s : (k,) float64
        Seconds to the nearest point that counts: open and, where places are asked for, not full.
        Infinite beyond the time that was searched, not a number for a home on no street.
    point : (k,) int32
        Row of that point; -1 for none.
    closed_s : (k,) float64
        To the nearest point that is not open.
    full_s : (k,) float64, optional
        To the nearest open point without a free place; only where places are asked for.
    by_stairs_s : (k,) float64, optional
        To the nearest point that counts if steps could be taken at the same pace; only for a
        profile that takes none.
    """

    time_s: NDArray[np.float64]
    point: NDArray[np.int32]
    closed_s: NDArray[np.float64]
    full_s: NDArray[np.float64] | None = None
    by_stairs_s: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class StraightFacts:
    """What straight ways are drawn between.

    Attributes
    ----------
    homes : Spots
        (k,) of them.
    points : Spots
        Those that count and join a street.
    obstacles : Obstacles
    """

    homes: Spots
    points: Spots
    obstacles: Obstacles


def reasons_of(
    walks: HomeWalks, straight: StraightFacts, *, cutoff_s: float, speed_m_per_s: float
) -> NDArray[np.uint8]:
    """Find the reason why each home is not covered: the first of `GapReason` that is true of it.

    With t the seconds to walk to the nearest point that counts, c the cutoff, v the speed on the
    flat, and d the straight distance to the point that is nearest as the crow flies::

        covered                         t <= c
        barrier: water, railway, detour t > c, d <= v c and v t > sqrt(2) d
        far                             t > c, else

    A grid of streets leads anywhere in at most sqrt(2) times the straight distance, so that a
    longer walk has gone round something (the walk to the point at d takes t at least; on slopes
    and steps it may be their seconds instead). The kind of the barrier is what the straight way
    crosses. It says what lies between, not that a crossing there would be enough.

    Parameters
    ----------
    walks : HomeWalks
        Of (k,) homes.
    straight : StraightFacts
    cutoff_s : float
    speed_m_per_s : float
        Of the profile.

    Returns
    -------
    (k,) uint8
        `GapReason`, or `COVERED`.
    """
    reason = np.full(len(walks.time_s), COVERED, np.uint8)
    left = np.flatnonzero(~(walks.time_s <= cutoff_s))
    walk_m = walks.time_s[left] * speed_m_per_s
    reason[left] = _barriers(straight, left, walk_m, within_m=speed_m_per_s * cutoff_s)
    # The last that is written is the first in order.
    for why, time_s in (
        (GapReason.ONLY_BY_STAIRS, walks.by_stairs_s),
        (GapReason.ONLY_FULL, walks.full_s),
        (GapReason.ONLY_CLOSED, walks.closed_s),
    ):
        if time_s is not None:
            reason[left[time_s[left] <= cutoff_s]] = why
    reason[np.isnan(walks.time_s)] = GapReason.NO_STREET
    return reason


def shows_water(obstacles: Obstacles) -> bool:
    """Tell whether there is any water; an extract may have been made without it."""
    return bool(np.isin(obstacles.kind, (ObstacleKind.WATER, ObstacleKind.WATERWAY)).any())


def _barriers(
    straight: StraightFacts,
    homes: NDArray[np.int64],
    walk_m: NDArray[np.float64],
    *,
    within_m: float,
) -> NDArray[np.uint8]:
    """Return for some homes what their walk goes round, or that no point is near."""
    spots = straight.homes.where(homes)
    point, apart_m = nearest_straight(spots, straight.points, within_m=within_m)
    near = np.flatnonzero((point >= 0) & (walk_m > GRID_DETOUR * apart_m))
    met = kinds_on_the_way(
        straight.obstacles, spots.where(near), straight.points.where(point[near])
    )
    reason = np.full(len(homes), GapReason.FAR, np.uint8)
    reason[near] = np.select(
        [(met & _WATER) != 0, (met & _TRACKS) != 0],
        [GapReason.WATER, GapReason.RAILWAY],
        GapReason.DETOUR,
    )
    return reason
