"""What the command line shows: lines, tables, a bar for long steps."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from learnmap.cli.complaints import ERRORS
from learnmap.model.errors import InvalidInputError
from learnmap.settings import Settings
from learnmap.workflows.city import City, open_city
from learnmap.workflows.city import Progress as Told

# Names of people's places are shown as they are: neither markup nor emoji codes mean anything.
# A file or a pipe has no width; 160 columns keep a row of a table on one line.
_WIDTH: Final = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160
console = Console(markup=False, highlight=False, emoji=False, width=_WIDTH)


def say(text: str) -> None:
    """Print a line."""
    console.print(text, soft_wrap=True)


def show_table(columns: list[str], rows: list[list[str]]) -> None:
    """Print a table; columns without a name are printed without a head."""
    table = Table(*columns, box=None, pad_edge=False, show_header=any(columns))
    for row in rows:
        table.add_row(*row)
    console.print(table)


@contextmanager
def opened_city(name: str | None = None) -> Iterator[City]:
    """Open the city that the environment names, or another one of the private server."""
    settings = Settings() if name is None else Settings(city=name)
    if name is not None and settings.database_url is not None:
        raise InvalidInputError(
            f"--city {name} is a database of the private server, but LEARNMAP_DATABASE_URL names "
            "a server; unset one of the two"
        )
    with open_city(
        database_url=settings.database_url,
        name=settings.city,
        home=settings.home,
        actor=settings.actor,
        threads=settings.threads,
        known=name is not None,
    ) as city:
        yield city


@contextmanager
def progress_bar() -> Iterator[Told]:
    """Show how far steps are; single steps as lines, long ones as a bar."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def told(step: str, done: int, total: int) -> None:
        if total == 1:
            ERRORS.print(f"  {step}")
            return
        if step not in tasks:
            tasks[step] = bars.add_task(step, total=total)
        bars.update(tasks[step], completed=done)

    with bars:
        yield told
