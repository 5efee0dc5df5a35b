"""Which residents can walk to a learning point in time, and whether there is room for them."""

from learnmap.access.ages import AGE_FROM, ages_of, counted_from
from learnmap.access.areas import OUTSIDE, areas_around, areas_over
from learnmap.access.decay import DECAYS, STEPS, Decay, walk_weights
from learnmap.access.gaps import Gap, GapTable, PartResidents, gaps_by_part
from learnmap.access.inequality import Inequality, inequality
from learnmap.access.presence import Presence, presence
from learnmap.access.reasons import HomeWalks, StraightFacts, reasons_of
from learnmap.access.seats import (
    SeatAccess,
    SeatsOfArea,
    seats_by_area,
    seats_per_resident,
)
from learnmap.access.shares import Coverage, coverage_by_area
from learnmap.access.straight import Spots
from learnmap.access.times import (
    Homes,
    NearestTo,
    WalkTimes,
    nearest_to,
    seconds_between,
    seconds_from_homes,
    seconds_to_nearest,
)

__all__ = [
    "AGE_FROM",
    "DECAYS",
    "OUTSIDE",
    "STEPS",
    "Coverage",
    "Decay",
    "Gap",
    "GapTable",
    "HomeWalks",
    "Homes",
    "Inequality",
    "NearestTo",
    "PartResidents",
    "Presence",
    "SeatAccess",
    "SeatsOfArea",
    "Spots",
    "StraightFacts",
    "WalkTimes",
    "ages_of",
    "areas_around",
    "areas_over",
    "counted_from",
    "coverage_by_area",
    "gaps_by_part",
    "inequality",
    "nearest_to",
    "presence",
    "reasons_of",
    "seats_by_area",
    "seats_per_resident",
    "seconds_between",
    "seconds_from_homes",
    "seconds_to_nearest",
    "walk_weights",
]
