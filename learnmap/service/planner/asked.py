"""What the address of a planner's page asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from learnmap.access import ages_of
from learnmap.service.planner.sets import points_value, sets_of
from learnmap.service.staff.visit import StaffRefusal
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.inputs import LEVELS
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.questions import CoverageQuestion

OLDEST: Final = 130
_PREFERRED: Final = "older_adult"
_ALL: Final = "all"
_BY_AREA: Final = "area"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the order in which its table is read.

    Attributes
    ----------
    question : CoverageQuestion
    sort : str
        Column of the table; by the codes of areas where it is ``area``.
    falling : bool
        Whether the largest comes first.
    """

    question: CoverageQuestion
    sort: str = _BY_AREA
    falling: bool = False

    @property
    def sorting(self) -> str:
        """Return the order as an address has it."""
        return f"-{self.sort}" if self.falling else self.sort

    def query(self, **more: str | int) -> str:
        """Return the query part of an address that asks this, with more in it."""
        return urlencode({**dict(self.fields()), **more})

    def fields(self) -> list[tuple[str, str | int]]:
        """Return what is asked as the fields of a form."""
        one = self.question
        asked: dict[str, str | int] = {
            "profile": one.profile,
            "age": one.age_from,
            "points": points_value(one.points),
            "level": one.level,
            "minutes": one.minutes,
        }
        if self.sorting != _BY_AREA:
            asked["sort"] = self.sorting
        return list(asked.items())


def asked_of(request: Request, held: HeldCity) -> Asked:
    """Read what an address asks, as `asked_in` does."""
    return asked_in(request.query_params, held)


def asked_in(given: Mapping[str, str], held: HeldCity) -> Asked:
    """Read what is asked, and take what most planners ask first for what is not said.

    Raises
    ------
    StaffRefusal
        For a word that the city does not have.
    """
    profiles = [one.code for one in held.inputs.settings.profiles]
    usual = _PREFERRED if _PREFERRED in profiles else profiles[0]
    profile = given.get("profile") or usual
    levels = held.levels()
    level = given.get("level") or levels[min(1, len(levels) - 1)]
    known = next((one for one in LEVELS if one == level), None)
    if profile not in profiles or known is None or known not in levels:
        raise StaffRefusal(404, "refused_missing")
    question = CoverageQuestion(
        profile=profile,
        age_from=number_of(given.get("age"), ages_of(profile), most=OLDEST),
        points=_points(given.get("points") or _ALL, held),
        level=known,
        minutes=number_of(
            given.get("minutes"),
            held.inputs.settings.cutoffs_s[-1] // 60,
            least=1,
            most=held.limit_s // 60,
        ),
    )
    sort = given.get("sort") or _BY_AREA
    return Asked(question, sort.removeprefix("-"), sort.startswith("-"))


def number_of(text: str | None, usual: int, *, least: int = 0, most: int) -> int:
    """Read a whole number of an address, the usual one where there is none.

    Raises
    ------
    StaffRefusal
        For anything that is no number from `least` to `most`.
    """
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and least <= int(text) <= most):
        raise StaffRefusal(404, "refused_missing")
    return int(text)


def _points(text: str, held: HeldCity) -> PointSet:
    found = next((one for one in sets_of(held) if points_value(one) == text), None)
    if found is None:
        raise StaffRefusal(404, "refused_missing")
    return found
