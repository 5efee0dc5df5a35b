"""``learnmap serve``: the service."""

from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.service import serve as serve_city
from learnmap.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="0 takes a free one.")] = None,
) -> None:
    """Serve the published editions and the API."""
    settings = Settings()
    with opened_city() as city:
        serve_city(
            city,
            host=settings.host if host is None else host,
            port=settings.port if port is None else port,
            on_ready=lambda url: say(f"learnmap is at {url}"),
        )
