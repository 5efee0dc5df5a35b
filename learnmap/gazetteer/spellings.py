"""The ways in which a name may be typed: as it is written, in pinyin, by its initials."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

_HAN: Final = re.compile(r"[㐀-鿿]")
_WORD: Final = re.compile(r"[^\W_]+")
_KEPT: Final = 200_000
"""Spellings that are kept; a name is spelled anew in some 0.1 ms."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """One name, three ways.

    Attributes
    ----------
    written : str
        Folded: full-width characters plain, capitals small, accents off; words apart by one
        space where the name has them.
    syllables : tuple of str
        Pinyin without tones; empty for a name without Chinese characters.
    initials : str
        First letters of the syllables, or of the words where there are two and more; else empty.
    """

    written: str
    syllables: tuple[str, ...]
    initials: str

    @property
    def pinyin(self) -> str:
        """The syllables, run together."""
        return "".join(self.syllables)

    def begins_syllable(self, at: int) -> bool:
        """Tell whether a syllable begins at a place of `pinyin`."""
        for syllable in self.syllables:
            if at <= 0:
                break
            at -= len(syllable)
        return at == 0


def fold(text: str) -> str:
    """Write a text as it is compared.

    Compatibility forms (NFKC) are made plain, case and accents dropped, and whatever is no
    letter or digit parts words; between Chinese characters nothing does.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    without = "".join(mark for mark in plain if not unicodedata.combining(mark))
    words = " ".join(_WORD.findall(unicodedata.normalize("NFC", without)))
    return words.replace(" ", "") if has_han(words) else words


def has_han(text: str) -> bool:
    """Tell whether a text has Chinese characters."""
    return _HAN.search(text) is not None


@lru_cache(maxsize=_KEPT)
def spellings(name: str) -> Spellings:
    """Return the ways to type a name."""
    written = fold(name)
    if not has_han(written):
        words = written.split()
        initials = "".join(word[0] for word in words) if len(words) > 1 else ""
        return Spellings(written, (), initials)
    initials = "".join(_syllables(written, Style.FIRST_LETTER))
    return Spellings(written, tuple(_syllables(written, Style.NORMAL)), initials)


def pinyin_of(text: str) -> str:
    """Return a folded text in pinyin, without tones and spaces."""
    return "".join(_syllables(text, Style.NORMAL))


def _syllables(text: str, style: Style) -> list[str]:
    # By phrases first, so that 重庆 is chongqing and 银行 yinhang; v stands for ü as on keyboards.
    return lazy_pinyin(text, style=style)
