"""``learnmap city``: names, clock, limits and walk profiles."""

from dataclasses import replace
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.model.errors import InvalidInputError, NotFoundError
from learnmap.workflows.cities import change_city

app = typer.Typer(help="The city's settings.", no_args_is_help=True)


@app.command()
def show() -> None:
    """Print the settings."""
    with opened_city() as city:
        settings = city.settings()
    rows = [
        ["names", " / ".join(settings.names.values())],
        ["fictional", "yes" if settings.fictional else "no"],
        ["timezone", settings.timezone],
        ["snap_limit_m", f"{settings.snap_limit_m:g}"],
        ["island_below_m", f"{settings.island_below_m:g}"],
        ["off_street_m", f"{settings.off_street_m:g}"],
        ["simplify_m", f"{settings.simplify_m:g}"],
        ["review_required", "yes" if settings.review_required else "no"],
        ["check_in_url", settings.check_in_url or "none"],
        ["minutes", ", ".join(f"{cutoff / 60:g}" for cutoff in settings.cutoffs_s)],
    ]
    show_table(["setting", "value"], rows)
    say("")
    show_table(
        ["profile", "zh", "en", "m/s", "steps"],
        [
            [p.code, p.zh, p.en, f"{p.speed_m_per_s:g}", _steps(p.steps_factor)]
            for p in settings.profiles
        ],
    )


def _steps(factor: float | None) -> str:
    return "none" if factor is None else f"x {factor:g}"


def _cutoffs_s(minutes: str) -> tuple[int, ...]:
    try:
        return tuple(round(float(part) * 60) for part in minutes.split(","))
    except ValueError:
        raise InvalidInputError(f"--minutes {minutes}: give numbers, such as 5,10,15") from None


@app.command("set")
def set_city(  # noqa: PLR0913 -- an option for each setting
    name_zh: Annotated[str | None, typer.Option(help="The city's Chinese name.")] = None,
    name_en: Annotated[str | None, typer.Option(help="The city's English name.")] = None,
    timezone: Annotated[str | None, typer.Option(help="IANA name, Asia/Shanghai.")] = None,
    snap_limit_m: Annotated[
        float | None, typer.Option(help="How far a point may be from a street.")
    ] = None,
    island_below_m: Annotated[
        float | None, typer.Option(help="Less connected street than this is an island.")
    ] = None,
    off_street_m: Annotated[
        float | None, typer.Option(help="How far a walker leaves the street.")
    ] = None,
    simplify_m: Annotated[
        float | None, typer.Option(help="Tolerance of catchment outlines.")
    ] = None,
    minutes: Annotated[
        str | None, typer.Option(help="Walking times of the bands, 5,10,15.")
    ] = None,
    review: Annotated[
        bool | None, typer.Option(help="Whether a second person approves each edition.")
    ] = None,
    check_in_url: Annotated[
        str | None,
        typer.Option(help="Where walkers check in: https://…/{route}/{stop}; '' for nowhere."),
    ] = None,
) -> None:
    """Change settings; those not given stay."""
    changes: dict[str, object] = {
        "cutoffs_s": None if minutes is None else _cutoffs_s(minutes),
        "timezone": timezone,
        "snap_limit_m": snap_limit_m,
        "island_below_m": island_below_m,
        "off_street_m": off_street_m,
        "simplify_m": simplify_m,
        "review_required": review,
        "check_in_url": check_in_url,
    }
    names = {"zh": name_zh, "en": name_en}
    with opened_city() as city:
        change_city(
            city,
            names={code: name for code, name in names.items() if name},
            changes={key: value for key, value in changes.items() if value is not None},
        )
    say("set; run `learnmap catchments compute` if limits changed")


@app.command()
def profile(
    code: Annotated[str, typer.Argument(help="adult, older_adult or step_free.")],
    speed: Annotated[float | None, typer.Option(help="Metres per second.")] = None,
    steps_factor: Annotated[
        float | None, typer.Option(help="How much longer a metre of steps takes.")
    ] = None,
    no_steps: Annotated[bool, typer.Option("--no-steps", help="It cannot pass steps.")] = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Change how fast a profile walks and what steps cost it."""
    with opened_city() as city:
        settings = city.settings()
        found = {p.code: p for p in settings.profiles}
        if code not in found:
            raise NotFoundError(f"no profile {code!r}; the city's are {', '.join(found)}")
        old = found[code]
        factor = old.steps_factor if steps_factor is None else steps_factor
        found[code] = replace(
            old,
            speed_m_per_s=old.speed_m_per_s if speed is None else speed,
            steps_factor=None if no_steps else factor,
        )
        change_city(city, changes={"profiles": tuple(found.values())})
    say("set; run `learnmap catchments compute` to draw the catchments anew")
