"""``learnmap serve``: the service."""

from typing import Annotated

import typer

from learnmap.cli.console import say
from learnmap.model.errors import InvalidInputError
from learnmap.service import IdentityProvider
from learnmap.service import serve as serve_city
from learnmap.settings import Settings
from learnmap.workflows.city import open_service


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="0 takes a free one.")] = None,
) -> None:
    """Serve the published editions, the API, and under /staff the pages for staff."""
    settings = Settings()
    with open_service(
        database_url=settings.database_url,
        name=settings.city,
        home=settings.home,
        actor=settings.actor,
        threads=settings.threads,
    ) as (city, staff):
        serve_city(
            city,
            staff=staff,
            provider=identity_provider(settings),
            public_url=settings.public_url,
            requests_per_minute=settings.requests_per_minute,
            host=settings.host if host is None else host,
            port=settings.port if port is None else port,
            on_ready=lambda url: say(f"learnmap is at {url}"),
        )


def identity_provider(settings: Settings) -> IdentityProvider | None:
    """Return where staff may log in besides, as the settings say.

    Raises
    ------
    InvalidInputError
        When they say only a part of it.
    """
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None or settings.oidc_client_secret is None:
        raise InvalidInputError(
            "LEARNMAP_OIDC_ISSUER is set without LEARNMAP_OIDC_CLIENT_ID or "
            "LEARNMAP_OIDC_CLIENT_SECRET; set all three"
        )
    return IdentityProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        role_claim=settings.oidc_role_claim,
        roles=settings.oidc_roles,
    )
