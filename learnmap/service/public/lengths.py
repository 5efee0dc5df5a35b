"""Lengths as people say them."""

from learnmap.service.public.words import word


def distance_words(metres: float, language: str) -> str:
    """Return metres in whole tens, never none of them; from a kilometre on, kilometres to a tenth.

    The script of the page of what is near says the same (`near/words.js`).
    """
    tens = max(10 * round(metres / 10), 10)
    if tens < 1000:
        return word("metres", language, metres=tens)
    return word("kilometres", language, km=f"{metres / 1000:.1f}".removesuffix(".0"))
