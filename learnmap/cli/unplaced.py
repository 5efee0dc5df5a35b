"""``learnmap points unplaced``: points that somebody has to put on the map."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.workflows.placing import unplaced_as_csv, unplaced_points


def unplaced(
    to: Annotated[Path | None, typer.Option(help="CSV to write to; else it is printed.")] = None,
) -> None:
    """List the points that wait to be put on the map, with the likeliest candidate of each.

    They are placed on `/staff/unplaced` of a running service.
    """
    with opened_city() as city:
        rows = unplaced_points(city)
    body = unplaced_as_csv(rows)
    if to is None:
        sys.stdout.write(body.decode("utf-8-sig").replace("\r\n", "\n"))
        return
    to.write_bytes(body)
    say(f"{len(rows)} points wait to be placed: {to}")


def say_unplaced(count: int) -> None:
    """Say how many rows of a file are for the map."""
    if count:
        say(
            f"{count} rows have no coordinates and no sure address: they wait on the list of "
            "points to be placed on the map, `/staff/unplaced` (`learnmap points unplaced`)"
        )
