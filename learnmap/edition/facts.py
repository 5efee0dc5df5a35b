"""The facts of an edition: what a reader must know to trust the map."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from learnmap import __version__
from learnmap.model.city import CitySettings
from learnmap.model.crs import Box
from learnmap.model.kinds import MAP_TITLES, Kind
from learnmap.model.languages import LANGUAGES, name_in
from learnmap.model.records import LearningPoint

GENERATOR: Final = f"learnmap {__version__}"
"""The software that makes an edition, as it is named in its facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where content came from.

    Attributes
    ----------
    name, licence : str
    url : str or None
    """

    name: str
    licence: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElevationFacts:
    """The raster of heights that the slopes are from; other edges than `edges` count as flat."""

    name: str
    sha256: str
    edges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFacts:
    """The walk graph that catchments were computed on; without elevation it is flat."""

    hash: str
    extract: str
    extract_date: str | None
    nodes: int
    edges: int
    length_km: float
    elevation: ElevationFacts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutCatchment:
    """A learning point of the map that does not join the walk graph."""

    point_id: str
    profile: str
    reason: str
    distance_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyFacts:
    """How far one profile's catchments of one cutoff agree with places that were looked at.

    Attributes
    ----------
    profile : str
    cutoff_s : int
    learning_points, street_places : int
        Round how many origins of either sort.
    places : int
        How many were looked at.
    exact : int
        How many of them are truly within the cutoff.
    wrongly_inside, wrongly_outside : float or None
        Places that the catchments hold wrongly and that they lack, over the exact ones; None
        without any.
    iou : float or None
        Places that are exact and drawn over those that are either.
    wrongly_inside_95, wrongly_outside_95, iou_95 : tuple of float or None
        Limits of 95 % confidence.
    seed : int
    certified_on : str
        Date by the city's clock.
    """

    profile: str
    cutoff_s: int
    learning_points: int
    street_places: int
    places: int
    exact: int
    wrongly_inside: float | None
    wrongly_inside_95: tuple[float, float] | None
    wrongly_outside: float | None
    wrongly_outside_95: tuple[float, float] | None
    iou: float | None
    iou_95: tuple[float, float] | None
    seed: int
    certified_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverriddenCheck:
    """A check that stood against publishing, and why the edition was published all the same.

    Attributes
    ----------
    check : str
        Its code, such as ``assured``.
    found : str
        What it found.
    reason : str
    """

    check: str
    found: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksFacts:
    """What the checks before publishing came to.

    Attributes
    ----------
    reviewed : bool
        Whether a second person approved the content.
    overridden : sequence of OverriddenCheck
    """

    reviewed: bool = False
    overridden: Sequence[OverriddenCheck] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """Everything of an edition that is not a feature.

    Attributes
    ----------
    city : CitySettings
    map_name : str
    year, revision : int
    approval_number, approval_exemption : str or None
        The map approval number, or why none is needed.
    frozen_on : datetime.date
        By the city's clock.
    sources : sequence of Source
    network : NetworkFacts
    kinds : sequence of Kind
        That occur on the map.
    bounds : Box
        Of the points.
    points, routes : int
        How many there are.
    assured : tuple of date or None
        Oldest and newest assured date.
    without_catchment : sequence of WithoutCatchment
    accuracy : sequence of AccuracyFacts
        Empty where the catchments were not certified as they are.
    renderer : str
        Fingerprint of what the page is made with.
    """

    city: CitySettings
    map_name: str
    year: int
    revision: int
    approval_number: str | None
    approval_exemption: str | None
    frozen_on: dt.date
    sources: Sequence[Source]
    network: NetworkFacts
    kinds: Sequence[Kind]
    bounds: Box
    points: int
    routes: int
    assured: tuple[dt.date | None, dt.date | None]
    without_catchment: Sequence[WithoutCatchment]
    accuracy: Sequence[AccuracyFacts]
    renderer: str

    def to_json(self) -> bytes:
        """Write ``edition.json``: UTF-8, keys in alphabetical order."""
        city = self.city
        oldest, newest = (day and day.isoformat() for day in self.assured)
        facts: dict[str, Any] = {
            "city": {
                "names": {code: name_in(city.names, code) for code in LANGUAGES},
                "timezone": city.timezone,
                "fictional": city.fictional,
            },
            "map": self.map_name,
            "year": self.year,
            "revision": self.revision,
            "titles": MAP_TITLES[self.map_name],
            "approval_number": self.approval_number,
            "approval_exemption": self.approval_exemption,
            "frozen_on": self.frozen_on.isoformat(),
            "assured": {"from": oldest, "to": newest},
            "sources": [asdict(source) for source in self.sources],
            "network": asdict(self.network),
            "profiles": [asdict(profile) for profile in city.profiles],
            "cutoffs_s": list(city.cutoffs_s),
            "limits": {
                "snap_limit_m": city.snap_limit_m,
                "off_street_m": city.off_street_m,
                "simplify_m": city.simplify_m,
            },
            "kinds": [
                {"code": kind.code, "zh": kind.zh, "en": kind.en, "colour": kind.colour}
                for kind in self.kinds
            ],
            "bounds": [round(edge, 6) for edge in self.bounds],
            "counts": {"points": self.points, "routes": self.routes},
            "without_catchment": [asdict(entry) for entry in self.without_catchment],
            "accuracy": [asdict(entry) for entry in self.accuracy],
            "generator": GENERATOR,
            "renderer": self.renderer,
        }
        return _written(facts)


def with_checks(edition_json: bytes, checks: ChecksFacts) -> bytes:
    """Add to ``edition.json`` what the checks before publishing came to."""
    return _written(json.loads(edition_json) | {"checks": asdict(checks)})


def renderer_of(edition_json: bytes) -> str:
    """Return the fingerprint of the renderer that made a page, from its ``edition.json``."""
    return str(json.loads(edition_json).get("renderer", ""))


def _written(facts: dict[str, Any]) -> bytes:
    return (
        json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()


def bounds_of(points: Sequence[LearningPoint]) -> Box:
    """Return west, south, east, north of points; there must be one at least."""
    lons = [point.longitude for point in points]
    lats = [point.latitude for point in points]
    return min(lons), min(lats), max(lons), max(lats)


def assured_between(points: Iterable[LearningPoint]) -> tuple[dt.date | None, dt.date | None]:
    """Return the oldest and the newest assured date."""
    days = sorted(point.assured_date for point in points if point.assured_date)
    return (days[0], days[-1]) if days else (None, None)
