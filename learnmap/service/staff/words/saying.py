"""What the pages for staff say, by key and language."""

from typing import Final

from learnmap.model.languages import LANGUAGES
from learnmap.service.staff.words.accounts import ACCOUNTS
from learnmap.service.staff.words.audit import AUDIT
from learnmap.service.staff.words.changes import CHANGES
from learnmap.service.staff.words.desk import DESK
from learnmap.service.staff.words.editions import EDITIONS
from learnmap.service.staff.words.general import GENERAL
from learnmap.service.staff.words.hours import HOURS
from learnmap.service.staff.words.imports import IMPORTS
from learnmap.service.staff.words.map import MAP
from learnmap.service.staff.words.offerings import OFFERINGS
from learnmap.service.staff.words.placing import PLACING
from learnmap.service.staff.words.points import POINTS
from learnmap.service.staff.words.records import RECORDS
from learnmap.service.staff.words.reports import REPORTS
from learnmap.service.staff.words.roles import ACTION_WORDS, ROLE_WORDS
from learnmap.service.staff.words.routes import ROUTES

ROOMS: Final = (
    *(GENERAL, MAP, DESK, POINTS, HOURS, OFFERINGS, ROUTES, IMPORTS),
    *(REPORTS, RECORDS, PLACING, EDITIONS, CHANGES, AUDIT, ACCOUNTS),
)
WORDS: Final[dict[str, tuple[str, str]]] = {
    key: pair for room in ROOMS for key, pair in room.items()
}
"""Pairs of Chinese and English; values in braces are put in."""

KNOWN_COLUMNS: Final = frozenset(
    key.removeprefix("column_") for key in WORDS if key.startswith("column_")
) - {"names"}
"""Columns of ours that have words."""


def word(key: str, language: str, **values: object) -> str:
    """Return what is said in a language, with values put in."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def role_word(role: str, language: str) -> str:
    """Return what a role is called."""
    return ROLE_WORDS[role][LANGUAGES.index(language)]


def action_word(action: str, language: str) -> str:
    """Return what an action is called, to stand behind "you may"."""
    return ACTION_WORDS[action][LANGUAGES.index(language)]
