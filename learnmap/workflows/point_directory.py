"""All learning points that residents may look for, held in memory to be leafed through."""

import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Final

from learnmap.edition import Feature
from learnmap.model.city import CitySettings
from learnmap.model.kinds import Kind
from learnmap.model.languages import Names, name_in
from learnmap.store import StoredPoint, points_token, read_city, read_kinds, read_points
from learnmap.workflows.city import City
from learnmap.workflows.reading import summary_feature

PAGE: Final = 50
LISTED: Final = ("open", "temporarily_closed", "planned")
"""Statuses that stand in the list; one that is closed for good keeps its page."""
LEVELS: Final = ("district", "street_town")
"""Levels of area by which the list is divided."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A point with what it is looked for by.

    Attributes
    ----------
    stored : StoredPoint
    areas : tuple of (code, names)
        Those by which the list is divided, from large to small.
    text : str
        Its names and its address, to be searched.
    """

    stored: StoredPoint
    areas: tuple[tuple[str, Names], ...]
    text: str


@dataclass(frozen=True, slots=True)
class PointDirectory:
    """The points in the order of the list: by area, then by name.

    Attributes
    ----------
    token : str
        Of the points as they were read.
    settings : CitySettings
    kinds : tuple of Kind
    points : tuple of Listed
    """

    token: str
    settings: CitySettings
    kinds: tuple[Kind, ...]
    points: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class AreaCount:
    """An area, and how many of the points lie in it."""

    code: str
    names: Names
    count: int


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the points that fit.

    Attributes
    ----------
    groups : tuple of (tuple of Names, tuple of Feature)
        The areas of each group from large to small, and its points.
    matched, page, pages : int
    around : tuple of (code, names)
        The chosen area and what it lies in, from large to small.
    below : tuple of AreaCount
        The areas in the chosen one that have points.
    """

    groups: tuple[tuple[tuple[Names, ...], tuple[Feature, ...]], ...]
    matched: int
    page: int
    pages: int
    around: tuple[tuple[str, Names], ...]
    below: tuple[AreaCount, ...]


def read_directory(city: City, _before: PointDirectory | None = None) -> PointDirectory:
    """Read all points.

    Raises
    ------
    NotReadyError
        When the city has no settings yet.
    """
    with city.store.begin(snapshot=True) as tx:
        token, settings, kinds = points_token(tx), read_city(tx), read_kinds(tx)
        found = read_points(tx, statuses=LISTED)
    listed = sorted(map(_listed, found), key=_place_in_list)
    return PointDirectory(token, settings, kinds, tuple(listed))


def leaf(
    directory: PointDirectory,
    *,
    kind: str | None = None,
    area: str | None = None,
    text: str = "",
    page: int = 1,
) -> DirectoryPage:
    """Return one page of the points that fit.

    Parameters
    ----------
    directory : PointDirectory
    kind, area : str, optional
        Codes.
    text : str
        Each word of it is a part of a name or of the address.
    page : int
        From 1; the last one for a number over it.
    """
    words = _plain(text).split()
    fit = [
        one
        for one in directory.points
        if kind in {None, one.stored.point.kind} and all(word in one.text for word in words)
    ]
    here = [one for one in fit if area is None or area in {code for code, _ in one.areas}]
    pages = max(1, math.ceil(len(here) / PAGE))
    page = min(max(page, 1), pages)
    around = _around(directory, area)
    return DirectoryPage(
        tuple(_groups(here[(page - 1) * PAGE : page * PAGE])),
        len(here),
        page,
        pages,
        around,
        tuple(_below(here, len(around))),
    )


def _listed(stored: StoredPoint) -> Listed:
    point = stored.point
    areas = tuple((code, names) for level, code, names in stored.areas if level in LEVELS)
    return Listed(stored, areas, _plain(" ".join([*point.names.values(), point.address or ""])))


def _place_in_list(one: Listed) -> tuple[object, ...]:
    codes = [code for code, _ in one.areas]
    # What lies in no area comes last.
    return (not codes, codes, name_in(one.stored.point.names, "zh"), one.stored.point.id)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _around(directory: PointDirectory, area: str | None) -> tuple[tuple[str, Names], ...]:
    for one in directory.points:
        codes = [code for code, _ in one.areas]
        if area in codes:
            return one.areas[: codes.index(area) + 1]
    return ()


def _below(points: list[Listed], depth: int) -> list[AreaCount]:
    found = [one.areas[depth] for one in points if len(one.areas) > depth]
    counts = Counter(code for code, _ in found)
    names = dict(found)
    return [AreaCount(code, names[code], counts[code]) for code in sorted(counts)]


def _groups(
    points: list[Listed],
) -> list[tuple[tuple[Names, ...], tuple[Feature, ...]]]:
    groups: dict[tuple[str, ...], list[Listed]] = {}
    for one in points:
        groups.setdefault(tuple(code for code, _ in one.areas), []).append(one)
    return [
        (
            tuple(names for _, names in group[0].areas),
            tuple(summary_feature(one.stored) for one in group),
        )
        for group in groups.values()
    ]
