"""A scenario while a planner works on it: all of it is in the form, and nothing on the server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from learnmap.model.errors import InvalidInputError
from learnmap.model.scenarios import Scenario, scenario_of

UNNAMED: Final = "-"
"""Stands for the name of a scenario that has none yet."""
_NEW: Final = {"zh": "新学习点", "en": "New point"}
STEPS: Final = ("add", "close", "reopen", "move", "hours", "link", "pace")
"""What can be done to a city here; each is a part of the form."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of a scenario.

    Attributes
    ----------
    scenario : Scenario
    fault : str
        Why the last step was not taken; empty where it was.
    """

    scenario: Scenario
    fault: str = ""

    @property
    def written(self) -> str:
        """Return the changes as the form carries them on."""
        return json.dumps(self.scenario.model_dump(mode="json")["changes"], ensure_ascii=False)


def draft_of(form: Mapping[str, str]) -> Draft:
    """Read a draft from its form, and take the step that was asked for.

    Raises
    ------
    InvalidInputError
        When the form carries no scenario.
    """
    name, note = form.get("name", "").strip() or UNNAMED, form.get("note", "")
    try:
        changes: Any = json.loads(form.get("changes") or "[]")
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            "the form carries no list of changes; load the page again"
        ) from error
    before = scenario_of({"name": name, "note": note, "changes": changes})
    step = form.get("do", "")
    try:
        after = _after(step, form, changes)
        return Draft(scenario_of({"name": name, "note": note, "changes": after}))
    except InvalidInputError as error:
        return Draft(before, str(error))


def _after(step: str, form: Mapping[str, str], changes: list[Any]) -> list[Any]:
    """Return the changes after a step."""
    do, _, position = step.partition(":")
    if do == "remove" and position.isdecimal():
        return [one for row, one in enumerate(changes) if row != int(position)]
    if do not in STEPS:
        return changes
    name = form.get("add_name", "").strip()
    if do == "add":
        made: dict[str, Any] = {
            "change": "add_point",
            "id": form.get("add_id", "").strip() or _next_id(changes),
            "kind": form.get("add_kind", ""),
            "names": {"zh": name} if name else dict(_NEW),
            **_place(form, "add"),
        }
    elif do == "move":
        made = {
            "change": "move_point",
            "id": form.get("move_id", "").strip(),
            **_place(form, "move"),
        }
    elif do == "link":
        ends = {end: tuple(_place(form, f"link_{end}").values()) for end in ("begin", "end")}
        made = {"change": "open_link", **ends, "step_free": bool(form.get("link_step_free"))}
    elif do == "hours":
        made = {
            "change": "set_hours",
            "id": form.get("hours_id", "").strip(),
            "opening_hours": form.get("hours", "").strip(),
        }
    elif do == "pace":
        profile, pace = form.get("pace_profile", ""), _number(form.get("pace", ""), "pace")
        made = {"change": "set_pace", "profile": profile, "speed_m_per_s": pace}
    else:
        made = {"change": f"{do}_point", "id": form.get(f"{do}_id", "").strip()}
    return [*changes, made]


def _next_id(changes: list[Any]) -> str:
    taken = {one.get("id") for one in changes if isinstance(one, dict)}
    return next(name for number in range(1, 1000) if (name := f"new-{number}") not in taken)


def _place(form: Mapping[str, str], what: str) -> dict[str, float]:
    return {
        "longitude": _number(form.get(f"{what}_lon", ""), f"{what} longitude"),
        "latitude": _number(form.get(f"{what}_lat", ""), f"{what} latitude"),
    }


def _number(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidInputError(f"{what}: {text!r} is no number; give one such as 0.8") from error
