"""One learning point written by somebody who saw a version of it."""

from sqlalchemy import select

from learnmap.model.errors import ConflictError
from learnmap.model.records import LearningPoint
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import Changes
from learnmap.store.points import read_points, upsert_points
from learnmap.store.schema import LearningPointRow
from learnmap.store.tokens import lock_points


def write_point(
    tx: Transaction, point: LearningPoint, *, version: int | None, actor: str
) -> Changes:
    """Change a point, or add one, if it is still what its writer saw.

    Writers of points take turns from the look at the version to the commit, so that of two who
    saw the same one, one is refused.

    Parameters
    ----------
    point : LearningPoint
    version : int or None
        What its writer saw; None when there was none of that id.
    actor : str

    Raises
    ------
    ConflictError
        When somebody wrote it meanwhile; nothing is stored.
    TableError
        When its kind is unknown.
    """
    lock_points(tx)
    stored = {found.point.id: found for found in read_points(tx, ids=[point.id])}
    now = stored[point.id].version if stored else None
    if now != version:
        raise ConflictError(
            f"learning point {point.id} is {_told(now)} by now, and the change was made of "
            f"{_told(version)}; look at what it is now, and change that"
        )
    return upsert_points(tx, [point], actor=actor, stored=stored)


def designations(tx: Transaction, *, most: int = 200) -> list[str]:
    """Read the designations that points have, in order."""
    column = LearningPointRow.designation
    statement = select(column).where(column.is_not(None)).distinct().order_by(column).limit(most)
    return [found for found in tx.scalars(statement) if found is not None]


def _told(version: int | None) -> str:
    return "not there" if version is None else f"version {version}"
