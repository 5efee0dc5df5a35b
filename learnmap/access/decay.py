"""How much a walk counts: the longer, the less."""

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError

Decay = Literal["stepped", "gaussian"]
DECAYS: Final[tuple[Decay, ...]] = ("stepped", "gaussian")

STEPS: Final = (1.0, 0.68, 0.22)
"""Weights of three zones of travel time from near to far: the slower of the two Gaussian sets of
Luo & Qi (2009), "An enhanced two-step floating catchment area (E2SFCA) method for measuring
spatial accessibility to primary care physicians", Health & Place 15(4), 1100-1107."""


def walk_weights(
    time_s: NDArray[np.float64], *, cutoffs_s: Sequence[int], decay: Decay
) -> NDArray[np.float64]:
    """Weigh walks by how long they take.

    With t the seconds of a walk and c_1 < ... < c_n the cutoffs::

        stepped    W(t) = STEPS[r]  where c_(r-1) < t <= c_r
        gaussian   W(t) = (exp(-(t / c_n)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2))

    Both are 0 beyond the last cutoff. The steps were published for zones of 10, 20 and 30 minutes
    by car, and are taken over here for the three zones of a walk; the Gaussian, which falls from 1
    to 0 without a step, is that of Dai (2010), "Black residential segregation, disparities in
    spatial access to health care facilities, and late-stage breast cancer diagnosis in
    metropolitan Detroit", Health & Place 16(5), 1038-1052.

    Parameters
    ----------
    time_s : (z,) float64
    cutoffs_s : sequence of int
        Rising.
    decay : {"stepped", "gaussian"}

    Returns
    -------
    (z,) float64
        From 0 to 1.

    Raises
    ------
    InvalidInputError
        For steps where the cutoffs are not three.
    """
    if decay == "gaussian":
        limit_s = cutoffs_s[-1]
        edge = math.exp(-0.5)
        falling = (np.exp(-0.5 * (time_s / limit_s) ** 2) - edge) / (1 - edge)
        return np.where(time_s <= limit_s, falling, 0.0)
    if len(cutoffs_s) != len(STEPS):
        raise InvalidInputError(
            f"steps are published for three zones of time, and the city has {len(cutoffs_s)} "
            "cutoffs; ask for the gaussian decay"
        )
    zone = np.searchsorted(np.asarray(cutoffs_s, np.float64), time_s, side="left")
    return np.array((*STEPS, 0.0))[zone]
