"""Which residents can walk to a learning point in time, and whether there is room for them."""

from learnmap.access.ages import AGE_FROM, ages_of, counted_from
from learnmap.access.areas import OUTSIDE, areas_around
from learnmap.access.decay import DECAYS, STEPS, Decay, walk_weights
from learnmap.access.inequality import Inequality, inequality
from learnmap.access.presence import Presence, presence
from learnmap.access.seats import (
    SeatAccess,
    SeatsOfArea,
    seats_by_area,
    seats_per_resident,
)
from learnmap.access.shares import Coverage, coverage_by_area
from learnmap.access.times import Homes, WalkTimes, seconds_between, seconds_to_nearest

__all__ = [
    "AGE_FROM",
    "DECAYS",
    "OUTSIDE",
    "STEPS",
    "Coverage",
    "Decay",
    "Homes",
    "Inequality",
    "Presence",
    "SeatAccess",
    "SeatsOfArea",
    "WalkTimes",
    "ages_of",
    "areas_around",
    "counted_from",
    "coverage_by_area",
    "inequality",
    "presence",
    "seats_by_area",
    "seats_per_resident",
    "seconds_between",
    "seconds_to_nearest",
    "walk_weights",
]
