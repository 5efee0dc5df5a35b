"""Points of one file that look like one: the same name, near each other."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from learnmap.ingest.faults import FaultLog
from learnmap.model.crs import ELLIPSOID
from learnmap.model.records import LearningPoint

NEAR_M: Final = 1_000.0
"""Equal names farther apart are branches of one house more often than a point twice."""

_MARKS: Final = re.compile(r"[\W_]+")


def warn_of_same_names(
    points: Sequence[LearningPoint],
    lines: Sequence[int],
    faults: FaultLog,
    *,
    beyond_m: float = 0.0,
) -> None:
    """Warn of each point that has a name of an earlier one within `NEAR_M`.

    Parameters
    ----------
    points : sequence of LearningPoint
    lines : sequence of int
        Where each stands.
    faults : FaultLog
    beyond_m : float
        Those nearer are passed over, for who warns of them otherwise.
    """
    earlier: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, point in enumerate(points):
        keys = {(language, _plain(name)) for language, name in point.names.items()}
        for key in sorted(keys):
            near = next(
                (
                    other
                    for other in earlier[key]
                    if beyond_m <= _distance_m(points[other], point) <= NEAR_M
                ),
                None,
            )
            if near is not None:
                faults.warn(
                    f"has the same name as {faults.unit} {lines[near]}, "
                    f"{_distance_m(points[near], point):.0f} m away",
                    "remove one of the two, or confirm that both exist",
                    line=lines[at],
                    row_id=point.id,
                    column=f"name_{key[0]}",
                    value=point.names[key[0]],
                )
                break
        for key in keys:
            earlier[key].append(at)


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _MARKS.sub("", plain) or plain


def _distance_m(one: LearningPoint, other: LearningPoint) -> float:
    return float(ELLIPSOID.inv(one.longitude, one.latitude, other.longitude, other.latitude)[2])
