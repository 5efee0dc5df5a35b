"""What several commands of ``learnmap edition`` take and say."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from learnmap.cli.console import say
from learnmap.model.errors import (
    ConflictError,
    IntegrityError,
    InvalidInputError,
    LearnmapError,
    NotFoundError,
    NotReadyError,
)
from learnmap.model.kinds import MAPS
from learnmap.workflows.gate import OVERRIDABLE, Finding, GateReport

Year = Annotated[int, typer.Argument(help="Year of the edition, 2026")]
Map = Annotated[str, typer.Argument(metavar="MAP", help="learning, elderly, humanities, or all")]
OneMap = Annotated[str, typer.Argument(metavar="MAP", help="learning, elderly, humanities")]
Number = Annotated[str | None, typer.Option(help="Map approval number (审图号).")]
Exemption = Annotated[str | None, typer.Option(help="Why no map approval is needed.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CHECK=REASON",
        help=f"Why to publish against a check: {', '.join(OVERRIDABLE)}; may be repeated.",
    ),
]


def each(map_name: str, step: Callable[[str], None]) -> None:
    """Take a step with one map, or with all: then go on past those that it does not concern.

    Raises
    ------
    LearnmapError
        When no map went through, or one is not as it was published.
    """
    if map_name != "all":
        step(map_name)
        return
    passed: list[LearnmapError] = []
    broken: list[IntegrityError] = []
    for name in MAPS:
        try:
            step(name)
        except (NotReadyError, NotFoundError, ConflictError) as error:
            passed.append(error)
            say(f"{name}: left out: {error}")
        except IntegrityError as error:
            broken.append(error)
            say(f"{name}: {error}")
    if broken:
        raise broken[0]
    if len(passed) == len(MAPS):
        raise passed[0]


def reasons(overrides: Sequence[str] | None) -> dict[str, str]:
    """Return the reasons by check of options such as ``assured=checked by telephone``.

    Raises
    ------
    InvalidInputError
        When one has no reason, or two are for one check.
    """
    found: dict[str, str] = {}
    for given in overrides or ():
        code, equals, reason = given.partition("=")
        if not equals or not reason.strip():
            raise InvalidInputError(f"--override {given}: give CHECK=REASON")
        if code.strip() in found:
            raise InvalidInputError(f"--override {given}: {code.strip()} has a reason already")
        found[code.strip()] = reason.strip()
    return found


def say_findings(report: GateReport) -> None:
    """Print what checks found of an edition that they let pass."""
    for finding in report.findings:
        if finding.reason is None:
            say(f"warning: {finding.says}; {finding.remedy}")
        else:
            say(f"overridden: {finding.says}; because: {finding.reason}")


def level_of(finding: Finding) -> str:
    """Say what a finding means for publishing."""
    if finding.blocks:
        return "blocks"
    return "warns" if finding.reason is None else "overridden"
