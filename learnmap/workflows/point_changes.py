"""What an import adds, changes, leaves and misses, point by point and column by column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learnmap.model.records import LearningPoint
from learnmap.store import ImportRecord

Values = tuple[str, object, object]
"""Name of a column, what it was, what it becomes."""


@dataclass(frozen=True, slots=True)
class PointChange:
    """A point that gets other values.

    Attributes
    ----------
    point_id : str
    columns : tuple of (str, object, object)
        Name, before, after of each column that differs; None is an empty cell.
    """

    point_id: str
    columns: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class PointChanges:
    """What becomes of the points of a file, each list in the order of ids.

    Attributes
    ----------
    added, unchanged : tuple of str
    changed : tuple of PointChange
    missing : tuple of str
        Points of the same source that the file has no more; they stay as they are.
    """

    added: tuple[str, ...] = ()
    changed: tuple[PointChange, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether every point is stored as the file has it."""
        return not (self.added or self.changed)


def changes_of(before: LearningPoint, after: LearningPoint) -> tuple[Values, ...]:
    """Return the columns in which two states of a point differ, names by language."""
    old, new = _cells(before), _cells(after)
    return tuple(
        (column, old.get(column), new.get(column))
        for column in dict.fromkeys((*old, *new))
        if old.get(column) != new.get(column)
    )


def planned_changes(
    records: Iterable[ImportRecord], stored: Mapping[str, LearningPoint], missing: Sequence[str]
) -> PointChanges:
    """Compare the rows of a file that were not dropped with what is stored."""
    kept = [record for record in records if record.dropped_by is None]
    return _sorted(((record.point, stored.get(record.point.id)) for record in kept), missing)


def applied_changes(records: Iterable[ImportRecord], missing: Sequence[str]) -> PointChanges:
    """Tell what an import did when it was applied, whatever was done since."""
    pairs = []
    for record in records:
        if record.outcome is not None:
            before = record.point if record.outcome == "unchanged" else record.before
            pairs.append((record.point, before))
    return _sorted(pairs, missing)


def _sorted(
    pairs: Iterable[tuple[LearningPoint, LearningPoint | None]], missing: Sequence[str]
) -> PointChanges:
    added, changed, unchanged = [], [], []
    for after, before in sorted(pairs, key=lambda pair: pair[0].id):
        if before is None:
            added.append(after.id)
        elif before == after:
            unchanged.append(after.id)
        else:
            changed.append(PointChange(after.id, changes_of(before, after)))
    return PointChanges(tuple(added), tuple(changed), tuple(unchanged), tuple(missing))


def _cells(point: LearningPoint) -> dict[str, object]:
    """Return a point's values by the names of columns in `docs/import-formats.md`."""
    cells: dict[str, object] = {f"name_{language}": name for language, name in point.names.items()}
    for name in type(point).model_fields:
        if name not in {"id", "names"}:
            cells[name] = getattr(point, name)
    return cells
