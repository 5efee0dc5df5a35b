"""The gate for tables that are handed in: what is wrong is said here, and trusted further on."""

import warnings
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from learnmap.access import counted_from
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import TableError


class LeftOutWarning(UserWarning):
    """Some rows do not count, and which."""


def warn_left_out(message: str) -> None:
    """Say to the caller of the library that rows do not count."""
    warnings.warn(message, LeftOutWarning, stacklevel=4)


def named_rows(rows: Sequence[object], most: int = 5) -> str:
    """Return the first of some rows as text, and how many more there are."""
    more = f" and {len(rows) - most:,} more" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more


def places_of(frame: gpd.GeoDataFrame, *, what: str) -> gpd.GeoSeries:
    """Return the points of a table in EPSG:4326.

    Parameters
    ----------
    frame : GeoDataFrame
        Points, in any CRS.
    what : str
        The name of the table in messages.

    Raises
    ------
    TableError
        When there is no CRS, a row twice by its index, or a geometry that is no point.
    """
    places = _geometry(frame, what=what)
    kinds = np.asarray(shapely.get_type_id(places.to_numpy()))
    other: NDArray[np.bool_] = np.not_equal(kinds, 0) | places.is_empty.to_numpy()
    if other.any():
        raise TableError(
            f"{what}: no point in row {named_rows(list(places.index[other]))}; "
            "give a point for each, such as representative_point() of an outline"
        )
    within = shapely.get_coordinates(places.to_numpy())
    lost: NDArray[np.bool_] = np.asarray(~np.isfinite(within).all(axis=1))
    if lost.any():
        raise TableError(
            f"{what}: row {named_rows(list(places.index[lost]))} lies nowhere on Earth; "
            "see whether the CRS is the right one"
        )
    return places


def outlines_of(frame: gpd.GeoDataFrame, *, what: str) -> gpd.GeoSeries:
    """Return the polygons of a table in EPSG:4326.

    Raises
    ------
    TableError
        When there is no CRS, a row twice by its index, or a geometry that is no valid polygon.
    """
    outlines = _geometry(frame, what=what)
    kinds = shapely.get_type_id(outlines.to_numpy())
    good = np.isin(kinds, (3, 6)) & outlines.is_valid.to_numpy() & ~outlines.is_empty.to_numpy()
    if not good.all():
        raise TableError(
            f"{what}: no valid polygon in row {named_rows(list(outlines.index[~good]))}; "
            "mend it, such as by make_valid()"
        )
    return outlines


def residents_of(frame: gpd.GeoDataFrame, *, count: str, age_from: int) -> NDArray[np.float64]:
    """Return the residents of each place.

    Parameters
    ----------
    frame : GeoDataFrame
        With a column of residents, or one ``residents_FROM_TO`` or ``residents_FROM_up`` for each
        age band.
    count : str
        The column of all who are to count.
    age_from : int
        Years; above 0 the columns of age bands are added up instead.

    Raises
    ------
    TableError
        When there is no such column, or a count is missing or negative.
    """
    if age_from > 0:
        bands = [str(name) for name in frame.columns if str(name).startswith("residents_")]
        if not bands:
            raise TableError(
                f"residents: no column residents_FROM_TO to count from {age_from} years; "
                "give one for each age band, or age_from=0"
            )
        for band in bands:
            amounts_of(frame, band, what="residents")
        return counted_from(frame, age_from).residents
    return amounts_of(frame, count, what="residents")


def amounts_of(
    frame: gpd.GeoDataFrame, column: str, *, what: str, endless: bool = False
) -> NDArray[np.float64]:
    """Return the numbers of a column, each 0 or more.

    Parameters
    ----------
    frame : GeoDataFrame
    column : str
    what : str
        The name of the table in messages.
    endless : bool
        Whether infinity is a number here.

    Raises
    ------
    TableError
        When there is no such column, or a number is missing or negative.
    """
    if column not in frame.columns:
        named = ", ".join(str(name) for name in frame.columns if name != frame.geometry.name)
        raise TableError(f"{what}: no column {column!r}; there are {named or 'none'}")
    amounts = pd.to_numeric(frame[column], errors="coerce").to_numpy(np.float64)
    wrong = ~((amounts >= 0) & (endless | np.isfinite(amounts)))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise TableError(
            f"{what}: {column} is {frame[column].tolist()[row]!r} in row {frame.index[row]}; "
            "give a number from 0 up"
        )
    return amounts


def _geometry(frame: gpd.GeoDataFrame, *, what: str) -> gpd.GeoSeries:
    if not isinstance(frame, gpd.GeoDataFrame):
        raise TableError(f"{what}: {type(frame).__name__} is no GeoDataFrame; give one")
    if frame.crs is None:
        raise TableError(f"{what}: the table has no CRS; say which, such as set_crs(4326)")
    twice = frame.index[frame.index.duplicated()]
    if len(twice):
        raise TableError(
            f"{what}: the index has {named_rows(list(twice.unique()))} twice; give each row a "
            "name of its own, such as by reset_index()"
        )
    missing = frame.geometry.isna().to_numpy()
    if missing.any():
        raise TableError(
            f"{what}: no geometry in row {named_rows(list(frame.index[missing]))}; place it, or "
            "leave it out"
        )
    return frame.geometry.to_crs(STORED_CRS)
