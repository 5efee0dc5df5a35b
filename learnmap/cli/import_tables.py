"""``learnmap import points|routes|offerings|categories|areas|population``."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.bringing_in import (
    Datum,
    DryRun,
    Fictional,
    Language,
    Report,
    Sheet,
    Source,
    bring_in,
)
from learnmap.cli.columns import Column, Ignore, Value
from learnmap.cli.imports import app
from learnmap.ingest.gpx_routes import MATCH_WITHIN_M
from learnmap.workflows.table_openers import Extras

__all__ = ["app"]


@app.command("points")
def import_points(  # noqa: PLR0913 -- one for each option
    file: Annotated[
        Path, typer.Argument(help="xlsx, CSV, GeoJSON or GeoPackage; see docs/import-formats.md")
    ],
    source: Source = None,
    datum: Annotated[
        str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09, for rows without one.")
    ] = None,
    sheet: Sheet = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
    fictional: Fictional = False,  # noqa: FBT002 -- an option of the command line
    place_by_hand: Annotated[  # noqa: FBT002 -- an option of the command line
        bool,
        typer.Option(
            "--place-by-hand",
            help="Take rows without coordinates: by their address, or on the list for the map.",
        ),
    ] = False,
    inside: Annotated[
        str | None,
        typer.Option(
            metavar="streets|CODE",
            help="Take only rows in the box of the city's streets, or in the area of that code.",
        ),
    ] = None,
) -> None:
    """Add and change learning points; with warnings the file waits until they are confirmed."""
    bring_in(
        file,
        what="points",
        dry_run=dry_run,
        column=column,
        value=value,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
        place_by_hand=place_by_hand,
        inside=inside,
    )


@app.command()
def routes(  # noqa: PLR0913 -- one for each option
    file: Annotated[Path, typer.Argument(help="xlsx, CSV, GeoJSON, GeoPackage or GPX")],
    stops: Annotated[
        Path | None, typer.Option(help="Table of the stops, where FILE has none.")
    ] = None,
    within: Annotated[
        float, typer.Option(min=1, max=500, help="Metres from a waypoint of GPX to its point.")
    ] = MATCH_WITHIN_M,
    source: Source = None,
    datum: Datum = None,
    sheet: Sheet = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
    fictional: Fictional = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change walking routes and their stops."""
    bring_in(
        file,
        what="routes",
        dry_run=dry_run,
        extras=Extras(beside=stops, within_m=within),
        column=column,
        value=value,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
    )


@app.command()
def offerings(  # noqa: PLR0913 -- one for each option
    file: Annotated[Path, typer.Argument(help="xlsx or CSV")],
    sessions: Annotated[Path | None, typer.Option(help="Table of dated sessions.")] = None,
    source: Source = None,
    sheet: Sheet = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change offerings and their dated sessions."""
    bring_in(
        file,
        what="offerings",
        dry_run=dry_run,
        extras=Extras(beside=sessions),
        column=column,
        value=value,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        sheet=sheet,
    )


@app.command()
def categories(
    file: Annotated[Path, typer.Argument(help="xlsx or CSV")],
    source: Source = None,
    sheet: Sheet = None,
    column: Column = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change the categories of offerings."""
    bring_in(
        file,
        what="categories",
        dry_run=dry_run,
        column=column,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        sheet=sheet,
    )


@app.command()
def areas(  # noqa: PLR0913 -- one for each option
    file: Annotated[Path, typer.Argument(help="GeoJSON or GeoPackage of polygons")],
    level: Annotated[
        str | None,
        typer.Option(help="province, city, district, street_town or neighbourhood, for all."),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(help="Table of code, name_zh, name_en, for names that FILE lacks."),
    ] = None,
    source: Source = None,
    datum: Datum = None,
    sheet: Sheet = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change areas; points are assigned to them."""
    bring_in(
        file,
        what="areas",
        dry_run=dry_run,
        extras=Extras(beside=names, level=level),
        column=column,
        value=value,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        datum=datum,
        sheet=sheet,
    )


@app.command()
def population(  # noqa: PLR0913 -- one for each option
    file: Annotated[
        Path,
        typer.Argument(help="GeoTIFF, polygons or points as GeoJSON or GeoPackage, xlsx, CSV"),
    ],
    ages: Annotated[
        str | None, typer.Option(help="Of a raster's bands, or of one count: 0-59,60+.")
    ] = None,
    source: Source = None,
    datum: Datum = None,
    sheet: Sheet = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Report = None,
    language: Language = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
    fictional: Fictional = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Replace the residents of a source."""
    bring_in(
        file,
        what="population",
        dry_run=dry_run,
        extras=Extras(ages=ages),
        column=column,
        value=value,
        ignore=ignore,
        report=report,
        language=language,
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
    )
