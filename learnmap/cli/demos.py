"""``learnmap demo``: a city from nothing to served maps."""

from pathlib import Path
from typing import Annotated, Final

import typer

from learnmap.cli.catchments import say_catchments, say_certificate
from learnmap.cli.console import progress_bar, say
from learnmap.cli.networks import say_build
from learnmap.cli.serving import identity_provider
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import MAP_TITLES, MAPS
from learnmap.service import serve as serve_city
from learnmap.settings import Settings
from learnmap.workflows.accounts import list_accounts
from learnmap.workflows.city import City, open_city, open_service
from learnmap.workflows.demo import (
    DemoReport,
    database_name,
    demo_city,
    demo_extract,
    is_built,
    this_year,
)
from learnmap.workflows.editions import all_editions
from learnmap.workflows.networks import ElevationRaster

DEMO_FOLDER: Final = Path(__file__).parents[2] / "data" / "demo"


def demo(
    osm: Annotated[
        Path | None, typer.Option(help="A real city's extract, in place of the demo city.")
    ] = None,
    corners: Annotated[
        int | None, typer.Option(min=0, help="How many fictional points to put on its corners.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The real city's name.")] = None,
    elevation: Annotated[
        Path | None, typer.Option(help="The real city's heights: a GeoTIFF, in metres.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="0 takes a free one.")] = None,
    serve: Annotated[bool, typer.Option(help="Serve the maps when they are built.")] = True,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Build a city from nothing, publish its three maps, and serve them.

    Without options it is the fictional demo city. Each city has a database of its own; one that
    is built already is only served.
    """
    if osm is None and elevation is not None:
        raise InvalidInputError(
            "--elevation is for a real city, which --osm names; the demo city's ground is flat"
        )
    settings = Settings()
    year = this_year()
    extract = DEMO_FOLDER / "streets.osm.pbf" if osm is None else osm
    database = database_name(extract, elevation)
    with open_city(
        database_url=settings.database_url,
        name=database,
        home=settings.home,
        actor=settings.actor,
        threads=settings.threads,
    ) as city:
        if not is_built(city, extract, year, elevation=elevation):
            with progress_bar() as told:
                report = (
                    demo_city(city, DEMO_FOLDER, year=year, progress=told)
                    if osm is None
                    else demo_extract(
                        city,
                        osm,
                        name=name,
                        corners=corners,
                        elevation=ElevationRaster(elevation) if elevation else None,
                        year=year,
                        progress=told,
                    )
                )
            _say_report(report)
        if settings.database_url is None:
            say(f"other commands on this city: LEARNMAP_CITY={database} learnmap COMMAND")
    if serve:
        _serve(settings, database, year, host=host, port=port)


def _serve(
    settings: Settings, database: str, year: int, *, host: str | None, port: int | None
) -> None:
    """Serve what is built, with the roles of the public and of staff, as `learnmap serve` does."""
    private = settings.database_url is None
    with open_service(
        database_url=settings.database_url,
        name=database,
        home=settings.home,
        actor=settings.actor,
        threads=settings.threads,
    ) as (city, staff):

        def ready(url: str) -> None:
            _say_addresses(city, url, year)
            if staff is not None:
                _say_staff(staff, url, f"LEARNMAP_CITY={database} " if private else "")
            say("Stop with Ctrl-C.")

        serve_city(
            city,
            staff=staff,
            provider=identity_provider(settings),
            public_url=settings.public_url,
            host=settings.host if host is None else host,
            port=settings.port if port is None else port,
            on_ready=ready,
        )


def _say_report(report: DemoReport) -> None:
    say_build(report.build)
    say(f"learning points: {report.points:,}{_made_up(report)}")
    say_catchments(report.catchments)
    say_certificate(report.certificate)
    for note in report.notes:
        say(f"note: {note}")


def _made_up(report: DemoReport) -> str:
    if report.fictional == report.points:
        return ", all fictional"
    return f", {report.fictional:,} of them fictional" if report.fictional else ""


def _say_staff(staff: City, url: str, city: str) -> None:
    """Print where staff log in, and how the first of them gets an account."""
    say(f"  工作人员入口 pages for staff: {url}/staff")
    if not list_accounts(staff):
        say(
            f"    nobody has an account yet; in another terminal: {city}learnmap account add NAME "
            "--role admin --lasting"
        )


def _say_addresses(city: City, url: str, year: int) -> None:
    """Print where the maps are."""
    say("")
    published = {row.map_name for row in all_editions(city) if row.status == "published"}
    for map_name in (name for name in MAPS if name in published):
        title = MAP_TITLES[map_name]
        say(f"  {title['zh']} {title['en']}: {url}/editions/{year}/{map_name}/")
    place = "learning points near a place"
    west, south, east, north = city.bounds()
    lon, lat = (west + east) / 2, (south + north) / 2
    say(f"  {place}: {url}/api/v1/nearby?lon={lon:.5f}&lat={lat:.5f}&minutes=15")
    say(f"  图层 layers for QGIS, ArcGIS and GDAL: {url}/ogc")
