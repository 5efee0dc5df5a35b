"""Accuracy: how far drawn polygons agree with exact places, by learnmap's own certificate.

A place belongs when some reached point of a street lies within 60 m of it and the time to that
point, with the straight way at the same speed, is within the cutoff. The places are drawn from
the box around all that is reached and all that any engine drew, the same for all engines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from benchmarks.answering import questions_of
from benchmarks.folders import graph_folder
from benchmarks.questions import LIMIT_S, SEED
from learnmap.catchment import AccessPoint, Shape
from learnmap.catchment.certificate import Verdict, compare
from learnmap.catchment.exact_times import ExactTimes
from learnmap.model.profiles import PROFILES
from learnmap.network import EdgeIndex, load_graph, walk_costs

PLACES = 4000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares of the places that an engine's polygons hold, over all origins together."""

    verdict: Verdict

    @property
    def _both(self) -> int:
        return self.verdict.exact - self.verdict.wrongly_outside

    @property
    def iou(self) -> float:
        """Places that are exact and drawn, over those that are either."""
        return self._both / (self.verdict.exact + self.verdict.wrongly_inside)

    @property
    def precision(self) -> float:
        """Exact, of those that are drawn."""
        return self._both / (self._both + self.verdict.wrongly_inside)

    @property
    def recall(self) -> float:
        """Drawn, of those that are exact."""
        return self._both / self.verdict.exact

    @property
    def wrongly_inside(self) -> float:
        """Not exact, of those that are drawn."""
        return 1 - self.precision


def judge_engines(
    city: Path, drawn: Mapping[Key, Sequence[BaseGeometry]], *, origins: int
) -> dict[Key, Accuracy]:
    """Return the accuracy of each engine's polygons.

    Parameters
    ----------
    city : Path
        Folder of a prepared city.
    drawn : mapping of (str, str) to sequence of geometries
        Polygons by engine and task, in the order of the city's places.
    origins : int
        The first so many are judged.
    """
    graph = load_graph(graph_folder(city))
    costs = walk_costs(graph, PROFILES[0])
    arrays = questions_of(city)
    snaps = EdgeIndex(graph).snap(arrays["place_lon"], arrays["place_lat"], costs)
    sums = dict.fromkeys(drawn, Verdict(0, 0, 0, 0))
    for row in range(min(origins, *map(len, drawn.values()))):
        access = AccessPoint(
            str(row), int(snaps.edge[row]), float(snaps.along_m[row]), float(snaps.distance_m[row])
        )
        exact = ExactTimes(graph, costs, access, limit_s=LIMIT_S, off_street_m=Shape().off_street_m)
        polygons = {key: some[row] for key, some in drawn.items()}
        places = exact.draw(PLACES, [SEED, row], list(polygons.values()))
        belongs = exact.time_s(places) <= LIMIT_S
        for key, polygon in polygons.items():
            sums[key] += compare(polygon, places, belongs)
    return {key: Accuracy(verdict) for key, verdict in sums.items()}
