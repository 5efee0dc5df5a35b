"""Turns tags of OpenStreetMap into the fields of a learning point."""

import re
from collections.abc import Iterable
from typing import Final

import shapely
from opening_hours import validate
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.osm_kinds import Tags
from learnmap.ingest.osm_things import Thing
from learnmap.model.languages import Names
from learnmap.model.records import Accessibility, LearningPoint

_HAN: Final = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003134f]")
_KANA_HANGUL: Final = re.compile(r"[぀-ヿ가-힯]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_WHEELCHAIR: Final[dict[str, Accessibility]] = {
    "yes": "step_free",
    "designated": "step_free",
    "limited": "partly",
    "no": "steps",
}
_LONGEST_NAME: Final = 200
_LONGEST_PHONE: Final = 60
_LONGEST_WEBSITE: Final = 500


def read_osm_names(tags: Tags) -> Names:
    """Return the names of a thing by language.

    ``zh`` is ``name:zh-Hans``, ``name:zh``, or ``name`` where that is Chinese; ``en`` is
    ``name:en`` or ``int_name``, else ``name`` where that is not Chinese, since the local name
    is what an English text uses. A local name beside an English one is kept as ``und``.

    Parameters
    ----------
    tags : mapping of str to str
        Tags of the thing.
    """
    local = tags.get("name")
    is_chinese = bool(local and _HAN.search(local) and not _KANA_HANGUL.search(local))
    chinese = tags.get("name:zh-Hans") or tags.get("name:zh") or (local if is_chinese else None)
    english = tags.get("name:en") or tags.get("int_name")
    found = {"zh": chinese, "en": english or (None if is_chinese else local)}
    if local and not is_chinese and local != found["en"]:
        found["und"] = local
    return {language: _tidy(name, _LONGEST_NAME) for language, name in found.items() if name}


def make_point(thing: Thing, *, filled_from: Iterable[Tags] = ()) -> LearningPoint:
    """Make a learning point of a thing.

    Parameters
    ----------
    thing : Thing
        With a name and a geometry that is not empty.
    filled_from : iterable of mapping
        Tags of further objects for the same thing; they fill what it lacks.

    Returns
    -------
    LearningPoint
        Its site is a point inside the thing, its id ``osm-`` and the OpenStreetMap id.
    """
    tags = dict(thing.tags)
    for others in filled_from:
        tags = {**others, **tags}
    hours = tags.get("opening_hours", "").strip()
    is_readable = bool(hours) and validate(hours)
    site = find_site(thing.geometry)
    return LearningPoint(
        id=f"osm-{thing.ref}",
        kind=thing.kind,
        names=read_osm_names(tags),
        longitude=round(site.x, 7),
        latitude=round(site.y, 7),
        entrance_longitude=thing.entrance[0] if thing.entrance else None,
        entrance_latitude=thing.entrance[1] if thing.entrance else None,
        address=_address(tags),
        phone=_first(tags, ("phone", "contact:phone"), _LONGEST_PHONE),
        website=_first(tags, ("website", "contact:website", "url"), _LONGEST_WEBSITE),
        opening_hours=hours if is_readable else None,
        opening_hours_note=_tidy(hours, 2000) if hours and not is_readable else None,
        accessibility=_WHEELCHAIR.get(tags.get("wheelchair", ""), "unknown"),
        source=describe_source(thing),
    )


def describe_source(thing: Thing) -> str:
    """Name the OpenStreetMap object, its version and day of edit where known, and the licence."""
    version = f", version {thing.version}" if thing.version else ""
    edited = f", {thing.edited.isoformat()}" if thing.edited else ""
    return f"OpenStreetMap {thing.ref}{version}{edited} (ODbL 1.0)"


def find_site(geometry: BaseGeometry) -> shapely.Point:
    """Return a point inside a polygon, half-way along a line, or the point itself."""
    if shapely.get_dimensions(geometry) == 1:
        parts = list(shapely.get_parts(geometry))
        longest = max(parts, key=lambda part: part.length)
        return shapely.Point(shapely.line_interpolate_point(longest, 0.5, normalized=True))
    return shapely.Point(shapely.point_on_surface(geometry))


def _address(tags: Tags) -> str | None:
    if full := tags.get("addr:full"):
        return _tidy(full, 2000)
    street = tags.get("addr:street") or tags.get("addr:place")
    if not street:
        return None
    if _HAN.search(street):
        keys = ("addr:province", "addr:city", "addr:district", "addr:street", "addr:housenumber")
        parts = [tags[key] for key in keys if key in tags and _is_address_part(key, tags[key])]
        return _tidy("".join(parts), 2000)
    numbered = " ".join(filter(None, (street, tags.get("addr:housenumber"))))
    town = " ".join(filter(None, (tags.get("addr:postcode"), tags.get("addr:city"))))
    return _tidy(", ".join(filter(None, (numbered, town))), 2000)


def _is_address_part(key: str, value: str) -> bool:
    return key == "addr:housenumber" or bool(_HAN.search(value))


def _first(tags: Tags, keys: Iterable[str], longest: int) -> str | None:
    """Return the first of the keys that is there; of a list too long for it, the first item."""
    for key in keys:
        if value := _CONTROL.sub(" ", tags.get(key, "")).strip():
            short = value if len(value) <= longest else value.split(";")[0].strip()
            return short if len(short) <= longest else None
    return None


def _tidy(text: str, longest: int) -> str:
    return _CONTROL.sub(" ", text).strip()[:longest]
