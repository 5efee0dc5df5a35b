"""All open points of a city as a map draws them from afar, in few bytes."""

import json
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.store import points_token, read_point_marks
from learnmap.workflows.city import City

STEP: Final = 1e-5
"""Degrees; a metre on the ground, or less."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The points in columns, written once for all who ask.

    Attributes
    ----------
    token : str
        Of the points as they were read.
    written : bytes
        A JSON object of ``id``; ``lon`` and ``lat``, each value the difference from the row before
        in `STEP`; ``kind`` as a place in ``kinds``.
    """

    token: str
    written: bytes


def read_dots(city: City, _before: Dots | None = None) -> Dots:
    """Read the open points, in the order of their ids.

    Raises
    ------
    StoreError
        When the database does not answer.
    """
    with city.store.begin(snapshot=True) as tx:
        token, marks = points_token(tx), read_point_marks(tx)
    kinds = sorted(set(marks.kinds))
    rank = {kind: number for number, kind in enumerate(kinds)}
    columns = {
        "kinds": kinds,
        "id": marks.ids,
        "lon": _steps(marks.lon),
        "lat": _steps(marks.lat),
        "kind": [rank[kind] for kind in marks.kinds],
    }
    return Dots(token, json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode())


def _steps(degrees: NDArray[np.float64]) -> list[int]:
    """Return how far each value is from the one before, the first from 0."""
    found: list[int] = np.diff(np.rint(degrees / STEP).astype(np.int64), prepend=0).tolist()
    return found
