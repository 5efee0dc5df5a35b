"""States of a served city's points, worked out once and kept until any part of them changes."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from learnmap.workflows.opening import opening_of
from learnmap.workflows.point_state import PointState
from learnmap.workflows.served_city import ServedCity


def state_of(
    city: ServedCity, row: int, moment: dt.datetime, fitting: NDArray[np.bool_] | None
) -> PointState:
    """Return the state of a point at a moment.

    Parameters
    ----------
    city : ServedCity
    row : int
    moment : datetime
        On the city's clock.
    fitting : (m,) bool or None
        The offerings that are told of; None for all.
    """
    if fitting is not None:
        return _made(city, row, moment, fitting)
    kept = city.states.get(row)
    if kept is None or not kept.since_s <= moment.timestamp() < kept.until_s:
        everything = np.ones(len(city.teaching.offerings), np.bool_)
        kept = city.states[row] = _made(city, row, moment, everything)
    return kept


def _made(
    city: ServedCity, row: int, moment: dt.datetime, fitting: NDArray[np.bool_]
) -> PointState:
    teaching = city.teaching
    opening = opening_of(city.points[row].point, moment, None)
    following = teaching.next_session(row, moment, fitting)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    changes_s = np.inf if opening.changes_at is None else opening.changes_at.timestamp()
    until_s = min(midnight.timestamp(), changes_s, teaching.ends_next_s(row, moment))
    if following is not None:
        at = following.session.ends_at if following.going_on else following.session.starts_at
        until_s = min(until_s, at.timestamp())
    return PointState(
        moment.timestamp(),
        until_s,
        opening,
        changes_s,
        following,
        teaching.at_point(row, moment, fitting),
    )
