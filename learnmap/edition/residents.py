"""Residents of an edition: where people lived when a map was frozen, as one canonical table.

Without them the change from one year to another could not be split by its causes: residents of
the year before are no longer on record once the next count is loaded.

The table is withheld: the manifest vouches for it by its hash, and the city keeps it. A place
with two residents of 80 years and more is nearly a person, a count may have been bought under a
licence that forbids to pass it on, and no page of an edition needs it. Whoever is given the file
can hold it against the published manifest.
"""

import io
import re
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from learnmap.model.crs import COORDINATE_STEP, STORED_CRS
from learnmap.model.errors import InvalidInputError

RESIDENTS: Final = "residents.csv"
"""Name of the table, in the manifest and in a folder."""

_PLACE: Final = ("longitude", "latitude")
_BAND: Final = re.compile(r"residents_(\d+)_(\d+|up)")
_PARTS: Final = 1000
"""Counts are kept in thousandths: those from rasters are no whole persons."""
_PER_DEGREE: Final = round(1 / COORDINATE_STEP)


def freeze_residents(residents: gpd.GeoDataFrame) -> bytes | None:
    """Write residents in the one form that an edition keeps.

    The same residents always become the same bytes, in whatever order, rows and sources they
    come: one line a place, by longitude and latitude in 1e-6 degrees, and one column an age band,
    from young to old. Who lives at the same place is counted there together; a place where
    nobody lives has no line.

    Parameters
    ----------
    residents : GeoDataFrame
        Points in EPSG:4326 with a column ``residents_FROM_TO`` or ``residents_FROM_up`` for each
        age band, as `store.read_demand_points` returns them.

    Returns
    -------
    bytes or None
        UTF-8 CSV; None where nobody is on record.
    """
    bands = sorted((name for name in residents.columns if _BAND.fullmatch(name)), key=_ages)
    # Whole thousandths are summed exactly, in any order.
    counts = np.rint(residents[bands].to_numpy(np.float64) * _PARTS).astype(np.int64)
    degrees = np.column_stack([residents.geometry.x, residents.geometry.y])
    places = np.rint(degrees * _PER_DEGREE).astype(np.int64)
    together = (
        pd.DataFrame(np.column_stack([places, counts]), columns=[*_PLACE, *bands])
        .groupby(list(_PLACE), sort=True)
        .sum()
    )
    lived_in = together[together.sum(axis=1) > 0]
    if lived_in.empty:
        return None
    kept = [name for name in bands if lived_in[name].any()]
    columns = [
        *(
            [_written(value, _PER_DEGREE) for value in lived_in.index.get_level_values(name)]
            for name in _PLACE
        ),
        *([_written(value, _PARTS) for value in lived_in[name]] for name in kept),
    ]
    lines = [",".join((*_PLACE, *kept)), *map(",".join, zip(*columns, strict=True))]
    return ("\n".join(lines) + "\n").encode()


def thaw_residents(content: bytes) -> gpd.GeoDataFrame:
    """Read what `freeze_residents` wrote.

    Returns
    -------
    GeoDataFrame
        Column residents (all ages), one column for each age band, and geometry in EPSG:4326.

    Raises
    ------
    InvalidInputError
        When it is no such table.
    """
    try:
        # As text first: pandas reads a decimal by a quicker rule that may be one bit off.
        table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        bands = list(table.columns[2:])
        if tuple(table.columns[:2]) != _PLACE or not all(map(_BAND.fullmatch, bands)):
            _refuse(f"its columns are {', '.join(table.columns)}")
        numbers = table.astype(np.float64)
    except ValueError as error:
        raise InvalidInputError(
            f"{RESIDENTS} is not what an edition keeps of residents: {error}; take it from the "
            "city again"
        ) from error
    frame = numbers[bands].copy()
    frame.insert(0, "residents", frame.sum(axis=1))
    places = gpd.points_from_xy(numbers["longitude"], numbers["latitude"], crs=STORED_CRS)
    return gpd.GeoDataFrame(frame, geometry=places)


def _refuse(why: str) -> None:
    raise ValueError(why)


def _ages(band: str) -> tuple[int, float]:
    """Sort age bands from young to old."""
    found = _BAND.fullmatch(band)
    first, last = found.groups() if found else ("0", "up")
    return int(first), float("inf") if last == "up" else int(last)


def _written(value: int, per_unit: int) -> str:
    """Write a whole number of parts as a decimal number without needless digits."""
    whole, rest = divmod(abs(value), per_unit)
    digits = f"{rest:0{len(str(per_unit)) - 1}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"
