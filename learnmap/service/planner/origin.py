"""Where a figure comes from: how it was computed, of what, and the command that gives it again."""

import math
import shlex
from dataclasses import dataclass

from learnmap.access import Coverage, ages_of
from learnmap.model.profiles import WalkProfile
from learnmap.service.planner.site_views import SitesAsked
from learnmap.workflows.planning.gaps.parts import PartsBy
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.provenance import Provenance
from learnmap.workflows.planning.questions import AreaFigures, CoverageAnswer, CoverageQuestion

PARTS = ("covered", "uncovered", "unplaced", "total", "share")


@dataclass(frozen=True, slots=True)
class Origin:
    """All that is to be told of one figure.

    Attributes
    ----------
    question : CoverageQuestion
    area : AreaFigures
    part : str
        One of `PARTS`.
    found : Coverage
        The figure is its part.
    walker : WalkProfile
    joined : int
        Points of the set that join a street of the profile.
    divided : float
        Residents who are not counted, since the age divides their band.
    snap_limit_m : float
    made_from : Provenance
    command : str
    """

    question: CoverageQuestion
    area: AreaFigures
    part: str
    found: Coverage
    walker: WalkProfile
    joined: int
    divided: float
    snap_limit_m: float
    made_from: Provenance
    command: str

    @property
    def value(self) -> float | None:
        """Return the figure, all digits; None for the share of nobody."""
        found: float | None = getattr(self.found, self.part)
        return found

    @property
    def rest(self) -> float:
        """Return by how much the parts differ from the total: rounding of sums alone."""
        found = self.found
        return found.total - math.fsum((found.covered, found.uncovered, found.unplaced))


def origin_of(
    held: HeldCity, answer: CoverageAnswer, area: AreaFigures, part: str, minutes: int
) -> Origin:
    """Gather what is told of one figure of an answer."""
    question, inputs = answer.question, held.inputs
    return Origin(
        question,
        area,
        part,
        area.within[minutes],
        held.walker(question.profile),
        answer.joined,
        answer.divided,
        inputs.settings.snap_limit_m,
        inputs.provenance,
        command_of(question, minutes, usual=[one // 60 for one in inputs.settings.cutoffs_s]),
    )


def _set_option(points: PointSet) -> list[str]:
    """Return the option by which a command looks at a set of points alone."""
    if points.by == "step_free":
        return ["--step-free-points"]
    return [f"--{points.by}", points.code] if points.code else []


def gaps_command(question: CoverageQuestion, by: PartsBy) -> str:
    """Return the command line whose table has the gaps of a question."""
    words = ["learnmap", "gaps", "--profile", question.profile, "--as", by]
    words += ["--minutes", str(question.minutes), "--age", str(question.age_from)]
    return shlex.join([*words, *_set_option(question.points)])


def sites_command(question: CoverageQuestion, own: SitesAsked) -> str:
    """Return the command line that proposes the sites of a question."""
    words = ["learnmap", "sites", "--model", own.model.value, "--sites", str(own.sites)]
    words += ["--spacing", str(own.spacing), "--profile", question.profile]
    words += ["--minutes", str(question.minutes), "--age", str(question.age_from)]
    words += ["--by", question.level]
    if own.floor:
        words += ["--floor", f"{own.floor / 100:g}", "--as-far-as-reachable"]
    return shlex.join([*words, *_set_option(question.points)])


def command_of(question: CoverageQuestion, minutes: int, *, usual: list[int]) -> str:
    """Return the command line whose table has a figure of a question.

    Parameters
    ----------
    question : CoverageQuestion
    minutes : int
    usual : list of int
        Limits that the table has without being asked.
    """
    profile = question.profile
    words = ["learnmap", "coverage", "--profile", profile, "--by", question.level]
    words += _set_option(question.points)
    if question.age_from != ages_of(profile):
        words += ["--age", f"{profile}={question.age_from}"]
    if minutes not in usual:
        words += ["--minutes", str(minutes)]
    return shlex.join(words)
