"""Residents say what is wrong with a point; staff deal with it."""

import re
from dataclasses import dataclass
from typing import Final

from learnmap.model.error_reports import MOST_CHARACTERS, SUBJECTS, Subject
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.store import ErrorReport, add_report, read_points, read_reports
from learnmap.store import handle_report as store_handled
from learnmap.workflows.city import City

_SHOWN_HANDLED: Final = 50
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report, and what its point is called; no names where the point is gone."""

    report: ErrorReport
    names: Names


def take_report(city: City, point_id: str, what: str, note: str) -> bool:
    """Keep what a resident says, with nothing of who says it.

    Parameters
    ----------
    city : City
        Also with the rights of the public.
    point_id : str
    what : str
        One of `learnmap.model.error_reports.SUBJECTS`.
    note : str
        In words, at most `MOST_CHARACTERS`; needed for ``other``.

    Returns
    -------
    bool
        False where so many reports wait that no more are kept.

    Raises
    ------
    InvalidInputError
        When nothing is said, or too much.
    NotFoundError
        When there is no such point.
    StoreError
        Where the database takes nothing, as a replica.
    """
    subject: Subject | None = next((one for one in SUBJECTS if one == what), None)
    told = plain_note(note)
    if subject is None or (subject == "other" and not told):
        raise InvalidInputError("what: say what is wrong")
    if len(told) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"note: has {len(told)} characters; at most {MOST_CHARACTERS} are kept"
        )
    with city.store.begin() as tx:
        return add_report(tx, point_id, subject, told)


def waiting_reports(city: City) -> list[NamedReport]:
    """Return the reports that wait, the oldest first."""
    return _named(city, handled=False, limit=None)


def handled_reports(city: City) -> list[NamedReport]:
    """Return the reports that were handled last."""
    return _named(city, handled=True, limit=_SHOWN_HANDLED)


def handle_report(city: City, number: int, note: str) -> None:
    """Say that a report was dealt with, as the actor of the city.

    Raises
    ------
    InvalidInputError
        When the note is too long.
    NotFoundError, ConflictError
        As `learnmap.store.handle_report`.
    """
    told = plain_note(note)
    if len(told) > MOST_CHARACTERS:
        raise InvalidInputError(
            f"note: has {len(told)} characters; at most {MOST_CHARACTERS} are kept"
        )
    with city.store.begin() as tx:
        store_handled(tx, number, note=told, actor=city.actor)


def plain_note(note: str) -> str:
    """Return a text with line ends of one sort and without control characters."""
    return _CONTROL.sub("", note.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _named(city: City, *, handled: bool, limit: int | None) -> list[NamedReport]:
    with city.store.begin(snapshot=True) as tx:
        found = read_reports(tx, handled=handled, limit=limit)
        points = read_points(tx, ids={one.point_id for one in found})
    names = {one.point.id: one.point.names for one in points}
    return [NamedReport(one, names.get(one.point_id, {})) for one in found]
