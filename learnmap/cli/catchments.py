"""``learnmap catchments``: from where one can walk to each point."""

from collections.abc import Iterable
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, progress_bar, say, show_table
from learnmap.model.languages import name_in
from learnmap.workflows.catchments import (
    CatchmentReport,
    Stranded,
    compute_city_catchments,
)

app = typer.Typer(help="Walking catchments.", no_args_is_help=True)

_REASONS = {"too_far": "no street near enough", "island": "on an island of the streets"}


@app.callback()
def _group() -> None:
    pass


@app.command()
def compute(
    profile: Annotated[
        list[str] | None, typer.Option(help="Only this walk profile; may be repeated.")
    ] = None,
) -> None:
    """Compute the catchments that are missing or out of date."""
    with opened_city() as city, progress_bar() as told:
        report = compute_city_catchments(city, profiles=profile or (), progress=told)
    say_catchments(report)


def say_catchments(report: CatchmentReport) -> None:
    """Print what a run did, and name the points that join no street."""
    say(
        f"catchments: {report.computed:,} computed, {report.unchanged:,} unchanged, "
        f"{report.dropped:,} dropped"
    )
    if not report.stranded:
        return
    say("points without a catchment:")
    show_table(
        ["point", "name", "why", "nearest street", "profiles"],
        [[*facts, ", ".join(profiles)] for facts, profiles in _by_point(report.stranded).items()],
    )


def _by_point(stranded: Iterable[Stranded]) -> dict[tuple[str, ...], list[str]]:
    """Gather the profiles for which a point is without a catchment for the same reason."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for lost in stranded:
        distance = "over 2 km" if lost.distance_m is None else f"{lost.distance_m:.0f} m"
        facts = (lost.point_id, name_in(lost.names, "zh"), _REASONS[lost.reason], distance)
        rows.setdefault(facts, []).append(lost.profile)
    return rows
