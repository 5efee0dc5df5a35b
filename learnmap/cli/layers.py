"""``learnmap layers``: a planner's layers for QGIS, notebooks and spreadsheets."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say


def layers(
    folder: Annotated[Path, typer.Argument(help="New folder for the files.")],
    profile: Annotated[
        str, typer.Option(help="Who walks; older_adult where the city has it.")
    ] = "",
    minutes: Annotated[
        int, typer.Option(help="The limit of coverage; by default the city's largest.")
    ] = 0,
) -> None:
    """Write walking times, coverage and gaps as GeoPackage with a QGIS project, Parquet, CSV."""
    from learnmap.workflows.planning.maps.folder import write_map_layers
    from learnmap.workflows.planning.questions import ReportQuestion

    with opened_city() as city:
        written = write_map_layers(city, folder, ReportQuestion(profile, minutes))
    for file in written.files:
        say(str(file))
    if written.fictional:
        say("note: the city's data are fictional, and the files say so")
