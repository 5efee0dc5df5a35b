"""``learnmap areas|offerings|routes|residents import``: the tables beside the points."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.cli.points import say_changes
from learnmap.workflows.imports import (
    import_areas,
    import_offerings,
    import_residents,
    import_routes,
)

areas = typer.Typer(help="Administrative areas.", no_args_is_help=True)
offerings = typer.Typer(help="What is taught, where and when.", no_args_is_help=True)
routes = typer.Typer(help="Walking routes and their stops.", no_args_is_help=True)
residents = typer.Typer(help="Where people live.", no_args_is_help=True)


# A single command would stand in the place of its group; the callback keeps `import` a word.
@areas.callback()
@offerings.callback()
@routes.callback()
@residents.callback()
def _group() -> None:
    pass


@areas.command("import")
def areas_import(file: Annotated[Path, typer.Argument(help="GeoJSON")]) -> None:
    """Add and change areas; points are assigned to them."""
    with opened_city() as city:
        say_changes("areas", import_areas(city, file))


@offerings.command("import")
def offerings_import(
    file: Annotated[Path, typer.Argument(help="CSV of offerings")],
    categories: Annotated[Path | None, typer.Option(help="CSV of the city's categories")] = None,
    sessions: Annotated[Path | None, typer.Option(help="CSV of dated sessions")] = None,
) -> None:
    """Add and change offerings."""
    with opened_city() as city:
        changes = import_offerings(city, file, categories=categories, sessions=sessions)
    say_changes("offerings", changes)


@routes.command("import")
def routes_import(
    file: Annotated[Path, typer.Argument(help="CSV of routes")],
    stops: Annotated[Path, typer.Option(help="CSV of their stops")],
) -> None:
    """Add and change walking routes."""
    with opened_city() as city:
        say_changes("walking routes", import_routes(city, file, stops=stops))


@residents.command("import")
def residents_import(file: Annotated[Path, typer.Argument(help="CSV")]) -> None:
    """Replace the residents that came from a file of this name."""
    with opened_city() as city:
        count = import_residents(city, file)
    say(f"residents at {count:,} places")
