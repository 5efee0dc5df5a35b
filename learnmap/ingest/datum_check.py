"""Which datum a file's coordinates are in, judged by what is known of the city."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.datum_distances import as_datum, is_in_china, judge, sampled, spot_of
from learnmap.ingest.datum_evidence import CANDIDATES, Evidence
from learnmap.ingest.named_places import NamedPlace
from learnmap.ingest.street_addresses import fold_name, read_address
from learnmap.model.crs import Box, metres_per_degree

Code = Literal[
    "fits",
    "other_fits",
    "undeclared",
    "abroad",
    "contradictory",
    "unclear",
    "no_reference",
]

_NAMESAKE_M: Final = 2000.0
"""Farther apart in every datum, two places of one name are two things."""
_COMMON: Final = 5
"""A name that more places have says nothing of which of them is meant."""
_OWN_STREET_M: Final = 500.0
"""Farther from the street of its address in every datum, a place is on another part of it."""
_AREA_LIMIT_M: Final = 5000.0
_ANY_STREET_M: Final = 300.0
"""A place counts where streets are known as near in all datums, not at an extract's edge."""
_MIXED_LEAST: Final = 5
_MIXED_SHARE: Final = 0.2
"""So many places, and this part of all, make it likely that a file mixes datums."""
_OUTLINE_STEP_M: Final = 1000.0
"""Between places on an outline, so that they are not all one piece of evidence."""
_LOOK_DEGREES: Final = 0.04


@dataclass(frozen=True, slots=True)
class DatumReferences:
    """What is known of a city, all in WGS 84.

    Attributes
    ----------
    places : sequence of NamedPlace
        The city's own, or another file's.
    streets : sequence of (name, shapely geometry)
        One line for each piece, the name empty where it has none.
    areas : sequence of (name, shapely geometry)
        Districts, sub-districts, towns, neighbourhoods.
    """

    places: Sequence[NamedPlace] = ()
    streets: Sequence[tuple[str, BaseGeometry]] = ()
    areas: Sequence[tuple[str, BaseGeometry]] = ()


@dataclass(frozen=True, slots=True)
class DatumCheck:
    """What the check found.

    Attributes
    ----------
    declared : str or None
        As it was declared.
    best : str or None
        The datum that fits, None when that cannot be told.
    code : str
        ``fits``, ``other_fits`` than declared, ``undeclared`` and one fits, ``abroad`` where
        there is only WGS 84; else why it cannot be told: ``contradictory`` signs, ``unclear``
        ones, or ``no_reference``.
    evidence : tuple of Evidence
        The strongest sign first.
    """

    declared: str | None
    best: str | None
    code: Code
    evidence: tuple[Evidence, ...] = ()

    @property
    def minority(self) -> tuple[str, int] | None:
        """A datum that many places fit while the file as a whole fits another, and how many."""
        for one in self.evidence:
            if one.sign != "namesakes":
                continue
            ranked = sorted(CANDIDATES, key=lambda datum: -one.nearest[datum])
            count = one.nearest[ranked[1]]
            if count >= max(_MIXED_LEAST, _MIXED_SHARE * one.count):
                return ranked[1], count
        return None


def check_datum(
    places: Sequence[NamedPlace], references: DatumReferences, *, declared: str | None = None
) -> DatumCheck:
    """Work out how well places fit in each datum; nothing is converted by it.

    Signs are distances to what a place claims to be, which only the right datum makes short.
    Namesakes, streets of addresses, claimed areas and outlines count alike, and have to agree.
    How near the next street is, of whatever name, is told and does not count.

    Parameters
    ----------
    places : sequence of NamedPlace
        As delivered.
    references : DatumReferences
    declared : str, optional
        One of `learnmap.model.crs.DATUMS`.

    Returns
    -------
    DatumCheck
    """
    if places and not any(is_in_china(spot_of(one.geometry)) for one in sampled(places)):
        return DatumCheck(declared, "wgs84", "abroad")
    found = [
        _namesakes(places, references.places),
        _named_streets(places, references.streets),
        _claimed_areas(places, references.areas),
        _outlines(places, references),
        _any_street(places, references.streets),
    ]
    evidence = tuple(one for one in found if one is not None)
    decided = {one.best for one in evidence if one.best}
    best = next(iter(decided)) if len(decided) == 1 else None
    return DatumCheck(declared, best, _code(declared, best, decided, evidence), evidence)


def _code(
    declared: str | None, best: str | None, decided: set[str], evidence: tuple[Evidence, ...]
) -> Code:
    if best is None:
        if not evidence:
            return "no_reference"
        return "contradictory" if decided else "unclear"
    if declared is None:
        return "undeclared"
    return "fits" if best == ("wgs84" if declared == "cgcs2000" else declared) else "other_fits"


