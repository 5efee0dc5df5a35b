"""What one can go to and learn at the open points, on the day of the figures or later."""

import numpy as np
from numpy.typing import NDArray

from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.teaching import MODES


def taught_at(inputs: PlanningInputs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of open points and what is taught there: in person, or on dates to come.

    What is online is taught at no point; what ended before the day of the figures is over.

    Returns
    -------
    point, offering : (n,) int64
        Rows of `PlanningInputs.open_points` and of the offerings of `PlanningInputs.teaching`, by
        point.
    """
    teaching = inputs.teaching
    counts = teaching.stand_end_s > inputs.today.timestamp()
    counts &= teaching.mode[teaching.stand_offering] != MODES.index("online")
    return teaching.stand_point[counts], teaching.stand_offering[counts]
