"""Finds places by a name that is typed, in part or with a slip."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from learnmap.gazetteer.entries import SORTS, Entry
from learnmap.gazetteer.spellings import fold, has_han, pinyin_of, spellings

_APART: Final = "\n"
_LONGEST: Final = 60
"""Of a longer text only so much is looked for."""
_MOST_HITS: Final = 2_000
"""A single letter is in nearly all names; so many are looked at."""


class Fit(IntEnum):
    """How a name fits what was typed, the best first."""

    WHOLE = 0
    BEGINNING = 1
    WORD = 2
    WITHIN = 3
    SOUND = 4
    INITIALS = 5
    SOUND_WITHIN = 6
    INITIALS_WITHIN = 7
    SLIP = 8


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how it fits.

    Attributes
    ----------
    entry : Entry
    name : str
        That of its names which fits.
    fit : Fit
    """

    entry: Entry
    name: str
    fit: Fit


class Gazetteer:
    """The names of a city's places.

    Looks for what is typed in the names as they are written, in pinyin (so that also a wrong
    character of the right sound finds its place), by initials, and last, where that gives too
    little, with slips: one in four characters, three at most, a swap of neighbours counting as one.

    Never changed once it is made, so that several threads may ask at once.

    Parameters
    ----------
    entries : iterable of Entry
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._names: list[tuple[int, str]] = [
            (number, name)
            for number, entry in enumerate(self._entries)
            for name in dict.fromkeys(entry.names.values())
            if fold(name)
        ]
        spelled = [spellings(name) for _, name in self._names]
        self._written = _Column([one.written for one in spelled])
        self._pinyin = _Column([one.pinyin for one in spelled])
        self._initials = _Column([one.initials for one in spelled])
        later = [
            (row, rest) for row, one in enumerate(spelled) for rest in _later_words(one.written)
        ]
        self._of_later_word = [row for row, _ in later]
        self._later_words = _Column([rest for _, rest in later])
        self._spelled = spelled

    def find(self, text: str, *, most: int = 8) -> list[Found]:
        """Find the places whose names fit a text best.

        Parameters
        ----------
        text : str
            As typed; nothing is found for one without a letter or digit.
        most : int

        Returns
        -------
        list of Found
            The best first: by how they fit, then learning points before areas, streets and
            addresses, then the shorter name.
        """
        wanted = fold(text[:_LONGEST])
        if not wanted:
            return []
        fits: dict[int, Fit] = {}
        _keep_best(fits, self._as_written(wanted))
        _keep_best(fits, self._by_sound(wanted))
        if len({self._names[row][0] for row in fits}) < most:
            _keep_best(fits, self._with_slips(wanted))
        return self._ranked(fits, most)

    def _as_written(self, wanted: str) -> Iterator[tuple[int, Fit]]:
        for row, at in self._written.hits(wanted):
            name = self._spelled[row].written
            if len(name) == len(wanted):
                yield row, Fit.WHOLE
            elif at == 0:
                yield row, Fit.BEGINNING
            else:
                yield row, Fit.WORD if name[at - 1] == " " else Fit.WITHIN

    def _by_sound(self, wanted: str) -> Iterator[tuple[int, Fit]]:
        together = pinyin_of(wanted) if has_han(wanted) else wanted.replace(" ", "")
        if len(wanted) < 2:  # one syllable has dozens of characters
            return
        for row, at in self._pinyin.hits(together):
            if at == 0:
                yield row, Fit.SOUND
            elif self._spelled[row].begins_syllable(at):
                yield row, Fit.SOUND_WITHIN
        if has_han(wanted):
            return
        for row, at in self._initials.hits(together):
            if at == 0:
                yield row, Fit.INITIALS
            elif len(together) > 2:
                yield row, Fit.INITIALS_WITHIN

    def _with_slips(self, wanted: str) -> Iterator[tuple[int, Fit]]:
        together = wanted.replace(" ", "")
        allowed = min(len(together) // 4, 3) or int(has_han(wanted) and len(wanted) == 3)
        if not allowed:
            return
        for row in self._written.near(wanted, allowed):
            yield row, Fit.SLIP
        for place in self._later_words.near(wanted, allowed):
            yield self._of_later_word[place], Fit.SLIP
        if not has_han(wanted):
            for row in self._pinyin.near(together, allowed):
                yield row, Fit.SLIP

    def _ranked(self, fits: dict[int, Fit], most: int) -> list[Found]:
        best: dict[int, tuple[Fit, int]] = {}
        for row, fit in fits.items():
            number = self._names[row][0]
            if number not in best or (fit, row) < best[number]:
                best[number] = fit, row

        def rank(number: int) -> tuple[Fit, int, int, int]:
            fit, row = best[number]
            sort = SORTS.index(self._entries[number].sort)
            return fit, sort, len(self._names[row][1]), number

        return [
            Found(self._entries[number], self._names[best[number][1]][1], best[number][0])
            for number in sorted(best, key=rank)[:most]
        ]


class _Column:
    """One spelling of all names, as one text, so that a search is one pass over it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(texts)
        self._all = _APART.join(self._texts)
        lengths = np.array([len(text) + 1 for text in self._texts], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])[:-1].tolist()
        self._by_first: dict[str, list[int]] = {}
        for row, text in enumerate(self._texts):
            if text:
                self._by_first.setdefault(text[0], []).append(row)

    def hits(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield row and first place of each text that has another in it."""
        at, count = self._all.find(wanted), 0
        while at >= 0 and count < _MOST_HITS:
            row = bisect_right(self._starts, at) - 1
            yield row, at - self._starts[row]
            count += 1
            after = self._starts[row + 1] if row + 1 < len(self._starts) else len(self._all)
            at = self._all.find(wanted, after)

    def near(self, wanted: str, allowed: int) -> Iterator[int]:
        """Yield the rows whose text, or a beginning of it, is so few slips away.

        The first letter is taken to be right, or to have been left out or swapped with the second.
        """
        for first in dict.fromkeys(wanted[:2]):
            rows = self._by_first.get(first, [])
            for length in range(len(wanted) - allowed, len(wanted) + allowed + 1):
                beginnings = [self._texts[row][:length] for row in rows]
                distances = cdist(
                    [wanted], beginnings, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8
                )[0]
                for place in np.flatnonzero(distances <= allowed):
                    yield rows[place]


def _later_words(written: str) -> Iterator[str]:
    """Yield a name from its second word on, from its third, and so forth."""
    words = written.split(" ")
    for first in range(1, len(words)):
        yield " ".join(words[first:])


def _keep_best(fits: dict[int, Fit], more: Iterable[tuple[int, Fit]]) -> None:
    for row, fit in more:
        if row not in fits or fit < fits[row]:
            fits[row] = fit
