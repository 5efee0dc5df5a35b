"""What a client may ask of a layer, looked through before tipg makes SQL of it.

tipg writes a filter's operators and functions into SQL as they come, so that a filter could call
any function of the database; and its parser takes a level of the stack for each level of a
filter, so that a long enough one would end the process. Only what CQL2 itself defines gets by.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal

from cql2 import Expr
from fastapi import Depends, Query, Request
from morecantile import Tile
from morecantile import tms as default_tms
from tipg import dependencies
from tipg.resources.enums import MediaType

from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.service.ogc.collections import LayerCollection, find_layer

MOST_LETTERS: Final = 4000
MOST_MARKS: Final = 400
"""Of operators and brackets. On a thread's usual stack of 8 MB the parser ends at 1,200 levels."""

_MARK: Final = re.compile(r"[-+*/^%=<>(\[{]|\b(?:not|like|is|div|between|in)\b", re.IGNORECASE)
_OPERATORS: Final = frozenset(
    "and or not = <> < <= > >= + - * / like between in isNull casei s_intersects s_equals "
    "s_disjoint s_touches s_within s_overlaps s_crosses s_contains t_after t_before t_contains "
    "t_disjoint t_during t_equals t_finishedBy t_finishes t_intersects t_meets t_metBy "
    "t_overlappedBy t_overlaps t_startedBy t_starts".split()
)
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)T?")  # with the T and no time, as GDAL writes it
_DEEPEST: Final = 24
TILE_SETS: Final = {name: default_tms.get(name) for name in ("WebMercatorQuad", "WorldCRS84Quad")}
"""How tiles are cut, by name."""


def cql_filter(
    layer: Annotated[LayerCollection, Depends(find_layer)],
    text: Annotated[str | None, Query(alias="filter")] = None,
    filter_lang: Annotated[
        Literal["cql2-text", "cql2-json"] | None, Query(alias="filter-lang")
    ] = None,
) -> Expr | None:
    """Read a filter in CQL2.

    Raises
    ------
    InvalidInputError
        When it cannot be read, is too long, or names what the layer or CQL2 does not have.
    """
    del filter_lang  # the parser tells one from the other
    if not text:
        return None
    if len(text) > MOST_LETTERS or len(_MARK.findall(text)) > MOST_MARKS:
        raise InvalidInputError(
            f"filter: it has {len(text)} characters and {len(_MARK.findall(text))} operators and "
            f"brackets; at most {MOST_LETTERS} and {MOST_MARKS} are read: ask in parts"
        )
    names = {column.name for column in layer.table_columns}
    try:
        return Expr(_known(Expr(text).to_json(), names))
    except InvalidInputError:
        raise
    except Exception as error:  # the parser raises nothing narrower
        said = " ".join(str(error).split())[:200]
        raise InvalidInputError(
            f"filter: {text[:100]!r} is no CQL2: {said}; write it like kind = 'library'"
        ) from error


def _known(node: Any, names: set[str]) -> Any:
    """Return a part of a filter when all of it is known; a box as the polygon that it is."""
    if isinstance(node, list):
        return [_known(one, names) for one in node]
    if not isinstance(node, dict):
        return node
    if "op" in node and node["op"] not in _OPERATORS:
        raise InvalidInputError(
            f"filter: there is no {str(node['op'])[:100]!r} here; there are "
            f"{', '.join(sorted(_OPERATORS))}"
        )
    if "property" in node and node["property"] not in names:
        raise InvalidInputError(
            f"filter: the layer has no column {str(node['property'])[:100]!r}; its columns are "
            f"{', '.join(sorted(names))}"
        )
    if "bbox" in node and "op" not in node:
        west, south, east, north = _box(",".join(map(str, node["bbox"])))
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}
    return {name: _known(value, names) for name, value in node.items()}


def box_filter(
    bbox: Annotated[str | None, Query(description="West,south,east,north in degrees.")] = None,
) -> list[float] | None:
    """Read a box.

    Raises
    ------
    InvalidInputError
        When it is none.
    """
    return _box(bbox) if bbox else None


def _box(text: str) -> list[float]:
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        values = []
    if len(values) == 6:  # with heights, which no layer has
        values = [values[0], values[1], values[3], values[4]]
    if len(values) != 4 or not all(map(math.isfinite, values)):
        raise InvalidInputError(f"bbox: {text[:100]!r} is not west,south,east,north in degrees")
    west, south, east, north = values
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InvalidInputError(
            f"bbox: {text[:100]!r} is not west,south,east,north with west up to east within "
            "-180..180 and south up to north within -90..90"
        )
    return values


