"""Scenarios as files: JSON that another city, or another day, can read again, and a CSV table."""

import csv
import io
import json
from typing import Any, Final

from learnmap.model.errors import InvalidInputError
from learnmap.model.safe_cells import safe_cell
from learnmap.model.scenarios import Scenario, scenario_of
from learnmap.store import StoredScenario
from learnmap.workflows.planning.coverage_csv import made_from_cells
from learnmap.workflows.planning.scenario_comparison import ComparedRow, Comparison

FORMAT: Final = "learnmap scenario 1"
_LARGEST: Final = 5_000_000
COLUMNS: Final = (
    "scenario_id",
    "scenario",
    "version",
    "profile",
    "age_from",
    "points",
    "points_code",
    "points_count_now",
    "points_count_then",
    "minutes",
    "level",
    "area_code",
    "area_name_zh",
    "area_name_en",
    "covered_now",
    "uncovered_now",
    "unplaced_now",
    "covered_then",
    "uncovered_then",
    "unplaced_then",
    "total",
    "difference",
    "warnings",
    "streets",
    "streets_date",
    "network",
    "residents_sources",
    "residents_imported",
    "fictional",
)


def scenario_as_json(stored: StoredScenario) -> bytes:
    """Write a scenario as JSON, with when it was made and the streets it was checked against."""
    content: dict[str, Any] = {
        "format": FORMAT,
        **stored.scenario.model_dump(mode="json"),
        "made": {
            "id": stored.id,
            "version": stored.version,
            "author": stored.author,
            "updated_at": stored.updated_at.isoformat(),
            "network": stored.network,
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def scenario_from_json(content: bytes) -> Scenario:
    """Read a scenario from a file; where and when it was made is not taken over.

    Raises
    ------
    InvalidInputError
        When it is no such file, or says what no scenario can.
    """
    if len(content) > _LARGEST:
        raise InvalidInputError(
            f"the file has {len(content):,} bytes, and a scenario at most {_LARGEST:,}"
        )
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"the file is no JSON ({error}); export a scenario to see one"
        ) from error
    if not isinstance(said, dict) or said.get("format", FORMAT) != FORMAT:
        raise InvalidInputError(
            f"the file is no scenario: it should be an object with the format {FORMAT!r}"
        )
    return scenario_of({key: value for key, value in said.items() if key not in ("format", "made")})


def comparison_as_csv(comparison: Comparison) -> bytes:
    """Write scenarios side by side as CSV UTF-8 with a byte order mark, for spreadsheets.

    Residents stand there with all digits. A cell that a spreadsheet would take for a formula gets
    an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    made_from = made_from_cells(comparison.provenance)
    for row in comparison.rows:
        writer.writerow((*_cells(comparison, row), *made_from))
    return text.getvalue().encode("utf-8-sig")


def _cells(comparison: Comparison, row: ComparedRow) -> tuple[object, ...]:
    now, then, names = row.now.found, row.then.found, row.now.area_names
    return (
        row.stored.id,
        safe_cell(row.stored.scenario.name),
        row.stored.version,
        row.now.profile,
        row.now.age_from,
        row.now.points.by,
        row.now.points.code,
        row.now.joined,
        row.then.joined,
        f"{now.cutoff_s / 60:g}",
        comparison.level,
        *map(safe_cell, (row.now.area_code, names.get("zh", ""), names.get("en", ""))),
        *map(repr, (now.covered, now.uncovered, now.unplaced)),
        *map(repr, (then.covered, then.uncovered, then.unplaced)),
        repr(now.total),
        repr(row.difference),
        safe_cell("; ".join(comparison.warnings[row.stored.id])),
    )
