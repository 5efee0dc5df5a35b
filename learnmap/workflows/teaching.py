"""What is taught at the points of a city: lists to show, and arrays to filter them all by.

An offering with dated sessions stands where they take place, until the last one there ends; one
without dates stands at its point. Mobile teaching is somewhere only on the dates that say so.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from learnmap.model.records import Mode, Offering, OfferingCategory, Session
from learnmap.workflows.word_codes import codes_of

MODES: Final[tuple[Mode, ...]] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class NextSession:
    """The soonest session of an offering at a point, which may be going on."""

    offering: Offering
    session: Session
    going_on: bool


@dataclass(frozen=True, slots=True)
class Teaching:
    """All offerings of a city, at its points.

    A stand is an offering at a point; stands are in the order of points and, at each, of ids.

    Attributes
    ----------
    offerings : tuple of Offering
    categories : dict of str to OfferingCategory
    languages : tuple of str
        That occur, in alphabetical order.
    category, mode, language : (m,) int16
        Place of each offering's in `categories`, in `MODES` and in `languages`; without a language
        one place behind the last of them.
    free : (m,) bool
        Whether it is known to cost nothing.
    last_end_s : (m,) float64
        When its last session ends, wherever; infinite without dates.
    stand_offset : (n + 1,) int64
        Where each point's stands begin.
    stand_point, stand_offering : (k,) int64
        Rows.
    stand_end_s : (k,) float64
        When its last session there ends; infinite without dates.
    session_offset : (n + 1,) int64
        Where the sessions begin that one can go to at each point, in the order of time.
    session_offering : (j,) int64
    session_end_s : (j,) float64
    sessions : tuple of Session
    """

    offerings: tuple[Offering, ...]
    categories: Mapping[str, OfferingCategory]
    languages: tuple[str, ...]
    category: NDArray[np.int16]
    mode: NDArray[np.int16]
    language: NDArray[np.int16]
    free: NDArray[np.bool_]
    last_end_s: NDArray[np.float64]
    stand_offset: NDArray[np.int64]
    stand_point: NDArray[np.int64]
    stand_offering: NDArray[np.int64]
    stand_end_s: NDArray[np.float64]
    session_offset: NDArray[np.int64]
    session_offering: NDArray[np.int64]
    session_end_s: NDArray[np.float64]
    sessions: tuple[Session, ...]

    def at_point(self, row: int, moment: dt.datetime, fitting: NDArray[np.bool_]) -> list[int]:
        """Return the offerings at a point that are not over at a moment.

        Parameters
        ----------
        row : int
        moment : datetime
        fitting : (m,) bool
            Only these.
        """
        there = slice(self.stand_offset[row], self.stand_offset[row + 1])
        offerings = self.stand_offering[there]
        ahead = self.stand_end_s[there] > moment.timestamp()
        found: list[int] = offerings[ahead & fitting[offerings]].tolist()
        return found

    def next_session(
        self, row: int, moment: dt.datetime, fitting: NDArray[np.bool_]
    ) -> NextSession | None:
        """Return the session at a point that is going on or begins next; see `at_point`."""
        there = slice(self.session_offset[row], self.session_offset[row + 1])
        ahead = self.session_end_s[there] > moment.timestamp()
        found = np.flatnonzero(ahead & fitting[self.session_offering[there]])
        if not len(found):
            return None
        at = there.start + found[0]
        session = self.sessions[at]
        offering = self.offerings[self.session_offering[at]]
        return NextSession(offering, session, session.starts_at <= moment)

    def ends_next_s(self, row: int, moment: dt.datetime) -> float:
        """Return when the first offering at a point is over; infinite where none ends."""
        ends_s = self.stand_end_s[self.stand_offset[row] : self.stand_offset[row + 1]]
        return float(min(ends_s[ends_s > moment.timestamp()], default=np.inf))

    def next_of(self, offering: int, moment: dt.datetime) -> NextSession | None:
        """Return the session of one offering, wherever, that is going on or begins next."""
        one = self.offerings[offering]
        for session in one.sessions:  # in the order of time
            if session.ends_at > moment:
                return NextSession(one, session, session.starts_at <= moment)
        return None


def teaching_of(
    offerings: Sequence[Offering],
    categories: Iterable[OfferingCategory],
    rows: Mapping[str, int],
) -> Teaching:
    """Gather what is taught.

    Parameters
    ----------
    offerings : sequence of Offering
        In the order of their ids.
    categories : iterable of OfferingCategory
    rows : mapping of str to int
        Row of each point by its id.
    """
    stands = sorted(
        (rows[point_id], at, end_s)
        for at, offering in enumerate(offerings)
        for point_id, end_s in _ends_by_point(offering).items()
        if point_id in rows
    )
    sessions = sorted(
        (
            (rows[point_id], session.starts_at.timestamp(), at, session)
            for at, offering in enumerate(offerings)
            for point_id, session in _to_go_to(offering)
            if point_id in rows
        ),
        key=lambda entry: entry[:3],
    )
    columns = np.array(stands, np.float64).reshape(-1, 3)
    stand_point, stand_offering = columns[:, :2].astype(np.int64).T
    count = len(rows)
    by_code = {category.code: category for category in categories}
    languages = tuple(sorted({one.language for one in offerings if one.language}))
    return Teaching(
        offerings=tuple(offerings),
        categories=by_code,
        languages=languages,
        category=codes_of((one.category for one in offerings), tuple(by_code)),
        mode=codes_of((one.mode for one in offerings), MODES),
        language=codes_of((one.language or "" for one in offerings), (*languages, "")),
        free=np.array([one.fee == 0 for one in offerings], np.bool_),
        last_end_s=np.array([_last_end_s(one.sessions) for one in offerings], np.float64),
        stand_offset=_offsets(stand_point, count),
        stand_point=stand_point,
        stand_offering=stand_offering,
        stand_end_s=columns[:, 2],
        session_offset=_offsets(np.array([row for row, *_ in sessions], np.int64), count),
        session_offering=np.array([at for _, _, at, _ in sessions], np.int64),
        session_end_s=np.array([one.ends_at.timestamp() for *_, one in sessions], np.float64),
        sessions=tuple(session for *_, session in sessions),
    )


def _ends_by_point(offering: Offering) -> dict[str, float]:
    """Return where an offering stands, and until when."""
    there: dict[str, list[Session]] = {}
    if offering.point_id is not None and offering.mode != "mobile" and not offering.sessions:
        there[offering.point_id] = []
    for session in offering.sessions:
        place = session.point_id or offering.point_id
        if place is not None:
            there.setdefault(place, []).append(session)
    return {place: _last_end_s(sessions) for place, sessions in there.items()}


def _to_go_to(offering: Offering) -> Iterator[tuple[str, Session]]:
    """Yield the sessions that take place at a point; nobody walks to one that is online."""
    if offering.mode == "online":
        return
    for session in offering.sessions:
        place = session.point_id or offering.point_id
        if place is not None:
            yield place, session


def _last_end_s(sessions: Sequence[Session]) -> float:
    return max((session.ends_at.timestamp() for session in sessions), default=np.inf)


def _offsets(rows: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """Return where each of so many rows begins among sorted ones."""
    return np.searchsorted(rows, np.arange(count + 1)).astype(np.int64)
