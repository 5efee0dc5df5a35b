"""Which residents are counted for whom: each profile has the age from which people walk so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

AGE_FROM: Final[Mapping[str, int]] = MappingProxyType(
    {"adult": 0, "older_adult": 60, "step_free": 60}
)
"""Years from which residents are counted for a profile: those who need older adults' walks or ways
without steps are mostly 60 and over, the age of China's law on the elderly; `adult`, and any
profile of a city's own, stands for all ages."""

_COLUMN: Final = "residents_"
_OPEN: Final = "up"


@dataclass(frozen=True, slots=True)
class CountedResidents:
    """The residents of each place from an age on.

    Attributes
    ----------
    age_from : int
        Years; 0 for all ages.
    residents : (k,) float64
    divided : float
        Residents in bands that begin before the age and end after it; none of them is counted,
        since nobody knows how many are old enough.
    """

    age_from: int
    residents: NDArray[np.float64]
    divided: float


def ages_of(profile: str, given: Mapping[str, int] | None = None) -> int:
    """Return the age from which residents are counted for a profile.

    Parameters
    ----------
    profile : str
        Its code.
    given : mapping of str to int, optional
        Ages by profile that go before `AGE_FROM`.
    """
    return {**AGE_FROM, **(given or {})}.get(profile, 0)


def counted_from(residents: gpd.GeoDataFrame, age_from: int) -> CountedResidents:
    """Count the residents of each place from an age on.

    Parameters
    ----------
    residents : GeoDataFrame
        A row a place, with a column ``residents_FROM_TO`` (both ages included) or
        ``residents_FROM_up`` for each age band.
    age_from : int
        Years; a band counts when all of it is of this age or older.
    """
    counted, divided = [], 0.0
    for name in residents.columns:
        if not str(name).startswith(_COLUMN):
            continue
        youngest, oldest = str(name).removeprefix(_COLUMN).split("_")
        if int(youngest) >= age_from:
            counted.append(name)
        elif oldest == _OPEN or int(oldest) >= age_from:
            divided += math.fsum(residents[name])
    # Added up place by place without rounding, whatever the order of the bands.
    rows = residents[counted].to_numpy(np.float64)
    sums = np.fromiter(map(math.fsum, rows), np.float64, len(residents))
    return CountedResidents(age_from, sums, divided)
