"""Where the learning points are and of what kind, and nothing else of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from learnmap.store._transaction import Transaction
from learnmap.store.schema import LearningPointRow


@dataclass(frozen=True, slots=True)
class PointMarks:
    """A row for each point that is open, in the order of the ids.

    Attributes
    ----------
    ids, kinds : list of str
    lon, lat : (n,) float64
        Degrees, EPSG:4326.
    """

    ids: list[str]
    kinds: list[str]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def read_point_marks(tx: Transaction) -> PointMarks:
    """Read all open points as marks."""
    row = LearningPointRow
    statement = (
        select(row.id, row.kind, func.ST_X(row.site).label("lon"), func.ST_Y(row.site).label("lat"))
        .where(row.status == "open")
        .order_by(row.id)
    )
    found = tx.execute(statement).all()
    return PointMarks(
        [point.id for point in found],
        [point.kind for point in found],
        np.array([point.lon for point in found], np.float64),
        np.array([point.lat for point in found], np.float64),
    )
