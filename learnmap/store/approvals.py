"""What a draft is told of the approval of its map, before it is published."""

from sqlalchemy import update

from learnmap.model.errors import ConflictError
from learnmap.store._transaction import Transaction
from learnmap.store.edition_rows import BEGUN, EditionRow, edition_by_id, lock_address, record_step
from learnmap.store.schema import EditionTableRow


def note_approval(
    tx: Transaction, *, edition_id: int, number: str | None, exemption: str | None, actor: str
) -> EditionRow:
    """Note a map approval number, or why none is needed, with a draft.

    It is no part of what a reviewer approves, so an approval stands.

    Raises
    ------
    ConflictError
        When the edition is no draft any more.
    NotFoundError
        When there is no such edition.
    """
    edition = edition_by_id(tx, edition_id)
    lock_address(tx, edition.map_name, edition.year)
    edition = edition_by_id(tx, edition_id, lock=True)
    if edition.status not in BEGUN:
        raise ConflictError(
            f"{edition.title}, is {edition.status} and never changes; begin a revision"
        )
    if (edition.approval_number, edition.approval_exemption) == (number, exemption):
        return edition
    tx.execute(
        update(EditionTableRow)
        .where(EditionTableRow.id == edition_id)
        .values(approval_number=number, approval_exemption=exemption)
    )
    noted = edition_by_id(tx, edition_id)
    record_step(
        tx, noted, actor=actor, action="editions.approval", number=number, exemption=exemption
    )
    return noted
