"""The steps of ``learnmap edition`` between a draft and its publication."""

from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.edition_options import (
    Exemption,
    Map,
    Number,
    OneMap,
    Overrides,
    Year,
    each,
    level_of,
    reasons,
)
from learnmap.model.errors import GateError, InvalidInputError
from learnmap.workflows.editions import Approval, check_edition, revise_edition
from learnmap.workflows.gate import Finding, GateReport
from learnmap.workflows.reviews import (
    Review,
    approve_edition,
    return_edition,
    review_of,
    submit_edition,
)


def gate(
    year: Year,
    map_name: Map = "all",
    approval_number: Number = None,
    approval_exemption: Exemption = None,
    override: Overrides = None,
) -> None:
    """Show what blocks an edition and what only warns; end with 1 when something blocks."""
    approval, overrides = Approval(approval_number, approval_exemption), reasons(override)
    blocked: list[GateReport] = []
    with opened_city() as city:

        def step(name: str) -> None:
            report = check_edition(city, name, year, approval=approval, overrides=overrides)
            blocks = len(report.blocking)
            say(f"{report.title} {f'{blocks} findings block it' if blocks else 'may be published'}")
            _show(report.findings)
            if blocks:
                blocked.append(report)

        each(map_name, step)
    if blocked:
        raise GateError("; ".join(f"{one.title} is blocked" for one in blocked))


def submit(year: Year, map_name: Map = "all") -> None:
    """Give a map as it is now to be reviewed by another person."""
    with opened_city() as city:

        def step(name: str) -> None:
            _say_review(submit_edition(city, name, year))

        each(map_name, step)


def review(
    year: Year,
    map_name: OneMap,
    approve: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option("--approve", help="Approve what was submitted.")
    ] = False,
    send_back: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option("--return", help="Send it back, with a note of what to mend.")
    ] = False,
    note: Annotated[str | None, typer.Option(help="What the reviewer has to say.")] = None,
) -> None:
    """Show what is in review, approve it as a second person, or send it back."""
    if approve and send_back:
        raise InvalidInputError("give --approve or --return, not both")
    with opened_city() as city:
        if approve:
            row = approve_edition(city, map_name, year, note=note)
            say(f"{row.title}: approved by {row.reviewed_by}; it can be published")
        elif send_back:
            row = return_edition(city, map_name, year, note=note or "")
            say(f"{row.title}: a draft again")
        else:
            _say_review(review_of(city, map_name, year))


def revise(
    year: Year,
    map_name: OneMap,
    reason: Annotated[str, typer.Option(help="What it corrects; the old revision tells it.")],
) -> None:
    """Begin a revision that corrects the published edition; the old one stays."""
    with opened_city() as city:
        row = revise_edition(city, map_name, year, reason=reason)
    say(f"{row.title}: {row.status}; it takes the place of the published one when it is published")


def _say_review(found: Review) -> None:
    row = found.edition
    say(f"{row.title}: in review, submitted by {row.submitted_by}")
    if row.reviewed_by is not None:
        say(f"approved by {row.reviewed_by}")
    brought = sorted({author.actor for author in found.authors})
    say(f"its content was brought in by {', '.join(brought) or 'nobody'}; another person approves")
    # A number comes with the publication, and the review is what is under way.
    _show([one for one in found.report.findings if one.check not in {"approval", "review"}])


def _show(findings: list[Finding] | tuple[Finding, ...]) -> None:
    if findings:
        rows = [[level_of(one), one.check, one.says, one.reason or one.remedy] for one in findings]
        show_table(["", "check", "found", "remedy or reason"], rows)
