"""All commands under one name, and the one place where errors become messages."""

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import pydantic
import typer

from learnmap import __version__
from learnmap.cli.complaints import say_error
from learnmap.model.errors import LearnmapError


@dataclass(frozen=True, slots=True)
class Word:
    """The first word of a command.

    Attributes
    ----------
    name : str
    place : str
        Module of `learnmap.cli`, and what in it stands behind the word.
    help : str
        What is listed of it without loading it; a group's own help.
    """

    name: str
    place: str
    help: str


WORDS: Final = (
    Word("db", "databases:app", "The private PostGIS server in your data folder."),
    Word("city", "cities:app", "The city's settings."),
    Word("kind", "kinds:app", "The kinds of learning point: list, add, edit."),
    Word("network", "networks:app", "The walk graph of the city."),
    Word("import", "import_tables:app", "Files of a city: check, confirm, apply, take back."),
    Word("points", "points:app", "The city's learning points."),
    Word("catchments", "catchments:app", "Walking catchments."),
    Word("coverage", "coverage:coverage", "Who can walk to a learning point in time."),
    Word("scenario", "scenarios:app", "What if: points, gates, bridges and paces tried out."),
    Word("report", "report:report", "The coverage report as HTML and PDF, zh and en."),
    Word("layers", "layers:layers", "Planners' layers with a QGIS project, Parquet and CSV."),
    Word("seats", "seats:seats", "Whether there are seats enough where people live."),
    Word(
        "indicators",
        "indicators:indicators",
        "In how many street-towns and neighbourhoods there is a learning point.",
    ),
    Word("gaps", "gaps:gaps", "Where residents live and no point is within reach, and why."),
    Word("sites", "sites:sites", "Where the next learning points should stand."),
    Word("edition", "editions:app", "Yearly maps: draft, review, publish, verify, list, export."),
    Word("audit", "audits:app", "The record of who did what: list, verify, export."),
    Word("account", "accounts:app", "Accounts of the city's staff."),
    Word("serve", "serving:serve", "Serve the editions, the API, and pages for staff."),
    Word("demo", "demos:demo", "Build a city, publish its maps and serve them."),
)
"""In the order of the list of commands."""


def program(first: str | None) -> typer.Typer:
    """Put the commands together, and load only those behind the word that is used.

    All of them load every library, which takes seconds that nobody who asks for one needs.

    Parameters
    ----------
    first : str or None
        The first word that was typed.
    """
    app = typer.Typer(
        name="learnmap",
        help="A city's learning points, where one can walk to them, and its yearly maps.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for word in WORDS:
        if word.name != first:
            app.command(word.name, help=word.help)(_not_loaded)
            continue
        behind = loaded(word)
        if isinstance(behind, typer.Typer):
            app.add_typer(behind, name=word.name)
        else:
            app.command(word.name)(behind)
    app.command("version")(version)
    return app


def loaded(word: Word) -> Any:
    """Load what stands behind a word: a group of commands, or the function of one."""
    module, _, name = word.place.partition(":")
    return getattr(import_module(f"learnmap.cli.{module}"), name)


def version() -> None:
    """Print the version."""
    print(__version__)  # noqa: T201 -- the command's answer


def main() -> None:
    """Run a command; what a person can mend is said in a line, and exits with 1."""
    try:
        program(sys.argv[1] if len(sys.argv) > 1 else None)()
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


def _not_loaded() -> None:
    raise AssertionError("only the word that was typed is run")
