"""Comparison: what changed from one edition of a map to another, from their frozen files alone."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from learnmap.model.crs import ELLIPSOID
from learnmap.model.errors import InvalidInputError

Change = Literal[
    "opened", "closed", "status", "moved", "renamed", "redesignated", "kind", "details"
]
Place = tuple[float, float]

STAYED_M: Final = 1.0
"""A place that differs by no more is the same: published coordinates are rounded to 0.1 m."""
_NAMES: Final = ("name_zh", "name_en")
_AWARD: Final = ("designation", "designation_year")
_DETAILS: Final = (
    "address",
    "phone",
    "website",
    "opening_hours",
    "opening_hours_note",
    "accessibility",
)


@dataclass(frozen=True, slots=True)
class PointChange:
    """One thing that changed about a learning point.

    Attributes
    ----------
    point_id : str
    change : str
        ``opened`` and ``closed``: it is open in one of the two editions alone. ``status``: it is
        open in neither, and its status differs. ``moved``: its entrance, or its site where none
        is known, lies elsewhere. ``redesignated``: its award or the award's year.
    names : tuple of str or None
        In Chinese and English, as the later edition has them, else the earlier one.
    before, after : dict
        What differs, by the property's name; None where there is none. A point that one edition
        lacks has its status ``None`` there.
    places : tuple of tuple of float or None
        (longitude, latitude) before and after, EPSG:4326.
    moved_m : float or None
        How far apart they are, for one that moved.
    """

    point_id: str
    change: Change
    names: tuple[str | None, str | None]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    places: tuple[Place | None, Place | None]
    moved_m: float | None = None


@dataclass(frozen=True, slots=True)
class RouteChange:
    """A walking route that is new, gone, or leads elsewhere.

    Attributes
    ----------
    route_id : str
    change : {"new", "gone", "stops", "length", "renamed"}
    names : tuple of str or None
    before, after : dict
    """

    route_id: str
    change: str
    names: tuple[str | None, str | None]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two editions of one map.

    Attributes
    ----------
    map_name : str
    years, revisions : tuple of int
        Of the earlier and the later edition.
    points : tuple of PointChange
        By id; a point may have several.
    routes : tuple of RouteChange
    open_points : tuple of int
        How many are open in each.
    notes : tuple of str
        Settings that differ, by name, as ``speeds``: catchments change with them, too.
    """

    map_name: str
    years: tuple[int, int]
    revisions: tuple[int, int]
    points: tuple[PointChange, ...]
    routes: tuple[RouteChange, ...]
    open_points: tuple[int, int]
    notes: tuple[str, ...]

    def count(self, change: str) -> int:
        """Return how many points changed so."""
        return sum(one.change == change for one in self.points)


def compare_editions(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Comparison:
    """Compare two editions of one map.

    Parameters
    ----------
    before, after : mapping of str to bytes
        Files of the earlier and the later edition.

    Raises
    ------
    InvalidInputError
        When they are of different maps.
    """
    facts = [json.loads(files["edition.json"]) for files in (before, after)]
    if facts[0]["map"] != facts[1]["map"]:
        raise InvalidInputError(
            f"{facts[0]['map']} and {facts[1]['map']} are different maps; name one for both years"
        )
    points = features_of(before, "points"), features_of(after, "points")
    routes = features_of(before, "routes"), features_of(after, "routes")
    ids = sorted(points[0].keys() | points[1].keys())
    return Comparison(
        facts[0]["map"],
        (facts[0]["year"], facts[1]["year"]),
        (facts[0]["revision"], facts[1]["revision"]),
        tuple(
            change
            for one in ids
            for change in _point_changes(one, points[0].get(one), points[1].get(one))
        ),
        tuple(_route_changes(*routes)),
        (sum(map(is_open, points[0].values())), sum(map(is_open, points[1].values()))),
        tuple(_settings(*facts)),
    )


def features_of(files: Mapping[str, bytes], name: str) -> dict[str, dict[str, Any]]:
    """Return the features of a frozen collection by id; none where the edition has no such file."""
    content = files.get(f"{name}.geojson")
    features = json.loads(content)["features"] if content else []
    return {feature["id"]: feature for feature in features}


def is_open(point: Mapping[str, Any]) -> bool:
    """Whether people can learn there, so that its catchment counts."""
    return bool(point["properties"]["status"] == "open")


def entrance_of(point: Mapping[str, Any]) -> Place:
    """Return where a walker heads for: the entrance, else the site."""
    lon, lat = point["properties"]["entrance"] or point["geometry"]["coordinates"]
    return lon, lat


def moved_m(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """Return the metres between a point's places in two editions, on the ellipsoid."""
    return float(ELLIPSOID.inv(*entrance_of(before), *entrance_of(after))[2])


def _point_changes(
    point_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Iterator[PointChange]:
    old = before["properties"] if before else {}
    new = after["properties"] if after else {}
    shown = new or old
    names = shown["name_zh"], shown["name_en"]
    places = entrance_of(before) if before else None, entrance_of(after) if after else None

    def change(kind: Change, fields: tuple[str, ...], metres: float | None = None) -> PointChange:
        differing = [name for name in fields if old.get(name) != new.get(name)]
        was, is_now = ({name: one.get(name) for name in differing} for one in (old, new))
        return PointChange(point_id, kind, names, was, is_now, places, metres)

    if old.get("status") != new.get("status"):
        opens, shuts = new.get("status") == "open", old.get("status") == "open"
        yield change("opened" if opens else "closed" if shuts else "status", ("status",))
    if before is None or after is None:
        return
    apart_m = moved_m(before, after)
    if apart_m > STAYED_M:
        yield change("moved", (), round(apart_m, 1))
    kinds: tuple[tuple[Change, tuple[str, ...]], ...] = (
        ("renamed", _NAMES),
        ("redesignated", _AWARD),
        ("kind", ("kind",)),
        ("details", _DETAILS),
    )
    for kind, fields in kinds:
        if any(old.get(name) != new.get(name) for name in fields):
            yield change(kind, fields)


def _route_changes(
    before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterator[RouteChange]:
    for one in sorted(before.keys() | after.keys()):
        old = before[one]["properties"] if one in before else {}
        new = after[one]["properties"] if one in after else {}
        shown = new or old
        names = shown["name_zh"], shown["name_en"]
        if not old or not new:
            yield RouteChange(one, "new" if new else "gone", names, {}, {})
            continue
        was, is_now = (
            {
                "renamed": [facts[name] for name in _NAMES],
                "stops": [stop["point_id"] for stop in facts["stops"]],
                "length": facts["length_m"],
            }
            for facts in (old, new)
        )
        for kind in ("renamed", "stops", "length"):
            if was[kind] != is_now[kind]:
                yield RouteChange(one, kind, names, {kind: was[kind]}, {kind: is_now[kind]})


def _settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs of the settings that catchments depend on."""
    for name in ("profiles", "cutoffs_s", "limits"):
        if before[name] != after[name]:
            yield name
    if before["network"]["hash"] != after["network"]["hash"]:
        yield "network"
