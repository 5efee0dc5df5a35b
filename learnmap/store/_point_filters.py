"""Filters over learning points."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_

from learnmap.model.crs import STORED_SRID, Box
from learnmap.model.errors import InvalidInputError
from learnmap.store._upsert import is_any
from learnmap.store.areas import areas_within
from learnmap.store.schema import LearningPointRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFilters:
    """Which points are wanted; what is None does not filter."""

    ids: Iterable[str] | None = None
    kinds: Iterable[str] | None = None
    statuses: Iterable[str] | None = None
    area: str | None = None
    box: Box | None = None
    text: str | None = None
    after: str | None = None


def filtered(statement: Select[Any], filters: PointFilters) -> Select[Any]:
    """Add the filters to a statement over learning points.

    Raises
    ------
    InvalidInputError
        When the box makes no sense.
    """
    row = LearningPointRow
    for column, values in (
        (row.id, filters.ids),
        (row.kind, filters.kinds),
        (row.status, filters.statuses),
    ):
        if values is not None:
            statement = statement.where(is_any(column, values))
    if filters.area is not None:
        statement = statement.where(row.area_id.in_(areas_within(filters.area)))
    if filters.box is not None:
        boxes = [
            func.ST_Intersects(row.site, func.ST_MakeEnvelope(*box, STORED_SRID))
            for box in _split(filters.box)
        ]
        statement = statement.where(or_(*boxes))
    if filters.text is not None and filters.text.strip():
        statement = statement.where(row.search.ilike(like_part(filters.text)))
    if filters.after is not None:
        statement = statement.where(row.id > filters.after)
    return statement


def like_part(text: str) -> str:
    r"""Return LIKE's pattern for what holds a text.

    Wildcards are escaped with LIKE's own ``\``, so that the trigram index still serves.

    Raises
    ------
    InvalidInputError
        When the text holds a NUL character.
    """
    if "\x00" in text:
        raise InvalidInputError("the search text holds a NUL character; remove it")
    literal = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


def _split(box: Box) -> list[Box]:
    """Cut a box that crosses the antimeridian in two."""
    west, south, east, north = box
    if (
        not all(math.isfinite(value) for value in box)
        or max(abs(west), abs(east)) > 180
        or not -90 <= south <= north <= 90
    ):
        raise InvalidInputError(
            f"box {box} is not west, south, east, north in degrees; "
            "longitudes are -180..180, latitudes -90..90, south below north"
        )
    if west <= east:
        return [box]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]
