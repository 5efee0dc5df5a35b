"""Text in two languages as escaped markup; the page's style shows one of them.

Every text that comes from a file goes through `markupsafe`, so a name is never markup.
"""

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from learnmap.render.labels import words

_BETWEEN: Final = " / "
_HAN: Final = re.compile(r"[\u3400-\u9fff]")

Pair = tuple[str | None, str | None]
"""A text in Chinese and in English."""


@lru_cache(maxsize=4096)
def both(pair: Pair) -> Markup:
    """Return the Chinese and the English text, each in its own element.

    Where one language is missing or both say the same, the text stands once and shows in
    either language.
    """
    chinese, english = pair
    if not chinese or not english or chinese == english:
        return escape(chinese or english or "")
    return Markup("<span lang=zh>{}</span><span lang=en>{}</span>").format(chinese, english)


def free(text: str | None) -> Markup:
    """Return a text that somebody typed, as a pair where it was typed as one."""
    pair = typed_pair(text)
    return escape(text or "") if pair is None else both(pair)


def typed_pair(text: str | None) -> tuple[str, str] | None:
    """Return the two languages of a text that was typed as ``Chinese / English``, else None.

    That is how a city writes both languages into one cell: one slash between spaces, Chinese
    characters before it and none after it.
    """
    chinese, slash, english = (text or "").partition(_BETWEEN)
    if slash and _HAN.search(chinese) and not _HAN.search(english) and _BETWEEN not in english:
        return chinese.strip(), english.strip()
    return None


def say(key: str, **values: object) -> Markup:
    """Return the words of a key in both languages; see `learnmap.render.labels.words`."""
    return both(words(key, **values))


def names(pair: Pair) -> Markup:
    """Return a name in both languages, both shown, the reader's language first by style.

    One that says the same in both, since only one is on record, stands once.
    """
    chinese, english = pair
    if chinese == english and chinese:
        chinese, english = (chinese, None) if _HAN.search(chinese) else (None, english)
    parts = [
        Markup("<b lang={}>{}</b>").format(code, text)
        for code, text in (("zh", chinese), ("en", english))
        if text
    ]
    return Markup(" ").join(parts)
