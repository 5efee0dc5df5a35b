"""What the pages for everybody say, by key and language."""

from typing import Final

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.words.front import FRONT
from learnmap.service.public.words.general import GENERAL
from learnmap.service.public.words.points import POINTS
from learnmap.service.public.words.reports import REPORTS
from learnmap.service.public.words.routes import FOLLOWING, ROUTES
from learnmap.service.public.words.script import SCRIPT
from learnmap.service.public.words.walking import WALKING

ROOMS: Final = (GENERAL, FRONT, SCRIPT, POINTS, ROUTES, REPORTS, WALKING, FOLLOWING)
WORDS: Final[dict[str, tuple[str, str]]] = {
    key: pair for room in ROOMS for key, pair in room.items()
}
"""Pairs of Chinese and English; values in braces are put in."""


def word(key: str, language: str, **values: object) -> str:
    """Return what is said in a language, with values put in."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def script_words(language: str, room: dict[str, tuple[str, str]] = SCRIPT) -> dict[str, str]:
    """Return what the scripts of a page say in a language, by key."""
    return {key: pair[LANGUAGES.index(language)] for key, pair in room.items()}
