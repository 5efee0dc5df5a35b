"""``learnmap gaps``: where residents live and no learning point is within reach, and why."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from learnmap.access import Coverage
from learnmap.access.hexagons import RESOLUTION, RESOLUTIONS
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.point_options import (
    CategoryOption,
    KindOption,
    MapOption,
    OpenOption,
    StepFreePointsOption,
    one_set,
)
from learnmap.cli.said_figures import (
    AREAS_OF,
    called,
    say_divided,
    say_misfits,
    say_sources,
    write_new,
)
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.model.languages import name_in
from learnmap.workflows.planning.gaps.files import GAPS_FILES
from learnmap.workflows.planning.gaps.finding import RANKED_FROM, city_gaps
from learnmap.workflows.planning.gaps.parts import PARTS
from learnmap.workflows.planning.gaps.report import GapRow, GapsReport


def gaps(  # noqa: PLR0913 -- a command has an option for each wish
    profile: Annotated[str, typer.Option(help="Who walks.")] = "older_adult",
    parts: Annotated[
        str, typer.Option("--as", metavar="PARTS", help=f"A row for each of: {', '.join(PARTS)}.")
    ] = "hexagons",
    resolution: Annotated[
        int,
        typer.Option(help=f"Of the H3 hexagons, {RESOLUTIONS[0]} (large) to {RESOLUTIONS[-1]}."),
    ] = RESOLUTION,
    minutes: Annotated[
        float | None, typer.Option(help="The longest walk; the city's longest by default.")
    ] = None,
    kind: KindOption = "",
    map_name: MapOption = "",
    category: CategoryOption = "",
    open_on: OpenOption = "",
    step_free_points: StepFreePointsOption = False,  # noqa: FBT002 -- an option
    full: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POINT_ID",
            help="An open point without a free place, which then covers nobody; may be repeated.",
        ),
    ] = None,
    age: Annotated[
        int, typer.Option(help="Years from which residents count for the rank.")
    ] = RANKED_FROM,
    most: Annotated[int, typer.Option(min=0, help="Rows to print; files hold all.")] = 20,
    csv: Annotated[Path | None, typer.Option(help="New file for the table.")] = None,
    geojson: Annotated[Path | None, typer.Option(help="New file with shapes.")] = None,
    gpkg: Annotated[Path | None, typer.Option(help="New file for QGIS.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="New GeoParquet file.")] = None,
) -> None:
    """Find where residents live and no open learning point is within reach, and why."""
    by = next((one for one in PARTS if one == parts), None)
    if by is None:
        raise InvalidInputError(f"--as {parts}: no such parts; give {', '.join(PARTS)}")
    given = {"csv": csv, "geojson": geojson, "gpkg": gpkg, "parquet": parquet}
    files = {ending: path for ending, path in given.items() if path is not None}
    for path in files.values():
        if path.exists():
            raise ConflictError(f"{path} is there already; name a new file")
    with opened_city() as city:
        report = city_gaps(
            city,
            profile=profile,
            by=by,
            resolution=resolution,
            cutoff_s=None if minutes is None else round(minutes * 60),
            points=one_set(
                "gaps",
                kind=kind,
                map_name=map_name,
                category=category,
                open_on=open_on,
                step_free=step_free_points,
            ),
            full=full or (),
            age_from=age,
        )
    _say(report, most)
    for ending, path in files.items():
        write_new(path, GAPS_FILES[ending](report))


def _say(report: GapsReport, most: int) -> None:
    older, rows = f"{report.age_from}+", report.ranked
    points = f"{report.points.code or 'all'} ({report.joined:,} on streets)"
    parts = "hexagons" if report.by == "hexagons" else AREAS_OF[report.by]
    say(
        f"residents of {called(report.names)} who cannot walk to an open learning point within "
        f"{report.cutoff_s / 60:g} min: profile {report.profile}, points {points}"
    )
    if rows:
        show_table(
            ["rank", report.by, older, "all ages", "on no street", "why", "nearest", "half within"],
            [list(_line(row, report)) for row in rows[:most]],
        )
    say(f"residents are left out in {len(rows):,} of {len(report.rows):,} {parts}")
    _say_sum(older, report.older)
    _say_sum("all ages", report.everyone)
    told = [(why, *report.by_reason(why)) for why in GapReason]
    show_table(
        ["why", older, "all ages"],
        [
            [GAP_REASON_NAMES[why]["en"], f"{aged:,.0f}", f"{people:,.0f}"]
            for why, aged, people in told
            if people
        ],
    )
    _warn(report)
    say_sources(report.provenance)


def _line(row: GapRow, report: GapsReport) -> Iterator[str]:
    gap = row.gap
    yield str(row.rank)
    yield f"{row.part_id} {called(row.names)}".strip()
    yield f"{gap.older.uncovered:,.0f}"
    yield f"{gap.everyone.uncovered:,.0f}"
    yield f"{gap.everyone.unplaced:,.0f}"
    yield GAP_REASON_NAMES[gap.reason]["en"] if gap.reason else ""
    if not gap.everyone.uncovered:
        yield from ("", "")
        return
    over = f"over {report.searched_s / 60:g} min"
    if gap.nearest_s is None:
        yield over
    else:
        yield f"{_minutes(gap.nearest_s)}, {name_in(row.nearest_names, 'en')}"
    yield over if gap.median_s is None else _minutes(gap.median_s)


def _minutes(seconds: float) -> str:
    """Round up, so that nobody beyond the limit seems to be at it."""
    return f"{math.ceil(seconds / 6) / 10:.1f} min"


def _say_sum(who: str, found: Coverage) -> None:
    say(
        f"{who}: {found.covered:,.0f} covered + {found.uncovered:,.0f} not + "
        f"{found.unplaced:,.0f} on no street = {found.total:,.0f}"
    )


def _warn(report: GapsReport) -> None:
    say_misfits(report.in_several, report.in_none, report.by)
    if report.joined < report.counted:
        say(
            f"warning: {report.counted - report.joined:,} open points join no street, so that "
            "nobody can walk to them"
        )
    if not report.shows_water:
        say("note: the extract of the streets shows no water, so that none is found between")
    if report.full:
        say(f"note: {report.full:,} open points count for nobody, since they are full")
    if report.points.unknown:
        say(
            f"note: of {report.points.unknown:,} open points it is not on record whether they "
            f"belong to {report.points.code}; they count as not in it"
        )
    if report.divided:
        say_divided({report.age_from: report.divided})
