"""Learning points that nobody verified for too long."""

import datetime as dt

from sqlalchemy import func, or_, select

from learnmap.store._transaction import Transaction
from learnmap.store.schema import LearningPointRow


def count_unassured(tx: Transaction, since: dt.date) -> int:
    """Count the points, without closed ones, that were not verified on that day or later."""
    row = LearningPointRow
    statement = select(func.count()).where(
        row.status != "closed", or_(row.assured_date.is_(None), row.assured_date < since)
    )
    return tx.execute(statement).scalar_one()
