"""What the page's scripts are told, as JSON that cannot end the element it stands in."""

import json
from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from learnmap.model.records import Status
from learnmap.render.area_outlines import area_facts
from learnmap.render.catchment_encoding import EncodedCatchments
from learnmap.render.edition_facts import PointFacts
from learnmap.render.edition_files import FrozenEdition, Route
from learnmap.render.labels import LABELS, SCRIPT_KEYS, glyph

STATUSES: Final[tuple[Status, ...]] = ("open", "temporarily_closed", "closed", "planned")
_GRID_DIGITS: Final = 6


def marker_rows(edition: FrozenEdition) -> list[list[float]]:
    """Return one row of numbers per point, in the order of the points.

    A row is latitude, longitude, the point's number, its kind's number, its status's number,
    1 if it is fictional, and where known the entrance's latitude and longitude.
    """
    kinds = {kind.code: number for number, kind in enumerate(edition.facts.kinds)}
    return [_marker_row(number, point, kinds) for number, point in enumerate(edition.points)]


def page_facts(
    edition: FrozenEdition, *, catchments: EncodedCatchments, unions: EncodedCatchments
) -> dict[str, Any]:
    """Return all that the scripts need besides the table, as JSON values."""
    facts = edition.facts
    return {
        "words": {key: LABELS[key] for key in SCRIPT_KEYS},
        "titles": facts.titles,
        "city": facts.city.names,
        "year": facts.year,
        "bounds": facts.bounds,
        "kinds": [
            {
                "code": kind.code,
                "names": [kind.zh, kind.en],
                "colour": kind.colour,
                "glyph": glyph(kind.code, kind.zh),
            }
            for kind in facts.kinds
        ],
        "statuses": STATUSES,
        "profiles": [
            {"code": profile.code, "names": [profile.zh, profile.en]} for profile in facts.profiles
        ],
        "cutoffs": sorted(facts.cutoffs_s),
        "catchments": _by_point(edition.points, catchments),
        "unions": [
            {"profile": profile, "cutoff": cutoff, "outline": text}
            for (_, profile, cutoff), text in unions.texts.items()
        ],
        "routes": [_route(route) for route in edition.routes],
        "areas": area_facts(edition.areas, facts.bounds),
    }


def json_element(element_id: str, value: Any) -> Markup:
    """Return a value as JSON in a script element of data."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup('<script type="application/json" id="{}">{}</script>').format(
        element_id,
        Markup(text),  # noqa: S704 (no character is left that HTML would read)
    )


def _marker_row(number: int, point: PointFacts, kinds: dict[str, int]) -> list[float]:
    row = [
        round(point.latitude, _GRID_DIGITS),
        round(point.longitude, _GRID_DIGITS),
        number,
        kinds[point.kind],
        STATUSES.index(point.status),
        int(point.fictional),
    ]
    if point.entrance is not None:
        row += [round(point.entrance[1], _GRID_DIGITS), round(point.entrance[0], _GRID_DIGITS)]
    return row


def _by_point(points: Sequence[PointFacts], catchments: EncodedCatchments) -> dict[str, Any]:
    """Outlines as point -> profile -> cutoff, positions instead of repeated names."""
    return {
        "profiles": catchments.profiles,
        "cutoffs": catchments.cutoffs_s,
        "outlines": [
            [
                [catchments.texts.get((point.id, profile, cutoff), "") for cutoff in cutoffs]
                for profile in catchments.profiles
            ]
            for point in points
        ]
        if (cutoffs := catchments.cutoffs_s)
        else [],
    }


def _route(route: Route) -> dict[str, Any]:
    facts = route.facts
    return {
        "names": [facts.name_zh or facts.name_en, facts.name_en or facts.name_zh],
        "stops": [
            {
                "position": stop.position,
                "point": stop.point_id,
                "names": [stop.name_zh or stop.name_en, stop.name_en or stop.name_zh],
                "at": [stop.lat, stop.lon],
            }
            for stop in facts.stops
        ],
    }
