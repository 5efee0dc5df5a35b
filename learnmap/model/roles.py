"""Roles of city staff: what each may do is the one table here."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from learnmap.model.errors import NotAllowedError

Role = Literal["planner", "editor", "publisher", "admin"]
Action = Literal[
    "point.read",
    "point.edit",
    "route.edit",
    "offering.edit",
    "report.handle",
    "import.check",
    "import.apply",
    "import.confirm",
    "import.undo",
    "coverage.read",
    "scenario.edit",
    "edition.read",
    "edition.draft",
    "edition.review",
    "edition.publish",
    "edition.override",
    "edition.withdraw",
    "audit.read",
    "account.manage",
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

_READING: Final[frozenset[Action]] = frozenset({"point.read", "coverage.read", "edition.read"})
_PLANNING: Final[frozenset[Action]] = _READING | {"scenario.edit"}
_EDITING: Final[frozenset[Action]] = _PLANNING | {
    "point.edit",
    "route.edit",
    "offering.edit",
    "report.handle",
    "import.check",
    "import.apply",
    "import.confirm",
    "import.undo",
    "edition.draft",
    "audit.read",
}

MAY: Final[Mapping[Role, frozenset[Action]]] = MappingProxyType(
    {
        "planner": _PLANNING,
        "editor": _EDITING,
        "publisher": _EDITING
        | {"edition.review", "edition.publish", "edition.override", "edition.withdraw"},
        # Who hands out roles publishes nothing: it takes another person to misuse an account.
        "admin": _READING | {"audit.read", "account.manage"},
    }
)
"""What each role may do; everything else is refused."""


def check_may(name: str, role: Role, action: Action) -> None:
    """Refuse what a role may not do.

    Parameters
    ----------
    name : str
        The account's, for the message.
    role : str
    action : str

    Raises
    ------
    NotAllowedError
        Naming the roles that may.
    """
    if action in MAY[role]:
        return
    able = ", ".join(other for other in ROLES if action in MAY[other])
    raise NotAllowedError(
        f"{name} is {role} and may not do {action}; ask an account that is {able}, "
        "or an admin for another role"
    )


def check_second_person(
    publisher: str, *, importers: Collection[str], reviewers: Collection[str]
) -> None:
    """Refuse that somebody publishes an import of their own alone.

    It is the one rule for the command line and the pages of staff, and holds as well where a city
    requires no review. Points that somebody edited one by one do not count: each edit is a
    decision of its own, and an import is a file from elsewhere that one person let in.

    Parameters
    ----------
    publisher : str
        Name of who wants to publish.
    importers : collection of str
        Names of those who applied imports that are in the edition and in no published one
        before.
    reviewers : collection of str
        Names of the accounts that approved this very content.

    Raises
    ------
    NotAllowedError
        When the publisher imported something and nobody else reviewed it.
    """
    own = publisher.casefold()
    imported = own in {name.casefold() for name in importers}
    if imported and not {name.casefold() for name in reviewers} - {own}:
        raise NotAllowedError(
            f"{publisher} applied an import that this edition holds and cannot publish it alone"
        )
