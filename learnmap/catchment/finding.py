"""A finding: a code with values that a sentence is made of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from learnmap.network.surroundings import DIRECTIONS, direction_of

SOME_M: Final = 150.0
"""Metres of street or of outline that are told of."""
LONG_S: Final = 120.0
"""A way round that is told of."""
MOST: Final = 3
"""Of a kind, so many are told of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth a sentence, or a part of one.

    Attributes
    ----------
    code : str
        A key of the tables in `learnmap.render.explanation_words`.
    values : mapping of str to value
        Keys end in their unit: ``_m``, ``_m2``, ``_s``, ``_share`` (0 to 1). ``street`` is a
        mapping of name, name_en and way; ``causes`` and ``closed`` are findings.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def direction_to(metres: tuple[float, float]) -> str:
    """Return the one of `DIRECTIONS` in which a place lies, east and north of the point."""
    return DIRECTIONS[int(direction_of(np.array([metres]))[0])]


def where(metres: tuple[float, float]) -> dict[str, Any]:
    """Return the values that tell how far and in which direction a place lies."""
    return {"distance_m": math.hypot(*metres), "directions": (direction_to(metres),)}
