"""What the pages for planners say, by key and language."""

from typing import Final

from learnmap.model.languages import LANGUAGES
from learnmap.service.planner.words.charts import CHARTS
from learnmap.service.planner.words.coverage import COVERAGE
from learnmap.service.planner.words.gaps import GAPS
from learnmap.service.planner.words.map import MAP, MAP_SCRIPT
from learnmap.service.planner.words.origin import ORIGIN
from learnmap.service.planner.words.scenarios import SCENARIOS
from learnmap.service.staff import words as staff_words

ROOMS: Final = (COVERAGE, MAP, MAP_SCRIPT, ORIGIN, CHARTS, GAPS, SCENARIOS)
WORDS: Final[dict[str, tuple[str, str]]] = {
    key: pair for room in ROOMS for key, pair in room.items()
}
"""Pairs of Chinese and English; values in braces are put in."""


def word(key: str, language: str, **values: object) -> str:
    """Return what is said in a language; what the frame of all pages says is staff's."""
    if key not in WORDS:
        return staff_words.word(key, language, **values)
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def map_words(language: str) -> dict[str, str]:
    """Return what the map's script says, its values not put in yet."""
    return {key: pair[LANGUAGES.index(language)] for key, pair in MAP_SCRIPT.items()}
