"""The part of a report on how its figures were computed, and from what."""

from collections.abc import Iterator

from learnmap.render.document import Language, Section
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.report.covered import walker_words
from learnmap.workflows.planning.report.figures import people
from learnmap.workflows.planning.report.words import say


def sources(held: HeldCity, question: CoverageQuestion, language: Language) -> Section:
    """Return the part."""
    text = [
        *_paces(held, language),
        *_inputs(held, language),
        *_divided(held, question, language),
        *_misfits(held, question, language),
    ]
    return Section(say(language, "how"), text=text)


def _paces(held: HeldCity, language: Language) -> Iterator[str]:
    settings = held.inputs.settings
    for walker in settings.profiles:
        who = walker_words(held, walker.code, language)
        steps = _steps(walker.steps_factor, language)
        yield say(language, "pace", who=who, speed=f"{walker.speed_m_per_s:g}", steps=steps)
    yield say(language, "limits", snap=settings.snap_limit_m, island=settings.island_below_m)


def _steps(factor: float | None, language: Language) -> str:
    if factor is None:
        return say(language, "no_steps")
    if factor == 1:
        return say(language, "steps_alike")
    return say(language, "steps", factor=f"{factor:g}")


def _inputs(held: HeldCity, language: Language) -> Iterator[str]:
    made_from = held.inputs.provenance
    build = made_from.build
    yield say(
        language,
        "streets",
        name=build.extract_name,
        day=build.extract_date or say(language, "no_day"),
        attribution=build.attribution,
        licence=build.licence,
        network=build.content_hash[:16],
    )
    yield say(language, "points_read", open=people(made_from.open_points), day=made_from.points_on)
    for one in made_from.sources:
        yield say(
            language,
            "source",
            name=one.name or say(language, "no_name"),
            places=people(one.places),
            residents=people(one.residents),
        )
    for file in made_from.files:
        yield say(language, "file", name=file.name, day=file.applied_on)


def _divided(held: HeldCity, question: CoverageQuestion, language: Language) -> Iterator[str]:
    divided = held.counted(question.age_from).divided
    if divided:
        yield say(language, "divided", residents=people(divided), age=question.age_from)


def _misfits(held: HeldCity, question: CoverageQuestion, language: Language) -> Iterator[str]:
    areas = held.areas_of(question.level)
    if areas.in_several:
        yield say(language, "in_several", residents=people(areas.in_several))
    if areas.in_none:
        yield say(language, "in_none", residents=people(areas.in_none))
