"""What is true of a point for a while: its doors, what is on next, what is taught there."""

import datetime as dt
from dataclasses import dataclass

from learnmap.model.records import LearningPoint
from learnmap.workflows.opening import Opening, is_open
from learnmap.workflows.teaching import NextSession


@dataclass(frozen=True, slots=True)
class PointState:
    """The state of a point from one moment until another.

    Attributes
    ----------
    since_s, until_s : float
        Seconds of the epoch; the last one is no longer part of it.
    opening : Opening
        Without an arrival.
    changes_s : float
        When the door opens or closes next; infinite where it never does.
    next_session : NextSession or None
    offerings : list of int
        Rows of the city's teaching.
    """

    since_s: float
    until_s: float
    opening: Opening
    changes_s: float
    next_session: NextSession | None
    offerings: list[int]

    def on_arrival(
        self, point: LearningPoint, moment: dt.datetime, arrival: dt.datetime
    ) -> bool | None:
        """Tell whether the point is open at an arrival; None is unknown."""
        if arrival.timestamp() < self.changes_s:
            return self.opening.now
        return is_open(point, moment, arrival)
