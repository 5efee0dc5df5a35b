"""Change lists: what changed between two editions as rows and as features."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from shapely.geometry import LineString, Point

from learnmap.edition.canonical import Feature, canonical_geojson
from learnmap.edition.comparison import Comparison, PointChange
from learnmap.model.safe_cells import safe_cell

COLUMNS: Final = (
    "what", "id", "change", "name_zh", "name_en", "property", "before", "after", "moved_m",
    "longitude", "latitude",
)  # fmt: skip


def change_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row for each property that changed; no cell is a formula."""
    yield COLUMNS
    for one in comparison.points:
        lon, lat = one.places[1] or one.places[0] or (None, None)
        for name in one.before or {"place": None}:
            was, is_now = one.before.get(name), one.after.get(name)
            yield _row(
                "point",
                one.point_id,
                one.change,
                *one.names,
                name,
                was,
                is_now,
                one.moved_m,
                lon,
                lat,
            )
    for route in comparison.routes:
        for name in route.before or {"route": None}:
            was, is_now = route.before.get(name), route.after.get(name)
            yield _row("route", route.route_id, route.change, *route.names, name, was, is_now)


def rows_as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Write rows for a spreadsheet: UTF-8 with a byte order mark, CRLF."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def changes_geojson(comparison: Comparison) -> bytes:
    """Write the changed points: a point each, and a line from place to place for one that moved."""
    return canonical_geojson(_feature(one) for one in comparison.points)


def _feature(one: PointChange) -> Feature:
    places = [place for place in one.places if place is not None]
    geometry = LineString(places) if one.change == "moved" else Point(places[-1])
    return Feature(
        f"{one.point_id}/{one.change}",
        geometry,
        {
            "point_id": one.point_id,
            "change": one.change,
            "name_zh": one.names[0],
            "name_en": one.names[1],
            "before": dict(one.before),
            "after": dict(one.after),
            "moved_m": one.moved_m,
        },
    )


def _row(*cells: Any) -> tuple[str, ...]:
    texts = [_text(cell) for cell in cells]
    return tuple(texts + [""] * (len(COLUMNS) - len(texts)))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
