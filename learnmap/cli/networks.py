"""``learnmap network``: the walk graph."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, progress_bar, say, show_table
from learnmap.workflows.networks import BuildReport, build_network

app = typer.Typer(help="The walk graph of the city.", no_args_is_help=True)


@app.command()
def build(
    extract: Annotated[Path, typer.Argument(help="CITY.osm.pbf, .osm or .osm.bz2")],
) -> None:
    """Build the walk graph and the base map from an OpenStreetMap extract."""
    with opened_city() as city, progress_bar() as told:
        report = build_network(city, extract, progress=told)
    say_build(report)


def say_build(report: BuildReport) -> None:
    """Print what a build made."""
    made = report.build
    say(f"{made.extract_name}: {made.attribution}, {made.licence}")
    show_table(
        ["", ""],
        [
            ["junctions", f"{made.nodes:,}"],
            ["edges", f"{made.edges:,}"],
            ["length", f"{made.length_km:,.1f} km"],
            ["plazas that can be crossed", f"{report.plazas:,}"],
            ["gates and barriers", f"{report.barriers:,}"],
            ["date of the data", str(made.extract_date or "not told by the file")],
            ["box", ", ".join(f"{edge:.5f}" for edge in made.box)],
            ["name", made.content_hash[:16]],
        ],
    )
    if report.excluded:
        listed = ", ".join(f"{tag} ({n:,})" for tag, n in list(report.excluded.items())[:6])
        say(f"ways not for feet: {listed}")
    if report.named:
        say(f"the city is called {report.named} until `learnmap city set` says otherwise")
    say("time: " + ", ".join(f"{stage} {s:.1f} s" for stage, s in report.seconds.items()))
