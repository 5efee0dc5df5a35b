"""What somebody looks for among the points of a city."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError
from learnmap.model.records import Mode, OfferingCategory
from learnmap.workflows.served_city import ServedCity
from learnmap.workflows.teaching import MODES, Teaching
from learnmap.workflows.word_codes import are

_NAMED_AT_MOST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What points must have; an empty collection and False let all through.

    Of several words one is enough. What is said of offerings must be true of one and the same.

    Attributes
    ----------
    kinds, designations : collection of str
    statuses : collection of str
    step_free : bool
        Whether the point must be known to be free of steps.
    open_on_arrival : bool
        Whether it must be known to be open when one gets there.
    categories, modes, languages : collection of str
        Of an offering; a language stands for its variants, too (RFC 4647 basic filtering).
    free : bool
        Whether an offering must be known to cost nothing.
    """

    kinds: Collection[str] = ()
    designations: Collection[str] = ()
    statuses: Collection[str] = ("open",)
    step_free: bool = False
    open_on_arrival: bool = False
    categories: Collection[str] = ()
    modes: Collection[Mode] = ()
    languages: Collection[str] = ()
    free: bool = False

    @property
    def of_offerings(self) -> bool:
        """Whether it says anything of offerings."""
        return bool(self.categories or self.modes or self.languages or self.free)


ANY_OPEN: Final = Wish()


@dataclass(frozen=True, slots=True)
class FilterWords:
    """The words of wishes that a city knows, besides its kinds."""

    designations: tuple[str, ...]
    categories: tuple[OfferingCategory, ...]
    modes: tuple[Mode, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What fulfils a wish at a moment, whenever one arrives.

    Attributes
    ----------
    points : (n,) bool
    offerings : (m,) bool
        All where the wish says nothing of them.
    """

    points: NDArray[np.bool_]
    offerings: NDArray[np.bool_]


def filter_words(city: ServedCity) -> FilterWords:
    """Return the words that a wish may hold in a city."""
    teaching = city.teaching
    categories = tuple(teaching.categories.values())
    return FilterWords(city.known_designations, categories, MODES, teaching.languages)


def wanted_of(city: ServedCity, wish: Wish, moment: dt.datetime) -> Wanted:
    """Find what fulfils a wish.

    Raises
    ------
    InvalidInputError
        When a word is none that the city knows; the message names those that it does.
    """
    teaching = city.teaching
    _check("kind", wish.kinds, city.known_kinds)
    _check("designation", wish.designations, city.known_designations)
    _check("category", wish.categories, tuple(teaching.categories))
    points = are(city.status, city.known_statuses, wish.statuses)
    if wish.kinds:
        points &= are(city.kind, city.known_kinds, wish.kinds)
    if wish.designations:
        points &= are(city.designation, (*city.known_designations, ""), wish.designations)
    if wish.step_free:
        points &= city.step_free
    offerings = offerings_of(teaching, wish)
    if wish.of_offerings:
        there = offerings[teaching.stand_offering] & (teaching.stand_end_s > moment.timestamp())
        having = np.zeros(len(points), np.bool_)
        having[teaching.stand_point[there]] = True
        points &= having
    return Wanted(points, offerings)


def offerings_of(teaching: Teaching, wish: Wish) -> NDArray[np.bool_]:
    """Tell which offerings fit what a wish says of them, (m,)."""
    found = np.ones(len(teaching.offerings), np.bool_)
    if wish.categories:
        found &= are(teaching.category, tuple(teaching.categories), wish.categories)
    if wish.modes:
        found &= are(teaching.mode, MODES, wish.modes)
    if wish.languages:
        spoken = _spoken(wish.languages, teaching.languages)
        found &= are(teaching.language, (*teaching.languages, ""), spoken)
    if wish.free:
        found &= teaching.free
    return found


def _spoken(languages: Collection[str], known: tuple[str, ...]) -> list[str]:
    """Return the known languages that some stand for."""
    found = []
    for language in languages:
        of_it = [one for one in known if one == language or one.startswith(f"{language}-")]
        if not of_it:
            _refuse("language", language, known)
        found += of_it
    return found


def _check(name: str, words: Collection[str], known: tuple[str, ...]) -> None:
    for word in words:
        if word not in known:
            _refuse(name, word, known)


def _refuse(name: str, word: str, known: tuple[str, ...]) -> None:
    if not known:
        raise InvalidInputError(f"{name}: there is no {word!r}, nor any other; leave it out")
    more = f" and {len(known) - _NAMED_AT_MOST} more" if len(known) > _NAMED_AT_MOST else ""
    names = ", ".join(known[:_NAMED_AT_MOST])
    raise InvalidInputError(f"{name}: there is no {word!r}; give one of {names}{more}")
