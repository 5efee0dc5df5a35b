"""The editable table that turns OpenStreetMap tags into kinds of learning point."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.table import Row, Table, check_columns

Tags = Mapping[str, str]

COLUMNS: Final = ("kind", "key", "value", "also", "unless", "name")
_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NAME_KEYS: Final = re.compile(r"(name|alt_name|official_name|short_name|int_name)(:[\w\-]+)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """``key=value``: one of the keys has one of the values, or any value for ``*``."""

    keys: tuple[str, ...]
    values: frozenset[str]

    def holds(self, tags: Tags) -> bool:
        """Tell whether the tags fulfil the condition; ``a;b`` in a tag counts as both."""
        for key in self.keys:
            value = tags.get(key)
            if value is None:
                continue
            if "*" in self.values or not self.values.isdisjoint(_split(value, ";")):
                return True
        return False


@dataclass(frozen=True, slots=True)
class KindRule:
    """One row of the table: things with these tags are of this kind."""

    kind: str
    main: Condition
    also: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    name: re.Pattern[str] | None = None

    def matches(self, tags: Tags) -> bool:
        """Tell whether tags fall under this row."""
        return (
            self.main.holds(tags)
            and all(condition.holds(tags) for condition in self.also)
            and not any(condition.holds(tags) for condition in self.unless)
            and (self.name is None or self._has_name(self.name, tags))
        )

    @staticmethod
    def _has_name(pattern: re.Pattern[str], tags: Tags) -> bool:
        return any(pattern.search(tags[key]) for key in tags if _NAME_KEYS.fullmatch(key))


@dataclass(frozen=True, slots=True)
class KindTable:
    """All rows; the first that matches decides."""

    rules: tuple[KindRule, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of which a thing must have at least one."""
        return tuple(sorted({key for rule in self.rules for key in rule.main.keys}))

    def kind_of(self, tags: Tags) -> str | None:
        """Return the kind of a thing with these tags, ``None`` when it is no learning point."""
        for rule in self.rules:
            if rule.matches(tags):
                return rule.kind
        return None


def read_kind_table(path: Path | None = None) -> KindTable:
    """Read the table of tags to kinds.

    Parameters
    ----------
    path : Path, optional
        A city's own table; the one that comes with learnmap when left out.

    Returns
    -------
    KindTable
        Its rows in their order.

    Raises
    ------
    FaultyTableError
        When the table has faults, each with its line, column and remedy.
    """
    if path is None:
        with as_file(files("learnmap.ingest") / "osm_kinds.csv") as shipped:
            return read_kind_table(shipped)
    table = read_csv(path)
    check_columns(table, required=COLUMNS[:3], optional=(*COLUMNS[3:], "why"))
    rules = [_read_rule(row, table) for row in table.rows]
    table.log.raise_if_any()
    return KindTable(tuple(rule for rule in rules if rule is not None))


def _read_rule(row: Row, table: Table) -> KindRule | None:
    before = len(table.log.faults)
    kind, key, value = (row.cells.get(column) or "" for column in COLUMNS[:3])
    if not _KIND.fullmatch(kind):
        _log(row, table, "kind", "is no code of a kind", "use lower-case letters, digits and _")
    for column, cell in (("key", key), ("value", value)):
        if not cell and column in table.columns:
            _log(row, table, column, "is empty", "give a tag, or * for any value")
    also = _read_conditions(row, table, "also")
    unless = _read_conditions(row, table, "unless")
    name = row.cells.get("name")
    pattern = None
    if name:
        try:
            pattern = re.compile(name, re.IGNORECASE)
        except re.error as error:
            _log(row, table, "name", f"is no regular expression ({error})", "correct it")
    if len(table.log.faults) > before:
        return None
    main = Condition(_split(key, "|"), frozenset(_split(value, "|")))
    return KindRule(kind, main, also, unless, pattern)


def _read_conditions(row: Row, table: Table, column: str) -> tuple[Condition, ...]:
    conditions = []
    for part in _split(row.cells.get(column) or "", "&"):
        key, equals, value = part.partition("=")
        if not (key.strip() and equals and value.strip()):
            _log(row, table, column, f"{part!r} is no condition", "write key=value, or key=*")
            continue
        conditions.append(Condition(_split(key, "|"), frozenset(_split(value, "|"))))
    return tuple(conditions)


def _log(row: Row, table: Table, column: str, message: str, remedy: str) -> None:
    table.log.add(
        message,
        remedy,
        line=row.line,
        column=column,
        value=row.cells.get(column),
    )


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())
