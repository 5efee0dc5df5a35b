"""Which residents can walk to a learning point in time."""

from learnmap.access.ages import AGE_FROM, ages_of, counted_from
from learnmap.access.areas import OUTSIDE, areas_around, areas_over
from learnmap.access.gaps import Gap, GapTable, PartResidents, gaps_by_part
from learnmap.access.reasons import HomeWalks, StraightFacts, reasons_of
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
    "OUTSIDE",
    "Coverage",
    "Gap",
    "GapTable",
    "HomeWalks",
    "Homes",
    "NearestTo",
    "PartResidents",
    "Spots",
    "StraightFacts",
    "WalkTimes",
    "ages_of",
    "areas_around",
    "areas_over",
    "counted_from",
    "coverage_by_area",
    "gaps_by_part",
    "nearest_to",
    "reasons_of",
    "seconds_between",
    "seconds_from_homes",
    "seconds_to_nearest",
]
