"""What all figures of planners say alike: of whom, of where, in which file, and made from what."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from learnmap.cli.console import say
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.languages import LANGUAGES, Names
from learnmap.model.records import Level
from learnmap.workflows.planning.inputs import LEVELS
from learnmap.workflows.planning.provenance import Provenance

AREAS_OF: Final[Mapping[Level, str]] = MappingProxyType(
    {
        "district": "districts",
        "street_town": "street-towns",
        "neighbourhood": "neighbourhoods",
    }
)
"""What the areas of a level are called."""
BY_HELP: Final = f"A row for each area: {', '.join(LEVELS)}."
AGE_HELP: Final = (
    "From which age residents are counted for a profile; by default 60 for older_adult and "
    "step_free, else 0; may be repeated."
)


def level_given(by: str) -> Level:
    """Read the level of areas that somebody gave.

    Raises
    ------
    InvalidInputError
    """
    level = next((one for one in LEVELS if one == by), None)
    if level is None:
        raise InvalidInputError(f"--by {by}: no such level; give {', '.join(LEVELS)}")
    return level


def age_given(given: str) -> tuple[str, int]:
    """Read a profile and the age from which residents are counted for it.

    Raises
    ------
    InvalidInputError
    """
    profile, _, years = given.partition("=")
    if not (years.isascii() and years.isdigit() and int(years) <= 130):
        raise InvalidInputError(f"--age {given}: give a profile and years, such as adult=18")
    return profile, int(years)


def called(names: Names) -> str:
    """Return the names of an area or city side by side."""
    return " / ".join(dict.fromkeys(names[code] for code in LANGUAGES if names.get(code)))


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, and say where.

    Raises
    ------
    ConflictError
        When it is there.
    """
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise ConflictError(f"{path} is there already; name a new file") from error
    say(str(path))


def say_divided(divided: dict[int, float]) -> None:
    """Say who is not counted, since an age divides their band."""
    for age_from, residents in divided.items():
        say(
            f"note: {residents:,.0f} residents are in age bands that begin before {age_from} and "
            "end after it; they are not among those counted from that age"
        )


def say_misfits(in_several: float, in_none: float, level: str) -> None:
    """Warn of areas that overlap and of places in none."""
    if in_several:
        say(
            f"warning: areas overlap: {in_several:,.0f} residents live in more than one {level}; "
            "each counts in the first alone"
        )
    if in_none:
        say(
            f"warning: areas leave holes: {in_none:,.0f} residents live in no {level}; they are in "
            "a row of their own"
        )


def say_sources(made_from: Provenance) -> None:
    """Say which points, streets and residents figures were made from, and of which day."""
    if made_from.fictional:
        say("fictional: residents, points or all of this city are invented")
    build = made_from.build
    dated = build.extract_date or "date not told by the file"
    say(f"points: {made_from.open_points:,} open ones on record on {made_from.points_on}")
    say(
        f"streets: {build.extract_name} ({dated}), {build.attribution}, {build.licence}, "
        f"network {build.content_hash[:16]}"
    )
    for one in made_from.sources:
        fictional = ", fictional" if one.fictional else ""
        say(
            f"residents: {one.name or 'source not named'}: {one.residents:,.0f} at "
            f"{one.places:,} places{fictional}"
        )
    files = ", ".join(f"{file.name} ({file.applied_on})" for file in made_from.files)
    say(f"residents imported from: {files or 'no import on record, so no date is known'}")
