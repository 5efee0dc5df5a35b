"""The form of a learning point, as it comes back from a browser."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learnmap.service.staff.visit import StaffRefusal
from learnmap.workflows.merging import merged
from learnmap.workflows.point_editing import COLUMNS

_NAME: Final = re.compile(r"name_[a-z]{2,3}(-[A-Za-z0-9]+)*")
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PointForm:
    """What somebody typed, and what they had before them.

    Attributes
    ----------
    cells : dict of str to str
        As typed, by column.
    seen : dict of str to str
        What the form showed at first; empty for a new point.
    version : int or None
        That `seen` was; None for a new point.
    looked : frozenset of str
        Marks of the doubts that were ticked.
    hours_shown : str
        Hours as converted that stood beside the field when it was sent.
    """

    cells: dict[str, str]
    seen: dict[str, str]
    version: int | None
    looked: frozenset[str]
    hours_shown: str

    @property
    def state(self) -> str:
        """What the form has to bring back of what it showed."""
        return written_state(self.seen)


def point_form(fields: Sequence[tuple[str, str]]) -> PointForm:
    """Read the form, or the choices between one's own values and somebody else's.

    Raises
    ------
    StaffRefusal
        When a hidden field is not as a page of ours has it.
    """
    form = dict(fields)
    seen = read_state(form.get("seen", "{}"))
    if "mine" in form:
        prefix = "choice_"
        chosen = {n.removeprefix(prefix): v for n, v in fields if n.startswith(prefix)}
        cells = merged(seen, read_state(form["mine"]), chosen)
    else:
        cells = {name: value for name, value in form.items() if _is_column(name)}
        cells["fictional"] = "true" if form.get("fictional") == "true" else "false"
        # What the form does not show stays as it was.
        cells = {**seen, **cells}
    version = form.get("version", "")
    return PointForm(
        dict.fromkeys(COLUMNS, "") | cells,
        seen,
        int(version) if _NUMBER.fullmatch(version) else None,
        frozenset(value for name, value in fields if name == "looked"),
        form.get("hours_shown", ""),
    )


def written_state(cells: dict[str, str]) -> str:
    """Write cells for a hidden field."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def read_state(text: str) -> dict[str, str]:
    """Read cells from a hidden field.

    Raises
    ------
    StaffRefusal
        When they are none.
    """
    try:
        found = json.loads(text)
    except ValueError:
        raise StaffRefusal(400, "refused_form") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise StaffRefusal(400, "refused_form")
    return {str(name): value for name, value in found.items()}


def _is_column(name: str) -> bool:
    return name in COLUMNS or _NAME.fullmatch(name) is not None
