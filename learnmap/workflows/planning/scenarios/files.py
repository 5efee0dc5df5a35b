"""Scenarios as files: JSON that another city, or another day, can read again, and a CSV table."""

import json
from typing import Any, Final

from learnmap.model.errors import InvalidInputError
from learnmap.model.scenarios import Scenario, scenario_of
from learnmap.store import StoredScenario
from learnmap.workflows.planning.csv_tables import AREA, area_cells, table_as_csv
from learnmap.workflows.planning.scenarios.comparison import ComparedRow, Comparison

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
    *AREA,
    "covered_now",
    "uncovered_now",
    "unplaced_now",
    "covered_then",
    "uncovered_then",
    "unplaced_then",
    "total",
    "difference",
    "warnings",
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
    """Write scenarios side by side as CSV, residents with all digits."""
    rows = (_cells(comparison, row) for row in comparison.rows)
    return table_as_csv(COLUMNS, rows, comparison.provenance)


def _cells(comparison: Comparison, row: ComparedRow) -> tuple[object, ...]:
    now, then = row.now.found, row.then.found
    return (
        row.stored.id,
        row.stored.scenario.name,
        row.stored.version,
        row.now.profile,
        row.now.age_from,
        row.now.points.by,
        row.now.points.code,
        row.now.joined,
        row.then.joined,
        f"{now.cutoff_s / 60:g}",
        *area_cells(comparison.level, row.now.area_code, row.now.area_names),
        now.covered,
        now.uncovered,
        now.unplaced,
        then.covered,
        then.uncovered,
        then.unplaced,
        now.total,
        row.difference,
        "; ".join(comparison.warnings[row.stored.id]),
    )
