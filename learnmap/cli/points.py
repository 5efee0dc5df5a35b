"""``learnmap points``: the list of learning points."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.cli.import_tables import import_points
from learnmap.cli.placing import check_datum, match_addresses
from learnmap.cli.unplaced import unplaced
from learnmap.store import Changes
from learnmap.workflows.corners import put_points_on_corners
from learnmap.workflows.imports import import_osm_points

app = typer.Typer(help="The city's learning points.", no_args_is_help=True)
app.command("check-datum")(check_datum)
app.command("match-addresses")(match_addresses)
app.command("unplaced")(unplaced)


def say_changes(what: str, changes: Changes) -> None:
    """Print how many rows were added, changed and left as they were."""
    say(
        f"{what}: {len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.unchanged)} unchanged"
    )


app.command("import")(import_points)


@app.command("from-osm")
def from_osm(
    extract: Annotated[Path, typer.Argument(help="CITY.osm.pbf, .osm or .osm.bz2")],
    table: Annotated[
        Path | None, typer.Option(help="The city's own table of tags to kinds (CSV).")
    ] = None,
) -> None:
    """Fill a first list of learning points and routes from an OpenStreetMap extract."""
    with opened_city() as city:
        found = import_osm_points(city, extract, table=table)
    say_changes("learning points", found.points)
    say_changes("walking routes", found.routes)
    for note in found.notes:
        say(f"note: {note}")


@app.command()
def corners(
    count: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 600,
    seed: Annotated[int, typer.Option(help="The same seed gives the same points.")] = 2026,
) -> None:
    """Put fictional learning points on street corners, to try a city that has no list yet."""
    with opened_city() as city:
        changes = put_points_on_corners(city, count=count, seed=seed)
    say_changes("fictional learning points", changes)