def time_filter(
    datetime: Annotated[
        str | None, Query(description="A time of RFC 3339, or two with / between them.")
    ] = None,
) -> list[str] | None:
    """Read a time, or a span of time; a day is taken from its midnight in UTC.

    Raises
    ------
    InvalidInputError
        When it is none.
    """
    if not datetime:
        return None
    parts = datetime.split("/")
    if len(parts) > 2 or (len(parts) == 2 and {*parts} <= {"", ".."}):
        raise InvalidInputError(
            f"datetime: {datetime[:100]!r} is no time and no span; give 2026-01-01T00:00:00Z, or "
            "two with / between them, one of which may be .."
        )
    times = [_time(part) for part in parts]
    if len(times) == 2 and ".." not in times and times[0] > times[1]:
        raise InvalidInputError(f"datetime: {datetime[:100]!r} ends before it begins")
    return times


def _time(text: str) -> str:
    if text in {"", ".."}:
        return ".."
    day = _DAY.fullmatch(text)
    whole = f"{day[1]}T00:00:00Z" if day else text
    try:
        parsed = dt.datetime.fromisoformat(whole)
    except ValueError:
        parsed = None
    if parsed is None or parsed.tzinfo is None:
        raise InvalidInputError(
            f"datetime: {text[:100]!r} is no time of RFC 3339; write it like 2026-01-01T00:00:00Z"
        )
    return parsed.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def tile_place(request: Request, z: int, x: int, y: int) -> Tile:
    """Read the place of a tile.

    Raises
    ------
    NotFoundError
        When it is beyond the deepest level, or its level has no such column or row.
    """
    # One that is not known is refused by tipg.
    tiles = TILE_SETS.get(request.path_params["tileMatrixSetId"], TILE_SETS["WorldCRS84Quad"])
    if not 0 <= z <= tiles.maxzoom:
        raise NotFoundError(f"there is no tile {z}/{x}/{y}; levels are 0 to {tiles.maxzoom}")
    level = tiles.matrix(z)
    if not (0 <= x < level.matrixWidth and 0 <= y < level.matrixHeight):
        raise NotFoundError(
            f"there is no tile {z}/{x}/{y}; columns of level {z} are 0 to {level.matrixWidth - 1}, "
            f"rows 0 to {level.matrixHeight - 1}"
        )
    return Tile(x, y, z)


def only_plain_values(request: Request) -> None:
    """Refuse what the database cannot hold in a text, and levels that no tile has.

    Raises
    ------
    InvalidInputError
        When a parameter or a part of the address holds a NUL character, or a level is none.
    """
    for name, value in (*request.path_params.items(), *request.query_params.multi_items()):
        if "\x00" in f"{name}{value}":
            raise InvalidInputError(f"{name[:100]!r}: it holds a NUL character; remove it")
    for name in ("minzoom", "maxzoom"):
        value = request.query_params.get(name, "")
        if value.lstrip("-").isdecimal() and not 0 <= int(value[:20]) <= _DEEPEST:
            raise InvalidInputError(f"{name}: there is no level {value[:20]}; give 0 to {_DEEPEST}")


def only_known_parameters(request: Request) -> None:
    """Refuse a parameter of a layer that is none: a filter with a slip would let all through.

    Raises
    ------
    InvalidInputError
        When there is one.
    """
    only_plain_values(request)
    if "collectionId" not in request.path_params:
        return
    layer = find_layer(request, request.path_params["collectionId"])
    columns = {column.name for column in layer.table_columns if not column.is_geometry}
    for name in request.query_params:
        if name not in columns and name not in PARAMETERS:
            raise InvalidInputError(
                f"{name[:100]}: there is no such parameter; there are "
                f"{', '.join(sorted(PARAMETERS))}, and the columns of the layer"
            )


PARAMETERS: Final = frozenset(
    "bbox bbox-only datetime datetime-column f filter filter-lang geom-column ids limit offset "
    "properties simplify sortby".split()
)
"""Those that features and tiles are asked with, besides a layer's own columns."""


def json_form(
    f: Annotated[Literal["json"] | None, Query(description="The form of the answer.")] = None,
) -> MediaType:
    """Answer with JSON: the pages of tipg would load scripts from elsewhere."""
    del f
    return MediaType.json


def schema_form(
    f: Annotated[
        Literal["json", "schemajson"] | None, Query(description="The form of the answer.")
    ] = None,
) -> MediaType:
    """Answer with a schema."""
    del f
    return MediaType.schemajson


def feature_form(
    f: Annotated[
        Literal["json", "geojson", "geojsonseq"] | None,
        Query(description="GeoJSON, or a feature a line."),
    ] = None,
) -> MediaType:
    """Answer with GeoJSON, whichever name a client has for it."""
    return MediaType.geojsonseq if f == "geojsonseq" else MediaType.geojson


OVERRIDES: Final[Mapping[Callable[..., Any], Callable[..., Any]]] = {
    dependencies.OutputType: json_form,
    dependencies.QueryablesOutputType: schema_form,
    dependencies.ItemsOutputType: feature_form,
    dependencies.bbox_query: box_filter,
    dependencies.datetime_query: time_filter,
    dependencies.filter_query: cql_filter,
    dependencies.TileParams: tile_place,
}
"""What stands in the place of tipg's own."""
