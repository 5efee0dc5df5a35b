"""``learnmap coverage``: who can walk to a learning point in time."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.made_from import called, say_divided, say_sources
from learnmap.cli.new_files import write_new
from learnmap.model.errors import InvalidInputError
from learnmap.workflows.planning.coverage import city_coverage
from learnmap.workflows.planning.coverage_csv import coverage_as_csv
from learnmap.workflows.planning.coverage_report import CoverageReport, CoverageRow
from learnmap.workflows.planning.inputs import LEVELS


def coverage(
    profile: Annotated[
        list[str] | None, typer.Option(help="Only this walk profile; may be repeated.")
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="LEVEL", help=f"A row for each area: {', '.join(LEVELS)}.")
    ] = "city",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only points of this kind, or `all` for each; may be repeated."),
    ] = None,
    map_name: Annotated[
        list[str] | None,
        typer.Option("--map", help="Only points of this map, or `all` for each; may be repeated."),
    ] = None,
    age: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROFILE=YEARS",
            help="From which age residents are counted for a profile; by default 60 for "
            "older_adult and step_free, else 0; may be repeated.",
        ),
    ] = None,
    minutes: Annotated[
        list[int] | None,
        typer.Option(
            min=1, max=120, help="A limit in place of the city's cutoffs; may be repeated."
        ),
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="New file for the table.")] = None,
) -> None:
    """Count the residents who can walk to an open learning point in time."""
    level = next((one for one in LEVELS if one == by), None)
    if level is None:
        raise InvalidInputError(f"--by {by}: no such level; give {', '.join(LEVELS)}")
    with opened_city() as city:
        report = city_coverage(
            city,
            profiles=profile or (),
            level=level,
            kinds=kind or (),
            maps=map_name or (),
            age_from=dict(map(_age, age or ())),
            minutes=minutes or (),
        )
    _say(report)
    if csv is not None:
        write_new(csv, coverage_as_csv(report))


def _age(given: str) -> tuple[str, int]:
    profile, _, years = given.partition("=")
    if not (years.isascii() and years.isdigit() and int(years) <= 130):
        raise InvalidInputError(f"--age {given}: give a profile and years, such as adult=18")
    return profile, int(years)


def _say(report: CoverageReport) -> None:
    say(f"residents of {called(report.names)} who can walk to an open learning point in time")
    minutes = list(dict.fromkeys(row.found.cutoff_s for row in report.rows))
    show_table(
        [
            *("profile", "age", "points", "area", "residents", "on no street"),
            *(f"in {cutoff_s / 60:g} min" for cutoff_s in minutes),
        ],
        list(_lines(report.rows)),
    )
    say("on no street: no street within the limit, or an island; they count as not within reach")
    for age_from, residents in report.divided.items():
        say_divided(age_from, residents)
    say_sources(report.provenance)


def _lines(rows: Sequence[CoverageRow]) -> Iterator[list[str]]:
    """Yield a line for each profile, set and area, with its cutoffs side by side."""
    for _, cutoffs in groupby(rows, lambda row: (row.profile, row.points, row.found.area)):
        first, *others = cutoffs
        yield [
            first.profile,
            f"{first.age_from}+" if first.age_from else "all",
            f"{first.points.code or 'all'} ({first.joined:,})",
            f"{first.area_code} {called(first.area_names)}".strip(),
            f"{first.found.total:,.0f}",
            f"{first.found.unplaced:,.0f}",
            *(_share(row) for row in (first, *others)),
        ]


def _share(row: CoverageRow) -> str:
    share = row.found.share
    return "-" if share is None else f"{row.found.covered:,.0f} ({share:.1%})"
