"""What the pages for everybody say, by key and language."""

from typing import Final

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.words.front import FRONT
from learnmap.service.public.words.general import GENERAL
from learnmap.service.public.words.script import SCRIPT

ROOMS: Final = (GENERAL, FRONT, SCRIPT)
WORDS: Final[dict[str, tuple[str, str]]] = {
    key: pair for room in ROOMS for key, pair in room.items()
}
"""Pairs of Chinese and English; values in braces are put in."""


def word(key: str, language: str, **values: object) -> str:
    """Return what is said in a language, with values put in."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def script_words(language: str) -> dict[str, str]:
    """Return what the scripts say in a language, by key."""
    return {key: pair[LANGUAGES.index(language)] for key, pair in SCRIPT.items()}
