"""The way of a walk as stretches between turns, to be told in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.network.flags import EdgeFlag
from learnmap.network.walkgraph import WalkGraph
from learnmap.network.walks import Walk

Turn = Literal[
    "start",
    "ahead",
    "slight_left",
    "left",
    "sharp_left",
    "slight_right",
    "right",
    "sharp_right",
    "back",
]
Ground = Literal["street", "steps", "open_space"]

SHORT_M: Final = 20.0
"""An unnamed stretch that is shorter, such as a crossing, belongs to the next one."""
LOOK_M: Final = 15.0
"""A turn is judged from so far before it to so far behind it, not by a kink of the drawing."""
_AHEAD_DEG: Final = 25.0
_SLIGHT_DEG: Final = 55.0
_SHARP_DEG: Final = 125.0
_BACK_DEG: Final = 165.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a walk without a turn that has to be told.

    Attributes
    ----------
    name, english : str
        Of the street; empty for one without a name.
    ground : {"street", "steps", "open_space"}
    length_m : float
    turn : str
        How one comes onto it from the stretch before; ``start`` for the first.
    heading_deg : float
        Where it leads at its beginning, clockwise from north, 0 to 360.
    begin_m : float
        How far along the walk it begins.
    """

    name: str
    english: str
    ground: Ground
    length_m: float
    turn: Turn
    heading_deg: float
    begin_m: float


class _Piece(NamedTuple):
    """A part of an edge as it is walked."""

    name: int
    ground: Ground
    length_m: float


def stretches_of(graph: WalkGraph, walk: Walk) -> list[Stretch]:
    """Tell a walk by its stretches.

    Where nothing branches there is no turn to be told, however the street bends; an edge that is
    part of two streets there has the name of the longer.

    Parameters
    ----------
    graph : WalkGraph
        That it goes through.
    walk : Walk
        With its line.

    Returns
    -------
    list of Stretch
        Empty for a walk that uses no street.
    """
    names = graph.names()
    line = _Line(walk.line)
    at_m = walk.before_m
    told: list[Stretch] = []
    for piece in _merged(_pieces(graph, walk.parts)):
        name, english = names[piece.name]
        turn = line.turn(at_m) if told else "start"
        last = told[-1] if told else None
        if last and turn == "ahead" and (last.name, last.ground) == (name, piece.ground):
            told[-1] = replace(last, length_m=last.length_m + piece.length_m)
        else:
            heading = line.heading(at_m, at_m + LOOK_M)
            told.append(Stretch(name, english, piece.ground, piece.length_m, turn, heading, at_m))
        at_m += piece.length_m
    return told


def _pieces(graph: WalkGraph, parts: NDArray[np.float64]) -> Iterator[_Piece]:
    edges = parts[:, 0].astype(np.int64)
    metres = np.abs(parts[:, 2] - parts[:, 1])
    for edge, length in zip(edges.tolist(), metres.tolist(), strict=True):
        if length > 0:
            yield _Piece(int(graph.edge_name[edge]), _ground(int(graph.edge_flags[edge])), length)


def _ground(flags: int) -> Ground:
    if flags & EdgeFlag.STEPS:
        return "steps"
    return "open_space" if flags & EdgeFlag.CROSSING_PLAZA else "street"


def _merged(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Give short pieces without a name to the next one, or at the end to the one before."""
    merged: list[_Piece] = []
    carried_m = 0.0
    for piece in pieces:
        if piece.name == 0 and piece.ground == "street" and piece.length_m < SHORT_M:
            carried_m += piece.length_m
            continue
        merged.append(piece._replace(length_m=piece.length_m + carried_m))
        carried_m = 0.0
    if carried_m and not merged:
        return [_Piece(0, "street", carried_m)]
    if carried_m:
        merged[-1] = merged[-1]._replace(length_m=merged[-1].length_m + carried_m)
    return merged


class _Line:
    """A line on a plane in metres, to be looked at by how far one has walked."""

    def __init__(self, degrees: NDArray[np.float64]) -> None:
        self._metres = degrees * metres_per_degree(float(degrees[0, 1]))
        steps = np.hypot(*np.diff(self._metres, axis=0).T)
        self._along = np.concatenate([[0.0], np.cumsum(steps)])

    def heading(self, from_m: float, to_m: float) -> float:
        """Return the direction from one place on the line to another, clockwise from north."""
        east, north = self._at(to_m) - self._at(from_m)
        return float(np.degrees(np.arctan2(east, north)) % 360)

    def turn(self, at_m: float) -> Turn:
        """Return how the line turns at a place."""
        before = self.heading(at_m - LOOK_M, at_m)
        after = self.heading(at_m, at_m + LOOK_M)
        return _turn((after - before + 180) % 360 - 180)

    def _at(self, metres: float) -> NDArray[np.float64]:
        return np.array([np.interp(metres, self._along, self._metres[:, axis]) for axis in (0, 1)])


def _turn(degrees: float) -> Turn:
    """Name a turn; to the right is positive."""
    size = abs(degrees)
    if size < _AHEAD_DEG:
        return "ahead"
    if size > _BACK_DEG:
        return "back"
    right = degrees > 0
    if size < _SLIGHT_DEG:
        return "slight_right" if right else "slight_left"
    if size < _SHARP_DEG:
        return "right" if right else "left"
    return "sharp_right" if right else "sharp_left"
