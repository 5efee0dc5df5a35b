"""The page of what changed from one edition of a map to another."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal

from learnmap.edition import Comparison, CoverageChange, PointChange, RouteChange
from learnmap.render.bilingual import Pair, both
from learnmap.render.comparison_words import (
    CHANGES,
    PROPERTIES,
    ROUTE_CHANGES,
    SETTINGS,
    VALUES,
    text_of,
)
from learnmap.render.content_policy import with_content_policy
from learnmap.render.page_environment import page_environment

_COVERED = ("residents", "seniors")

CountedWith = Literal["each", "earlier", "later", "present"]
"""Whose residents both years are counted with: ``each`` with those it was frozen with; the
other ways only where an edition was frozen without, and then no change is due to residents."""


def render_comparison(
    comparison: Comparison,
    coverage: Sequence[CoverageChange],
    *,
    editions: tuple[bytes, bytes],
    hashes: tuple[str, str],
    counted_with: CountedWith,
    residents: tuple[int, int],
) -> bytes:
    """Make the page.

    Parameters
    ----------
    comparison : Comparison
    coverage : sequence of CoverageChange
        Empty where no residents are known.
    editions : tuple of bytes
        ``edition.json`` of the earlier and the later edition.
    hashes : tuple of str
        SHA-256 of their manifests.
    counted_with : CountedWith
        Whose residents are counted.
    residents : tuple of int
        How many they are altogether, in the earlier and in the later year.

    Returns
    -------
    bytes
        UTF-8 HTML that loads nothing.
    """
    before, after = (json.loads(edition) for edition in editions)
    kinds = {one["code"]: (one["zh"], one["en"]) for one in [*before["kinds"], *after["kinds"]]}
    page = (
        page_environment()
        .get_template("comparison.html.j2")
        .render(
            compared=comparison,
            title=after["titles"],
            city=after["city"],
            fictional=before["city"]["fictional"] or after["city"]["fictional"],
            points=_groups(comparison.points, CHANGES),
            routes=_groups(comparison.routes, ROUTE_CHANGES),
            coverage=[_covered(one, after) for one in coverage],
            settings=_names([SETTINGS[note] for note in comparison.notes if note != "network"]),
            hashes=hashes,
            each_year=counted_with == "each",
            counted_with=text_of(
                f"counted_with_{counted_with}",
                before=comparison.years[0],
                after=comparison.years[1],
                residents_before=f"{residents[0]:,}",
                residents_after=f"{residents[1]:,}",
            ),
            text=lambda key, **values: both(text_of(key, **values)),
            property=lambda name: both(PROPERTIES.get(name, (name, name))),
            value=lambda name, value: both(_value(name, value, kinds)),
        )
    )
    return with_content_policy(page).encode("utf-8")


def _groups(
    changes: Sequence[PointChange] | Sequence[RouteChange], titles: dict[str, Pair]
) -> list[tuple[str, Pair, list[Any]]]:
    """Return what there is of each sort of change, in the order of the titles."""
    groups = [
        (code, title, [one for one in changes if one.change == code])
        for code, title in titles.items()
    ]
    return [group for group in groups if group[2]]


def _covered(one: CoverageChange, facts: dict[str, Any]) -> dict[str, Any]:
    """Return one row of the tables: a count, what each cause adds, and the later count."""
    labels = {
        p["code"]: (p.get("zh") or p["code"], p.get("en") or p["code"]) for p in facts["profiles"]
    }
    rows = {name: _steps(getattr(one, name)) for name in _COVERED}
    km2 = [round(area / 1e6, 2) for area in one.area_m2]
    return {
        "who": labels.get(one.profile, (one.profile, one.profile)),
        "minutes": one.cutoff_s // 60,
        **rows,
        "area": [
            f"{km2[0]:,.2f}",
            *(f"{b - a:+,.2f}" for a, b in pairwise(km2[1:])),
            f"{km2[3]:,.2f}",
        ],
    }


def _steps(stages: tuple[int, int, int, int]) -> list[str]:
    changes = [f"{after - before:+,}" for before, after in pairwise(stages)]
    return [f"{stages[0]:,}", *changes, f"{stages[3]:,}"]


def _names(pairs: Sequence[Pair]) -> Pair | None:
    if not pairs:
        return None
    return "、".join(str(pair[0]) for pair in pairs), ", ".join(str(pair[1]) for pair in pairs)


def _value(name: str, value: Any, kinds: dict[str, Pair]) -> Pair:
    """Return a property's value as people read it."""
    if value is None:
        return text_of("listed_not" if name == "status" else "none")
    if name == "kind":
        return kinds.get(value, (value, value))
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    return (
        VALUES.get(value, (str(value), str(value)))
        if name in {"status", "accessibility"}
        else (str(value), str(value))
    )
