"""Near-duplicates: points close to each other whose names are alike."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from learnmap.model.crs import metres_per_degree
from learnmap.model.languages import Names
from learnmap.model.records import LearningPoint

LIKE_WITHIN_M: Final = 50.0
"""Points with names alike are told apart beyond it."""
SAME_WITHIN_M: Final = 150.0
"""Points with one name: a chain may have another branch beyond it."""
LEAST_LIKENESS: Final = 0.5
"""Share of the pairs of letters that two names have in common (Dice's coefficient)."""
_NEIGHBOURS: Final = 32
"""So many of the nearest are compared, so that a file with all points at one place ends, too."""

_HAIR_M: Final = 1e-6

_NUMBERS: Final = re.compile(r"\d+|[一二三四五六七八九十百]+")
_NO_LETTER: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two points that may be one.

    Attributes
    ----------
    row, other : int
        Rows of the points given; `row` is the one to be looked at.
    language : str
        Of the name of `row` that is most alike.
    distance_m : float
    """

    row: int
    other: int
    language: str
    distance_m: float


def near_duplicates(
    points: Sequence[LearningPoint], looked_at: NDArray[np.bool_]
) -> list[NearDuplicate]:
    """Find points near each other with names alike.

    Parameters
    ----------
    points : sequence of LearningPoint
        In the order of the file, before all others.
    looked_at : (n,) bool
        Which of them are new or changed. Of two that are, the later is named.

    Returns
    -------
    list of NearDuplicate
        By row and then distance.
    """
    found = []
    for first, second, distance_m in _pairs(points, looked_at):
        language, likeness = _likest(points[first].names, points[second].names)
        if likeness >= LEAST_LIKENESS and (distance_m <= LIKE_WITHIN_M or likeness == 1.0):
            found.append(NearDuplicate(first, second, language, distance_m))
    return sorted(found, key=lambda pair: (pair.row, pair.distance_m, pair.other))


def _pairs(
    points: Sequence[LearningPoint], looked_at: NDArray[np.bool_]
) -> Iterator[tuple[int, int, float]]:
    """Yield each pair once with its distance, the one to be looked at first."""
    rows = np.flatnonzero(looked_at)
    if not len(rows) or len(points) < 2:
        return
    degrees = np.array([(point.longitude, point.latitude) for point in points])
    metres = degrees * metres_per_degree(float(np.median(degrees[:, 1])))
    # A hair apart by their order, else a tree could not divide points at one place.
    metres = np.column_stack([metres, _HAIR_M * np.arange(len(points))])
    most = min(_NEIGHBOURS + 1, len(points))
    # The plane of one latitude serves to find, a little wider; distances are each pair's own.
    _, near = cKDTree(metres).query(metres[rows], k=most, distance_upper_bound=1.05 * SAME_WITHIN_M)
    pairs = {
        (max(one, other), min(one, other)) if looked_at[other] else (one, other)
        for one, others in zip(rows.tolist(), np.asarray(near).tolist(), strict=True)
        for other in others
        if other not in {one, len(points)}
    }
    for one, other in sorted(pairs):
        here, there = points[one], points[other]
        east_m, north_m = metres_per_degree(here.latitude)
        distance_m = math.hypot(
            (here.longitude - there.longitude) * east_m, (here.latitude - there.latitude) * north_m
        )
        if distance_m <= SAME_WITHIN_M:
            yield one, other, distance_m


def _likest(one: Names, other: Names) -> tuple[str, float]:
    """Return the language in which two points' names are most alike, and how much.

    Names are compared within the languages that both have, else each with each. One name that is
    the same counts whole; else what counts is the mean of the shared languages, since in English
    one bank building is like another. Where a number differs (第一, 第二; No 1, No 2) they are of
    two places.
    """
    shared = [language for language in one if language in other]
    pairs = [(language, one[language], other[language]) for language in shared] or [
        (language, one[language], name) for language in one for name in other.values()
    ]
    if any(_differ_in_number(mine, theirs) for _, mine, theirs in pairs):
        return pairs[0][0], 0.0
    likest = max(
        ((language, _likeness(mine, theirs)) for language, mine, theirs in pairs),
        key=lambda found: found[1],
    )
    if likest[1] == 1.0 or not shared:
        return likest
    return likest[0], sum(_likeness(mine, theirs) for _, mine, theirs in pairs) / len(pairs)


def _differ_in_number(one: str, other: str) -> bool:
    mine, theirs = _numbers(one), _numbers(other)
    return bool(mine and theirs) and mine != theirs


def _likeness(one: str, other: str) -> float:
    """Return Dice's coefficient of the pairs of letters: 1 for equal names, 0 for nothing alike."""
    mine, theirs = _letters(one), _letters(other)
    if not mine or not theirs:
        return 0.0
    if mine == theirs:
        return 1.0
    some, more = (Counter(pairwise(name)) for name in (mine, theirs))
    both = some.total() + more.total()
    # Names of other lengths but the same pairs (AAA, AAAA) are alike, yet not the same.
    return min(2 * (some & more).total() / both, 0.99) if both else 0.0


@lru_cache(maxsize=1 << 16)
def _numbers(name: str) -> list[str]:
    return sorted(_NUMBERS.findall(unicodedata.normalize("NFKC", name)))


@lru_cache(maxsize=1 << 16)
def _letters(name: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())
