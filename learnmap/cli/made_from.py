"""What planners' figures were made from, as all commands that print figures say it."""

from learnmap.cli.console import say
from learnmap.model.languages import LANGUAGES, Names
from learnmap.workflows.planning.provenance import Provenance


def called(names: Names) -> str:
    """Return a name in all languages that have one."""
    return " / ".join(dict.fromkeys(names[code] for code in LANGUAGES if names.get(code)))


def say_divided(age_from: int, residents: float) -> None:
    """Say how many residents are in age bands that an age divides."""
    say(
        f"note: {residents:,.0f} residents are in age bands that begin before {age_from} and "
        "end after it; they are not among those counted from that age"
    )


def say_sources(made_from: Provenance) -> None:
    """Say which points, streets and residents were counted, and of which day."""
    if made_from.fictional:
        say("fictional: residents, points or all of this city are invented")
    build = made_from.build
    dated = build.extract_date or "date not told by the file"
    say(
        f"points: {made_from.open_points:,} open ones on record on {made_from.points_on}; "
        "in brackets, those on streets"
    )
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
