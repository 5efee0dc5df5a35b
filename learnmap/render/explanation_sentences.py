"""Sentences of an explanation in Chinese and English: words filled with a finding's values.

A place ``{name}`` is filled by its name, or by the unit that the name ends in.
"""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any, Final, Protocol

from learnmap.model.errors import NotFoundError
from learnmap.render.explanation_words import (
    ALL_SIDES,
    DIRECTIONS,
    DOORS,
    KINDS,
    OBSTACLES,
    PARTS,
    SENTENCES,
)

_ZH, _EN = 0, 1


class Told(Protocol):
    """A finding: see `learnmap.catchment.findings`."""

    @property
    def code(self) -> str:
        """A key of `SENTENCES` or `PARTS`."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What its places are filled with."""


def sentence(finding: Told) -> tuple[str, str]:
    """Return a finding's sentence in Chinese and English.

    Raises
    ------
    NotFoundError
        For a finding that has no words.
    """
    return _filled(SENTENCES, finding)


def _filled(table: Mapping[str, tuple[str, str]], finding: Told) -> tuple[str, str]:
    if finding.code not in table:
        raise NotFoundError(
            f"no words for {finding.code!r}; add them to learnmap.render.explanation_words"
        )
    chinese, english = (
        text.format(**{key: _word(key, finding.values[key])[i] for key in _places(text)})
        for i, text in enumerate(table[finding.code])
    )
    return chinese, english[:1].upper() + english[1:] if table is SENTENCES else english


def _places(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def _word(key: str, value: Any) -> tuple[str, str]:
    """Return a value in both languages: by its name, or by the unit that the name ends in."""
    if key in _NAMED:
        return _NAMED[key](value)
    unit = key.rpartition("_")[2]
    return _UNITS[unit](value) if unit in _UNITS else (str(value), str(value))


def _parts(causes: Sequence[Told]) -> tuple[str, str]:
    parts = [_filled(PARTS, cause) for cause in causes]
    return "；".join(part[_ZH] for part in parts), "; ".join(part[_EN] for part in parts)


def _kind(kind: str) -> tuple[str, str]:
    chinese, one, _ = KINDS[kind]
    return chinese, one


def _kinds(kind: str) -> tuple[str, str]:
    chinese, _, several = KINDS[kind]
    return chinese, several


def _street(street: Mapping[str, Any]) -> tuple[str, str]:
    name, english, way = street["name"], street["name_en"] or street["name"], street["way"]
    return (
        f"“{name}”（way {way}）" if name else f"无名道路（way {way}）",
        f"{english} (way {way})" if english else f"an unnamed street (way {way})",
    )


def _directions(directions: Sequence[str]) -> tuple[str, str]:
    if len(directions) == len(DIRECTIONS):
        return ALL_SIDES
    chinese = "、".join(DIRECTIONS[one][_ZH] for one in directions) + "面"
    *first, last = (DIRECTIONS[one][_EN] for one in directions)
    return chinese, "the " + (f"{', '.join(first)} and {last}" if first else last)


def _metres(metres: float) -> tuple[str, str]:
    if metres < 999.5:
        return f"{metres:.0f} 米", f"{metres:.0f} m"
    decimals = 2 if metres < 10_000 else 1 if metres < 100_000 else 0
    kilometres = f"{metres / 1000:,.{decimals}f}"
    return f"{kilometres} 公里", f"{kilometres} km"


def _square(square_m: float) -> tuple[str, str]:
    return f"{square_m / 1e6:.2f} 平方公里", f"{square_m / 1e6:.2f} km²"


def _minutes(seconds: float) -> tuple[str, str]:
    if seconds < 60:
        return f"{seconds:.0f} 秒", f"{seconds:.0f} s"
    minutes = f"{seconds / 60:.1f}".removesuffix(".0") if seconds < 600 else f"{seconds / 60:.0f}"
    return f"{minutes} 分钟", f"{minutes} min"


def _share(share: float) -> tuple[str, str]:
    """Write a share so that nearly all is not shown as all, nor next to nothing as nothing."""
    percent = 100 * share
    text = f"{percent:.0f}"
    if text == "0" and percent > 0:
        text = "<1"
    if text == "100" and percent < 100:
        text = f"{percent:.1f}" if percent < 99.95 else ">99.9"
    return f"{text}%", f"{text} %"


_NAMED: Final[dict[str, Callable[[Any], tuple[str, str]]]] = {
    "street": _street,
    "door": DOORS.__getitem__,
    "obstacle": OBSTACLES.__getitem__,
    "directions": _directions,
    "causes": _parts,
    "closed": _parts,
    "kind": _kind,
    "kinds": _kinds,
}
_UNITS: Final[dict[str, Callable[[Any], tuple[str, str]]]] = {
    "m": _metres,
    "m2": _square,
    "s": _minutes,
    "share": _share,
}
