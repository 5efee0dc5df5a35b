"""``learnmap catchments``: from where one can walk to each point."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from learnmap.cli.complaints import say_error
from learnmap.cli.console import opened_city, progress_bar, say, show_table
from learnmap.cli.explaining import explain
from learnmap.model.errors import InvalidInputError, LearnmapError
from learnmap.model.languages import name_in
from learnmap.store import CertifiedBand
from learnmap.workflows.catchment_plan import Stranded
from learnmap.workflows.catchments import CatchmentReport, compute_city_catchments
from learnmap.workflows.certifying import (
    PLACES,
    POINTS,
    SEED,
    certify_catchments,
    verdict_of,
)

if TYPE_CHECKING:
    from learnmap.workflows.clusters import Cluster

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
    city: Annotated[
        list[str] | None,
        typer.Option(help="This database of the private server; may be repeated."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Compute in so many processes of this machine.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Compute on this Dask cluster, such as tcp://host:8786.")
    ] = None,
) -> None:
    """Compute the catchments that are missing or out of date."""
    with _cluster(workers, scheduler) as cluster:
        if not city:
            _compute(None, profile or (), cluster)
            return
        failed = [name for name in city if not _goes_on(name, profile or (), cluster)]
    if failed:
        say_error(f"{len(failed)} of {len(city)} cities are not done: {', '.join(failed)}")
        raise typer.Exit(1)


def _goes_on(name: str, profiles: Sequence[str], cluster: "Cluster | None") -> bool:
    """Compute one of several cities; what is wrong with it does not keep the others waiting."""
    say(f"{name}:")
    try:
        _compute(name, profiles, cluster)
    except LearnmapError as error:
        say_error(f"{name}: {error}")
        return False
    return True


def _compute(name: str | None, profiles: Sequence[str], cluster: "Cluster | None") -> None:
    with opened_city(name) as opened, progress_bar() as told:
        report = compute_city_catchments(opened, profiles=profiles, progress=told, cluster=cluster)
    say_catchments(report)


@contextmanager
def _cluster(workers: int | None, scheduler: str | None) -> Iterator["Cluster | None"]:
    if workers is None and scheduler is None:
        yield None
        return
    if workers is not None and scheduler is not None:
        raise InvalidInputError(
            f"--workers {workers} starts processes here and --scheduler {scheduler} uses those of "
            "a cluster; give one of the two"
        )
    from learnmap.workflows.clusters import joined_cluster, local_cluster

    with joined_cluster(scheduler) if scheduler else local_cluster(workers or 1) as cluster:
        yield cluster


@app.command()
def certify(
    points: Annotated[int, typer.Option(min=1, help="Points to walk to.")] = POINTS,
    places: Annotated[int, typer.Option(min=1, help="Places looked at round each.")] = PLACES,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same numbers.")] = SEED,
    profile: Annotated[
        list[str] | None, typer.Option(help="Only this walk profile; may be repeated.")
    ] = None,
) -> None:
    """Measure how exact the catchments are, and store it with the network build.

    Places are drawn round learning points (and round places on streets, where there are too few
    points), and the walk from each is computed without the code that draws catchments.
    """
    with opened_city() as city, progress_bar() as told:
        bands = certify_catchments(
            city,
            points=points,
            places=places,
            seed=seed,
            profiles=profile or (),
            progress=told,
        )
    say_certificate(bands)


def say_certificate(bands: Sequence[CertifiedBand]) -> None:
    """Print how exact catchments are, with the size of the sample."""
    first = bands[0]
    origins = first.learning_points + first.street_places
    say(
        f"accuracy: {first.places:,} places round {origins:,} points for each profile "
        f"({first.learning_points:,} of them learning points), seed {first.seed}"
    )
    show_table(
        ["profile", "minutes", "wrongly inside", "wrongly outside", "IoU", "places within"],
        [_certified(band) for band in bands],
    )


def _certified(band: CertifiedBand) -> list[str]:
    verdict = verdict_of(band)
    return [
        band.profile,
        f"{band.cutoff_s / 60:g}",
        _percent(verdict.inside_share, verdict.inside_interval),
        _percent(verdict.outside_share, verdict.outside_interval),
        "" if verdict.iou is None else f"{verdict.iou:.4f}",
        f"{band.exact:,}",
    ]


def _percent(share: float | None, between: tuple[float, float] | None) -> str:
    if share is None or between is None:
        return ""
    return f"{share:.2%} ({between[0]:.2%} to {between[1]:.2%})"


def say_catchments(report: CatchmentReport) -> None:
    """Print what a run did, and name the points that join no street."""
    say(
        f"catchments: {report.computed:,} computed, {report.taken:,} the same as in an earlier "
        f"network, {report.unchanged:,} unchanged, {report.dropped:,} dropped"
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


app.command()(explain)
