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
from learnmap.render.shared_lines import share_lines

STATUSES: Final[tuple[Status, ...]] = ("open", "temporarily_closed", "closed", "planned")
_GRID_PER_DEGREE: Final = 1_000_000


def point_columns(edition: FrozenEdition, cells: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return what the scripts are told of the points: a list for each fact, in their order.

    Like stands beside like, which packs better than a list for each point. Coordinates are
    whole millionths of a degree; an entrance is a difference from its point, or 0 where it is not
    known. `cells` are those of the full rows, none where these stand in the page itself.
    """
    points = edition.points
    lines, columns = share_lines(cells)
    kinds = {kind.code: number for number, kind in enumerate(edition.facts.kinds)}
    return {
        "north": [_grid(point.latitude) for point in points],
        "east": [_grid(point.longitude) for point in points],
        "kind": [kinds[point.kind] for point in points],
        "status": [STATUSES.index(point.status) for point in points],
        "fictional": [int(point.fictional) for point in points],
        "entrance": [_entrance(point) for point in points],
        "lines": lines,
        "cells": columns,
    }


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
        "catchments": catchments.grid,
        "unions": unions.grid,
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


def _entrance(point: PointFacts) -> list[int] | int:
    if point.entrance is None:
        return 0
    longitude, latitude = point.entrance
    return [_grid(latitude) - _grid(point.latitude), _grid(longitude) - _grid(point.longitude)]


def _grid(degrees: float) -> int:
    return round(degrees * _GRID_PER_DEGREE)


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
