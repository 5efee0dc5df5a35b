"""Which residents can walk to a learning point in time."""

from learnmap.access.ages import AGE_FROM, ages_of, counted_from
from learnmap.access.areas import OUTSIDE, areas_around
from learnmap.access.shares import Coverage, coverage_by_area
from learnmap.access.times import Homes, WalkTimes, seconds_between, seconds_to_nearest

__all__ = [
    "AGE_FROM",
    "OUTSIDE",
    "Coverage",
    "Homes",
    "WalkTimes",
    "ages_of",
    "areas_around",
    "counted_from",
    "coverage_by_area",
    "seconds_between",
    "seconds_to_nearest",
]
