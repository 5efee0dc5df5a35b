"""How ``learnmap import`` says what a file would do, what waits, and what was done."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.cli.console import say
from learnmap.ingest import RowFault
from learnmap.store import ImportRow, PointWarning, What, record_type
from learnmap.workflows.checked_files import CheckedFile
from learnmap.workflows.import_runs import ImportRun
from learnmap.workflows.point_changes import PointChanges

SHOWN: Final = 20
"""So many of a list are printed, unless all are asked for."""


def say_run(file: Path, run: ImportRun, what: What) -> None:
    """Say what became of a file."""
    if run.import_id is None:
        noun = record_type(what).noun
        nothing, every = ("nothing else", "all other") if run.unplaced else ("nothing", "all")
        say(f"{file.name}: {nothing} changes; {every} {noun} are stored as the file has them")
    elif run.applied:
        say(f"import {run.import_id} of {file.name} is applied")
        say(f"  take it back with `learnmap import take-back {run.import_id}`")
    else:
        say(
            f"import {run.import_id} of {file.name} waits in quarantine; nothing of it is stored "
            f"yet. For each warning `learnmap import confirm {run.import_id} --line N --note TEXT` "
            f"or `learnmap import drop {run.import_id} --line N` (--code CODE for all alike), "
            f"then `learnmap import apply {run.import_id}`"
        )
        say_codes(run.checked.warnings, ())


def say_checked(checked: CheckedFile) -> None:
    """Say what a check found and what the file would do."""
    for note in checked.notes:
        say(f"note: {note}")
    say_warnings(checked.warnings)
    say_changes(checked.changes, checked.facts.what)


def say_warnings(warnings: Sequence[PointWarning], *, most: int | None = SHOWN) -> None:
    """Say warnings, the first so many."""
    for warning in warnings[:most]:
        if warning.confirmed_by is None:
            say(f"warning: {_words(warning)}")
        else:
            say(f"confirmed by {warning.confirmed_by} ({warning.note}): {_words(warning)}")
    _say_rest(len(warnings), most)


def say_codes(warnings: Sequence[PointWarning], gone: Collection[int]) -> None:
    """Say how many warnings of each code are open, the most frequent first."""
    open_ones = (w.code for w in warnings if w.confirmed_by is None and w.line not in gone)
    counts = Counter(open_ones).most_common()
    if counts:
        say(f"open: {', '.join(f'{count} {code}' for code, count in counts)}")


def say_changes(changes: PointChanges, what: str, *, most: int | None = SHOWN) -> None:
    """Say what is added, changed, removed and missing."""
    say(
        f"{record_type(what).noun}: {len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.unchanged)} unchanged, {len(changes.missing)} missing"
        + (f", {len(changes.removed)} removed" if changes.removed else "")
    )
    say_ids("added", changes.added, most)
    for change in changes.changed[:most]:
        parts = [f"{name} {_cell(old)} → {_cell(new)}" for name, old, new in change.columns]
        say(f"changed: {change.point_id}: {'; '.join(parts)}")
    _say_rest(len(changes.changed), most)
    say_ids("no more in the file, removed", changes.removed, most)
    say_ids("missing from the file, kept as they are", changes.missing, most)


def say_ids(what: str, ids: Sequence[str], most: int | None) -> None:
    """Say a list of ids, the first so many."""
    if ids:
        say(f"{what}: {', '.join(ids[:most])}")
        _say_rest(len(ids), most)


def _say_rest(count: int, most: int | None) -> None:
    if most is not None and count > most:
        say(f"  and {count - most} more; `learnmap import show ID --all` has every one")


def say_open(row: ImportRow) -> None:
    """Say how many warnings of an import are open."""
    if row.pending:
        say(f"import {row.id}: {row.pending} of {row.warnings} warnings are open")
    else:
        say(f"import {row.id}: no warning is open; `learnmap import apply {row.id}` applies it")


def _words(warning: PointWarning) -> str:
    return str(
        RowFault(
            warning.line,
            warning.point_id,
            warning.column,
            warning.value,
            warning.message,
            warning.remedy,
            "feature" if warning.unit == "feature" else "line",
            "warning",
        )
    )


def _cell(value: object) -> str:
    return "(empty)" if value is None else repr(value) if isinstance(value, str) else str(value)


def state_of(row: ImportRow) -> str:
    """Return the state of an import in words."""
    return row.state.replace("_", " ")


def listed(row: ImportRow, clock: ZoneInfo) -> list[str]:
    """Return a row of the list of imports."""
    since = f"{row.state_at.astimezone(clock):%Y-%m-%d %H:%M}"
    counts = [row.rows, row.dropped, row.warnings, row.pending]
    facts = row.facts
    about = [str(row.id), facts.file_name, facts.what, facts.source]
    return [*about, state_of(row), since, row.state_by, *map(str, counts)]
