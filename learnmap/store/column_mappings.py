"""What the columns of a source's files were taken for, kept for its next file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from learnmap.model.errors import NotFoundError
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import ColumnMappingRow, ImportTableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedColumns:
    """What is kept of one kind of records from a source.

    Attributes
    ----------
    what : str
        The kind of records, such as ``points``.
    source : str
    mapping : mapping
        As `learnmap.ingest.ColumnMapping.to_remember` gives it.
    import_id : int
        The import that it is from.
    file_name : str
        Of that import.
    set_at : datetime
    set_by : str
    """

    what: str
    source: str
    mapping: Mapping[str, Any]
    import_id: int
    file_name: str
    set_at: dt.datetime
    set_by: str


def list_columns(
    tx: Transaction, *, what: str | None = None, source: str | None = None
) -> list[RememberedColumns]:
    """List what is kept, of one kind of records or one source where these are given.

    In the order of sources and kinds.
    """
    row = ColumnMappingRow
    statement = (
        select(
            row.what,
            row.source,
            row.mapping,
            row.import_id,
            ImportTableRow.file_name,
            row.set_at,
            row.set_by,
        )
        .join(ImportTableRow, ImportTableRow.id == row.import_id)
        .order_by(row.source, row.what)
    )
    if what is not None:
        statement = statement.where(row.what == what)
    if source is not None:
        statement = statement.where(row.source == source)
    return [
        RememberedColumns(**dict(found._mapping))  # noqa: SLF001 - SQLAlchemy's name for a row as a mapping
        for found in tx.execute(statement)
    ]


def remember_columns(
    tx: Transaction,
    source: str,
    mapping: Mapping[str, Any],
    *,
    what: str,
    import_id: int,
    actor: str,
) -> None:
    """Keep what an import took the columns of its file for, in that import's transaction."""
    row = ColumnMappingRow
    before = tx.scalar(select(row.mapping).where(row.what == what, row.source == source))
    if before == mapping:
        return
    values = {"mapping": dict(mapping), "import_id": import_id, "set_by": actor}
    statement = insert(row).values(what=what, source=source, **values)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=[row.what, row.source], set_={**values, "set_at": func.now()}
        )
    )
    add_entry(
        tx,
        actor=actor,
        action="columns.remember",
        subject=_subject(what, source),
        details={"import": import_id, "mapping": dict(mapping)},
    )


def forget_columns(tx: Transaction, source: str, *, what: str, actor: str) -> None:
    """Keep nothing of a kind of records from a source any more.

    Raises
    ------
    NotFoundError
        When nothing is kept.
    """
    row = ColumnMappingRow
    done = tx.execute(delete(row).where(row.what == what, row.source == source))
    if not done.rowcount:
        known = ", ".join(repr(kept.source) for kept in list_columns(tx, what=what)) or "none"
        raise NotFoundError(
            f"no columns of {what} are remembered for {source!r}; there are: {known}"
        )
    add_entry(tx, actor=actor, action="columns.forget", subject=_subject(what, source))


def _subject(what: str, source: str) -> str:
    return f"columns/{what}/{source}"
