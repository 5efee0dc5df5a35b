"""``learnmap coverage``: who can walk to a learning point in time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_figures import (
    AGE_HELP,
    BY_HELP,
    age_given,
    called,
    level_given,
    say_divided,
    say_misfits,
    say_sources,
    write_new,
)
from learnmap.workflows.planning.coverage.counting import city_coverage
from learnmap.workflows.planning.coverage.csv_file import coverage_as_csv
from learnmap.workflows.planning.coverage.report import CoverageReport, CoverageRow
from learnmap.workflows.planning.open_hours import OPEN_ON
from learnmap.workflows.planning.point_sets import ALL, SetsWanted

_UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "category": "points of which nothing is on record that is taught there",
        "open": "points of which no hours are on record, or none that can be read for sure",
        "step_free": "points of which nobody recorded whether they are step-free",
    }
)
"""Of which points it is not known whether they belong to a set, by what the set is by."""


def coverage(  # noqa: PLR0913 -- options of the command line
    profile: Annotated[
        list[str] | None, typer.Option(help="Only this walk profile; may be repeated.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="LEVEL", help=BY_HELP)] = "city",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only points of this kind, or `all` for each; may be repeated."),
    ] = None,
    map_name: Annotated[
        list[str] | None,
        typer.Option("--map", help="Only points of this map, or `all` for each; may be repeated."),
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(
            help="Only points where something of this category of offerings is taught now or on "
            "days to come, or `all` for each; may be repeated."
        ),
    ] = None,
    open_on: Annotated[
        list[str] | None,
        typer.Option(
            "--open",
            metavar="|".join((*OPEN_ON, ALL)),
            help="Only points that are open on evenings (an hour or more between 18:00 and 21:00 "
            "on some day from Monday to Friday) or at weekends (an hour or more between 8:00 and "
            "22:00 on Saturday or on Sunday); may be repeated.",
        ),
    ] = None,
    step_free_points: Annotated[  # noqa: FBT002 -- an option of the command line
        bool,
        typer.Option(
            "--step-free-points",
            help="Only points known to be step-free; of the profiles by default step_free alone.",
        ),
    ] = False,
    age: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROFILE=YEARS",
            help=AGE_HELP,
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
    level = level_given(by)
    with opened_city() as city:
        report = city_coverage(
            city,
            profiles=profile or (),
            level=level,
            sets=SetsWanted(
                kinds=kind or (),
                maps=map_name or (),
                categories=category or (),
                open_on=open_on or (),
                step_free=step_free_points,
            ),
            age_from=dict(map(age_given, age or ())),
            minutes=minutes or (),
        )
    _say(report)
    if csv is not None:
        write_new(csv, coverage_as_csv(report))


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
    say("in brackets: points of the set that are on streets")
    say_misfits(report.in_several, report.in_none, report.level)
    say_divided(report.divided)
    _say_unknown(report)
    say_sources(report.provenance)


def _lines(rows: Sequence[CoverageRow]) -> Iterator[list[str]]:
    """Yield a line for each profile, set and area, with its cutoffs side by side."""
    for _, cutoffs in groupby(rows, lambda row: (row.profile, row.points, row.found.area)):
        first, *others = cutoffs
        yield [
            first.profile,
            f"{first.age_from}+" if first.age_from else "all",
            f"{first.points.code or 'all'} ({_counted(first)})",
            f"{first.area_code} {called(first.area_names)}".strip(),
            f"{first.found.total:,.0f}",
            f"{first.found.unplaced:,.0f}",
            *(_share(row) for row in (first, *others)),
        ]


def _counted(row: CoverageRow) -> str:
    unknown = row.points.unknown
    return f"{row.joined:,}, {unknown:,} unknown" if unknown else f"{row.joined:,}"


def _say_unknown(report: CoverageReport) -> None:
    """Say why it is not known of some points whether they belong to a set."""
    by = {row.points.by for row in report.rows if row.points.unknown}
    for which, why in _UNKNOWN.items():
        if which in by:
            say(f"unknown: {why}; they count as not in the set")
    if report.hours_week is not None:
        say(
            f"hours are those of the week from {report.hours_week}, the next in which no day is "
            "a public holiday or a worked weekend"
        )


def _share(row: CoverageRow) -> str:
    share = row.found.share
    return "-" if share is None else f"{row.found.covered:,.0f} ({share:.1%})"
