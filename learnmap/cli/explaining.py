"""``learnmap catchments explain``: why a point's catchments look as they do."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say
from learnmap.model.languages import name_in
from learnmap.workflows.explaining import PointExplanation, explain_point
from learnmap.workflows.explanation_folder import write_explanation


class Language(StrEnum):
    """Of what is told."""

    ZH = "zh"
    EN = "en"


def explain(
    point: Annotated[str, typer.Argument(metavar="POINT", help="Id of a learning point")],
    profile: Annotated[
        list[str] | None,
        typer.Option(help="A walk profile, by default the city's first; may be repeated."),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = Language.EN,
    to: Annotated[
        Path | None, typer.Option(help="Folder for GeoJSON layers; see docs/explain.md")
    ] = None,
) -> None:
    """Say why a point's catchment looks as it does.

    In sentences, and with --to as layers for a map. The catchment is computed once more for it;
    nothing is stored.
    """
    with opened_city() as city:
        explained = explain_point(city, point, profiles=profile or ())
    say_explanation(explained, lang.value)
    if to is not None:
        write_explanation(explained, to)
        say(f"{'图层' if lang is Language.ZH else 'layers'}: {to}")


def say_explanation(explained: PointExplanation, language: str) -> None:
    """Print what is told of each profile."""
    name = name_in(explained.point.names, language)
    for part in explained.profiles:
        if language == "zh":
            say(f"{name}（{explained.point.id}），{part.profile.zh}")
        else:
            say(f"{name} ({explained.point.id}), {part.profile.en}")
        for line in part.lines(language):
            say(f"  {line}")
