"""``learnmap account``: who of the city's staff may log in, and as what."""

import sys
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.model.errors import InvalidInputError
from learnmap.model.roles import ROLES
from learnmap.workflows.accounts import (
    add_account,
    change_role,
    disable_account,
    list_accounts,
    reset_password,
)

app = typer.Typer(help="Accounts of the city's staff.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What one logs in with, such as zhang.min")]
Lasting = Annotated[
    bool,
    typer.Option(
        "--lasting", help="It need not be changed at the first login: the person typed it here."
    ),
]
_ROLES = ", ".join(ROLES)


def _password(name: str) -> str:
    """Read a password from the terminal without showing it, or the first line of a pipe."""
    if sys.stdin.isatty():
        password: str = typer.prompt(
            f"Password for {name}", hide_input=True, confirmation_prompt=True
        )
        return password
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise InvalidInputError(f"{name}: no password on standard input; write it on one line")
    return line


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"{_ROLES}.")],
    full_name: Annotated[str | None, typer.Option(help="What people call them.")] = None,
    lasting: Lasting = False,  # noqa: FBT002 -- an option of the command line
    issuer: Annotated[
        str | None, typer.Option(help="Identity provider, for one who logs in there.")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="Who it is there: the claim `sub`.")] = None,
) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    if (issuer is None) != (subject is None):
        raise InvalidInputError("give --issuer and --subject together")
    identity = None if issuer is None or subject is None else (issuer, subject)
    password = None if identity else _password(name)
    with opened_city() as city:
        account = add_account(
            city,
            name,
            full_name=full_name or name,
            role=role,
            password=password,
            temporary=not lasting,
            identity=identity,
        )
    say(f"{account.name}: added, {account.role}")


@app.command("list")
def show() -> None:
    """List the accounts."""
    with opened_city() as city:
        rows = [
            [
                account.name,
                account.full_name,
                account.role,
                "no" if account.disabled_at else "yes",
                "password" if account.has_password else "identity provider",
                f"{account.created_at:%Y-%m-%d}",
            ]
            for account in list_accounts(city)
        ]
    show_table(["name", "full name", "role", "enabled", "logs in by", "added"], rows)


@app.command()
def disable(name: Name) -> None:
    """Disable an account and end its sessions; it keeps its name in the audit record."""
    with opened_city() as city:
        account = disable_account(city, name)
    say(f"{account.name}: disabled")


@app.command()
def enable(name: Name) -> None:
    """Enable an account that was disabled."""
    with opened_city() as city:
        account = disable_account(city, name, disabled=False)
    say(f"{account.name}: enabled, {account.role}")


@app.command()
def role(name: Name, to: Annotated[str, typer.Argument(metavar="ROLE", help=f"{_ROLES}.")]) -> None:
    """Give an account another role, at once."""
    with opened_city() as city:
        account = change_role(city, name, to)
    say(f"{account.name}: {account.role}")


@app.command()
def password(name: Name, lasting: Lasting = False) -> None:  # noqa: FBT002 -- as above
    """Give an account another password and end its sessions."""
    given = _password(name)
    with opened_city() as city:
        reset_password(city, name, given, temporary=not lasting)
    say(f"{name}: the password is set, and all sessions have ended")
