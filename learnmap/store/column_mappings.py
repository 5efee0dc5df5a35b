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
    """What is kept for a source.

    Attributes
    ----------
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

    source: str
    mapping: Mapping[str, Any]
    import_id: int
    file_name: str
    set_at: dt.datetime
    set_by: str


def read_columns(tx: Transaction, source: str, *, what: str = "points") -> RememberedColumns | None:
    """Read what is kept for a source, None where nothing is."""
    row = ColumnMappingRow
    statement = (
        select(
            row.source,
            row.mapping,
            row.import_id,
            ImportTableRow.file_name,
            row.set_at,
            row.set_by,
        )
        .join(ImportTableRow, ImportTableRow.id == row.import_id)
        .where(row.what == what, row.source == source)
    )
    found = tx.execute(statement).one_or_none()
    return None if found is None else RememberedColumns(**dict(found._mapping))  # noqa: SLF001 - SQLAlchemy's name for a row as a mapping


def list_sources(tx: Transaction, *, what: str = "points") -> list[str]:
    """List the sources of which something is kept."""
    row = ColumnMappingRow
    return list(tx.scalars(select(row.source).where(row.what == what).order_by(row.source)))


def remember_columns(
    tx: Transaction,
    source: str,
    mapping: Mapping[str, Any],
    *,
    import_id: int,
    actor: str,
    what: str = "points",
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


def forget_columns(tx: Transaction, source: str, *, actor: str, what: str = "points") -> None:
    """Keep nothing for a source any more.

    Raises
    ------
    NotFoundError
        When nothing is kept.
    """
    row = ColumnMappingRow
    done = tx.execute(delete(row).where(row.what == what, row.source == source))
    if not done.rowcount:
        known = ", ".join(map(repr, list_sources(tx, what=what))) or "none"
        raise NotFoundError(f"no columns are remembered for {source!r}; there are: {known}")
    add_entry(tx, actor=actor, action="columns.forget", subject=_subject(what, source))


def _subject(what: str, source: str) -> str:
    return f"columns/{what}/{source}"
