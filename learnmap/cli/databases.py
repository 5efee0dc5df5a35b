"""``learnmap db``: the private server."""

import typer

from learnmap.cli.console import opened_city, say
from learnmap.settings import Settings
from learnmap.store import EmbeddedCluster

app = typer.Typer(help="The private PostGIS server in your data folder.", no_args_is_help=True)


def _cluster() -> EmbeddedCluster | None:
    settings = Settings()
    if settings.database_url is not None:
        say("LEARNMAP_DATABASE_URL names a server; learnmap starts none of its own.")
        return None
    return EmbeddedCluster(settings.home / "postgres")


@app.command()
def start() -> None:
    """Start the private server, making it on the first start."""
    if cluster := _cluster():
        with opened_city():  # makes the city's database and brings its tables up to date
            say(f"running; {cluster.url(Settings().city)}")


@app.command()
def stop() -> None:
    """Stop the private server."""
    if cluster := _cluster():
        cluster.stop()
        say("stopped")


@app.command()
def status() -> None:
    """Say whether the private server runs, and where it is."""
    if cluster := _cluster():
        found = cluster.status()
        say(f"{'running' if found.running else 'not running'}; {cluster.folder}")
        if found.answering:
            say(f"cities: {', '.join(cluster.databases()) or 'none yet'}")
