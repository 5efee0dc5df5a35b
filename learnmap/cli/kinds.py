"""``learnmap kind``: what learning points may be, on which maps, in which colour."""

from collections.abc import Iterable
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.model.kinds import Kind
from learnmap.workflows.kinds import add_kind, edit_kind, list_kinds

app = typer.Typer(help="The kinds of learning point: list, add, edit.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="As tables name it, such as historic_building.")]


@app.command("list")
def list_all() -> None:
    """List the kinds in the order in which maps show them."""
    with opened_city() as city:
        kinds = list_kinds(city)
    rows = [[kind.code, kind.zh, kind.en, ", ".join(kind.maps), kind.colour] for kind in kinds]
    show_table(["code", "zh", "en", "maps", "colour"], rows)


@app.command()
def add(
    code: Code,
    zh: Annotated[str, typer.Option(help="Chinese label; its first character marks the points.")],
    en: Annotated[str, typer.Option(help="English label.")],
    on: Annotated[
        list[str],
        typer.Option("--map", help="learning, elderly or humanities; may be repeated."),
    ],
    colour: Annotated[str, typer.Option(help="Of its markers, #rrggbb, dark under white text.")],
) -> None:
    """Add a kind of the city's own."""
    with opened_city() as city:
        doubts = add_kind(city, Kind(code, zh, en, tuple(on), colour))
    say(f"kind {code} is added; points may be of it from now on")
    _say_doubts(doubts)


@app.command()
def edit(
    code: Code,
    zh: Annotated[str | None, typer.Option(help="Chinese label.")] = None,
    en: Annotated[str | None, typer.Option(help="English label.")] = None,
    on: Annotated[
        list[str] | None,
        typer.Option("--map", help="All maps that show it; may be repeated."),
    ] = None,
    colour: Annotated[str | None, typer.Option(help="Of its markers, #rrggbb.")] = None,
) -> None:
    """Change a kind; what is not given stays. Published editions keep what they show."""
    with opened_city() as city:
        doubts = edit_kind(city, code, zh=zh, en=en, maps=on or None, colour=colour)
    say(f"kind {code} is changed")
    _say_doubts(doubts)


def _say_doubts(doubts: Iterable[str]) -> None:
    for doubt in doubts:
        say(f"note: {doubt}")
