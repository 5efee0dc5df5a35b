"""Sets of open points that are looked at together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import MAPS, Kind
from learnmap.store import StoredPoint

ALL: Final = "all"
"""In the place of kinds or maps: each of them."""


@dataclass(frozen=True, slots=True)
class PointSet:
    """Open points that are looked at together.

    Attributes
    ----------
    by : str
        ``all``, ``kind`` or ``map``.
    code : str
        Of the kind or the map; empty for all.
    """

    by: Literal["all", "kind", "map"]
    code: str = ""


def point_sets(
    points: Sequence[StoredPoint],
    known: Sequence[Kind],
    *,
    kinds: Sequence[str] = (),
    maps: Sequence[str] = (),
) -> list[tuple[PointSet, NDArray[np.bool_]]]:
    """Return the sets that are asked for, each with its points; maps go before kinds.

    Parameters
    ----------
    points : sequence of StoredPoint
        (p,) all that may count.
    known : sequence of Kind
        Of the city.
    kinds, maps : sequence of str
        Each is a set of its own, `ALL` is each that there is; with neither, all points are one.

    Raises
    ------
    InvalidInputError
        For a kind or map that there is not.
    """
    of_point = np.array([one.point.kind for one in points])
    codes = [kind.code for kind in known]
    shown = {name: [kind.code for kind in known if name in kind.maps] for name in MAPS}
    chosen = [
        *(PointSet("map", name) for name in _chosen(maps, MAPS, "map")),
        *(PointSet("kind", code) for code in _chosen(kinds, codes, "kind")),
    ]
    if not chosen:
        return [(PointSet("all"), np.ones(len(points), np.bool_))]
    return [
        (one, np.isin(of_point, shown[one.code] if one.by == "map" else [one.code]))
        for one in chosen
    ]


def _chosen(given: Sequence[str], known: Sequence[str], what: str) -> Iterator[str]:
    for code in dict.fromkeys(given):
        if code != ALL and code not in known:
            raise InvalidInputError(f"no {what} {code!r}; there are {', '.join(known)}")
    yield from known if ALL in given else dict.fromkeys(given)
