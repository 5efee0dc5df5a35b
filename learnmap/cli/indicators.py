"""``learnmap indicators``: in how many street-towns and neighbourhoods there is a point."""

from pathlib import Path
from typing import Annotated, Final

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_figures import AREAS_OF, called, say_sources, write_new
from learnmap.workflows.planning.indicators.counting import (
    AGE_FROM,
    AIMS,
    Indicator,
    IndicatorsReport,
    city_indicators,
)
from learnmap.workflows.planning.indicators.csv_file import indicators_as_csv

_NAMED: Final = 20
_KIND_HELP: Final = "may be repeated, and then any of them will do; `all` is any kind."


def indicators(
    street_town: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help=f"What a street-town should have; by default community_school; {_KIND_HELP}",
        ),
    ] = None,
    neighbourhood: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help=f"What a neighbourhood should have; by default all; {_KIND_HELP}"
        ),
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="New file for the table.")] = None,
) -> None:
    """Tell in how many street-towns and neighbourhoods there is an open learning point."""
    with opened_city() as city:
        report = city_indicators(
            city,
            aims={
                "street_town": street_town or AIMS["street_town"],
                "neighbourhood": neighbourhood or AIMS["neighbourhood"],
            },
        )
    _say(report)
    if csv is not None:
        write_new(csv, indicators_as_csv(report))


def _say(report: IndicatorsReport) -> None:
    say(f"areas of {called(report.names)} with an open learning point inside their borders")
    show_table(
        ["areas", "with an open point of kind", "of", "have one", "share"],
        [
            [
                AREAS_OF[one.level],
                _kinds(one),
                f"{len(one.areas):,}",
                f"{one.found.areas_with:,}",
                "-" if one.found.share is None else f"{one.found.share:.1%}",
            ]
            for one in report.indicators
        ],
    )
    for one in report.indicators:
        _say_lacking(one)
        _say_where(one)
    for level in report.missing:
        say(f"no {AREAS_OF[level]} are on record; `learnmap import areas FILE` brings them in")
    say_sources(report.provenance)


def _kinds(one: Indicator) -> str:
    return " or ".join(one.kinds) or "all"


def _say_lacking(one: Indicator) -> None:
    lacking = one.lacking
    if not lacking:
        return
    say(
        f"{AREAS_OF[one.level]} without ({_kinds(one)}): {len(lacking):,}; "
        f"those with most residents of {AGE_FROM} and over first"
    )
    show_table(
        [],
        [[area.code, called(area.names), f"{area.residents:,.0f}"] for area in lacking[:_NAMED]],
    )
    if len(lacking) > _NAMED:
        say(f"and {len(lacking) - _NAMED:,} more; --csv FILE names all")


def _say_where(one: Indicator) -> None:
    """Say of which points it was less than sure where they lie."""
    of = f"open points ({_kinds(one)})"
    if one.found.outside:
        say(f"{of} in none of the {AREAS_OF[one.level]}: {one.found.outside:,}")
    if one.by_outline:
        say(
            f"{of} counted by the outlines of {AREAS_OF[one.level]} alone, as the smaller areas "
            f"that they lie in name none as their parent: {one.by_outline:,}"
        )
