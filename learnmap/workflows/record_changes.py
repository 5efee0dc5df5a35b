"""What changed, and who did it: of one point, and of all records."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from learnmap.model.changed_values import changed_values, plain_values
from learnmap.model.errors import NotFoundError
from learnmap.store import (
    AuditEntry,
    ChangeQuery,
    Transaction,
    changers,
    read_changes,
    read_entry,
    read_import_step,
    read_offerings,
    read_point,
    read_touching,
)
from learnmap.workflows.city import City

Values = tuple[tuple[str, Any, Any], ...]
"""Name of a column, what it was, what it became."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a record.

    Attributes
    ----------
    entry : AuditEntry
        Who, when, and by what.
    what : {"added", "changed", "removed"}
    record_id : str
        Of the point or the offering.
    values : tuple of (str, object, object)
        Empty where they were not kept.
    import_id : int or None
        The import that brought it, or took it back.
    """

    entry: AuditEntry
    what: str
    record_id: str
    values: Values
    import_id: int | None

    @property
    def is_of_point(self) -> bool:
        """Whether it is a point's; else it is an offering's."""
        return not self.entry.action.startswith("offerings.")


def point_history(city: City, point_id: str) -> tuple[Step, ...]:
    """Tell what became of a point and its offerings, the newest first.

    Raises
    ------
    NotFoundError
        When there is no such point.
    """
    with city.store.begin(snapshot=True) as tx:
        read_point(tx, point_id)
        of_point = [one.id for one in read_offerings(tx, point_ids=[point_id])]
        entries = read_touching(tx, point_id, offering_ids=of_point)
        return tuple(
            _step(tx, entry, record_id)
            for entry in entries
            for record_id in _touched(entry, {point_id, *of_point})
        )


def changes_page(city: City, query: ChangeQuery, *, limit: int = 50) -> list[AuditEntry]:
    """Read the entries that tell of changed records, the newest first."""
    with city.store.begin() as tx:
        return read_changes(tx, query, limit=limit)


def people_of_changes(city: City) -> list[str]:
    """Return who ever changed a record."""
    with city.store.begin() as tx:
        return changers(tx)


def one_step(city: City, point_id: str, entry_id: int) -> Step:
    """Find one change of a point that can be undone.

    Raises
    ------
    NotFoundError
        When there is none with its values.
    """
    with city.store.begin(snapshot=True) as tx:
        entry = read_entry(tx, entry_id)
        if entry is not None and entry.action == "points.upsert":
            for record_id in _touched(entry, {point_id}):
                step = _step(tx, entry, record_id)
                if step.what == "changed" and step.values:
                    return step
    raise NotFoundError(f"entry {entry_id} is no change of {point_id} whose values were kept")


def day_start(city: City, day: dt.date) -> dt.datetime:
    """Return when a day begins by the city's clock."""
    return dt.datetime.combine(day, dt.time(), tzinfo=city.clock())


def _touched(entry: AuditEntry, wanted: set[str]) -> list[str]:
    details = entry.details
    named = [
        *details.get("added_ids", ()),
        *details.get("changed_ids", ()),
        *details.get("removed_ids", ()),
    ]
    # What an offering was removed from is asked for by its point.
    if entry.action == "offerings.remove":
        return list(named)
    return [one for one in named if one in wanted]


def _step(tx: Transaction, entry: AuditEntry, record_id: str) -> Step:
    details = entry.details
    import_id = details.get("import", details.get("taken_back"))
    if record_id in details.get("removed_ids", ()):
        removed = details.get("removed", {})
        values: Values = tuple((name, value, None) for name, value in removed.items() if value)
        return Step(entry, "removed", record_id, values, import_id)
    if record_id in details.get("added_ids", ()):
        return Step(entry, "added", record_id, (), import_id)
    kept = details.get("values", {}).get(record_id)
    if kept is None and "import" in details:
        kept = _of_import(tx, details["import"], record_id)
    return Step(
        entry,
        "changed",
        record_id,
        tuple((name, was, became) for name, (was, became) in (kept or {}).items()),
        import_id,
    )


def _of_import(tx: Transaction, import_id: int, point_id: str) -> dict[str, tuple[Any, Any]]:
    """Return the values of a change of an import too large for one entry."""
    step = read_import_step(tx, import_id, point_id)
    if step is None:
        return {}
    before, after = step
    if before is None:
        return {name: (None, value) for name, value in plain_values(after).items()}
    return changed_values(before, after)
