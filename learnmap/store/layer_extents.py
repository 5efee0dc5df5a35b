"""From where to where the layers of map programs reach, and when that may have changed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import DateTime, cast, column, func, select, table

from learnmap.model.crs import Box, metres_per_degree
from learnmap.model.errors import NotReadyError
from learnmap.store._transaction import Transaction
from learnmap.store.city import read_city
from learnmap.store.layers import LAYERS, SHAPE, Layer
from learnmap.store.networks import current_build
from learnmap.store.schema import LAYERS_SCHEMA, EditionTableRow, WalkingRouteRow
from learnmap.store.tokens import points_token


@dataclass(frozen=True, slots=True)
class LayerExtent:
    """From where to where a layer reaches.

    Attributes
    ----------
    box : Box or None
        West, south, east, north in degrees; None for a layer without a place.
    since, until : datetime or None
        First and last of its times.
    """

    box: Box | None
    since: dt.datetime | None
    until: dt.datetime | None


def layers_token(tx: Transaction) -> str:
    """Return a text that differs after any change that may move the extent of a layer."""
    counted = (
        tx.execute(select(func.max(changed), func.count())).one()
        for changed in (WalkingRouteRow.updated_at, EditionTableRow.status_at)
    )
    return " ".join([points_token(tx), *(str(tuple(row)) for row in counted)])


def layer_extents(tx: Transaction) -> dict[str, LayerExtent]:
    """Measure every layer, by its name.

    Raises
    ------
    NotReadyError
        When the views are missing.
    """
    city = _reached(tx)
    return {layer.name: _extent(tx, layer, city) for layer in LAYERS}


def _reached(tx: Transaction) -> Box | None:
    """Return the box of the streets and of what is reached off them; None before there are any."""
    try:
        west, south, east, north = current_build(tx).box
        off_street_m = read_city(tx).off_street_m
    except NotReadyError:
        return None
    farthest = max(abs(south), abs(north))
    lon, lat = (off_street_m / metres for metres in metres_per_degree(farthest))
    return west - lon, south - lat, east + lon, north + lat


def _extent(tx: Transaction, layer: Layer, city: Box | None) -> LayerExtent:
    view = table(layer.name, column(SHAPE), schema=LAYERS_SCHEMA)
    asked: list[Any] = []
    if not layer.city_wide:
        whole = func.ST_Extent(view.c[SHAPE])
        asked += [
            func.ST_XMin(whole),
            func.ST_YMin(whole),
            func.ST_XMax(whole),
            func.ST_YMax(whole),
        ]
    if layer.time is not None:
        time = cast(column(layer.time), DateTime(timezone=True))
        asked += [func.min(time), func.max(time)]
    found: list[Any] = list(tx.execute(select(*asked).select_from(view)).one()) if asked else []
    since, until = found[-2:] if layer.time is not None else (None, None)
    if layer.city_wide:
        return LayerExtent(city, since, until)
    west, south, east, north = found[:4]
    return LayerExtent(None if west is None else (west, south, east, north), since, until)
