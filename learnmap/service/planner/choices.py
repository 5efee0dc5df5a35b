"""What a planner can choose from, in words."""

from dataclasses import dataclass

from learnmap.model.languages import LANGUAGES
from learnmap.service.planner.sets import points_value, set_words, sets_of
from learnmap.service.planner.words import word
from learnmap.workflows.planning.held_city import LONGEST_MIN, HeldCity
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.questions import CoverageQuestion

Choice = tuple[str, str]
"""A value in an address, and what it is called."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of each field, in the order in which they are offered.

    Attributes
    ----------
    profiles, ages, points, levels, minutes : tuple of Choice
    """

    profiles: tuple[Choice, ...]
    ages: tuple[Choice, ...]
    points: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    minutes: tuple[Choice, ...]

    def profile(self, code: str) -> str:
        """Return what a profile is called."""
        return dict(self.profiles)[code]

    def age(self, age_from: int) -> str:
        """Return what the residents of an age and older are called."""
        return dict(self.ages)[str(age_from)]

    def level(self, level: str) -> str:
        """Return what the areas of a level are called."""
        return dict(self.levels)[level]

    def set_of(self, points: PointSet) -> str:
        """Return what a set of points is called."""
        return dict(self.points)[points_value(points)]


def choices_of(held: HeldCity, asked: CoverageQuestion, language: str) -> Choices:
    """Return the choices that a city offers, with what is asked among them."""
    in_english = LANGUAGES.index(language) == 1
    settings = held.inputs.settings
    ages = sorted({*held.ages, asked.age_from})
    minutes = sorted({*range(1, LONGEST_MIN + 1), asked.minutes})
    return Choices(
        profiles=tuple((one.code, one.en if in_english else one.zh) for one in settings.profiles),
        ages=tuple((str(one), age_words(one, language)) for one in ages),
        points=tuple((points_value(one), set_words(held, one, language)) for one in sets_of(held)),
        levels=tuple((one, word(f"by_{one}", language)) for one in held.levels()),
        minutes=tuple((str(one), word("minutes_count", language, count=one)) for one in minutes),
    )


def age_words(age_from: int, language: str) -> str:
    """Return what the residents of an age and older are called."""
    return word("age_from", language, age=age_from) if age_from else word("age_all", language)
