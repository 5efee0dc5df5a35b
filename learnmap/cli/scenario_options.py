"""Changes of a scenario as they are typed on the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from learnmap.model.errors import InvalidInputError
from learnmap.model.scenarios import Scenario, scenario_of
from learnmap.workflows.planning.scenarios.files import scenario_from_json

AddOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="KIND,NAME,LON,LAT", help="A new point; may be repeated."),
]
MoveOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--move", metavar="ID,LON,LAT", help="A point elsewhere; may be repeated."),
]
CloseOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--close", metavar="ID", help="Closed; may be repeated.")
]
ReopenOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--reopen", metavar="ID", help="Open again; may be repeated."),
]
LinkOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--link",
        metavar="LON,LAT,LON,LAT[,steps]",
        help="A gate or bridge between two streets; `steps` if only who takes steps may pass; "
        "may be repeated.",
    ),
]
HoursOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--hours", metavar="ID=HOURS", help="Other opening hours; may be repeated."),
]
PaceOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--pace", metavar="PROFILE=M_PER_S", help="Another walking speed; may be repeated."
    ),
]
FromOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--from", help="A file as `scenario export` writes it; options are added to it."),
]


def typed_changes(
    *,
    add: Sequence[str] | None,
    move: Sequence[str] | None,
    close: Sequence[str] | None,
    reopen: Sequence[str] | None,
    link: Sequence[str] | None,
    hours: Sequence[str] | None,
    pace: Sequence[str] | None,
) -> list[dict[str, Any]]:
    """Return the changes that were typed, kind after kind.

    Raises
    ------
    InvalidInputError
        Naming the option and how it should look.
    """
    added = [_added(number, text) for number, text in enumerate(add or (), 1)]
    return [
        *added,
        *(_moved(text) for text in move or ()),
        *({"change": "close_point", "id": one} for one in close or ()),
        *({"change": "reopen_point", "id": one} for one in reopen or ()),
        *(_linked(text) for text in link or ()),
        *(_hours(text) for text in hours or ()),
        *(_pace(text) for text in pace or ()),
    ]


def scenario_typed(
    name: str | None, note: str | None, file: Path | None, changes: list[dict[str, Any]]
) -> Scenario:
    """Return the scenario of a file, with the name, note and changes that were typed besides.

    Raises
    ------
    InvalidInputError
        When it is none: no name, no change, or changes that contradict each other.
    """
    base = Scenario(name="typed") if file is None else read_file(file)
    if file is None and not name:
        raise InvalidInputError("a scenario needs a name; give --name")
    scenario = scenario_of(
        {
            "name": name or base.name,
            "note": base.note if note is None else note,
            "changes": [*(one.model_dump(mode="json") for one in base.changes), *changes],
        }
    )
    if not scenario.changes:
        raise InvalidInputError(
            "the scenario changes nothing; give --add, --move, --close, --reopen, --link, "
            "--hours or --pace, or --from a file"
        )
    return scenario


def read_file(path: Path) -> Scenario:
    """Read a scenario from a file.

    Raises
    ------
    InvalidInputError
        When it is not there or is no scenario.
    """
    try:
        return scenario_from_json(path.read_bytes())
    except OSError as error:
        raise InvalidInputError(f"{path}: cannot be read ({error.strerror})") from error
    except InvalidInputError as error:
        raise InvalidInputError(f"{path}: {error}") from error


def _added(number: int, text: str) -> dict[str, Any]:
    # A name may have commas of its own.
    kind, _, rest = text.partition(",")
    name, lon, lat = _parts("--add", rest, 3, "kind,name,lon,lat", whole=text)
    language = "en" if name.isascii() else "zh"
    return {
        "change": "add_point",
        "id": f"new-{number}",
        "kind": kind.strip(),
        "names": {language: name},
        "longitude": _number("--add", lon, text),
        "latitude": _number("--add", lat, text),
    }


def _moved(text: str) -> dict[str, Any]:
    point, lon, lat = _parts("--move", text, 3, "id,lon,lat")
    place = {"longitude": _number("--move", lon, text), "latitude": _number("--move", lat, text)}
    return {"change": "move_point", "id": point, **place}


def _linked(text: str) -> dict[str, Any]:
    ends, comma, word = text.rpartition(",")
    by_steps = bool(comma) and word.strip() == "steps"
    places = _parts("--link", ends if by_steps else text, 4, "lon,lat,lon,lat or ...,steps")
    lon, lat, to_lon, to_lat = (_number("--link", place, text) for place in places)
    link = {"begin": [lon, lat], "end": [to_lon, to_lat], "step_free": not by_steps}
    return {"change": "open_link", **link}


def _hours(text: str) -> dict[str, Any]:
    point, hours = _pair("--hours", text, "id=hours, such as lib-1=Mo-Fr 09:00-20:00")
    return {"change": "set_hours", "id": point, "opening_hours": hours}


def _pace(text: str) -> dict[str, Any]:
    profile, speed = _pair("--pace", text, "profile=m/s, such as older_adult=0.7")
    return {
        "change": "set_pace",
        "profile": profile,
        "speed_m_per_s": _number("--pace", speed, text),
    }


def _pair(option: str, text: str, form: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left.strip() and equals and right.strip()):
        raise InvalidInputError(f"{option} {text}: give {form}")
    return left.strip(), right.strip()


def _parts(option: str, text: str, count: int, form: str, *, whole: str | None = None) -> list[str]:
    """Return the parts between the last commas."""
    parts = [part.strip() for part in text.rsplit(",", count - 1)]
    if len(parts) != count or not all(parts):
        raise InvalidInputError(f"{option} {whole or text}: give {form}")
    return parts


def _number(option: str, text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidInputError(f"{option} {whole}: {text!r} is no number") from error
