"""What the page says about the accuracy of its catchments: plain words, and the figures."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from learnmap.render.bilingual import both, say
from learnmap.render.edition_facts import Accuracy, EditionFacts
from learnmap.render.labels import words

_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    """The figures of one profile and cutoff."""

    walker: Markup
    minutes: str
    inside: str
    outside: str
    iou: str
    exact: str


@dataclass(frozen=True, slots=True)
class AccuracyLines:
    """Sentences for a resident, and figures for a planner."""

    sample: Markup
    lines: tuple[Markup, ...]
    rows: tuple[AccuracyRow, ...]
    method: Markup


def accuracy_lines(facts: EditionFacts) -> AccuracyLines | None:
    """Return what there is to say; None where the catchments were not certified.

    A sentence speaks of each profile's longest walk; the figures are of every walk.
    """
    if not facts.accuracy:
        return None
    labels = {profile.code: (profile.zh, profile.en) for profile in facts.profiles}
    widest = {one.profile: one for one in sorted(facts.accuracy, key=lambda one: one.cutoff_s)}
    # A profile's walks share their places, and profiles share their origins as far as they join.
    origins = [one.learning_points + one.street_places for one in widest.values()]
    return AccuracyLines(
        sample=say(
            "about_accuracy_sample",
            origins=f"{max(origins):,}",
            points=f"{max(one.learning_points for one in widest.values()):,}",
            places=f"{sum(one.places for one in widest.values()):,}",
        ),
        lines=tuple(
            _line(labels[code], widest[code])
            for code in labels
            if code in widest and widest[code].exact
        ),
        rows=tuple(
            _row(labels.get(one.profile, (one.profile, one.profile)), one) for one in facts.accuracy
        ),
        method=say(
            "about_accuracy_method",
            seed=", ".join(sorted({str(one.seed) for one in facts.accuracy})),
            date=", ".join(sorted({one.certified_on for one in facts.accuracy})),
        ),
    )


def _line(name: tuple[str, str], one: Accuracy) -> Markup:
    return say(
        "about_accuracy_line",
        name=name,
        minutes=f"{one.cutoff_s / 60:g}",
        missed=_in_a_thousand(one.wrongly_outside),
        extra=_in_a_thousand(one.wrongly_inside),
    )


def _in_a_thousand(share: float | None) -> tuple[str, str]:
    count = 1000 * (share or 0.0)
    if 0 < count < 1:
        return words("accuracy_under_one")
    return f"{count:.0f}", f"{count:.0f}"


def _row(name: tuple[str, str], one: Accuracy) -> AccuracyRow:
    return AccuracyRow(
        walker=both(name),
        minutes=f"{one.cutoff_s / 60:g}",
        inside=_share(one.wrongly_inside, one.wrongly_inside_95),
        outside=_share(one.wrongly_outside, one.wrongly_outside_95),
        iou=_NONE if one.iou is None else f"{one.iou:.4f}{_between(one.iou_95, '.4f')}",
        exact=f"{one.exact:,}",
    )


def _share(share: float | None, limits: tuple[float, float] | None) -> str:
    if share is None:
        return _NONE
    percent = None if limits is None else (100 * limits[0], 100 * limits[1])
    return f"{100 * share:.2f} %{_between(percent, '.2f')}"


def _between(limits: tuple[float, float] | None, form: str) -> str:
    return "" if limits is None else f" ({limits[0]:{form}}–{limits[1]:{form}})"
