"""``learnmap seats``: whether there are seats enough where people live."""

import math
from pathlib import Path
from typing import Annotated

import typer

from learnmap.access import DECAYS
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_figures import (
    AGE_HELP,
    AREAS_OF,
    BY_HELP,
    age_given,
    called,
    level_given,
    say_divided,
    say_misfits,
    say_sources,
    write_new,
)
from learnmap.model.errors import InvalidInputError
from learnmap.workflows.planning.seats.csv_file import seats_as_csv
from learnmap.workflows.planning.seats.report import SeatsOfProfile, SeatsReport
from learnmap.workflows.planning.seats.sharing import city_seats


def seats(
    profile: Annotated[
        list[str] | None, typer.Option(help="Only this walk profile; may be repeated.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="LEVEL", help=BY_HELP)] = "city",
    decay: Annotated[
        str,
        typer.Option(
            metavar="|".join(DECAYS),
            help="How a walk counts less the longer it is: by steps of 1, 0.68 and 0.22 within "
            "the city's three cutoffs, or smoothly.",
        ),
    ] = "stepped",
    age: Annotated[list[str] | None, typer.Option(metavar="PROFILE=YEARS", help=AGE_HELP)] = None,
    csv: Annotated[Path | None, typer.Option(help="New file for the table.")] = None,
) -> None:
    """Share out the seats at learning points among the residents who can walk there."""
    falling = next((one for one in DECAYS if one == decay), None)
    if falling is None:
        raise InvalidInputError(f"--decay {decay}: no such decay; give {', '.join(DECAYS)}")
    with opened_city() as city:
        report = city_seats(
            city,
            profiles=profile or (),
            level=level_given(by),
            decay=falling,
            age_from=dict(map(age_given, age or ())),
        )
    _say(report)
    if csv is not None:
        write_new(csv, seats_as_csv(report))


def _say(report: SeatsReport) -> None:
    say(f"seats at open learning points for the residents of {called(report.names)}")
    show_table(
        [
            *("profile", "age", "area", "residents", "seats", "per 100 residents"),
            *("within reach of none", "on no street"),
        ],
        [line for one in report.profiles for line in _lines(one)],
    )
    for one in report.profiles:
        _say_unequal(one, report)
        _say_capacities(one)
    say(
        "seats: enhanced two-step floating catchment area (Luo & Qi 2009), "
        f"{report.decay} weights; who is on no street has none"
    )
    say_misfits(report.in_several, report.in_none, report.level)
    say_divided(report.divided)
    say_sources(report.provenance)


def _lines(one: SeatsOfProfile) -> list[list[str]]:
    return [
        [
            one.profile,
            _age(one),
            f"{row.area_code} {called(row.area_names)}".strip(),
            f"{row.found.total:,.0f}",
            f"{row.found.seats:,.1f}",
            "-" if row.found.per_100 is None else f"{row.found.per_100:.2f}",
            f"{row.found.unserved:,.0f}",
            f"{row.found.unplaced:,.0f}",
        ]
        for row in one.rows
    ]


def _age(one: SeatsOfProfile) -> str:
    return f"{one.age_from}+" if one.age_from else "all"


def _say_unequal(one: SeatsOfProfile, report: SeatsReport) -> None:
    groups = AREAS_OF.get(report.level, "places where people live")
    among = f"{one.profile}: among {one.groups:,} {groups}"
    if one.inequality is None:
        say(f"{among} nobody has a seat, so that there is nothing to compare")
        return
    palma = one.inequality.palma
    tenth = (
        "four tenths of residents have no seat, so that the Palma ratio is infinite"
        if math.isinf(palma)
        else f"Palma ratio {palma:.2f}"
    )
    say(f"{among}: Gini coefficient {one.inequality.gini:.3f}, {tenth}")


def _say_capacities(one: SeatsOfProfile) -> None:
    known = one.capacities
    say(
        f"{one.profile}: {known.total:,.0f} seats known at {known.known:,} points "
        f"({one.joined:,} on streets), {one.out_of_reach:,.0f} of them out of everybody's reach; "
        f"left out: {known.unknown:,} points of unknown capacity and {known.untaught:,} where "
        f"nothing is on record that is taught; {known.partly:,} are known in part"
    )
