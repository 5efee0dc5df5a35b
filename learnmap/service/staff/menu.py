"""The menu of the pages for staff."""

from dataclasses import dataclass
from typing import Final

from learnmap.model.roles import MAY, Action, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One room of pages.

    Attributes
    ----------
    path : str
        Its first page.
    word : str
        Key of what it is called.
    action : str or None
        What one must be allowed to do to see it; None for everybody who is logged in.
    """

    path: str
    word: str
    action: Action | None = None


MENU: Final = (
    Entry("/staff", "start"),
    Entry("/staff/points", "points", "point.read"),
    Entry("/staff/routes", "routes", "point.read"),
    Entry("/planner", "planner", "coverage.read"),
    Entry("/staff/imports", "imports", "import.check"),
    Entry("/staff/unplaced", "unplaced", "point.edit"),
    Entry("/staff/reports", "reports", "report.handle"),
    Entry("/staff/editions", "editions", "edition.read"),
    Entry("/staff/compare", "compare", "edition.read"),
    Entry("/staff/changes", "changes", "audit.read"),
    Entry("/staff/audit", "audit", "audit.read"),
    Entry("/staff/accounts", "accounts", "account.manage"),
    Entry("/staff/account", "account"),
)
"""In the order of the menu."""


def menu_of(role: Role) -> tuple[Entry, ...]:
    """Return what somebody of a role sees of the menu."""
    return tuple(entry for entry in MENU if entry.action is None or entry.action in MAY[role])
