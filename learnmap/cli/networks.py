"""``learnmap network``: the walk graph."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, progress_bar, say, show_table
from learnmap.model.errors import InvalidInputError
from learnmap.store import NetworkBuild
from learnmap.workflows.networks import BuildReport, ElevationRaster, build_network

app = typer.Typer(help="The walk graph of the city.", no_args_is_help=True)


@app.command()
def build(
    extract: Annotated[Path, typer.Argument(help="CITY.osm.pbf, .osm or .osm.bz2")],
    elevation: Annotated[
        Path | None, typer.Option(help="GeoTIFF of the ground's heights in metres, for slopes.")
    ] = None,
    elevation_source: Annotated[str, typer.Option(help="Whom to name for the heights.")] = "",
    elevation_licence: Annotated[str, typer.Option(help="Licence of the heights.")] = "",
) -> None:
    """Build the walk graph and the base map from an OpenStreetMap extract."""
    raster = given_raster(elevation, elevation_source, elevation_licence)
    with opened_city() as city, progress_bar() as told:
        report = build_network(city, extract, elevation=raster, progress=told)
    say_build(report)


def given_raster(path: Path | None, source: str, licence: str) -> ElevationRaster | None:
    """Return the raster of heights that the options name.

    Raises
    ------
    InvalidInputError
        When they tell of a raster that is not given.
    """
    if path is not None:
        return ElevationRaster(path, attribution=source, licence=licence)
    if source or licence:
        raise InvalidInputError(
            "--elevation-source and --elevation-licence tell of a raster; give it with --elevation"
        )
    return None


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
    say(f"slopes: {_slopes(made)}")
    if report.excluded:
        listed = ", ".join(f"{tag} ({n:,})" for tag, n in list(report.excluded.items())[:6])
        say(f"ways not for feet: {listed}")
    if report.named:
        say(f"the city is called {report.named} until `learnmap city set` says otherwise")
    say("time: " + ", ".join(f"{stage} {s:.1f} s" for stage, s in report.seconds.items()))


def _slopes(build: NetworkBuild) -> str:
    raster = build.elevation
    if raster is None:
        return "no elevation raster given; every street counts as flat"
    return f"from {raster.name} ({raster.edges:,} of {build.edges:,} edges have heights)"
