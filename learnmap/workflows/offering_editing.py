"""Offerings of a learning point one at a time, as somebody adds, changes and ends them."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learnmap.ingest import Typed, read_typed_offering
from learnmap.model.changed_values import plain_values
from learnmap.model.errors import ConflictError
from learnmap.model.records import Offering, OfferingCategory, Session
from learnmap.store import (
    lock_points,
    read_categories,
    read_offerings,
    remove_offering,
    upsert_offerings,
)
from learnmap.workflows.city import City

COLUMNS: Final = (
    "name_zh",
    "name_en",
    "category",
    "mode",
    "point_id",
    "schedule",
    "sessions",
    "provider",
    "language",
    "fee",
    "fee_currency",
    "age_from",
    "age_to",
    "capacity",
)
"""Of a form, in its order."""
MOST_SESSIONS: Final = 400
_LINE: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}) ?[-–~至] ?(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2})"
    r"(?: (?:weekly until|每周至) ?(\d{4}-\d{2}-\d{2}))?(?: @([A-Za-z0-9._:-]+))?"
)


@dataclass(frozen=True, slots=True)
class SessionFault:
    """A line of sessions that cannot be read; without a text there are too many."""

    line: int
    text: str


def offering_of(city: City, point_id: str, offering_id: str) -> Offering | None:
    """Read an offering of a point, None when it has none of that id."""
    with city.store.begin() as tx:
        of_point = {one.id for one in read_offerings(tx, point_ids=[point_id])}
        found = read_offerings(tx, ids=[offering_id]) if offering_id in of_point else []
    return found[0] if found else None


def categories_of(city: City) -> tuple[OfferingCategory, ...]:
    """Return the categories of offerings that the city has."""
    with city.store.begin() as tx:
        return read_categories(tx)


def offering_cells(city: City, offering: Offering) -> dict[str, str]:
    """Return the values of an offering as a form holds them, sessions a line each."""
    values = plain_values(offering)
    lines = (_session_line(session, city) for session in offering.sessions)
    values["sessions"] = "\n".join(lines)
    names = [name for name in values if name.startswith("name_") and name not in COLUMNS]
    return {
        name: "" if values.get(name) is None else str(values[name]) for name in (*COLUMNS, *names)
    }


def read_typed(
    city: City, offering_id: str, cells: Mapping[str, str]
) -> tuple[Typed[Offering], SessionFault | None]:
    """Make an offering of what somebody typed.

    Parameters
    ----------
    city : City
        Its clock is that of the sessions.
    offering_id : str
        Blank for a new one.
    cells : mapping of str to str
    """
    sessions, fault = _read_sessions(city, cells.get("sessions", ""))
    plain = {name: value for name, value in cells.items() if name != "sessions"}
    return read_typed_offering({"id": offering_id, **plain}, sessions), fault


def save_offering(city: City, offering: Offering, *, seen: Mapping[str, str] | None) -> None:
    """Write an offering if it is still what its writer saw.

    Parameters
    ----------
    city : City
    offering : Offering
    seen : mapping of str to str or None
        Its cells when the form was opened; None for a new one.

    Raises
    ------
    ConflictError
        When somebody wrote or ended it meanwhile, a new one's id is taken, or it would be at
        two places at once.
    TableError
        When its category or a point is unknown.
    """
    with city.store.begin() as tx:
        # The write takes the lock; a second look behind it would see what it wrote itself.
        lock_points(tx)
        found = read_offerings(tx, ids=[offering.id])
        now = offering_cells(city, found[0]) if found else None
        if now != (None if seen is None else dict(seen)):
            raise ConflictError(
                f"offering {offering.id} was changed meanwhile; look at what it is now"
            )
        upsert_offerings(tx, [offering], actor=city.actor)


def end_offering(city: City, offering_id: str) -> None:
    """Take an offering from the store; editions that show it and the record of changes keep it.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    with city.store.begin() as tx:
        remove_offering(tx, offering_id, actor=city.actor)


def _read_sessions(city: City, text: str) -> tuple[tuple[Session, ...], SessionFault | None]:
    found: dict[tuple[object, ...], Session] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = " ".join(raw.split())
        if not line:
            continue
        match = _LINE.fullmatch(line.replace("：", ":"))
        if match is None:
            return (), SessionFault(number, line)
        try:
            for session in _sessions(match, city):
                found[session.starts_at, session.ends_at, session.point_id] = session
        except ValueError:
            return (), SessionFault(number, line)
        if len(found) > MOST_SESSIONS:
            return (), SessionFault(number, "")
    return tuple(found.values()), None


def _sessions(match: re.Match[str], city: City) -> list[Session]:
    """Return the sessions of a line: one, or one a week."""
    clock = city.clock()
    day, start, last_day, end, until, point_id = match.groups()
    first = dt.date.fromisoformat(day)
    last = first if until is None else dt.date.fromisoformat(until)
    over_night = dt.date.fromisoformat(last_day or day) - first
    if last < first or (last - first).days > 7 * MOST_SESSIONS:
        raise ValueError(match.group())
    return [
        Session(
            starts_at=dt.datetime.combine(on, _clock(start), tzinfo=clock),
            ends_at=dt.datetime.combine(on + over_night, _clock(end), tzinfo=clock),
            point_id=point_id,
        )
        for on in (first + dt.timedelta(days=7 * n) for n in range((last - first).days // 7 + 1))
    ]


def _clock(text: str) -> dt.time:
    hours, minutes = text.split(":")
    return dt.time(int(hours), int(minutes))


def _session_line(session: Session, city: City) -> str:
    start, end = (at.astimezone(city.clock()) for at in (session.starts_at, session.ends_at))
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    where = f" @{session.point_id}" if session.point_id else ""
    return f"{start:%Y-%m-%d %H:%M}-{last}{where}"
