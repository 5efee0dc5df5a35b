"""Corners: fictional learning points put on the street corners of any network.

For cities whose extract holds streets only, so that everything else can be tried. Every point
says that it is fictional, in both languages and in a field of its own.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from learnmap.model.crs import metres_per_degree
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names, name_in
from learnmap.model.records import Accessibility, LearningPoint

SOURCE: Final = "learnmap: fictional points on street corners"
CORNER_DEGREE: Final = 3
"""Streets that meet at a corner, at least."""
SHARES: Final[dict[str, int]] = {
    "neighbourhood_point": 32,
    "humanities_stop": 16,
    "community_school": 9,
    "social_point": 9,
    "care_education_point": 8,
    "library": 6,
    "experience_base": 5,
    "museum": 4,
    "adult_school": 3,
    "arts_centre": 3,
    "cultural_centre": 2,
    "senior_university": 2,
    "community_college": 1,
}
"""Points of each kind in a hundred."""

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "neighbourhood_point": ("居民学习点", "Neighbourhood Learning Point"),
    "humanities_stop": ("人文学习点", "Humanities Stop"),
    "community_school": ("社区学校", "Community School"),
    "social_point": ("社会学习点", "Social Learning Point"),
    "care_education_point": ("养教结合学习点", "Care and Learning Point"),
    "library": ("图书馆", "Library"),
    "experience_base": ("体验基地", "Experience Base"),
    "museum": ("博物馆", "Museum"),
    "adult_school": ("成人学校", "School for Adults"),
    "arts_centre": ("艺术中心", "Arts Centre"),
    "cultural_centre": ("文化馆", "Cultural Centre"),
    "senior_university": ("老年大学", "University of the Third Age"),
    "community_college": ("社区学院", "Community College"),
}
_HOURS: Final[dict[str, tuple[str, ...]]] = {
    "museum": ("Tu-Su 09:00-17:00", "We-Su 10:00-18:00"),
    "library": ("Tu-Su 09:00-20:30", "Mo-Sa 09:00-18:00"),
    "humanities_stop": ("24/7", "Mo-Su 08:00-18:00"),
    "experience_base": ("Tu-Su 09:00-17:00", "Sa,Su,PH 09:30-16:30"),
    "arts_centre": ("Tu-Su 10:00-21:00",),
    "adult_school": ("Mo-Fr 18:00-21:00; Sa 09:00-16:00; PH off",),
}
_OFFICE_HOURS: Final = (
    "Mo-Fr 08:30-11:30,13:30-17:00; PH off",
    "Mo-Fr 09:00-16:30; PH off",
    "Mo-Sa 09:00-17:00; PH off",
)
_ACCESS: Final[tuple[Accessibility, ...]] = ("step_free", "partly", "steps", "unknown")
_CELLS_PER_POINT: Final = 2.0
"""Cells of the grid for each point wanted: more spread the points wider."""


def points_on_corners(
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    degree: npt.NDArray[np.integer],
    *,
    count: int = 600,
    seed: int = 2026,
    names: Names | None = None,
) -> list[LearningPoint]:
    """Put fictional learning points on street corners, spread over the whole network.

    The box of the network is cut into square cells, about two for each point. Cells take turns
    in an order drawn by the square root of their corners, so that busy quarters get more points
    and the rim is not left out; each turn takes one corner of the cell at random.

    Parameters
    ----------
    lon, lat : ndarray of shape (nodes,)
        Junctions, degrees, EPSG:4326.
    degree : ndarray of int, shape (nodes,)
        Streets that meet at each; corners have three or more.
    count : int
        How many points; at most one on each corner.
    seed : int
        The same seed, network and count give the same points.
    names : dict of str to str, optional
        The city's name by language; begins the name of each point.

    Returns
    -------
    list of LearningPoint
        In order of id.

    Raises
    ------
    InvalidInputError
        When the arrays differ in length, `count` is not positive, or the network has fewer
        corners than `count`.
    """
    if not len(lon) == len(lat) == len(degree):
        raise InvalidInputError(
            f"{len(lon)} longitudes, {len(lat)} latitudes and {len(degree)} degrees were given; "
            "give one of each for every junction"
        )
    corners = np.flatnonzero(np.asarray(degree) >= CORNER_DEGREE)
    if not 1 <= count <= len(corners):
        raise InvalidInputError(
            f"{count} points were asked for and the network has {len(corners)} corners; "
            f"give a count from 1 to {len(corners)}"
        )
    rng = np.random.default_rng(seed)
    places = np.column_stack([lon, lat]).astype(np.float64)[corners]
    # Numbers of nodes may change between builds; places do not: sort by place before drawing.
    places = places[np.lexsort(places.T)]
    chosen = _spread(places, count, rng)
    kinds = rng.permutation(_kinds(count))
    city = names or {}
    return [
        _point(number + 1, place, kind, city, rng)
        for number, (place, kind) in enumerate(zip(places[chosen].tolist(), kinds, strict=True))
    ]


def _spread(
    places: npt.NDArray[np.float64], count: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Choose `count` places by cells of a grid; the result is in ascending order."""
    east, north = metres_per_degree(float(places[:, 1].mean()))
    metres = (places - places.min(axis=0)) * (east, north)
    width, height = np.maximum(metres.max(axis=0), 1.0)
    size = max(float(np.sqrt(width * height / (_CELLS_PER_POINT * count))), 1.0)
    cell = (metres // size).astype(np.int64)
    _, cell_of, corners_in = np.unique(cell, axis=0, return_inverse=True, return_counts=True)
    cell_of = cell_of.ravel()
    # The k-th corner of a cell waits k times longer than the first; busy cells wait less.
    shuffled = rng.permutation(len(places))
    order = shuffled[np.argsort(cell_of[shuffled], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(corners_in)[:-1]])
    turn = np.empty(len(places))
    turn[order] = np.arange(len(places)) - np.repeat(starts, corners_in)
    wait = (turn + rng.random(len(places))) / np.sqrt(corners_in[cell_of])
    return np.sort(np.argsort(wait, kind="stable")[:count])


def _kinds(count: int) -> list[str]:
    """Share a number of points among the kinds, by largest remainders; each kind once if it can."""
    total = sum(SHARES.values())
    exact = {kind: count * share / total for kind, share in SHARES.items()}
    number = {kind: int(value) for kind, value in exact.items()}
    left = sorted(SHARES, key=lambda kind: (number[kind] > 0, number[kind] - exact[kind]))
    for kind in left[: count - sum(number.values())]:
        number[kind] += 1
    return [kind for kind, times in number.items() for _ in range(times)]


def _point(
    number: int, place: Sequence[float], kind: str, city: Names, rng: np.random.Generator
) -> LearningPoint:
    zh, en = _WORDS[kind]
    hours = _HOURS.get(kind, _OFFICE_HOURS)
    draw = rng.random()
    return LearningPoint(
        id=f"FICTIONAL-{number:05d}",
        kind=kind,
        names={
            "zh": f"{name_in(city, 'zh')}虚构{zh}{number}",
            "en": f"{name_in(city, 'en')} Fictional {en} {number}".strip(),
        },
        longitude=place[0],
        latitude=place[1],
        opening_hours=hours[int(rng.integers(len(hours)))] if draw < 0.9 else None,
        opening_hours_note="虚构：无真实开放时间 / Fictional: no real hours"
        if draw >= 0.9
        else None,
        accessibility=_ACCESS[int(rng.integers(len(_ACCESS)))],
        status="temporarily_closed" if rng.random() < 0.03 else "open",
        assured_date=dt.date(2026, 1, 1) + dt.timedelta(days=int(rng.integers(300))),
        source=SOURCE,
        fictional=True,
    )
