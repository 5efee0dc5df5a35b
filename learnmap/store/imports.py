"""Imports: files that were checked, and what became of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Row, Select, and_, exists, func, or_, select, update

from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.records import LearningPoint, Record
from learnmap.store._transaction import Transaction
from learnmap.store.record_types import What, record_type
from learnmap.store.schema import ImportRecordRow, ImportTableRow, ImportWarningRow

State = Literal["quarantined", "applied", "taken_back", "discarded"]

_WARNING_COLUMNS: Final = (
    "line",
    "unit",
    "point_id",
    "column_name",
    "value",
    "code",
    "message",
    "remedy",
    "confirmed_by",
    "confirmed_at",
    "note",
)
_WARNING_FIELDS: Final = {"column_name": "column"}
"""Names of columns that are words of SQL, to those of the dataclass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """What is known of a file before it is brought in.

    Attributes
    ----------
    source : str
        Of its rows that name none.
    file_name, file_sha256 : str
    datum : str or None
        As declared for the file; None where it was not.
    mapping : mapping of str to str
        The file's names of columns to ours, where they differ.
    what : str
        What its rows are: ``points``, ``routes``, ``offerings``, ``categories``, ``areas`` or
        ``population``.
    """

    source: str
    file_name: str
    file_sha256: str
    datum: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    what: What = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One file, and how far it came.

    Attributes
    ----------
    id : int
    facts : ImportFacts
    state : str
        ``quarantined``, ``applied``, ``taken_back`` or ``discarded``.
    created_at, state_at : datetime
    created_by, state_by : str
        Who imported it, and who brought it to its state.
    rows, dropped : int
        Records of the file, and how many of them were dropped.
    warnings, pending : int
        All, and those that keep it in quarantine.
    missing : tuple of str
        Records of the same source that the file did not have when it was applied.
    """

    id: int
    facts: ImportFacts
    state: State
    created_at: dt.datetime
    created_by: str
    state_at: dt.datetime
    state_by: str
    rows: int
    dropped: int
    warnings: int
    pending: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One row of a file.

    Attributes
    ----------
    line : int
    record : Record
        What it writes.
    version_seen : int or None
        The record's version when the file was checked; None where there was no such record, or
        its table counts no versions.
    dropped_by : str or None
    outcome : str or None
        ``added``, ``changed``, ``unchanged`` or ``removed``; None before it is applied.
    before : Record or None
        What a change replaced.
    digest_seen : str or None
        SHA-256 of the record as it was then, where its table counts no versions.
    removes : bool
        The file has the record no more, and it goes; only residents do.
    """

    line: int
    record: Record
    version_seen: int | None
    dropped_by: str | None = None
    outcome: str | None = None
    before: Record | None = None
    digest_seen: str | None = None
    removes: bool = False

    @property
    def key(self) -> str:
        """The id or code of the record."""
        return self.record.key

    @property
    def point(self) -> LearningPoint:
        """The record of an import of learning points.

        Raises
        ------
        TypeError
            When it is another.
        """
        if not isinstance(self.record, LearningPoint):
            raise TypeError(f"{self.key} is no learning point")
        return self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class PointWarning:
    """What somebody has to confirm; `line` 0 is the file as a whole.

    `point_id` is the id of the row's record, whatever it is of.
    """

    line: int
    unit: str
    point_id: str | None
    column: str | None
    value: str | None
    code: str
    message: str
    remedy: str
    confirmed_by: str | None = None
    confirmed_at: dt.datetime | None = None
    note: str | None = None


def list_imports(tx: Transaction, *, state: State | None = None) -> list[ImportRow]:
    """List imports, the newest first; with a state, only those in it."""
    statement = _selection().order_by(ImportTableRow.id.desc())
    if state is not None:
        statement = statement.where(ImportTableRow.state == state)
    return [_import_row(row) for row in tx.execute(statement)]


