"""Text in two languages as escaped markup; the page's style shows one of them.

Every text that comes from a file goes through `markupsafe`, so a name is never markup.
"""

from functools import lru_cache

from markupsafe import Markup, escape

from learnmap.render.labels import words

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


def say(key: str, **values: object) -> Markup:
    """Return the words of a key in both languages; see `learnmap.render.labels.words`."""
    return both(words(key, **values))


def names(pair: Pair) -> Markup:
    """Return a name in both languages, both shown, the reader's language first by style."""
    chinese, english = pair
    parts = [
        Markup("<b lang={}>{}</b>").format(code, text)
        for code, text in (("zh", chinese), ("en", english))
        if text
    ]
    return Markup(" ").join(parts)
