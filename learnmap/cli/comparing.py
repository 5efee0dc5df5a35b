"""``learnmap edition compare``: what changed from one year to another."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.workflows.comparing import (
    PAGE,
    EditionAddress,
    EditionChanges,
    compare_years,
    write_changes,
)

_CHANGES = ("opened", "closed", "status", "moved", "renamed", "redesignated", "kind", "details")

_COUNTED_WITH = {
    "each": "each year is counted with the residents that its edition was frozen with",
    "later": "{before} was frozen without residents: both years are counted with those of {after}, "
    "so that no change is put down to residents",
    "earlier": "{after} was frozen without residents: both years are counted with those of "
    "{before}, so that no change is put down to residents",
    "present": "both were frozen without residents: both years are counted with those on record "
    "today, so that no change is put down to residents",
}


def compare(
    before: Annotated[int, typer.Argument(help="Year of the earlier edition, 2025")],
    after: Annotated[int, typer.Argument(help="Year of the later edition, 2026")],
    map_name: Annotated[
        str, typer.Argument(metavar="MAP", help="learning, elderly or humanities")
    ] = "learning",
    to: Annotated[
        Path | None, typer.Option(help="New folder for the page, the CSV and the GeoJSON.")
    ] = None,
    revision_before: Annotated[
        int | None, typer.Option(help="Another than the published one.")
    ] = None,
    revision_after: Annotated[
        int | None, typer.Option(help="Another than the published one.")
    ] = None,
) -> None:
    """Say what changed between two editions of a map, and for how many residents."""
    with opened_city() as city:
        found = compare_years(
            city,
            map_name,
            EditionAddress(before, revision_before),
            EditionAddress(after, revision_after),
        )
    _say(found)
    if to is not None:
        write_changes(found.files, to)
        say(str(to / PAGE))


def _say(found: EditionChanges) -> None:
    compared = found.comparison
    (was, is_now), (old, new) = compared.years, compared.open_points
    say(f"{compared.map_name}: {old} open points in {was}, {new} in {is_now}")
    show_table(
        ["change", "points"],
        [[change, str(compared.count(change))] for change in _CHANGES if compared.count(change)],
    )
    if compared.routes:
        say(f"walking routes that changed: {len({one.route_id for one in compared.routes})}")
    if not found.coverage:
        say("no residents are known, so that none are counted; import them and compare again")
        return
    say(_COUNTED_WITH[found.counted_with].format(before=was, after=is_now))
    show_table(
        ["residents within reach", "minutes", "before", "residents", "streets", "points", "after"],
        [
            [
                one.profile,
                str(one.cutoff_s // 60),
                f"{one.residents[0]:,}",
                *(f"{b - a:+,}" for a, b in pairwise(one.residents)),
                f"{one.residents[3]:,}",
            ]
            for one in found.coverage
        ],
    )
    if compared.notes:
        say(f"these differ, too, and count with the streets: {', '.join(compared.notes)}")
