"""The form of a walking route: what was sent, read without believing any of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from learnmap.model.languages import LANGUAGES, Names
from learnmap.store import StoredRoute
from learnmap.workflows.route_editing import RouteDraft, draft_of
from learnmap.workflows.route_planning import MOST_STOPS

USUAL_STAY: Final = "10"
_MOST_STAY: Final = 600
_MOST_NAME: Final = 200
_MOST_SOURCE: Final = 2000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}")

Fault = tuple[str, dict[str, object]]
"""Key of the words that say it, and what is put in."""


@dataclass(frozen=True, slots=True)
class StopField:
    """A row of the list of stops.

    Attributes
    ----------
    point_id : str
    stay : str
        Minutes, as typed.
    """

    point_id: str
    stay: str = USUAL_STAY


@dataclass(frozen=True, slots=True)
class RouteForm:
    """A route as the page has it, whether or not it could be stored.

    Attributes
    ----------
    id : str
    version : int
        That the page was made from; 0 for a new route.
    texts : dict of str to str
        By field: ``name_zh``, ``name_en``, ``theme_zh``, ``theme_en``, ``source``.
    stops : tuple of StopField
    keeps_line : bool
    """

    id: str
    version: int
    texts: Mapping[str, str]
    stops: tuple[StopField, ...] = ()
    keeps_line: bool = False

    def moved(self, step: str, place: str) -> "RouteForm":
        """Return the form with a stop moved up or down, removed or added; else as it is."""
        stops = list(self.stops)
        if step == "add" and _ID.fullmatch(place) and len(stops) <= MOST_STOPS:
            return replace(self, stops=(*stops, StopField(place)))
        row = whole_number(place)
        if row is None or row >= len(stops):
            return self
        if step == "remove":
            del stops[row]
        elif step == "up" and row > 0:
            stops.insert(row - 1, stops.pop(row))
        elif step == "down":
            stops.insert(row + 1, stops.pop(row))
        return replace(self, stops=tuple(stops))

    def in_order(self, rows: Sequence[str]) -> "RouteForm":
        """Return the form with its stops as a suggestion has them; as it is if that is no order."""
        wanted = [whole_number(row) for row in rows]
        if sorted(row for row in wanted if row is not None) != list(range(len(self.stops))):
            return self
        return replace(self, stops=tuple(self.stops[row] for row in wanted if row is not None))

    def faults(self) -> dict[str, Fault]:
        """Return what stands against storing it, by field."""
        found: dict[str, Fault] = {}
        for field, text in self.texts.items():
            if _CONTROL.search(text):
                found[field] = ("route_fault_control", {})
            elif len(text) > (_MOST_SOURCE if field == "source" else _MOST_NAME):
                found[field] = ("route_fault_long", {})
        if not self.texts["source"].strip():
            found["source"] = ("route_fault_source", {})
        if not any(self.texts[f"name_{code}"].strip() for code in LANGUAGES):
            found[f"name_{LANGUAGES[0]}"] = ("route_fault_name", {})
        if len(self.stops) < 2 and not self.keeps_line:
            found["stops"] = ("route_fault_stops", {})
        if len(self.stops) > MOST_STOPS:
            found["stops"] = ("route_fault_many", {"most": MOST_STOPS})
        return found

    def bad_stays(self) -> list[int]:
        """Return the rows whose minutes are none."""
        return [row for row, stop in enumerate(self.stops) if _stay(stop.stay) is None]

    def draft(self) -> RouteDraft:
        """Return what is to be stored; minutes that are none count as 0."""
        return RouteDraft(
            self.id,
            self.version,
            self._in_languages("name"),
            self._in_languages("theme"),
            self.texts["source"].strip(),
            tuple((stop.point_id, _stay(stop.stay) or 0) for stop in self.stops),
            keeps_line=self.keeps_line,
        )

    def _in_languages(self, what: str) -> Names:
        return {code: self.texts[f"{what}_{code}"].strip() for code in LANGUAGES}


def form_of(stored: StoredRoute) -> RouteForm:
    """Return a stored route as its form."""
    draft = draft_of(stored)
    return RouteForm(
        draft.id,
        draft.version_seen,
        {
            **{f"name_{code}": draft.names.get(code, "") for code in LANGUAGES},
            **{f"theme_{code}": draft.theme.get(code, "") for code in LANGUAGES},
            "source": draft.source,
        },
        tuple(StopField(point_id, str(stay)) for point_id, stay in draft.stops),
        keeps_line=draft.keeps_line,
    )


def posted_route(route_id: str, fields: Sequence[tuple[str, str]]) -> RouteForm:
    """Read a form; its rows come in the order of their numbers.

    A row whose number was changed goes before the row that had the number if it moves up, and
    behind it if it moves down, as somebody expects who types one number.
    """
    once = dict(fields)
    texts = {
        name: once.get(name, "")
        for name in ("name_zh", "name_en", "theme_zh", "theme_en", "source")
    }
    ids, orders, stays = (
        [value for name, value in fields if name == wanted] for wanted in ("stop", "order", "stay")
    )
    removed = {whole_number(value) for name, value in fields if name == "remove"}
    rows = []
    for row, point_id in enumerate(ids[: MOST_STOPS + 1]):
        if row in removed or not _ID.fullmatch(point_id):
            continue
        number = whole_number(orders[row]) if row < len(orders) else None
        number = row + 1 if number is None else number
        side = (number > row + 1) - (number < row + 1)
        stay = stays[row] if row < len(stays) else USUAL_STAY
        rows.append(((number, side, row), StopField(point_id, stay[:20])))
    return RouteForm(
        route_id,
        whole_number(once.get("version", "")) or 0,
        texts,
        tuple(stop for _, stop in sorted(rows, key=lambda pair: pair[0])),
        keeps_line="keeps_line" in once,
    )


def whole_number(text: str) -> int | None:
    """Read digits, full-width ones too; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isdecimal() and len(plain) < 10 else None


def _stay(text: str) -> int | None:
    minutes = whole_number(text)
    return minutes if minutes is not None and minutes <= _MOST_STAY else None
