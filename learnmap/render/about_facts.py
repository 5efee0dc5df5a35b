"""What the section "About this map" says, computed from the frozen files only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from learnmap.render.accuracy_lines import AccuracyLines, accuracy_lines
from learnmap.render.bilingual import both, free, names, say
from learnmap.render.catchment_encoding import EncodedCatchments
from learnmap.render.edition_facts import EditionFacts, Profile, WithoutCatchment
from learnmap.render.edition_files import FrozenEdition
from learnmap.render.labels import LABELS, words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A point without a catchment for some walker: its id, names, and why."""

    point_id: str
    name: Markup
    reason: Markup


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """Sentences and lists of the section."""

    profiles: tuple[Markup, ...]
    slopes: Markup
    page_catchments: Markup
    left_out: tuple[LeftOut, ...]
    accuracy: AccuracyLines | None
    checks: tuple[Markup, ...]


def about_facts(edition: FrozenEdition, *, catchments: EncodedCatchments) -> AboutFacts:
    """Return what the section says about walking, the page's catchments and their gaps."""
    facts = edition.facts
    widest_s = max(facts.cutoffs_s, default=0)
    return AboutFacts(
        profiles=tuple(_profile_line(profile, widest_s) for profile in facts.profiles),
        slopes=_slopes(facts),
        page_catchments=_page_catchments(catchments),
        left_out=_left_out(edition),
        accuracy=accuracy_lines(facts),
        checks=tuple(_checks(facts)),
    )


def catchment_reasons(facts: EditionFacts) -> dict[str, list[tuple[str, str]]]:
    """Return, for each point that lacks a catchment for some walker, the reasons in words."""
    by_point: dict[str, list[WithoutCatchment]] = {}
    for gap in facts.without_catchment:
        by_point.setdefault(gap.point_id, []).append(gap)
    return {
        point_id: [
            words("without_for", reason=reason, profiles=profiles)
            for reason, profiles in _by_reason(facts, gaps)
        ]
        for point_id, gaps in by_point.items()
    }


def _by_reason(
    facts: EditionFacts, gaps: Sequence[WithoutCatchment]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    labels = {profile.code: (profile.zh, profile.en) for profile in facts.profiles}
    grouped: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for gap in gaps:
        label = labels.get(gap.profile, (gap.profile, gap.profile))
        grouped.setdefault(_reason(gap), []).append(label)
    return [
        (
            reason,
            words("all_walkers")
            if len(who) == len(labels)
            else ("、".join(zh for zh, _ in who), ", ".join(en for _, en in who)),
        )
        for reason, who in grouped.items()
    ]


def _checks(facts: EditionFacts) -> Iterator[Markup]:
    """Say whether a second person looked at it, and what it was published against.

    Editions from before there were checks say nothing.
    """
    if facts.checks is None:
        return
    yield say("about_reviewed" if facts.checks.reviewed else "about_not_reviewed")
    # A check may have found several things, for the one reason.
    for check, reason in dict.fromkeys((o.check, o.reason) for o in facts.checks.overridden):
        name = words(f"check_{check}") if f"check_{check}" in LABELS else check
        yield Markup("{} {}").format(say("about_overridden", check=name), free(reason))


def _reason(gap: WithoutCatchment) -> tuple[str, str]:
    if gap.reason == "too_far":
        if gap.distance_m is None:
            return words("too_far_unmeasured")
        return words("too_far", metres=f"{gap.distance_m:.0f}")
    if gap.reason == "island":
        return words("island")
    return gap.reason, gap.reason


def _left_out(edition: FrozenEdition) -> tuple[LeftOut, ...]:
    points = {point.id: point for point in edition.points}
    reasons = catchment_reasons(edition.facts)
    return tuple(
        LeftOut(
            point_id,
            names((points[point_id].name_zh, points[point_id].name_en)),
            Markup(" ").join(both(reason) for reason in reasons[point_id]),
        )
        for point_id in sorted(reasons)
        if point_id in points
    )


def _profile_line(profile: Profile, widest_s: int) -> Markup:
    line = say(
        "about_profile",
        name=(profile.zh, profile.en),
        speed=f"{profile.speed_m_per_s:g}",
        minutes=f"{widest_s / 60:g}",
        metres=f"{profile.speed_m_per_s * widest_s:.0f}",
    )
    if profile.steps_factor is None:
        return Markup("{} {}").format(line, say("about_no_steps"))
    if profile.steps_factor != 1:
        factor = say("about_steps_factor", factor=f"{profile.steps_factor:g}")
        return Markup("{} {}").format(line, factor)
    return line


def _slopes(facts: EditionFacts) -> Markup:
    raster = facts.network.elevation
    if raster is None:
        return say("about_no_slopes")
    line = say("about_slopes", name=raster.name)
    if (flat := facts.network.edges - raster.edges) > 0:
        return Markup("{} {}").format(line, say("about_flat_edges", edges=f"{flat:,}"))
    return line


def _page_catchments(catchments: EncodedCatchments) -> Markup:
    if catchments.cell_m is not None:
        return say("about_page_cells", size=f"{catchments.cell_m:g}")
    if catchments.tolerance_m is None:
        return say("about_page_no_catchments")
    return say("about_page_catchments", tolerance=f"{catchments.tolerance_m:g}")
