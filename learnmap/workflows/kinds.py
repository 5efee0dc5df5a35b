"""The kinds of learning point of a city: those that learnmap came with, and its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from learnmap import store
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.model.kinds import MAPS, Kind
from learnmap.render.labels import glyph
from learnmap.workflows.city import City

LEAST_CONTRAST: Final = 4.5
"""Of the white character on a marker (WCAG 2.2, success criterion 1.4.3)."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def list_kinds(city: City) -> tuple[Kind, ...]:
    """List the kinds in the order in which maps show them."""
    with city.store.begin() as tx:
        return store.read_kinds(tx)


def add_kind(city: City, kind: Kind) -> tuple[str, ...]:
    """Add a kind of the city's own, last in the order.

    Returns
    -------
    tuple of str
        What to think over, as a sentence each.

    Raises
    ------
    InvalidInputError
        Naming what of it cannot be.
    ConflictError
        When there is one of that code.
    """
    _check(kind)
    with city.store.begin() as tx:
        others = store.read_kinds(tx)
        store.add_kind(tx, kind, actor=city.actor)
    return _doubts(kind, others)


def edit_kind(
    city: City,
    code: str,
    *,
    zh: str | None = None,
    en: str | None = None,
    maps: Sequence[str] | None = None,
    colour: str | None = None,
) -> tuple[str, ...]:
    """Change labels, maps or colour of a kind; what is None stays.

    Returns
    -------
    tuple of str
        What to think over, as a sentence each.

    Raises
    ------
    InvalidInputError
        Naming what of it cannot be.
    NotFoundError
        When there is none of that code.
    """
    with city.store.begin() as tx:
        kinds = store.read_kinds(tx)
        old = next((kind for kind in kinds if kind.code == code), None)
        if old is None:
            known = ", ".join(kind.code for kind in kinds)
            raise NotFoundError(f"there is no kind {code!r}; the city's are {known}")
        new = replace(
            old,
            zh=old.zh if zh is None else zh,
            en=old.en if en is None else en,
            maps=old.maps if maps is None else tuple(maps),
            colour=old.colour if colour is None else colour,
        )
        _check(new)
        store.edit_kind(tx, new, actor=city.actor)
    return _doubts(new, [kind for kind in kinds if kind.code != code])


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour and white, from 1 to 21 (WCAG 2.2).

    Parameters
    ----------
    colour : str
        ``#rrggbb``.
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return 1.05 / (luminance + 0.05)


def _check(kind: Kind) -> None:
    """Refuse what no map could show.

    Raises
    ------
    InvalidInputError
        Naming the value and what to give instead.
    """
    if not _CODE.fullmatch(kind.code):
        raise InvalidInputError(
            f"kind {kind.code!r}: a code is small letters, digits and _, such as historic_building"
        )
    if not (kind.zh.strip() and kind.en.strip()):
        raise InvalidInputError(f"kind {kind.code}: give a label in Chinese and one in English")
    if unknown := [name for name in kind.maps if name not in MAPS]:
        raise InvalidInputError(
            f"kind {kind.code}: {unknown[0]!r} is no map; give some of {', '.join(MAPS)}"
        )
    if not _COLOUR.fullmatch(kind.colour):
        raise InvalidInputError(
            f"kind {kind.code}: the colour {kind.colour!r} is not written as #7a4b14 is"
        )
    contrast = contrast_with_white(kind.colour)
    if contrast < LEAST_CONTRAST:
        raise InvalidInputError(
            f"kind {kind.code}: white on {kind.colour} has a contrast of {contrast:.2f} to 1 and "
            f"needs {LEAST_CONTRAST}; give a darker colour"
        )


def _doubts(kind: Kind, others: Sequence[Kind]) -> tuple[str, ...]:
    """Say which kinds of the same map would look the same."""
    mark = glyph(kind.code, kind.zh)
    beside = [other for other in others if set(other.maps) & set(kind.maps)]
    doubts = [
        f"its markers bear {mark}, as those of {other.code} ({other.zh}) do on the same map"
        for other in beside
        if glyph(other.code, other.zh) == mark
    ]
    doubts += [
        f"its colour is that of {other.code} ({other.zh}) on the same map"
        for other in beside
        if other.colour == kind.colour
    ]
    return tuple(doubts)
