"""``learnmap import routes|offerings|categories|areas|population``."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.imports import app, bring_in
from learnmap.ingest.gpx_routes import MATCH_WITHIN_M
from learnmap.workflows.checked_tables import Extras

__all__ = ["app"]

Source = Annotated[str | None, typer.Option(help="Where rows without a source are from.")]
Datum = Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook, or layer of a GeoPackage.")]
DryRun = Annotated[bool, typer.Option(help="Only tell what it would do.")]
Fictional = Annotated[bool, typer.Option(help="Mark all rows as demonstration data.")]


@app.command()
def routes(
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
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
    fictional: Fictional = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change walking routes and their stops."""
    bring_in(
        file,
        dry_run=dry_run,
        what="routes",
        extras=Extras(beside=stops, within_m=within),
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
    )


@app.command()
def offerings(
    file: Annotated[Path, typer.Argument(help="xlsx or CSV")],
    sessions: Annotated[Path | None, typer.Option(help="Table of dated sessions.")] = None,
    source: Source = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change offerings and their dated sessions."""
    extras = Extras(beside=sessions)
    bring_in(file, dry_run=dry_run, what="offerings", extras=extras, source=source, sheet=sheet)


@app.command()
def categories(
    file: Annotated[Path, typer.Argument(help="xlsx or CSV")],
    source: Source = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change the categories of offerings."""
    bring_in(file, dry_run=dry_run, what="categories", source=source, sheet=sheet)


@app.command()
def areas(
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
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Add and change areas; points are assigned to them."""
    bring_in(
        file,
        dry_run=dry_run,
        what="areas",
        extras=Extras(beside=names, level=level),
        source=source,
        datum=datum,
        sheet=sheet,
    )


@app.command()
def population(
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
    dry_run: DryRun = False,  # noqa: FBT002 -- an option of the command line
    fictional: Fictional = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Replace the residents of a source."""
    bring_in(
        file,
        dry_run=dry_run,
        what="population",
        extras=Extras(ages=ages),
        source=source,
        datum=datum,
        sheet=sheet,
        fictional=fictional,
    )
