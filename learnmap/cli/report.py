"""``learnmap report``: the coverage report of a city."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.model.errors import InvalidInputError


def report(
    folder: Annotated[Path, typer.Argument(help="New folder for the files.")],
    profile: Annotated[
        str, typer.Option(help="Who walks; older_adult where the city has it.")
    ] = "",
    minutes: Annotated[
        int, typer.Option(help="The limit that stands large; by default the city's largest.")
    ] = 0,
    by: Annotated[
        str, typer.Option(metavar="LEVEL", help="Areas: district, street_town, neighbourhood.")
    ] = "",
) -> None:
    """Write who can walk to a learning point as HTML and PDF, in Chinese and English."""
    from learnmap.workflows.planning.inputs import LEVELS
    from learnmap.workflows.planning.questions import ReportQuestion
    from learnmap.workflows.planning.report import write_report

    level = next((one for one in LEVELS if one == by), None)
    if by and level is None:
        raise InvalidInputError(f"--by {by}: no such level; give {', '.join(LEVELS)}")
    with opened_city() as city:
        written = write_report(city, folder, ReportQuestion(profile, minutes, level))
    for file in written.files:
        say(str(file))
    if written.fictional:
        say("note: the city's data are fictional, and the report says so")
