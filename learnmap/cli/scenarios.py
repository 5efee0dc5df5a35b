"""``learnmap scenario``: what if points, gates, bridges or paces were others."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_figures import (
    BY_HELP,
    called,
    level_given,
    say_divided,
    say_sources,
    write_new,
)
from learnmap.cli.scenario_options import (
    AddOption,
    CloseOption,
    FromOption,
    HoursOption,
    LinkOption,
    MoveOption,
    PaceOption,
    ReopenOption,
    read_file,
    scenario_typed,
    typed_changes,
)
from learnmap.model.scenarios import called as change_called
from learnmap.workflows.planning.desk.desk import open_desk
from learnmap.workflows.planning.scenarios.comparison import (
    ComparedRow,
    Comparison,
    compare_scenarios,
)
from learnmap.workflows.planning.scenarios.files import comparison_as_csv, scenario_as_json
from learnmap.workflows.planning.scenarios.keeping import (
    list_scenarios,
    read_scenario,
    remove_scenario,
    save_scenario,
)

app = typer.Typer(help="What if: points, gates, bridges and paces tried out.", no_args_is_help=True)

IdArgument: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.")]
IdsArgument: TypeAlias = Annotated[list[str], typer.Argument(metavar="ID...", help="One or more.")]
ProfileOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--profile", help="Only this walk profile; may be repeated."),
]
ByOption: TypeAlias = Annotated[
    str,
    typer.Option("--by", metavar="LEVEL", help=BY_HELP),
]
CsvOption: TypeAlias = Annotated[Path | None, typer.Option("--csv", help="New file for the table.")]


@app.command()
def add(  # noqa: PLR0913 -- each change is an option
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    note: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    file: FromOption = None,
    point: AddOption = None,
    move: MoveOption = None,
    close: CloseOption = None,
    reopen: ReopenOption = None,
    link: LinkOption = None,
    hours: HoursOption = None,
    pace: PaceOption = None,
) -> None:
    """Check changes against the city and keep them under a name; the city stays as it is."""
    changes = typed_changes(
        add=point, move=move, close=close, reopen=reopen, link=link, hours=hours, pace=pace
    )
    scenario = scenario_typed(name, note, file, changes)
    with opened_city() as city:
        stored = save_scenario(city, scenario)
    say(f"scenario {stored.id}: {scenario.name}, {len(scenario.changes)} changes")


@app.command("list")
def list_all() -> None:
    """List the scenarios, the one that was changed last first."""
    with opened_city() as city:
        found = list_scenarios(city)
    if not found:
        say("there are no scenarios yet; `learnmap scenario add` makes one")
        return
    rows = [
        [
            one.id,
            one.scenario.name,
            str(len(one.scenario.changes)),
            one.author,
            f"{one.updated_at:%Y-%m-%d %H:%M}",
            str(one.version),
        ]
        for one in found
    ]
    show_table(["id", "name", "changes", "author", "changed at", "version"], rows)


@app.command()
def show(scenario: IdArgument, profile: ProfileOption = None, by: ByOption = "city") -> None:
    """Show what a scenario changes, and who is covered now and then."""
    with opened_city() as city:
        stored = read_scenario(city, scenario)
        level = level_given(by)
        comparison = compare_scenarios(
            open_desk(city, profiles=profile or ()), [stored], level=level
        )
    say(f"{stored.scenario.name} ({stored.id}, version {stored.version}, by {stored.author})")
    if stored.scenario.note:
        say(stored.scenario.note)
    for position, change in enumerate(stored.scenario.changes, 1):
        say(f"  {change_called(position, change)}")
    _say(comparison)


@app.command()
def compare(
    scenarios: IdsArgument,
    profile: ProfileOption = None,
    by: ByOption = "city",
    csv: CsvOption = None,
) -> None:
    """Put scenarios side by side: who is covered now, and who would be."""
    level = level_given(by)
    with opened_city() as city:
        stored = [read_scenario(city, one) for one in dict.fromkeys(scenarios)]
        comparison = compare_scenarios(open_desk(city, profiles=profile or ()), stored, level=level)
    _say(comparison)
    if csv is not None:
        write_new(csv, comparison_as_csv(comparison))


@app.command()
def export(
    scenario: IdArgument,
    file: Annotated[Path, typer.Argument(help="New file, JSON; `import` reads it.")],
) -> None:
    """Write a scenario to a file that can be read again, here or elsewhere."""
    with opened_city() as city:
        stored = read_scenario(city, scenario)
    write_new(file, scenario_as_json(stored))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="As `export` writes it.")],
) -> None:
    """Check a scenario of a file against the city and keep it as a new one."""
    scenario = read_file(file)
    with opened_city() as city:
        stored = save_scenario(city, scenario)
    say(f"scenario {stored.id}: {scenario.name}, {len(scenario.changes)} changes")


@app.command()
def remove(scenario: IdArgument) -> None:
    """Delete a scenario; the audit record keeps what it was."""
    with opened_city() as city:
        stored = read_scenario(city, scenario)
        remove_scenario(city, scenario, version_seen=stored.version)
    say(f"scenario {scenario} ({stored.scenario.name}) is deleted")


def _say(comparison: Comparison) -> None:
    for row in _firsts(comparison.rows):
        for warning in comparison.warnings[row.stored.id]:
            say(f"warning: {row.stored.scenario.name}: {warning}")
    say(f"residents of {called(comparison.names)} who can walk to an open learning point in time")
    minutes = list(dict.fromkeys(row.now.found.cutoff_s for row in comparison.rows))
    show_table(
        [
            *("scenario", "profile", "age", "area", "residents", "on no street"),
            *(f"in {cutoff_s / 60:g} min" for cutoff_s in minutes),
        ],
        list(_lines(comparison.rows)),
    )
    say("now > then (difference); on no street: no street within the limit, or an island")
    say_divided(comparison.divided)
    say_sources(comparison.provenance)


def _firsts(rows: Sequence[ComparedRow]) -> Iterator[ComparedRow]:
    """Yield the first row of each scenario."""
    for _, own in groupby(rows, lambda row: row.stored.id):
        yield next(own)


def _lines(rows: Sequence[ComparedRow]) -> Iterator[list[str]]:
    """Yield a line for each scenario, profile and area, with its cutoffs side by side."""
    for _, cutoffs in groupby(
        rows, lambda row: (row.stored.id, row.now.profile, row.now.found.area)
    ):
        first, *others = cutoffs
        now, then = first.now.found, first.then.found
        unplaced = f"{now.unplaced:,.0f}"
        if then.unplaced != now.unplaced:
            unplaced += f" > {then.unplaced:,.0f}"
        yield [
            first.stored.scenario.name,
            first.now.profile,
            f"{first.now.age_from}+" if first.now.age_from else "all",
            f"{first.now.area_code} {called(first.now.area_names)}".strip(),
            f"{now.total:,.0f}",
            unplaced,
            *(_both(row) for row in (first, *others)),
        ]


def _both(row: ComparedRow) -> str:
    now, then = row.now.found, row.then.found
    return f"{now.covered:,.0f} > {then.covered:,.0f} ({row.difference:+,.0f})"
