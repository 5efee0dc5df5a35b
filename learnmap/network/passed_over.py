"""Streets that a place was not joined to though they are near, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from learnmap.network.costs import WalkCosts
from learnmap.network.surroundings import Surroundings


class WhyNot(StrEnum):
    """Why a place was not joined to a street."""

    EXCLUDED = "excluded"
    """Its tags forbid it to everybody on foot."""
    NOT_PASSABLE = "not_passable"
    """The profile cannot walk it."""
    ISLAND = "island"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A street that a place was not joined to.

    Attributes
    ----------
    why : WhyNot
    way : int
        OSM id.
    edge : int
        -1 for an excluded way.
    tag : str
        That excluded the way; empty for edges.
    distance_m : float
    line : shapely.LineString
        The nearest piece of the way, in metres east and north of the place.
    """

    why: WhyNot
    way: int
    edge: int
    tag: str
    distance_m: float
    line: shapely.LineString


def passed_over(around: Surroundings, costs: WalkCosts, below_m: float) -> list[PassedOver]:
    """List the streets nearer than a distance to which a profile's place is not joined.

    Parameters
    ----------
    around : Surroundings
        Of the place.
    costs : WalkCosts
    below_m : float
        Of a place that joins a street the distance to it; at most the surroundings' radius.

    Returns
    -------
    list of PassedOver
        One for each way and reason, the nearest first. A street that the place could be joined
        to is `WhyNot.TOO_FAR`.
    """
    nearest: dict[tuple[WhyNot, int], PassedOver] = {}
    found = [*_edges(around, costs, below_m), *_excluded(around, below_m)]
    for street in sorted(found, key=lambda s: (s.distance_m, s.why, s.way, s.edge)):
        nearest.setdefault((street.why, street.way), street)
    return list(nearest.values())


def _edges(around: Surroundings, costs: WalkCosts, below_m: float) -> Iterator[PassedOver]:
    near, graph = around.edges.where(around.edges.distance_m < below_m), around.graph
    passable, island = costs.passable[near.row], costs.island[near.row]
    why = np.where(passable, np.where(island, WhyNot.ISLAND, WhyNot.TOO_FAR), WhyNot.NOT_PASSABLE)
    for i, edge in enumerate(near.row.tolist()):
        if graph.edge_length_m[edge] > 0:
            way, distance_m = int(graph.edge_way[edge]), float(near.distance_m[i])
            yield PassedOver(WhyNot(str(why[i])), way, edge, "", distance_m, near.line[i])


def _excluded(around: Surroundings, below_m: float) -> Iterator[PassedOver]:
    near = around.excluded.where(around.excluded.distance_m < below_m)
    ways = around.graph.excluded
    reasons = ways.reasons()
    for row, distance_m, line in zip(near.row, near.distance_m, near.line, strict=True):
        tag = reasons[ways.reason[row]]
        yield PassedOver(WhyNot.EXCLUDED, int(ways.way[row]), -1, tag, float(distance_m), line)
