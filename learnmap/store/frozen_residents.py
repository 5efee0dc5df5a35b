"""What editions keep of residents: each table once, whichever editions were frozen with it."""

import hashlib

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from learnmap.store._transaction import Transaction
from learnmap.store.schema import EditionTableRow, FrozenResidentsRow


def keep_residents(tx: Transaction, content: bytes | None) -> str | None:
    """Keep a table of residents, unless it is kept already, and return its SHA-256."""
    if content is None:
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    tx.execute(
        insert(FrozenResidentsRow)
        .values(sha256=sha256, content=content, bytes=len(content))
        .on_conflict_do_nothing()
    )
    return sha256


def read_frozen_residents(tx: Transaction, edition_id: int) -> bytes | None:
    """Read what an edition keeps of residents; None for one that was frozen without."""
    row = FrozenResidentsRow
    content = tx.execute(
        select(row.content)
        .join(EditionTableRow, EditionTableRow.residents_sha256 == row.sha256)
        .where(EditionTableRow.id == edition_id)
    ).scalar_one_or_none()
    return None if content is None else bytes(content)