def read_import(tx: Transaction, import_id: int) -> ImportRow:
    """Read one import.

    Raises
    ------
    NotFoundError
        When there is none of that number.
    """
    found = tx.execute(_selection().where(ImportTableRow.id == import_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no import {import_id}; see `learnmap import list`")
    return _import_row(found)


def read_import_records(tx: Transaction, import_id: int) -> list[ImportRecord]:
    """Read the rows of an import, in the order of the file."""
    row = ImportRecordRow
    what = tx.scalar(select(ImportTableRow.what).where(ImportTableRow.id == import_id))
    if what is None:
        return []
    read = record_type(what).record.model_validate
    statement = select(
        row.line,
        row.record,
        row.version_seen,
        row.dropped_by,
        row.outcome,
        row.before,
        row.digest_seen,
        row.removes,
    ).where(row.import_id == import_id)
    return [
        ImportRecord(
            line,
            read(record),
            seen,
            dropped_by,
            outcome,
            None if before is None else read(before),
            digest,
            removes,
        )
        for line, record, seen, dropped_by, outcome, before, digest, removes in tx.execute(
            statement.order_by(row.line)
        )
    ]


def read_import_warnings(tx: Transaction, import_id: int) -> list[PointWarning]:
    """Read the warnings of an import, in the order of the file."""
    row = ImportWarningRow
    statement = (
        select(*(row.__table__.c[name] for name in _WARNING_COLUMNS))
        .where(row.import_id == import_id)
        .order_by(row.position)
    )
    names = tuple(_WARNING_FIELDS.get(name, name) for name in _WARNING_COLUMNS)
    return [
        PointWarning(**dict(zip(names, values, strict=True))) for values in tx.execute(statement)
    ]


def lock_import(tx: Transaction, import_id: int, *, state: State) -> None:
    """Wait for others who work on an import, and see that it still is in a state.

    Raises
    ------
    NotFoundError, ConflictError
        When it does not exist, or is in another state.
    """
    row = ImportTableRow
    tx.execute(select(row.id).where(row.id == import_id).with_for_update())
    found = read_import(tx, import_id)
    if found.state != state:
        raise ConflictError(
            f"import {import_id} of {found.facts.file_name} is {found.state.replace('_', ' ')}, by "
            f"{found.state_by} at {found.state_at:%Y-%m-%d %H:%M} UTC; "
            f"only one that is {state} can be taken on; see `learnmap import show {import_id}`"
        )


def set_state(tx: Transaction, import_id: int, state: State, *, actor: str, **more: Any) -> None:
    """Bring an import to another state; the database refuses steps that do not exist."""
    row = ImportTableRow
    tx.execute(update(row).where(row.id == import_id).values(state=state, state_by=actor, **more))


def subject_of(import_id: int) -> str:
    """Name an import in the audit record."""
    return f"imports/{import_id}"


def _selection() -> Select[Any]:
    main, record, warning = ImportTableRow, ImportRecordRow, ImportWarningRow
    of_record, of_warning = record.import_id == main.id, warning.import_id == main.id
    dropped = exists().where(
        record.import_id == warning.import_id,
        record.line == warning.line,
        record.dropped_by.is_not(None),
    )
    counts = {
        "rows": (record, and_(of_record, ~record.removes)),
        "dropped": (record, and_(of_record, record.dropped_by.is_not(None))),
        "warnings": (warning, of_warning),
        "pending": (
            warning,
            and_(of_warning, ~or_(warning.confirmed_by.is_not(None), dropped)),
        ),
    }
    return select(
        *main.__table__.c,
        *(
            select(func.count()).select_from(row).where(which).scalar_subquery().label(name)
            for name, (row, which) in counts.items()
        ),
    )


def _import_row(row: Row[Any]) -> ImportRow:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's name for a row as a mapping
    facts = ImportFacts(
        **{
            name: values.pop(name)
            for name in ("source", "file_name", "file_sha256", "datum", "mapping", "what")
        }
    )
    return ImportRow(**values | {"facts": facts, "missing": tuple(values["missing"] or ())})
