"""What an import adds, changes, leaves and misses, record by record and column by column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.model.records import AgeCount, Record, RouteStop, Session
from learnmap.store import ImportRecord

Values = tuple[str, object, object]
"""Name of a column, what it was, what it becomes."""


@dataclass(frozen=True, slots=True)
class PointChange:
    """A point, or another record, that gets other values.

    Attributes
    ----------
    point_id : str
        Its id or code.
    columns : tuple of (str, object, object)
        Name, before, after of each column that differs; None is an empty cell.
    """

    point_id: str
    columns: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class PointChanges:
    """What becomes of the records of a file, each list in the order of ids.

    Attributes
    ----------
    added, unchanged : tuple of str
    changed : tuple of PointChange
    missing : tuple of str
        Records of the same source that the file has no more; they stay as they are.
    removed : tuple of str
        Places of residents that the file has no more; they go.
    """

    added: tuple[str, ...] = ()
    changed: tuple[PointChange, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether every record is stored as the file has it."""
        return not (self.added or self.changed or self.removed)


def changes_of(before: Record, after: Record) -> tuple[Values, ...]:
    """Return the columns in which two states of a record differ, names by language."""
    old, new = _cells(before), _cells(after)
    return tuple(
        (column, _shown(old.get(column)), _shown(new.get(column)))
        for column in dict.fromkeys((*old, *new))
        if old.get(column) != new.get(column)
    )


def planned_changes(
    records: Iterable[ImportRecord], stored: Mapping[str, Record], missing: Sequence[str]
) -> PointChanges:
    """Compare the rows of a file that were not dropped with what is stored."""
    kept = [record for record in records if record.dropped_by is None]
    return _sorted(((record, stored.get(record.key)) for record in kept), missing)


def applied_changes(records: Iterable[ImportRecord], missing: Sequence[str]) -> PointChanges:
    """Tell what an import did when it was applied, whatever was done since."""
    pairs = []
    for record in records:
        if record.outcome is not None:
            before = record.record if record.outcome == "unchanged" else record.before
            pairs.append((record, before))
    return _sorted(pairs, missing)


def _sorted(
    pairs: Iterable[tuple[ImportRecord, Record | None]], missing: Sequence[str]
) -> PointChanges:
    added, changed, unchanged, removed = [], [], [], []
    for row, before in sorted(pairs, key=lambda pair: pair[0].key):
        if row.removes:
            removed.append(row.key)
        elif before is None:
            added.append(row.key)
        elif before == row.record:
            unchanged.append(row.key)
        else:
            changed.append(PointChange(row.key, changes_of(before, row.record)))
    gone = set(removed)
    left = tuple(key for key in missing if key not in gone)
    return PointChanges(tuple(added), tuple(changed), tuple(unchanged), left, tuple(removed))


def _cells(record: Record) -> dict[str, object]:
    """Return a record's values by the names of columns in `docs/import-formats.md`."""
    cells: dict[str, object] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, dict):
            prefix = "name" if name == "names" else name
            cells.update({f"{prefix}_{language}": text for language, text in value.items()})
        elif name not in {"id", "code"}:
            cells[name] = value
    return cells


def _shown(value: object) -> object:
    """Write what is no plain cell in few words."""
    match value:
        case BaseGeometry():
            count = int(shapely.get_num_coordinates(value))
            return f"{value.geom_type} of {count} places, {shapely.centroid(value)}"
        case tuple():
            return ", ".join(str(_shown(part)) for part in value) or None
        case RouteStop():
            return f"{value.position} {value.point_id} ({value.dwell_min} min)"
        case Session():
            where = f" {value.point_id}" if value.point_id else ""
            return f"{value.starts_at:%Y-%m-%d %H:%M}{where}"
        case AgeCount():
            return f"{value.residents:g} of {value.age_from} to {value.age_to or 'any age'}"
    return value
