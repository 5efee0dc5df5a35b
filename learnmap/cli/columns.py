"""What the columns of a file are taken for: options that say it, and how it is shown."""

from collections.abc import Iterable
from typing import Annotated, Final

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.ingest import MappedColumn, ToldColumns
from learnmap.model.errors import InvalidInputError
from learnmap.store import RememberedColumns, record_type
from learnmap.workflows.file_columns import (
    FileColumns,
    forget_source,
    remembered_columns,
    show_columns,
)

Column = Annotated[
    list[str] | None,
    typer.Option(metavar="OURS=THEIRS", help="A column of the file; may be repeated."),
]
Value = Annotated[
    list[str] | None,
    typer.Option(metavar="OURS=VALUE", help="What every row has, as kind=library; repeatable."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(metavar="THEIRS", help="Make nothing of a column; may be repeated."),
]

_WHY: Final = {"given": "told", "remembered": "remembered", "exact": "exact"}
"""How a column was understood; of others the reason is told."""


def told_columns(
    column: Iterable[str] | None, value: Iterable[str] | None, ignore: Iterable[str] | None
) -> ToldColumns:
    """Read the three options.

    Raises
    ------
    InvalidInputError
        When one has no equals sign, or one of our columns is given twice.
    """
    return ToldColumns(
        _pairs("--column", column, "name_zh=名称"),
        tuple(dict.fromkeys(ignore or ())),
        _pairs("--value", value, "kind=library"),
    )


def say_columns(found: FileColumns) -> None:
    """Print each column of a file with what it is taken for, and why."""
    mapping = found.mapping
    by_title = {one.column: (ours, one) for ours, one in mapping.columns.items()}
    rivals = {title: ours for ours, titles in mapping.ambiguous.items() for title in titles}
    rows = []
    for title in found.titles:
        if title in by_title:
            ours, one = by_title[title]
            rows.append([title or "(no name)", ours, _WHY.get(one.sure) or _synonym(one)])
        elif title in rivals:
            rows.append([title, "?", f"as likely {rivals[title]} as another; say --column"])
        elif mapping.strict and title not in mapping.ignored:
            rows.append([title or "(no name)", "?", "no column of ours; say --column or --ignore"])
        else:
            told = "told" if title in mapping.dismissed else "like no column of ours"
            rows.append([title or "(no name)", "(ignored)", told])
    rows += [["(every row)", ours, repr(value)] for ours, value in mapping.fixed.items()]
    show_table(["column", "is", "why"], rows)
    if found.remembered is not None:
        kept = found.remembered
        say(f"columns remembered for {kept.source} from import {kept.import_id}, {kept.file_name}")
    for ours, theirs in found.settled.gone.items():
        instead = mapping.columns.get(ours)
        now = f"{instead.column!r} is taken instead" if instead else "nothing is taken for it"
        say(f"note: {theirs!r}, remembered as {ours}, is not in this file; {now}")


def show_mapping(
    source: Annotated[
        str | None, typer.Argument(help="The source, as it was stated; all when left out.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="Of which records, such as routes; all when left out."),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Keep it no more.")] = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Show what the columns of a source's files are remembered as, or forget it."""
    if of is not None:
        record_type(of)
    if forget and source is None:
        raise InvalidInputError("say which source is to be forgotten")
    with opened_city() as city:
        if source is None:
            _list_kept(remembered_columns(city, of))
            return
        if forget:
            noun = record_type(forget_source(city, source, of)).noun
            say(
                f"the columns of {noun} from {source} are forgotten; those of its next file are "
                "guessed"
            )
            return
        found, clock = show_columns(city, source, of), city.clock()
    for kept in found:
        rows = [[theirs, ours] for ours, theirs in kept.mapping["columns"].items()]
        rows += [["(every row)", f"{k} {value!r}"] for k, value in kept.mapping["fixed"].items()]
        rows += [[theirs, "(ignored)"] for theirs in kept.mapping["dismissed"]]
        show_table(["column", "is"], rows)
        when = f"{kept.set_at.astimezone(clock):%Y-%m-%d %H:%M}"
        noun = record_type(kept.what).noun
        say(f"{noun}, from import {kept.import_id} of {kept.file_name}, by {kept.set_by}, {when}")


def _list_kept(found: Iterable[RememberedColumns]) -> None:
    rows = [[kept.source, kept.what, str(kept.import_id), kept.file_name] for kept in found]
    if not rows:
        say("no columns are remembered yet; an import with --source remembers them")
        return
    show_table(["source", "of", "import", "file"], rows)


def _pairs(option: str, given: Iterable[str] | None, example: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given or ():
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            raise InvalidInputError(f"{option} {pair!r}: write it like {option} {example}")
        if ours in found:
            raise InvalidInputError(f"{option}: {ours} is given twice; say it once")
        found[ours] = theirs
    return found


def _synonym(one: MappedColumn) -> str:
    return f"{'unsure' if one.sure == 'unsure' else 'synonym'}: {one.why}"