def _namesakes(places: Sequence[NamedPlace], known: Sequence[NamedPlace]) -> Evidence | None:
    by_key: dict[str, list[BaseGeometry]] = defaultdict(list)
    for one in known:
        for key in one.keys:
            by_key[key].append(spot_of(one.geometry))
    asked: dict[str, int] = defaultdict(int)
    keys = [one.keys for one in places]
    for own in keys:
        for key in own:
            asked[key] += 1
    pairs = []
    for one, own in zip(places, keys, strict=True):
        there = [
            geometry
            for key in sorted(own)
            if len(by_key.get(key, ())) <= _COMMON and asked[key] <= _COMMON
            for geometry in by_key.get(key, ())
        ]
        if there:
            pairs.append((spot_of(one.geometry), there))
    return judge("namesakes", pairs, limit_m=_NAMESAKE_M)


def _named_streets(
    places: Sequence[NamedPlace], streets: Sequence[tuple[str, BaseGeometry]]
) -> Evidence | None:
    by_name: dict[str, list[BaseGeometry]] = defaultdict(list)
    for name, line in streets:
        if name:
            by_name[fold_name(name)].append(line)
    whole = {name: shapely.union_all(lines) for name, lines in by_name.items()}
    pairs = []
    for one in places:
        called = {read_address(address).street for address in one.addresses}
        if one.geometry.geom_type.endswith("LineString"):
            called |= {fold_name(name) for name in one.names}
        there = [whole[name] for name in sorted(called) if name in whole]
        if there:
            pairs.append((one.geometry, there))
    return judge("named_streets", pairs, limit_m=_OWN_STREET_M)


def _claimed_areas(
    places: Sequence[NamedPlace], areas: Sequence[tuple[str, BaseGeometry]]
) -> Evidence | None:
    by_name = {fold_name(name): geometry for name, geometry in areas}
    pairs = []
    for one in places:
        there = [by_name[name] for name in sorted(one.claimed) if name in by_name]
        if there:
            smallest = min(there, key=lambda geometry: float(geometry.area))
            pairs.append((spot_of(one.geometry), [smallest]))
    return judge("areas", pairs, limit_m=_AREA_LIMIT_M)


def _outlines(places: Sequence[NamedPlace], known: DatumReferences) -> Evidence | None:
    """Compare outlines: the edge of an area in both files is one line."""
    outlines = [p.geometry.boundary for p in places if _is_area(p.geometry)]
    others = [p.geometry for p in known.places if _is_area(p.geometry)]
    others += [geometry for _, geometry in known.areas]
    if not outlines or not others:
        return None
    tree = shapely.STRtree(_segments([geometry.boundary for geometry in others]))
    pairs: list[tuple[BaseGeometry, list[BaseGeometry]]] = []
    for probe in sampled([point for line in outlines for point in _along(line)]):
        near = tree.query(shapely.box(*_around(probe)))
        if len(near):
            pairs.append((probe, [MultiLineString(list(tree.geometries[near]))]))
    return judge("outlines", pairs, limit_m=_OUTLINE_STEP_M)


def _any_street(
    places: Sequence[NamedPlace], streets: Sequence[tuple[str, BaseGeometry]]
) -> Evidence | None:
    if not streets:
        return None
    tree = shapely.STRtree([line for _, line in streets])
    near = []
    for one in sampled(places):
        spot = spot_of(one.geometry)
        index = [
            int(tree.nearest(moved)) for moved in (as_datum(spot, datum) for datum in CANDIDATES)
        ]
        near.append((spot, [streets[i][1] for i in index]))
    return judge("streets", near, limit_m=_ANY_STREET_M)


def _segments(lines: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Cut lines into their straight parts."""
    parts = shapely.get_parts(lines)
    ends, number = shapely.get_coordinates(parts, return_index=True)
    same = number[1:] == number[:-1]
    pairs = np.stack([ends[:-1][same], ends[1:][same]], axis=1)
    return np.asarray(shapely.linestrings(pairs), dtype=object)


def _around(point: BaseGeometry) -> Box:
    """Return a box round a point, as wide as a datum shifts and an outline is looked for."""
    lon, lat = float(shapely.get_x(point)), float(shapely.get_y(point))
    return lon - _LOOK_DEGREES, lat - _LOOK_DEGREES, lon + _LOOK_DEGREES, lat + _LOOK_DEGREES


def _along(line: BaseGeometry) -> list[BaseGeometry]:
    """Return places on a line, `_OUTLINE_STEP_M` apart."""
    step = _OUTLINE_STEP_M / metres_per_degree(float(shapely.get_y(line.centroid)))[1]
    return [
        part.interpolate(far)
        for part in shapely.get_parts(line)
        for far in np.arange(0, part.length, step)
    ]


def _is_area(geometry: BaseGeometry) -> bool:
    return geometry.geom_type.endswith("Polygon")
