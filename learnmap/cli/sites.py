"""``learnmap sites``: where the next learning points should stand."""

from pathlib import Path
from typing import Annotated, Final

import typer

from learnmap.cli.console import opened_city
from learnmap.cli.point_options import (
    CategoryOption,
    KindOption,
    MapOption,
    OpenOption,
    StepFreePointsOption,
    one_set,
)
from learnmap.cli.said_figures import level_given, write_new
from learnmap.cli.said_sites import say_sites
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.siting import Aim
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.inputs import LEVELS
from learnmap.workflows.planning.sites.candidates import (
    SPACING_M,
    Candidates,
    building_candidates,
    corner_candidates,
    listed_candidates,
)
from learnmap.workflows.planning.sites.choosing import sites_of
from learnmap.workflows.planning.sites.files import SITES_FILES
from learnmap.workflows.planning.sites.report import SitesQuestion

CORNERS: Final = "corners"
BUILDINGS: Final = "buildings"
_USUAL: Final = 5
_MODELS: Final = ", ".join(Aim)


def sites(  # noqa: PLR0913 -- a command has an option for each wish
    candidates: Annotated[
        str,
        typer.Option(
            metavar="FILE|buildings|corners",
            help="A list as CSV or GeoJSON, public buildings of the extract, or street corners.",
        ),
    ] = CORNERS,
    count: Annotated[
        int | None, typer.Option("--sites", help=f"At most so many new sites; {_USUAL} by default.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(help="They cost at most so much together; needs costs.")
    ] = None,
    target_share: Annotated[
        float | None, typer.Option(help="The fewest sites that cover this share, such as 0.95.")
    ] = None,
    by_cost: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option("--by-cost", help="For a target: the cheapest sites, however many.")
    ] = False,
    model: Annotated[str, typer.Option(help=f"What a choice is judged by: {_MODELS}.")] = "",
    floor: Annotated[
        float, typer.Option(help="Share of each area's residents that has to be covered.")
    ] = 0.0,
    as_far: Annotated[  # noqa: FBT002 -- an option of the command line
        bool,
        typer.Option("--as-far-as-reachable", help="Lower the floor where no candidate keeps it."),
    ] = False,
    by: Annotated[str, typer.Option(help=f"Areas of the floor: {', '.join(LEVELS)}.")] = "",
    capacity: Annotated[
        float | None, typer.Option(help="Residents whom each new site can take; all by default.")
    ] = None,
    profile: Annotated[str, typer.Option(help="Who walks.")] = "older_adult",
    age: Annotated[int, typer.Option(help="Years from which residents count.")] = 60,
    minutes: Annotated[
        float | None, typer.Option(help="The longest walk; the city's longest by default.")
    ] = None,
    kind: KindOption = "",
    map_name: MapOption = "",
    category: CategoryOption = "",
    open_on: OpenOption = "",
    step_free_points: StepFreePointsOption = False,  # noqa: FBT002 -- an option
    extract: Annotated[
        Path | None, typer.Option(help="For buildings: the file that the streets were built from.")
    ] = None,
    spacing: Annotated[
        float, typer.Option(help="For corners: metres between them at least.")
    ] = SPACING_M,
    time_limit: Annotated[
        float, typer.Option(help="Seconds to search; then the best found is taken.")
    ] = 20.0,
    csv: Annotated[Path | None, typer.Option(help="New file for the table.")] = None,
    geojson: Annotated[Path | None, typer.Option(help="New file with places.")] = None,
    gpkg: Annotated[Path | None, typer.Option(help="New file for QGIS.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="New GeoParquet file.")] = None,
) -> None:
    """Propose where the next learning points should stand, and say how sure that is."""
    aim = _aim(model, target_share)
    given = {"csv": csv, "geojson": geojson, "gpkg": gpkg, "parquet": parquet}
    files = {ending: path for ending, path in given.items() if path is not None}
    for path in files.values():
        if path.exists():
            raise ConflictError(f"{path} is there already; name a new file")
    is_open = aim is not Aim.FEWEST_SITES and count is None and budget is None
    asked = SitesQuestion(
        aim=aim,
        sites=_USUAL if is_open else count,
        budget=budget,
        target_share=target_share,
        by_cost=by_cost,
        floor=floor,
        floor_as_far_as_reachable=as_far,
        level=level_given(by) if by else None,
        capacity=capacity,
        profile=profile,
        age_from=age,
        cutoff_s=None if minutes is None else round(minutes * 60),
        points=one_set(
            "sites beside points",
            kind=kind,
            map_name=map_name,
            category=category,
            open_on=open_on,
            step_free=step_free_points,
        ),
        time_limit_s=time_limit,
    )
    with opened_city() as city:
        held = hold_city(city)
        where = _candidates(held, candidates, asked.profile, extract, spacing)
        report = sites_of(held, where, asked)
    say_sites(report)
    for ending, path in files.items():
        write_new(path, SITES_FILES[ending](report))


def _aim(model: str, target_share: float | None) -> Aim:
    if not model:
        return Aim.MOST_COVERED if target_share is None else Aim.FEWEST_SITES
    if model not in list(Aim):
        raise InvalidInputError(f"--model {model}: no such model; give {_MODELS}")
    return Aim(model)


def _candidates(
    held: HeldCity, given: str, profile: str, extract: Path | None, spacing_m: float
) -> Candidates:
    if given == CORNERS:
        return corner_candidates(held, profile, spacing_m)
    if given != BUILDINGS:
        return listed_candidates(held, Path(given))
    if extract is None:
        name = held.inputs.build.extract_name
        raise InvalidInputError(
            f"--candidates buildings reads the extract, which a city does not keep; give "
            f"--extract with the file {name} that its streets were built from"
        )
    return building_candidates(held, extract)
