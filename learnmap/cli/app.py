"""All commands under one name, and the one place where errors become messages."""

import sys

import pydantic
import typer

from learnmap import __version__
from learnmap.cli import (
    accounts,
    audits,
    catchments,
    cities,
    databases,
    demos,
    edition_reviews,
    editions,
    explaining,
    import_tables,
    imports,
    networks,
    points,
    serving,
)
from learnmap.cli.console import say_error
from learnmap.model.errors import LearnmapError

app = typer.Typer(
    name="learnmap",
    help="A city's learning points, where one can walk to them, and its yearly maps.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(databases.app, name="db")
app.add_typer(cities.app, name="city")
app.add_typer(networks.app, name="network")
for table in (
    import_tables.routes,
    import_tables.offerings,
    import_tables.categories,
    import_tables.areas,
    import_tables.population,
):
    imports.app.command()(table)
app.add_typer(imports.app, name="import")
app.add_typer(points.app, name="points")
catchments.app.command("explain")(explaining.explain)
app.add_typer(catchments.app, name="catchments")
for step in (
    edition_reviews.submit,
    edition_reviews.review,
    edition_reviews.gate,
    edition_reviews.revise,
):
    editions.app.command()(step)
app.add_typer(editions.app, name="edition")
app.add_typer(audits.app, name="audit")
app.add_typer(accounts.app, name="account")
app.command("serve")(serving.serve)
app.command("demo")(demos.demo)


@app.command("version")
def version() -> None:
    """Print the version."""
    print(__version__)  # noqa: T201 -- the command's answer


def main() -> None:
    """Run a command; what a person can mend is said in a line, and exits with 1."""
    try:
        app()
    except LearnmapError as error:
        say_error(str(error))
        sys.exit(1)
    except pydantic.ValidationError as error:
        for fault in error.errors():
            where = "_".join(str(part) for part in fault["loc"]).upper()
            say_error(f"LEARNMAP_{where}: {fault['msg']}, not {fault['input']!r}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
