"""Settings of a process, read once from the environment and passed down."""

import getpass
import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from learnmap.model.roles import Role


def _default_home() -> Path:
    """Return the user's data folder; root's own home is closed to the database's user."""
    if os.geteuid() == 0:
        return Path("/var/lib/learnmap")
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "learnmap"


def _default_actor() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return f"uid {os.getuid()}"


class Settings(BaseSettings):
    """What the environment may set; each name is prefixed with ``LEARNMAP_``.

    Attributes
    ----------
    database_url : str or None
        A PostgreSQL server with PostGIS, ``postgresql://user:password@host/database``. Without
        it a private server starts in `home`.
    city : str
        Name of the city's database on the private server.
    home : Path
        Data folder: the private server, walk graphs and base maps.
    actor : str
        Who acts, for the audit entries of the command line.
    threads : int
        For computing catchments.
    host, port
        Where the service listens.
    requests_per_minute : int or None
        Questions of the API for each client's address; 0 for no limit. Unset, a generous number
        for all but the machine itself.
    oidc_issuer, oidc_client_id, oidc_client_secret : str or None
        The city's identity provider, by which staff may log in.
    oidc_role_claim : str or None
        The claim that says a role.
    oidc_roles : dict of str to str
        Role by value of that claim, as JSON.
    public_url : str or None
        Where exported editions are on the web, for QR codes: ``YEAR/MAP/`` comes behind it.
    """

    model_config = SettingsConfigDict(env_prefix="LEARNMAP_", frozen=True)

    database_url: str | None = None
    city: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")] = "city"
    home: Path = Field(default_factory=_default_home)
    actor: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        default_factory=_default_actor
    )
    threads: Annotated[int, Field(ge=1, le=256)] = Field(
        default_factory=lambda: os.cpu_count() or 1
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: str | None = None
    requests_per_minute: Annotated[int, Field(ge=0)] | None = None

    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_role_claim: str | None = None
    oidc_roles: dict[str, Role] = Field(default_factory=dict)

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str | None) -> str | None:
        if value and not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", value):
            raise ValueError("the issuer's address begins with https://")
        return value or None

    @field_validator("database_url", "public_url")
    @classmethod
    def _no_empty_url(cls, value: str | None) -> str | None:
        return value or None

    @field_validator("home")
    @classmethod
    def _absolute_home(cls, value: Path) -> Path:
        return value.expanduser().absolute()
